"""The history page: who changed what, from what to what, when, and from where."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from catalog.rules.change import Change


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
