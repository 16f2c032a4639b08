"""Stores > Inventory > Stocks > edit: name, sales channels, and the sources in their order."""

from collections.abc import Iterable
from typing import Any

from django import forms

from catalog.forms.shown_form import ShownForm
from catalog.models import SalesChannel, Source, Stock, Website
from catalog.rules.shown_form import RowsShown, rows_shown
from catalog.rules.source_selection import in_typed_order
from catalog.words.form import SOURCE_GONE, changed_words, lost_words

SHOWN = "sources-shown"
ROW = "sources-row"
PRIORITY = "sources-priority"
LARGEST_PLACE = 4
ASSIGN = "sources-assign"
UNASSIGN = "sources-unassign"
# The name under which the order of the sources is compared.
SOURCES = "sources"


class WebsiteChoices(forms.ModelMultipleChoiceField[Website]):
    """Websites, each with the stock that it sells from now."""

    stocks: dict[int, str] = {}

    def label_from_instance(self, obj: Website) -> str:
        """Return "Main Website (base) - Default Stock"."""
        return f"{obj.name} ({obj.code}) - {self.stocks.get(obj.pk, 'no stock')}"


UNASSIGNED = "All unassigned sales channels will be assigned to the Default Stock."


class StockForm(ShownForm, forms.ModelForm[Stock]):
    """A stock as typed. The order of the posted rows is the order in which the sources are used.

    `linked` are the sources with a row on the page, in their order; `going` are those of them that shall be unassigned.
    """

    websites = WebsiteChoices(
        Website.objects.order_by("name", "pk"),
        required=False,
        label="Websites",
        help_text=f"Each website sells from exactly one stock: one that is ticked here moves here. {UNASSIGNED}",
    )

    class Meta:
        model = Stock
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" in self.fields:  # who may only look has no fields
            self.fields["name"].error_messages["required"] = '"name" can not be empty.'
        if "websites" in self.fields:
            channels = SalesChannel.objects.select_related("stock")
            field: Any = self.fields["websites"]
            field.stocks = {channel.website_id: channel.stock.name for channel in channels}
            mine = [channel.website_id for channel in channels if channel.stock_id == self.instance.pk]
            self.initial["websites"] = mine if self.instance.pk else []
        self.sources = {source.pk: source for source in Source.objects.order_by("name", "pk")}
        self.stored = self._stored()
        self.linked = self._linked()
        self.going = self._going()

    def clean(self) -> dict[str, Any]:
        """Refuse sources that do not exist (any more), and a page of which a row is missing: it would be unassigned."""
        super().clean()
        if self._unknown:
            self.add_error(None, SOURCE_GONE)
        elif self._is_posted and not (rows := self._rows_shown()).is_whole:
            self.add_error(None, f"Sources: {lost_words(rows)}")
        elif self._without_priority:
            named = ", ".join(self.sources[pk].name for pk in self._without_priority)
            self.add_error(None, f"Sources: please enter the priority of {named} as a whole number, 1 for the first.")
        return self.cleaned_data

    def stored_state(self) -> dict[str, Any]:
        """Return the fields, and the sources in their order."""
        return super().stored_state() | {SOURCES: _ordered(self.stored)}

    def typed_state(self) -> dict[str, Any]:
        """Return the fields, and the sources in their order when the area was posted."""
        typed = super().typed_state()
        return typed if self.source_ids is None else typed | {SOURCES: _ordered(self.source_ids)}

    def take_theirs(self, name: str, value: Any) -> None:
        """Go on with the stored value, and show it."""
        if name == SOURCES:
            self.linked, self.going = list(self.stored), frozenset()
        else:
            super().take_theirs(name, value)

    def label_of(self, name: str) -> str:
        """Return what the field is called on the page."""
        return "Sources" if name == SOURCES else super().label_of(name)

    def words_of(self, name: str, value: Any) -> str:
        """Return a value as staff read it."""
        if name != SOURCES:
            return super().words_of(name, value)
        return ", ".join(self.sources[int(pk)].name for pk in value.split() if int(pk) in self.sources) or "none"

    @property
    def source_ids(self) -> list[int] | None:
        """The sources in their order as typed; None when the area was not posted, so that what is stored stays."""
        return [pk for pk in self.linked if pk not in self.going] if self._is_posted else None

    @property
    def changed_words(self) -> str:
        """How many rows came in, and how many of them were assigned, unassigned or moved; nothing without the area."""
        if (wanted := self.source_ids) is None:
            return ""
        before, after = ({pk: priority for priority, pk in enumerate(ids)} for ids in (self.stored, wanted))
        rows = {*self.stored, *self.linked}
        return changed_words(sum(before.get(pk) != after.get(pk) for pk in rows), len(rows), "source")

    @property
    def moved_from(self) -> list[tuple[str, str]]:
        """Websites that sell from another stock by this form, and the stock that each leaves."""
        field: Any = self.fields["websites"]
        before = set(self.initial["websites"])
        chosen = {website.pk: website for website in self.cleaned_data.get("websites", ())}
        came = [
            (website.name, field.stocks[pk])
            for pk, website in chosen.items()
            if pk not in before and pk in field.stocks
        ]
        left = [] if self.instance.is_default else [pk for pk in before if pk not in chosen]
        went = Website.objects.filter(pk__in=left).order_by("name", "pk") if left else ()
        return [*came, *((website.name, self.instance.name) for website in went)]

    @property
    def _is_posted(self) -> bool:
        return self.is_bound and SHOWN in self.data

    def _stored(self) -> list[int]:
        links = self.instance.links.order_by("priority", "pk") if self.instance.pk else ()
        return [link.source_id for link in links]

    def _rows_shown(self) -> RowsShown:
        data: Any = self.data
        return rows_shown(data.get(SHOWN, ""), data.getlist(ROW))

    def _linked(self) -> list[int]:
        self._unknown, self._without_priority = False, list[int]()
        if not self._is_posted:
            return self.stored
        data: Any = self.data
        typed: list[str] = [*data.getlist(ROW), *data.getlist(ASSIGN)]
        known = [int(text) for text in typed if text.isascii() and text.isdecimal() and int(text) in self.sources]
        self._unknown = len(known) < len(typed)
        if not self._unknown:
            known = self._by_priority(known, data.getlist(PRIORITY))
        # A row that got lost is shown again: the page is refused, and must not be a source short when it is sent again.
        lost = [] if self._rows_shown().is_whole else self.stored
        return list(dict.fromkeys([*known, *lost]))

    def _by_priority(self, known: list[int], typed: list[str]) -> list[int]:
        """Return the rows by the priorities typed beside them, and behind them what has none yet. Scripts move the rows instead."""
        rows, new = known[: len(typed)], known[len(typed) :]
        wrong = [not (text.isascii() and text.isdecimal() and 0 < len(text) <= LARGEST_PLACE) for text in typed]
        self._without_priority = [pk for pk, is_wrong in zip(rows, wrong, strict=False) if is_wrong]
        if self._without_priority or len(rows) < len(typed):
            return known
        return [*in_typed_order(rows, [int(text) for text in typed]), *new]

    def _going(self) -> frozenset[int]:
        data: Any = self.data
        typed: list[str] = data.getlist(UNASSIGN) if self._is_posted else []
        return frozenset(pk for pk in self.linked if str(pk) in typed)


def _ordered(ids: Iterable[int]) -> str:
    return " ".join(map(str, ids))
