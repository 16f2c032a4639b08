"""What django-allauth does our way: one door for passwords, mails by the outbox alone, addresses of this host alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib.auth import authenticate, login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from inventory_site.login.browser import know_browser
from inventory_site.shoppers.accounts import account_of, is_shopper

BACKEND = "inventory_site.login.backend.StaffBackend"
NOT_TOGETHER = (
    "This e-mail address and password do not belong together. Please type them once more, or choose a new password."
)
NO_LINK = "This link was used before, or is too old. Please ask for another one."
LONGEST_NAME = 150


class ShopperAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """The shoppers' door."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NOT_TOGETHER,
        "invalid_password_reset": NO_LINK,
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return whose address and password these are. Failures count for the account, whichever door they were tried at."""
        email = str(credentials.get("email", ""))
        account = account_of(email)
        name = email[:LONGEST_NAME] if account is None else account.get_username()
        found = authenticate(request, username=name, password=str(credentials.get("password", "")))
        return found if isinstance(found, User) else None

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in as the back office does: one backend says who somebody is. The visitor's cart stays in his session."""
        login(request, user, backend=BACKEND)

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse:
        """Lead on. A member of staff's browser is known from now on, as after a login at the back office."""
        answer: HttpResponse = super().post_login(request, user, **told)
        return answer if is_shopper(user) else know_browser(request, answer)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the account."""
        del request
        return reverse("account_home")

    def is_safe_url(self, url: str) -> bool:
        """Whether `url` is one of the host that was asked; allauth would take every host that we serve."""
        asked = context.request
        return bool(url_has_allowed_host_and_scheme(url, {asked.get_host()}, require_https=asked.is_secure()))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse: what a shopper is mailed is a row of the outbox, and no request waits for a mail host."""
        del email, context
        raise NotImplementedError(
            f"{template_prefix}: mails of accounts are sent by the worker (shoppers.account_mail)."
        )
