"""Sales > Ready to ship: the grid of orders of which something can leave now."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from unfold.decorators import display

from backorders.admin.desk.presenter import counted
from backorders.admin.order_filters import website_choices
from backorders.admin.ready_to_ship.presenter import ReadyRow, ready_row
from backorders.models import Order
from backorders.queries.ready_to_ship import proposals, ready_orders, ready_page
from catalog.admin.grid_filters import ChoiceFilter, DateFilter, TextFilter
from catalog.admin.grid_table import label_cell, link_cell, names_cell
from catalog.admin.product.filters import stock_choices
from catalog.admin.table_grid import RowsOfPage, TableScreen


class ReadyGrid(TableScreen):
    """The oldest order first. What is ticked leaves as it was shown: each row carries its parcels and its revision."""

    model = Order
    grid = "backorders.ready_to_ship"
    list_name = "backorders_ready_to_ship"
    permission = "ship"
    verbose_name_plural = "orders ready to ship"
    search_help_text = "Search by order number, e-mail, name or SKU"
    list_per_page = 30
    list_display = (
        "action_checkbox",
        "number_shown",
        "placed",
        "customer",
        "website_shown",
        "items",
        "units",
        "share",
        "sources",
        "by_hand",
        "email_shown",
        "ship_to",
        "stock_shown",
    )
    hidden_columns = ("website_shown", "email_shown", "ship_to", "stock_shown")
    number_columns = ("units",)
    date_columns = ("placed", "number_shown")
    # From where is proposed for a page of orders, and not for all of a file: it would give one unit twice.
    exported = {
        "number_shown": (("Order", attrgetter("number")),),
        "placed": (("Placed", attrgetter("placed_at")),),
        "items": (("What leaves", lambda row: ", ".join(row.items)),),
        "share": (("More to come", attrgetter("stays")),),
        "sources": (),
        "by_hand": (),
    }
    filters = (
        ChoiceFilter("website", "Website", "website", choices=website_choices),
        ChoiceFilter("stock", "Stock", "stock", choices=stock_choices),
        DateFilter("placed", "Placed", "placed_at"),
        TextFilter("customer", "Customer", "customer_name"),
        TextFilter("city", "Ship-to City", "city"),
    )

    def rows(self, words: str) -> Any:
        """Return the orders."""
        return ready_orders(words).select_related("website", "stock")

    def page(self, queryset: Any, *, number: int, size: int) -> RowsOfPage:
        """Return a page of them. Which can leave is asked once."""
        found = ready_page(queryset, number=number, size=size)
        return RowsOfPage(found.orders, found.number, found.count, f"{counted(found.count, 'order')} ready to ship")

    def filled(self, rows: list[Any]) -> list[Any]:
        """Return them with the sources that are proposed: whatever the grid is sorted by, the oldest order takes first."""
        proposed, sources = proposals(sorted(rows, key=lambda order: (order.placed_at, order.pk)))
        shown = {each.order.pk: ready_row(each, sources) for each in proposed}
        return [shown[order.pk] for order in rows if order.pk in shown]

    def action_checkbox(self, row: ReadyRow) -> SafeString:
        """Return the box that chooses a row, with what goes along; none where nothing can leave."""
        return render_to_string("admin/ready_to_ship/_tick.html", {"row": row})

    @display(description="Order", ordering="pk")
    def number_shown(self, row: ReadyRow) -> str:
        """Return the order, leading to its page."""
        return link_cell(row.link, f"#{row.number}")

    @display(description="Placed", ordering="placed_at")
    def placed(self, row: ReadyRow) -> str:
        """Return when it was placed."""
        return row.placed

    @display(description="Customer", ordering="customer_name")
    def customer(self, row: ReadyRow) -> str:
        """Return who waits."""
        return row.customer

    @display(description="Website", ordering="website__name")
    def website_shown(self, row: ReadyRow) -> str:
        """Return where it was placed."""
        return row.website

    @display(description="What leaves")
    def items(self, row: ReadyRow) -> str:
        """Return the first product that leaves, and how many more there are."""
        return names_cell(row.items)

    @display(description="Units")
    def units(self, row: ReadyRow) -> str:
        """Return the units that leave."""
        return row.leaves

    @display(description="How much")
    def share(self, row: ReadyRow) -> str:
        """Return whether all of it leaves, or how much is still to come."""
        return label_cell(f"Part, {row.stays} to come", "warning") if row.stays else label_cell("Whole", "success")

    @display(description="From")
    def sources(self, row: ReadyRow) -> str:
        """Return the sources that are proposed."""
        return _in_words(row.sources)

    @display(description="By hand")
    def by_hand(self, row: ReadyRow) -> str:
        """Return the way to Source Selection."""
        return link_cell(row.ship_link, "Choose")

    @display(description="Email", ordering="email")
    def email_shown(self, row: ReadyRow) -> str:
        """Return where mails about it go."""
        return row.email

    @display(description="Ship-to", ordering="city")
    def ship_to(self, row: ReadyRow) -> str:
        """Return city and country."""
        return row.ship_to

    @display(description="Stock", ordering="stock__name")
    def stock_shown(self, row: ReadyRow) -> str:
        """Return the stock that sold it."""
        return row.stock


def _in_words(sources: Sequence[tuple[str, str]]) -> str:
    if not sources:
        return "On no shelf now"
    return ", ".join(f"{name} {units}" if len(sources) > 1 else name for name, units in sources)
