"""Who changed what, on a page; and how a moment is written.

The history page: who changed what, from what to what, when, and from where.
How screens write a moment: one form on every screen, in the shop's time zone.
How the order screens write a moment: as every screen does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.timezone import localtime

from catalog.rules.history import Change


@dataclass(frozen=True)
class ChangeShown:
    """One row of the page."""

    when: str
    who: str
    where: str
    what: str
    before: str
    after: str


def history_page(
    request: HttpRequest, site: AdminSite, *, title: str, changes: Iterable[Change], back: str
) -> TemplateResponse:
    """Return the page of `changes`, newest first; `back` is the address that it came from."""
    rows = tuple(
        ChangeShown(
            when=f"{timezone.localtime(change.when):%b %-d, %Y, %H:%M:%S}",
            who=change.who or "Nobody logged in",
            where=change.where,
            what=change.what,
            before=change.before,
            after=change.after,
        )
        for change in changes
    )
    context = {**site.each_context(request), "title": title, "rows": rows, "back": back}
    return TemplateResponse(request, "admin/history.html", context)


def moment_words(moment: datetime) -> str:
    """Return `moment` as "Nov 2, 2026, 13:05" in the shop's time zone, as the dashboard writes it."""
    return f"{localtime(moment):%b %-d, %Y, %H:%M}"


__all__ = ["moment_words"]
