"""Reports > Stopped being Buyable: which products could not be bought any more, when, and why."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime
from unfold.decorators import display

from catalog.admin.grid_filters import ChoiceFilter, DateFilter
from catalog.admin.grid_table import link_cell
from catalog.admin.low_stock_screen import ProductRows
from catalog.admin.product.filters import stock_choices
from catalog.models import StoppedSale
from catalog.queries.stopped_sale import stopped
from catalog.rules.stopped_sale import StopCause
from catalog.words.moment import MOMENT
from catalog.words.stopped_sale import stop_words


def _lasting(rows: QuerySet[Any], chosen: str, _request: HttpRequest) -> QuerySet[Any]:
    return rows.filter(ended_at__isnull=chosen == "1")


@admin.register(StoppedSale)
class StoppedSaleScreen(ProductRows):
    """Each time that a product stopped being buyable in a stock, the latest first. Read only."""

    seen_with = ("catalog.view_product", "catalog.change_product")
    list_display = ("product_link", "sku", "stock_name", "when", "why_text", "again")
    date_columns = ("when", "again")
    filters = (
        DateFilter("since", "Stopped", "since"),
        ChoiceFilter("stock", "Stock", "stock", choices=stock_choices),
        ChoiceFilter("cause", "Why", "cause", choices=[(cause.value, stop_words(cause)) for cause in StopCause]),
        ChoiceFilter(
            "lasts", "Since then", narrow=_lasting, choices=(("1", "Not buyable yet"), ("0", "Buyable again"))
        ),
    )
    list_select_related = ("product", "stock")
    ordering = ("-since", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return those that could be bought before."""
        del request
        return stopped().order_by(*self.ordering)

    @display(description="Stock")
    def stock_name(self, row: StoppedSale) -> str:
        """Return the stock, leading to its page."""
        return link_cell(reverse("admin:catalog_stock_change", args=[row.stock_id]), row.stock.name)

    @display(description="Stopped", ordering="since")
    def when(self, row: StoppedSale) -> str:
        """Return when that was seen."""
        return f"{localtime(row.since):{MOMENT}}"

    @display(description="Why")
    def why_text(self, row: StoppedSale) -> str:
        """Return what was in the way then."""
        return row.why

    @display(description="Buyable again", ordering="ended_at")
    def again(self, row: StoppedSale) -> str:
        """Return when it was seen that it can be bought again."""
        return f"{localtime(row.ended_at):{MOMENT}}" if row.ended_at else "Not yet"
