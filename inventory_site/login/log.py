"""What happens at the doors, in the log: who came in, who did not, and from where. Never a password, never a code."""

import logging
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest

from inventory_site.login.browser import client_address

logger = logging.getLogger("inventory_site.security")


def login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Log a login that failed: the name that was typed is quoted, so that it cannot forge a line."""
    where = client_address(request) if request is not None else "no request"
    logger.warning("Login failed: %r from %s", str(credentials.get("username", ""))[:150], where)


def logged_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Log a login."""
    logger.info("Login: %r from %s", user.get_username(), client_address(request))


def locked_out(request: HttpRequest, username: str, ip_address: str, **_: Any) -> None:
    """Log that no password is looked at any more."""
    del request
    logger.warning("Login locked: %r from %s", str(username)[:150], ip_address)


def second_factor_failed(request: HttpRequest, user: User) -> None:
    """Log a wrong code after a right password."""
    logger.warning("Second factor failed: %r from %s", user.get_username(), client_address(request))


def changed(what: str, *, of: User, by: object) -> None:
    """Log a change of what lets a member of staff in."""
    logger.warning("%s: %r by %r", what, of.get_username(), str(by))
