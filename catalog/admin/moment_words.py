"""How screens write a moment: one form on every screen, in the shop's time zone."""

from datetime import datetime

from django.utils.timezone import localtime


def moment_words(moment: datetime) -> str:
    """Return `moment` as "Nov 2, 2026, 13:05" in the shop's time zone, as the dashboard writes it."""
    return f"{localtime(moment):%b %-d, %Y, %H:%M}"
