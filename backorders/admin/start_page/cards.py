"""The numbers of the admin's first page: what must be done today, and how the catalogue stands.

Each number leads to the list of exactly what it counts: both ask the same question.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from backorders.admin.desk.presenter import counted, of_products
from backorders.admin.outbox_screen import IS_PARKED, KINDS
from backorders.models import Errand, Notification, Order
from backorders.queries.backorder_desk import owed_in_all
from backorders.queries.order_grid import owing, refund_unconfirmed
from backorders.queries.ready_to_ship import ReadyFilter, ready_orders
from backorders.rules.order_status import OrderStatus
from catalog.admin.grid import MoreThan, counted_to_most
from catalog.admin.grid_filters import beginning
from catalog.models import ConfigurationValue, IncomingSupply, LowStock, Stock
from catalog.queries.availability import status_counts
from catalog.queries.incoming_supply import in_state
from catalog.rules.availability import AvailabilityStatus
from catalog.rules.incoming_supply import SupplyState
from catalog.rules.quantity import plain

LONG = timedelta(days=30)


@dataclass(frozen=True)
class Card:
    """One number, what it counts, and the list of it."""

    title: str
    number: str
    note: str
    icon: str
    link: str
    is_urgent: bool = False


@dataclass(frozen=True)
class CardGroup:
    """Cards of one sort, for who holds the rights of any of them."""

    title: str
    cards: tuple[Card, ...]


type Maker = Callable[[datetime], Iterable[Card]]


def start_cards(user: User | AnonymousUser, *, now: datetime) -> tuple[CardGroup, ...]:
    """Return the cards that `user` may see, and no group without any. A constant number of queries."""
    groups = (
        CardGroup(title, tuple(card for maker, right in makers.items() if user.has_perm(right) for card in maker(now)))
        for title, makers in GROUPS
    )
    return tuple(group for group in groups if group.cards)


def _ready(_now: datetime) -> Iterable[Card]:
    ready = ready_orders(ReadyFilter()).count()
    yield Card(
        "Ready to ship",
        f"{ready:,}",
        f"{_orders(ready)} paid for, on the shelf",
        "outbound",
        _link("backorders_ready_to_ship"),
        is_urgent=bool(ready),
    )


def _orders_to_process(_now: datetime) -> Iterable[Card]:
    processing, pending = OrderStatus.PROCESSING.value, OrderStatus.PENDING_PAYMENT.value
    found = Order.objects.aggregate(
        processing=Count("pk", filter=Q(status=processing)), pending=Count("pk", filter=Q(status=pending))
    )
    yield Card(
        "Orders to process",
        f"{found['processing']:,}",
        f"{found['pending']:,} pending payment",
        "receipt_long",
        _orders_where(status=processing),
    )


def _waiting_long(now: datetime) -> Iterable[Card]:
    until = localdate(now) - LONG
    rows = Order.objects.filter(owing(), placed_at__lt=beginning(until + timedelta(days=1)))
    found = rows.aggregate(count=Count("pk"), oldest=Min("placed_at"))
    longest = (
        f"the longest for {(now - found['oldest']).days:,} days" if found["oldest"] else "orders that are owed units"
    )
    yield Card(
        f"Waiting {LONG.days} days and longer",
        f"{found['count']:,}",
        longest,
        "hourglass_bottom",
        _orders_where(owed="1", placed_to=f"{until}"),
        is_urgent=bool(found["count"]),
    )


def _refunds(now: datetime) -> Iterable[Card]:
    count = Order.objects.filter(refund_unconfirmed(now=now)).count()
    yield Card(
        "Refunds not confirmed",
        f"{count:,}",
        f"{_orders(count)} whose money is not back for sure",
        "currency_exchange",
        _orders_where(refund="unconfirmed"),
        is_urgent=bool(count),
    )


def _parked(rows: QuerySet[Any], title: str, icon: str, screen: str) -> Card:
    count = rows.filter(KINDS[IS_PARKED]).count()
    note = "given up after many tries" if count else "nothing has been given up"
    return Card(title, f"{count:,}", note, icon, _link(screen, standing=IS_PARKED), is_urgent=bool(count))


def _messages(_now: datetime) -> Iterable[Card]:
    rows = Notification.objects.all()
    yield _parked(rows, "Messages failed", "unsubscribe", "backorders_notification_changelist")


def _errands(_now: datetime) -> Iterable[Card]:
    yield _parked(Errand.objects.all(), "Errands failed", "sync_problem", "backorders_errand_changelist")


def _supplies(now: datetime) -> Iterable[Card]:
    today, grid = localdate(now), "catalog_incomingsupply_changelist"
    late, here = in_state(SupplyState.LATE, today=today), in_state(SupplyState.EXPECTED, today=today)
    here &= Q(expected_on=today)
    found = IncomingSupply.objects.aggregate(late=Count("pk", filter=late), here=Count("pk", filter=here))
    asked = {"state": SupplyState.EXPECTED.value, "expected_from": f"{today}", "expected_to": f"{today}"}
    yield Card("Arriving today", f"{found['here']:,}", _supplies_words(found["here"]), "input", _link(grid, **asked))
    yield Card(
        "Late deliveries",
        f"{found['late']:,}",
        f"{_supplies_words(found['late'])} that should have come",
        "running_with_errors",
        _link(grid, state=SupplyState.LATE.value),
        is_urgent=bool(found["late"]),
    )


def _low(_now: datetime) -> Iterable[Card]:
    low = counted_to_most(LowStock.objects.all())
    number = str(low) if isinstance(low, MoreThan) else f"{low:,}"
    yield Card("Low stock", number, "at sources and in stocks", "trending_down", _link("catalog_lowstock_changelist"))


def _owed(_now: datetime) -> Iterable[Card]:
    owed = owed_in_all()
    yield Card(
        "Units owed",
        plain(owed.units),
        f"backordered, {of_products(owed.products, owed.stocks)}",
        "pending_actions",
        _link("backorders_backorder_desk"),
        is_urgent=bool(owed.products),
    )


def _products(_now: datetime) -> Iterable[Card]:
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


# {what makes cards: the right to see them}, in their order.
GROUPS: tuple[tuple[str, Mapping[Maker, str]], ...] = (
    (
        "To do",
        {
            _ready: "backorders.ship_order",
            _orders_to_process: "backorders.view_order",
            _waiting_long: "backorders.view_order",
            _supplies: "catalog.view_incomingsupply",
            _refunds: "backorders.view_order",
            _messages: "backorders.view_notification",
            _errands: "backorders.view_errand",
        },
    ),
    (
        "How it stands",
        {_owed: "backorders.view_order", _products: "catalog.view_product", _low: "catalog.view_sourceitem"},
    ),
)


def _orders(count: int) -> str:
    return "order" if count == 1 else "orders"


def _supplies_words(count: int) -> str:
    return "supply" if count == 1 else "supplies"


def _orders_where(**asked: str) -> str:
    return _link("backorders_order_changelist", **asked)


def _products_told(status: AvailabilityStatus) -> str:
    return _link("catalog_product_changelist", status="1", availability=status.name)


def _link(screen: str, **asked: str) -> str:
    """Return the address of a list, narrowed to what is counted."""
    return f"{reverse(f'admin:{screen}')}{'?' if asked else ''}{urlencode(asked)}"
