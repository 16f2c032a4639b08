"""Reports > Backorders: the filters of its tabs, and where the rows stand that a number counts."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from backorders.admin.order_filters import website_choices
from backorders.models import OrderLine
from backorders.queries.backorder_report import counted_at
from backorders.rules.backorder_report import PeriodKind
from catalog.admin.grid_filters import ChoiceFilter, DateFilter
from catalog.admin.grid_row_filter import RowFilter
from catalog.admin.grid_table import link_cell
from catalog.admin.product.filters import stock_choices
from catalog.models import Product, Source

SEES = "backorders.view_order"
CHANGES, ORDERED, SHIPPED = "backorders_report_changes", "backorders_report_ordered", "backorders_report_shipped"
# The choice for what lies at no source of its stock any more, and what the report calls it.
NOWHERE, NOWHERE_WORDS = "none", "At no source any more"


def days_filter(column: str, *, is_day: bool = False) -> DateFilter:
    """Return the filter of the days that are told of."""
    return DateFilter("day", "Days", column, is_day=is_day)


def website_filter(column: str) -> ChoiceFilter:
    """Return the filter by the website that sold."""
    return ChoiceFilter("website", "Website", column, choices=website_choices)


def stock_filter(column: str) -> ChoiceFilter:
    """Return the filter by the stock that promised."""
    return ChoiceFilter("stock", "Stock", column, choices=stock_choices)


def product_filter(column: str) -> RowFilter:
    """Return the filter by a product, deleted or not."""
    return RowFilter("product", "Product", column, named=_product_name)


def _product_name(pk: int) -> str:
    named = Product.objects.filter(pk=pk).values_list("name", "sku").first()
    if named is None:
        named = OrderLine.objects.filter(gone_product_id=pk).order_by("pk").values_list("name", "sku").first()
    return f"{named[0]} ({named[1]})" if named else ""


def source_choices() -> list[tuple[str, str]]:
    """Return the sources, by their names."""
    return [(f"{pk}", name) for pk, name in Source.objects.order_by("name", "pk").values_list("pk", "name")]


def _counted_at(rows: QuerySet[Any], chosen: str, _request: HttpRequest) -> QuerySet[Any]:
    return counted_at(rows, None if chosen == NOWHERE else int(chosen))


COUNTED_AT = ChoiceFilter(
    "source",
    "Counts at source",
    narrow=_counted_at,
    choices=lambda: [*source_choices(), (NOWHERE, NOWHERE_WORDS)],
)
PERIOD = ChoiceFilter(
    "period",
    "Rows by",
    choices=[(kind.value, f"{kind.value.capitalize()}s") for kind in PeriodKind],
    every="Days, or weeks of more than two months",
    narrow=lambda rows, _chosen, _request: rows,
)
WHAT = (("became", "Became owed"), ("served", "Served"), ("canceled", "Given up"))


def did(rows: QuerySet[Any], name: str, _request: HttpRequest) -> QuerySet[Any]:
    """Keep the changes by which units became owed, were served, or were given up."""
    return rows.filter(Q(**{f"{name}__gt": 0}))


def order_cell(line: OrderLine) -> str:
    """Return the number of a line's order, leading to its page."""
    return link_cell(reverse("admin:backorders_order_change", args=(line.order_id,)), f"#{line.order.number}")


def rows_link(list_name: str, asked: Mapping[str, str | None]) -> str:
    """Return the address of a list, narrowed by what is not empty."""
    return f"{reverse(f'admin:{list_name}')}?{urlencode({name: value for name, value in asked.items() if value})}"
