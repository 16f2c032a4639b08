"""Catalog > Products: the filters of the grid."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from catalog.admin.grid_filters import ChoiceFilter, DateFilter, NumberFilter
from catalog.models import ConfigurationValue, Source, Stock, Website
from catalog.models.product import ProductType, Visibility
from catalog.queries.availability import told
from catalog.queries.product_grid import (
    assigned_to,
    at_source_between,
    category_choices,
    listed_on,
    on_hand_between,
    owed_between,
    salable_between,
    stands_in,
)
from catalog.rules.availability import AvailabilityStatus
from catalog.rules.grid_filter import Range
from catalog.rules.in_force import ConfiguredPolicy
from catalog.rules.product_setting import BACKORDERS

type Rows = QuerySet[Any]
STOCK, SOURCE = "stock", "source"
ENABLED = (("1", "Enabled"), ("0", "Disabled"))
# In the words of the grid. Asked of the model, each cell would put them together anew.
TYPES = {kind.value: str(kind.label).removesuffix(" Product") for kind in ProductType}
VISIBILITIES = {each.value: str(each.label) for each in Visibility}


def chosen_stock(request: HttpRequest) -> Stock:
    """Return the stock that is chosen, else the Default Stock: quantities are judged there."""
    text = request.GET.get(STOCK, "")
    chosen = Stock.objects.filter(pk=int(text)).first() if _is_number(text) else None
    return chosen or Stock.objects.default()


def stock_choices() -> Iterable[tuple[str, str]]:
    """Return the stocks, or nothing to choose from where there is only the Default Stock."""
    stocks = [(str(pk), name) for pk, name in Stock.objects.order_by("name", "pk").values_list("pk", "name")]
    return stocks if len(stocks) > 1 else []


def source_choices() -> Iterable[tuple[str, str]]:
    """Return the sources by name, or nothing to choose from where there is only one."""
    rows = Source.objects.order_by("name", "pk").values_list("code", "name")
    return [(code, f"{name} ({code})") for code, name in rows] if len(rows) > 1 else []


def website_choices() -> Iterable[tuple[str, str]]:
    """Return the websites."""
    return list(Website.objects.order_by("name", "pk").values_list("code", "name"))


def _configured() -> ConfiguredPolicy:
    return ConfigurationValue.objects.in_force().configured_policy()


def _in_stock(label: str) -> Any:
    """Return what names the stock in which a number is judged, where there are several."""

    def named(request: HttpRequest) -> str:
        return f"{label} in {chosen_stock(request).name}" if request.GET.get(STOCK) else label

    return named


def _chosen_source(request: HttpRequest) -> str:
    return str(request.GET.get(SOURCE, "")).replace("\0", "")


def _quantity_told(request: HttpRequest) -> str:
    if (code := _chosen_source(request)) and (source := Source.objects.filter(code=code).first()):
        return f"Quantity at {source.name}"
    return str(_on_hand_told(request))


_on_hand_told = _in_stock("Quantity")


def _quantity(rows: Rows, found: Range[Any], request: HttpRequest) -> Rows:
    if source := _chosen_source(request):
        return rows.filter(at_source_between(found, source=source))
    return rows.filter(on_hand_between(found, stock_id=chosen_stock(request).pk))


def _salable(rows: Rows, found: Range[Any], request: HttpRequest) -> Rows:
    return rows.filter(salable_between(found, stock_id=chosen_stock(request).pk, configured=_configured()))


def _owed(rows: Rows, found: Range[Any], request: HttpRequest) -> Rows:
    stock = chosen_stock(request).pk if request.GET.get(STOCK) else None
    return rows.filter(owed_between(found, stock_id=stock, configured=_configured()))


def _stock(rows: Rows, chosen: str, _request: HttpRequest) -> Rows:
    return rows.filter(stock_levels__stock_id=int(chosen), stock_levels__sources_assigned__gt=0)


def _told(rows: Rows, chosen: str, request: HttpRequest) -> Rows:
    status, stock = AvailabilityStatus[chosen], chosen_stock(request)
    holds = rows.exclude(product_type=ProductType.CONFIGURABLE)
    return holds.filter(told(status, stock_id=stock.pk, configured=_configured()))


def _mode(rows: Rows, chosen: str, _request: HttpRequest) -> Rows:
    holds = Q(stock_item__backorders=int(chosen))
    if _configured().backorders == int(chosen):
        holds |= Q(stock_item__backorders=None)
    return rows.filter(holds).exclude(product_type=ProductType.CONFIGURABLE)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len("9223372036854775807") - 1


# Quantities are judged at the source and in the stock that are chosen beside them, else in the Default Stock.
FILTERS = (
    ChoiceFilter("status", "Status", choices=ENABLED, narrow=lambda rows, on, _: rows.filter(is_enabled=on == "1")),
    ChoiceFilter("type", "Type", "product_type", choices=ProductType.choices, was="product_type__exact"),
    ChoiceFilter("visibility", "Visibility", "visibility", choices=Visibility.choices),
    NumberFilter("price", "Price", "price"),
    NumberFilter("quantity", "Quantity", narrow=_quantity, told=_quantity_told),
    NumberFilter("salable", "Salable Quantity", narrow=_salable, told=_in_stock("Salable Quantity")),
    NumberFilter("owed", "Owed", narrow=_owed, told=_in_stock("Owed")),
    # What a shopper is told. A configurable product has no stock to tell of.
    ChoiceFilter(
        "availability",
        "Stock status",
        narrow=_told,
        told=_in_stock("Stock status"),
        choices=tuple((status.name, status.value) for status in AvailabilityStatus),
    ),
    ChoiceFilter(STOCK, "Stock", narrow=_stock, choices=stock_choices),
    ChoiceFilter(SOURCE, "Source", narrow=lambda rows, code, _: rows.filter(assigned_to(code)), choices=source_choices),
    ChoiceFilter("backorders", "Backorders", narrow=_mode, choices=BACKORDERS.choices),
    ChoiceFilter(
        "website", "Website", narrow=lambda rows, code, _: rows.filter(listed_on(code)), choices=website_choices
    ),
    ChoiceFilter(
        "category",
        "Category",
        narrow=lambda rows, pk, _: rows.filter(stands_in(int(pk))),
        choices=category_choices,
    ),
    DateFilter("created", "Created", "created_at"),
    DateFilter("updated", "Last Updated At", "updated_at"),
)
