"""A member of staff who is signed in in the browser that opens a shopper's page."""

from django.contrib.auth.models import User
from django.http import HttpRequest


def signed_in_staff(request: HttpRequest) -> User | None:
    """Return the member of staff who is signed in here; None for a shopper, with or without an account."""
    user = request.user
    return user if isinstance(user, User) and user.is_staff else None
