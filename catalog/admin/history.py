"""Who changed what, on a page and in the admin's log; and how a moment is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.timezone import localtime

from catalog.admin.screen import tell_problems
from catalog.queries.history import MOST_CHANGES
from catalog.rules.history import Change, is_about
from catalog.rules.quantity import plain
from catalog.words.moment import MOMENT
from catalog.words.refusal import refusals

# Of a text that stands in the history in full.
LONGEST = 60
TAKEN_BACK = "The change has been taken back. This history says so, too."
# Among so many changes words are looked for.
SEARCHED = 1000


@dataclass(frozen=True)
class ChangeShown:
    """One row of the page."""

    when: str
    who: str
    where: str
    what: str
    before: str
    after: str
    why: str
    mark: str


def history_page(
    request: HttpRequest,
    site: AdminSite,
    *,
    title: str,
    changes: Callable[[int], Iterable[Change]],
    back: str,
    undo: str = "",
) -> TemplateResponse:
    """Return the page of `changes`, which are given as many of the newest as are asked for; `back` is where it came from.

    `undo` is where a change is taken back, empty for who may not.

    Words in the address narrow it to those among the last `SEARCHED` that they stand in.
    """
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = [change for change in changes(SEARCHED if words else MOST_CHANGES) if is_about(change, words)][
        :MOST_CHANGES
    ]
    rows = tuple(
        ChangeShown(
            when=f"{localtime(change.when):{MOMENT}:%S}",
            who=change.who or "No member of staff",
            where=change.where,
            what=change.what,
            before=change.before,
            after=change.after,
            why=change.why,
            mark=change.mark if undo else "",
        )
        for change in found
    )
    context = {**site.each_context(request), "title": title, "rows": rows, "back": back, "words": words, "undo": undo}
    return TemplateResponse(request, "admin/history.html", context)


def tell_taken_back(request: HttpRequest, undo: Callable[[str], None], *, back: str) -> HttpResponseRedirect:
    """Take back the change that was sent, say so or why not, and go back to the history."""
    with refusals() as problems:
        undo(request.POST.get("mark", ""))
    tell_problems(request, problems)
    if not problems:
        messages.success(request, TAKEN_BACK)
    return HttpResponseRedirect(back)


def moment_words(moment: datetime) -> str:
    """Return `moment` as "Nov 2, 2026, 13:05" in the shop's time zone, as the dashboard writes it."""
    return f"{localtime(moment):{MOMENT}}"


def with_values(message: list[Any], form: Any) -> list[Any]:
    """Return Django's message about a saved form with what each of its fields was and is, where that is short."""
    for part in message:
        changed = part.get("changed", {})
        # Rows of tables beside the form have a name.
        if changed and "name" not in changed:
            names = zip(form.changed_data, changed["fields"], strict=True)
            changed["fields"] = [f"{label}{_from_to(form, name)}" for name, label in names]
    return message


def _from_to(form: Any, name: str) -> str:
    before, after = (_short(form, name, values.get(name)) for values in (form.initial, form.cleaned_data))
    return "" if before is None or after is None else f" ({before} to {after})"


def _short(form: Any, name: str, value: Any) -> str | None:
    """Return a value as staff read it; None for what is long, or is a row of another table."""
    choices = dict(getattr(form.fields.get(name), "choices", ()) or ()) if isinstance(value, str | int) else {}
    match value:
        case None | "":
            return "nothing"
        case bool():
            return "Yes" if value else "No"
        case Decimal():
            return plain(value)
        case str() | int() if value in choices:
            return f"“{choices[value]}”"
        case str() if len(value) <= LONGEST and "\n" not in value:
            return f"“{value}”"
    return None
