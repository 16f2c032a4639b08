"""What the pages of one order share: who is at work, where they lead, and the key that lets a request count once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from backorders.models import Order
from catalog.admin.screen import tell_problems
from catalog.forms.hidden_fields import kept_key


def staff(request: HttpRequest) -> User | None:
    """Return who is at work, for `by=`."""
    return request.user if isinstance(request.user, User) else None


def back_to(order: Order) -> HttpResponseRedirect:
    """Go back to the order view."""
    return HttpResponseRedirect(reverse("admin:backorders_order_change", args=(order.pk,)))


def said(
    request: HttpRequest, order: Order, problems: Sequence[str], success: str, *, failed: str = ""
) -> HttpResponseRedirect:
    """Say the `problems`, each after what `failed`, or `success` when there are none, and go back to the order view."""
    tell_problems(request, problems, failed=failed)
    if not problems:
        messages.success(request, success)
    return back_to(order)


@dataclass(frozen=True)
class RequestKey:
    """`hidden` stands in the page's form; `key` is what the action is told: a key holds for one order only."""

    hidden: str
    key: str


def request_key(request: HttpRequest, order: Order) -> RequestKey:
    """Return the key that came with the form, or a new one for a page that is opened."""
    hidden = kept_key(request)
    return RequestKey(str(hidden), f"{order.pk}:{hidden}")
