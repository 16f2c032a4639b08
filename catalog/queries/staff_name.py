"""What a member of staff is called beside what he did."""

from django.contrib.auth.models import User


def staff_name(user: User | None) -> str:
    """Return the full name, or the user name where there is none; empty for nobody."""
    return "" if user is None else user.get_full_name() or user.get_username()
