"""Sales > Backorders: the grids of order lines, those that owe units and those that became shippable."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import localdate
from unfold.decorators import display

from backorders.admin.desk.grids import AGE, PLACED, STOCK, WEBSITE, DeskScreen
from backorders.admin.desk.presenter import OwedLine, counted, owed_line
from backorders.admin.order_view.presenter import STATUS_COLOURS
from backorders.models import MovedDay, QueuePlace
from backorders.queries.backorder_desk import became_shippable, desk_page, owed_lines
from backorders.queries.queue import day_of_place
from catalog.admin.grid_filters import ChoiceFilter, GridFilter, NumberFilter
from catalog.admin.grid_table import label_cell, link_cell
from catalog.admin.table_grid import RowsOfPage
from catalog.queries.promised_day import outlooks
from catalog.rules.promised_day import NOTHING_KNOWN


def _passed(rows: QuerySet[Any], _chosen: str, _request: HttpRequest) -> QuerySet[Any]:
    # Who was told of another day since waits for that one.
    since = MovedDay.objects.filter(line=OuterRef("line"), promised_on=OuterRef("line__promised_on"))
    waits = since.filter(Q(day=None) | Q(day__gte=localdate()))
    return rows.filter(~Exists(waits), line__promised_on__lt=localdate())


PROMISE = ChoiceFilter("promise", "Promised day", narrow=_passed, choices=[("passed", "has passed")])
COLOURS = {status.label: colour for status, colour in STATUS_COLOURS.items()}


class OrdersDesk(DeskScreen):
    """By order: the lines that owe units, the oldest order first."""

    title = "By order"
    grid = "backorders.desk_orders"
    list_name = "backorders_backorder_orders"
    verbose_name_plural = "backorders by order"
    list_display: tuple[str, ...] = (
        "number",
        "since",
        "status",
        "customer",
        "mail",
        "website",
        "product_name",
        "sku",
        "stock_name",
        "place",
        "waits_for",
        "left",
        "here",
        "owes",
        "comes",
        "promised",
    )
    hidden_columns: tuple[str, ...] = ("mail", "website", "stock_name", "waits_for", "left", "promised")
    number_columns = ("place", "left", "here", "owes")
    date_columns = ("since", "number")
    exported = {
        "since": (("Placed", attrgetter("placed_at")),),
        "number": (("Order", attrgetter("number")),),
        "comes": (("Expected", attrgetter("comes_on")),),
        "promised": (("Promised", attrgetter("promised_on")),),
    }
    filters: tuple[GridFilter[Any], ...] = (WEBSITE, STOCK, AGE, PLACED, PROMISE, NumberFilter("owed", "Owed", "owed"))
    summed, verb = "owed", "owed"

    def rows(self, words: str) -> Any:
        """Return the lines that owe units."""
        return _with_rows(owed_lines(words))

    def page(self, queryset: Any, *, number: int, size: int) -> RowsOfPage:
        """Return a page. The window over all open lines is computed once."""
        found = desk_page(queryset, units=self.summed, number=number, size=size)
        summary = f"{counted(found.units, 'unit')} {self.verb} in {counted(found.lines, 'order line')}"
        return RowsOfPage(found.places, found.number, found.lines, summary)

    def filled(self, rows: list[Any]) -> list[Any]:
        """Return them as they are shown. One query, for when what they owe comes."""
        comes = _days(rows)
        return [owed_line(place, comes_on=comes[place.line_id]) for place in rows]

    @display(description="Order", ordering="order_id")
    def number(self, row: OwedLine) -> str:
        """Return the order, leading to its page."""
        return link_cell(row.order_link, f"#{row.number}")

    @display(description="Placed", ordering="placed_at")
    def since(self, row: OwedLine) -> str:
        """Return the day on which it was placed."""
        return row.placed

    @display(description="Status")
    def status(self, row: OwedLine) -> str:
        """Return the status in the merchant's words."""
        return label_cell(row.status, COLOURS.get(row.status))

    @display(description="Customer")
    def customer(self, row: OwedLine) -> str:
        """Return who waits."""
        return row.customer

    @display(description="Email")
    def mail(self, row: OwedLine) -> str:
        """Return where mails about it go."""
        return row.email

    @display(description="Website")
    def website(self, row: OwedLine) -> str:
        """Return where it was placed."""
        return row.website

    @display(description="Place", ordering="position")
    def place(self, row: OwedLine) -> str:
        """Return where the line stands; 1 is served first."""
        return f"{row.position:,}"

    @display(description="Waits for")
    def waits_for(self, row: OwedLine) -> str:
        """Return which of the units that arrive are for it."""
        return row.expected

    @display(description="Open", ordering="open")
    def left(self, row: OwedLine) -> str:
        """Return the units that it still waits for."""
        return row.open

    @display(description="Covered", ordering="covered")
    def here(self, row: OwedLine) -> str:
        """Return the units that the queue has for it."""
        return row.covered

    @display(description="Owed", ordering="owed")
    def owes(self, row: OwedLine) -> str:
        """Return the units that it has none for."""
        return row.owed

    @display(description="Expected")
    def comes(self, row: OwedLine) -> str:
        """Return the day on which they come, if that is known."""
        return row.comes

    @display(description="Promised", ordering="line__promised_on")
    def promised(self, row: OwedLine) -> str:
        """Return the day that the shopper was told when he ordered, and what he was told since."""
        return row.promised


class ShippableDesk(OrdersDesk):
    """The lines that were short when they were placed and have more covered since, with a way to ship for who may."""

    title = "Became shippable"
    nothing = "Nothing became shippable"
    grid = "backorders.desk_shippable"
    list_name = "backorders_backorder_shippable"
    verbose_name_plural = "backorders that became shippable"
    list_display = (*OrdersDesk.list_display, "ship")
    hidden_columns = (*OrdersDesk.hidden_columns, "comes")
    exported = {**OrdersDesk.exported, "ship": ()}
    filters = (WEBSITE, STOCK, AGE, PLACED, NumberFilter("covered", "Covered", "covered"))
    summed, verb = "covered", "became shippable"

    def rows(self, words: str) -> Any:
        """Return the lines."""
        return _with_rows(became_shippable(words))

    def filled(self, rows: list[Any]) -> list[Any]:
        """Return them as they are shown."""
        comes = _days(rows)
        return [owed_line(place, comes_on=comes[place.line_id], ships=not place.is_virtual) for place in rows]

    def columns_for(self, request: HttpRequest) -> tuple[str, ...]:
        """Offer to ship to who may."""
        return self.list_display if request.user.has_perm("backorders.ship_order") else self.list_display[:-1]

    @display(description="Ship")
    def ship(self, row: OwedLine) -> str:
        """Return the way to New Shipment; what no parcel carries has none."""
        return link_cell(row.ship_link, "Ship") if row.ship_link else ""


def _with_rows(lines: QuerySet[Any]) -> QuerySet[Any]:
    """Look up orders and products for the rows that are read: joined, they would be for every open line."""
    return lines.prefetch_related("order__website", "product", "line__moved_days", "stock")


def _days(rows: Iterable[QueuePlace]) -> dict[int, date | None]:
    """Return {line id: when its owed units come}."""
    places, today = list(rows), localdate()
    found = outlooks({(each.stock_id, each.product_id) for each in places if each.product_id and not each.is_gone})
    return {
        each.line_id: day_of_place(each, found.get((each.stock_id, each.product_id or 0), NOTHING_KNOWN), today=today)
        for each in places
    }
