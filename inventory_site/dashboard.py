"""The admin's first page: what must be done today, and how the catalogue stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from backorders.admin.desk.presenter import of_products
from backorders.models import Order
from backorders.queries.backorder_desk import owed_in_all
from backorders.rules.order_status import OrderStatus
from catalog.models import ConfigurationValue, Stock
from catalog.queries.availability import status_counts
from catalog.rules.availability import AvailabilityStatus
from catalog.rules.money import amount_text
from catalog.rules.quantity import plain

LAST_ORDERS = 5


@dataclass(frozen=True)
class Card:
    """One number, what it counts, and where it is looked into ("" when that screen does not exist)."""

    title: str
    number: str
    note: str
    icon: str
    link: str = ""
    is_urgent: bool = False


@dataclass(frozen=True)
class LastOrder:
    """A line of Last Orders."""

    number: str
    customer: str
    placed_at: datetime
    status: str
    total: str
    link: str


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add to the context what this member of staff may see; constant number of queries."""
    sees_orders = request.user.has_perm("backorders.view_order")
    sees_products = request.user.has_perm("catalog.view_product")
    cards = [*(_order_cards() if sees_orders else ()), *(_product_cards() if sees_products else ())]
    return context | {
        "cards": cards,
        "last_orders": _last_orders() if sees_orders else None,
        "all_orders": _link("backorders_order_changelist"),
    }


def _order_cards() -> tuple[Card, ...]:
    orders = _link("backorders_order_changelist")
    counted = Order.objects.aggregate(
        processing=Count("pk", filter=Q(status=OrderStatus.PROCESSING.value)),
        pending=Count("pk", filter=Q(status=OrderStatus.PENDING_PAYMENT.value)),
    )
    owed = owed_in_all()
    filtered = f"{orders}?status__exact={OrderStatus.PROCESSING.value}" if orders else ""
    return (
        Card(
            "Orders to process",
            f"{counted['processing']:,}",
            f"{counted['pending']:,} pending payment",
            "receipt_long",
            filtered,
        ),
        Card(
            "Units owed",
            plain(owed.units),
            f"backordered, {of_products(owed.products, owed.stocks)}",
            "pending_actions",
            _link("backorders_backorder_desk"),
            is_urgent=bool(owed.products),
        ),
    )


def _product_cards() -> tuple[Card, ...]:
    configuration = ConfigurationValue.objects.in_force()
    stock = Stock.objects.default()
    number = status_counts(stock_id=stock.pk, configured=configuration.configured_policy())
    products = _link("catalog_product_changelist")
    return (
        Card(
            "Available on backorder",
            f"{number[AvailabilityStatus.ON_BACKORDER]:,}",
            f"sold below zero in {stock.name}",
            "hourglass_top",
            products,
        ),
        Card(
            "Out of Stock",
            f"{number[AvailabilityStatus.OUT_OF_STOCK]:,}",
            f"of {_products(sum(number.values()))} enabled, in {stock.name}",
            "remove_shopping_cart",
            products,
            is_urgent=bool(number[AvailabilityStatus.OUT_OF_STOCK]),
        ),
    )


def _products(count: int) -> str:
    return f"{count:,} product" if count == 1 else f"{count:,} products"


def _last_orders() -> tuple[LastOrder, ...]:
    return tuple(
        LastOrder(
            order.number,
            order.customer_name or order.email,
            order.placed_at,
            order.status_label,
            amount_text(order.total, order.currency),
            _link("backorders_order_change", order.pk),
        )
        for order in Order.objects.all()[:LAST_ORDERS]
    )


def _link(screen: str, *args: int) -> str:
    try:
        return reverse(f"admin:{screen}", args=args)
    except NoReverseMatch:
        return ""
