"""The numbers of the admin's first page: what must be done today, and how the catalogue stands.

Each number leads to the list of exactly what it counts: both ask the same question.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, Min, Q, QuerySet
from django.utils.timezone import localdate

from backorders.admin.inventory_check_screen import MAY_SEE
from backorders.admin.outbox_screen import IS_PARKED, KINDS
from backorders.admin.start_page import standing
from backorders.admin.start_page.card import Card, CardGroup, Maker, link_to
from backorders.models import Errand, Notification, Order
from backorders.queries.order_grid import owing, refund_unconfirmed
from backorders.queries.ready_to_ship import ready_orders
from backorders.rules.order_status import OrderStatus
from catalog.admin.grid_filters import beginning
from catalog.models import IncomingSupply
from catalog.queries.incoming_supply import in_state
from catalog.rules.incoming_supply import SupplyState

LONG = timedelta(days=30)


def start_cards(user: User | AnonymousUser, *, now: datetime) -> tuple[CardGroup, ...]:
    """Return the cards that `user` may see, and no group without any. A constant number of queries."""
    groups = (
        CardGroup(title, tuple(card for maker, right in makers.items() if user.has_perm(right) for card in maker(now)))
        for title, makers in GROUPS
    )
    return tuple(group for group in groups if group.cards)


def _ready(_now: datetime) -> Iterable[Card]:
    ready = ready_orders().count()
    yield Card(
        "Ready to ship",
        f"{ready:,}",
        f"{_orders(ready)} paid for, on the shelf",
        "outbound",
        link_to("backorders_ready_to_ship"),
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
    return Card(title, f"{count:,}", note, icon, link_to(screen, standing=IS_PARKED), is_urgent=bool(count))


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
    yield Card("Arriving today", f"{found['here']:,}", _supplies_words(found["here"]), "input", link_to(grid, **asked))
    yield Card(
        "Late deliveries",
        f"{found['late']:,}",
        f"{_supplies_words(found['late'])} that should have come",
        "running_with_errors",
        link_to(grid, state=SupplyState.LATE.value),
        is_urgent=bool(found["late"]),
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
        {
            standing.owed: "backorders.view_order",
            standing.products: "catalog.view_product",
            standing.stopped: "catalog.view_product",
            standing.low: "catalog.view_sourceitem",
            standing.checked: MAY_SEE,
        },
    ),
)


def _orders(count: int) -> str:
    return "order" if count == 1 else "orders"


def _supplies_words(count: int) -> str:
    return "supply" if count == 1 else "supplies"


def _orders_where(**asked: str) -> str:
    return link_to("backorders_order_changelist", **asked)
