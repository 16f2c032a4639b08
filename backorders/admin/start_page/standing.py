"""The numbers of the admin's first page that say how the catalogue and its orders stand."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localdate, localtime

from backorders.admin.desk.presenter import counted, of_products
from backorders.admin.start_page.card import Card, link_to
from backorders.models import InventoryCheck
from backorders.queries.backorder_desk import owed_in_all
from catalog.admin.grid import MoreThan, counted_to_most
from catalog.admin.grid_filters import beginning
from catalog.models import ConfigurationValue, LowStock, Stock
from catalog.queries.availability import status_counts
from catalog.queries.stopped_sale import stopped as stopped_sales
from catalog.rules.availability import AvailabilityStatus
from catalog.rules.quantity import plain
from catalog.words.moment import MOMENT


def low(_now: datetime) -> Iterable[Card]:
    """Yield how many are low, as far as the grid counts."""
    low = counted_to_most(LowStock.objects.all())
    number = str(low) if isinstance(low, MoreThan) else f"{low:,}"
    yield Card("Low stock", number, "at sources and in stocks", "trending_down", link_to("catalog_lowstock_changelist"))


def owed(_now: datetime) -> Iterable[Card]:
    """Yield the units that are owed."""
    owed = owed_in_all()
    yield Card(
        "Units owed",
        plain(owed.units),
        f"backordered, {of_products(owed.products, owed.stocks)}",
        "pending_actions",
        link_to("backorders_backorder_desk"),
        is_urgent=bool(owed.products),
    )


def products(_now: datetime) -> Iterable[Card]:
    """Yield how many products are sold below zero, and how many cannot be bought."""
    stock = Stock.objects.default()
    number = status_counts(stock_id=stock.pk, configured=ConfigurationValue.objects.in_force().configured_policy())
    below, out = number[AvailabilityStatus.ON_BACKORDER], number[AvailabilityStatus.OUT_OF_STOCK]
    yield Card(
        "Available on backorder",
        f"{below:,}",
        f"sold below zero in {stock.name}",
        "hourglass_top",
        _products_told(AvailabilityStatus.ON_BACKORDER),
    )
    yield Card(
        "Out of Stock",
        f"{out:,}",
        f"of {counted(sum(number.values()), 'product')} enabled, in {stock.name}",
        "remove_shopping_cart",
        _products_told(AvailabilityStatus.OUT_OF_STOCK),
        is_urgent=bool(out),
    )


def stopped(now: datetime) -> Iterable[Card]:
    """Yield how many products stopped being buyable today."""
    today = localdate(now)
    count = stopped_sales().filter(since__gte=beginning(today)).count()
    yield Card(
        "Stopped being buyable",
        f"{count:,}",
        "products today, in any stock",
        "production_quantity_limits",
        link_to("catalog_stoppedsale_changelist", since_from=f"{today}"),
        is_urgent=bool(count),
    )


def checked(_now: datetime) -> Iterable[Card]:
    """Yield when the inventory was checked last, and what that found."""
    last = InventoryCheck.objects.first()
    when = f"{localtime(last.checked_at):{MOMENT}}, {last.asked_by}" if last else "not checked yet"
    found = last.found if last else 0
    yield Card(
        "Last inventory check",
        f"{found:,}" if found else "Nothing found" if last else "None",
        when,
        "fact_check",
        link_to("inventory_check"),
        is_urgent=bool(found),
    )


def _products_told(status: AvailabilityStatus) -> str:
    return link_to("catalog_product_changelist", status="1", availability=status.name)
