"""Failed logins, counted in the database: too many of an address, for a name, or both, and no password is looked at."""

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.contrib import admin
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from inventory_site.admin_site import under_admin_policy
from inventory_site.login.browser import client_address, is_known_browser
from inventory_site.login.rules import COUNTED_FOR, MOST_OF_ONE_ADDRESS_FOR_ONE_NAME, is_locked


class LoginLimits(AxesDatabaseHandler):  # type: ignore[misc]  # axes carries no types
    """Keeps the failures as django-axes does, and asks `login_rules` what they mean."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return the failures of this address for this name; the limit, when another limit is reached."""
        name, address = str((credentials or {}).get("username") or ""), client_address(request)
        of_both, of_address, for_name = Q(username=name, ip_address=address), Q(ip_address=address), Q(username=name)
        counted = AccessAttempt.objects.filter(
            of_address | for_name, attempt_time__gte=get_cool_off_threshold(request)
        ).aggregate(
            together=Sum("failures_since_start", filter=of_both, default=0),
            of_address=Sum("failures_since_start", filter=of_address, default=0),
            for_name=Sum("failures_since_start", filter=for_name, default=0),
        )
        if is_locked(**counted, is_known_browser=is_known_browser(request, name)):
            return MOST_OF_ONE_ADDRESS_FOR_ONE_NAME
        return int(counted["together"])


def locked_page(request: HttpRequest, response: HttpResponse, credentials: object) -> HttpResponse:
    """Answer 429, the same whether there is such an account or not, in the look of the door."""
    del response, credentials
    minutes = int(COUNTED_FOR.total_seconds() // 60)
    is_admins = request.path.startswith(reverse("admin:index"))
    page = _of_admin(request, minutes) if is_admins else _of_shop(request, minutes)
    page["Retry-After"] = str(minutes * 60)
    return page


@under_admin_policy
def _of_admin(request: HttpRequest, minutes: int) -> HttpResponse:
    context = {**admin.site.each_context(request), "minutes": minutes, "title": "Too many attempts"}
    return render(request, "admin/doors/locked.html", context, status=429)


def _of_shop(request: HttpRequest, minutes: int) -> HttpResponse:
    return render(request, "account/locked.html", {"minutes": minutes}, status=429)
