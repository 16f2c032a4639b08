"""Every named constraint refuses its bad row. A constraint without a bad row here fails the first test."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from backorders.models import (
    CartLine,
    CreditMemo,
    CreditMemoLine,
    Errand,
    Invoice,
    InvoiceLine,
    LowStockTelling,
    Notification,
    OrderEvent,
    Payment,
    ProviderEvent,
    QueueMove,
    Refund,
    SourceMovement,
    StockAlert,
)
from catalog.models import LowStockNotice
from tests.backorders.models.bad_deliveries import delivery_line, delivery_twice, received_supply, served_nobody
from tests.backorders.models.bad_moves import MOVED_DAYS, lost_units
from tests.backorders.models.bad_owed_changes import OWED_CHANGES
from tests.backorders.models.bad_shipments import SHIPMENTS
from tests.backorders.models.bad_shoppers import OF_SHOPPERS
from tests.factories.backorders import CartLineFactory, OrderFactory, OrderLineFactory
from tests.factories.catalog import ProductFactory, default_source, default_website
from tests.factories.refused import refused_by

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def cart_line_twice() -> None:
    line = CartLineFactory.create()
    CartLine.objects.create(cart=line.cart, product=line.product, quantity=Decimal(1))


def order_line(**quantities: int) -> Callable[[], object]:
    return lambda: OrderLineFactory.create(**quantities)


def payment(*, total: int, captured: int) -> Callable[[], object]:
    return lambda: Payment.objects.create(
        order=OrderFactory.create(), total=Decimal(total), captured_amount=Decimal(captured)
    )


def payment_below_zero() -> None:
    order = OrderFactory.create()
    with connection.cursor() as cursor:
        # It would speak first: what was captured lies between 0 and the total.
        cursor.execute("ALTER TABLE backorders_payment DROP CONSTRAINT payment_captured_within_total")
    Payment.objects.create(order=order, total=Decimal(-1))


def movement(*, times: int = 1, kind: str = "shipped", quantity: int = -1) -> Callable[[], object]:
    def move() -> None:
        line, source = OrderLineFactory.create(), default_source()
        for _ in range(times):
            SourceMovement.objects.create(
                line=line, source=source, kind=kind, quantity=Decimal(quantity), key="once", moved_at=NOON
            )

    return move


def memo_line(*, times: int = 1, quantity: int = 1) -> Callable[[], object]:
    def refund() -> None:
        line = OrderLineFactory.create()
        memo = CreditMemo.objects.create(order=line.order, key="once", amount=Decimal(1), created_at=NOON)
        for _ in range(times):
            CreditMemoLine.objects.create(memo=memo, line=line, quantity=Decimal(quantity), return_to_stock=True)

    return refund


def memo_below_zero() -> None:
    CreditMemo.objects.create(order=OrderFactory.create(), key="once", amount=Decimal(-1), created_at=NOON)


def invoice(*, amount: int = 1) -> Invoice:
    return Invoice.objects.create(order=OrderFactory.create(), key="once", amount=Decimal(amount), created_at=NOON)


def invoice_line(*, times: int = 1, quantity: int = 1) -> Callable[[], object]:
    def bill() -> None:
        billed, line = invoice(), OrderLineFactory.create()
        for _ in range(times):
            InvoiceLine.objects.create(invoice=billed, line=line, quantity=Decimal(quantity))

    return bill


def event(*, times: int = 1, kind: str = "held", is_told: bool = False) -> Callable[[], object]:
    def tell() -> None:
        for _ in range(times):
            about = {"kind": kind, "text": "Held.", "key": "once", "is_told": is_told}
            OrderEvent.objects.create(order=OrderFactory.create(), at=NOON, **about)

    return tell


def refund(*, amount: int = 1, status: str = "failed", uncredited: int = 0) -> Callable[[], object]:
    def give_back() -> None:
        paid = Payment.objects.create(order=OrderFactory.create(), total=Decimal(1), captured_amount=Decimal(1))
        about = {"amount": Decimal(amount), "uncredited": Decimal(uncredited)}
        Refund.objects.create(payment=paid, key="once", status=status, requested_at=NOON, **about)

    return give_back


def told_twice() -> None:
    notice = LowStockNotice.objects.create(
        product=ProductFactory.create(), source=default_source(), quantity=1, level=2, crossed_at=NOON, crossed_in=1
    )
    for _ in range(2):
        LowStockTelling.objects.create(notice=notice, recipient="ann@example.org", due_at=NOON)


def errand(**about: Any) -> Callable[[], object]:
    fields = {"kind": "confirm_reopened", **about}
    return lambda: Errand.objects.create(order=OrderFactory.create(), **fields)


def provider_event(*, kind: str = "refunded", amount: int = 1) -> Callable[[], object]:
    def tell() -> None:
        paid = Payment.objects.create(order=OrderFactory.create(), total=Decimal(1), captured_amount=Decimal(1))
        ProviderEvent.objects.create(
            payment=paid, key="once", kind=kind, amount=Decimal(amount), currency="USD", at=NOON
        )

    return tell


def stock_alert(*, times: int = 1, email: str = "ada@example.org", **when: Any) -> Callable[[], object]:
    def ask() -> None:
        product = ProductFactory.create()
        for number in range(times):
            address = email.upper() if number else email
            StockAlert.objects.create(product=product, website=default_website(), email=address, asked_at=NOON, **when)

    return ask


BAD_ROWS: dict[str, Callable[[], object]] = {
    "cart_line_once": cart_line_twice,
    "cart_line_quantity_positive": lambda: CartLineFactory.create(quantity=0),
    "order_canceled_says_when": lambda: OrderFactory.create(status="canceled"),
    "credit_memo_amount_not_negative": memo_below_zero,
    "credit_memo_line_once": memo_line(times=2),
    "credit_memo_line_quantity_positive": memo_line(quantity=0),
    "invoice_amount_not_negative": lambda: invoice(amount=-1),
    "invoice_line_once": invoice_line(times=2),
    "invoice_line_quantity_positive": invoice_line(quantity=0),
    "order_event_kind_known": event(kind="lost"),
    "order_event_once": event(times=2),
    "order_event_told_is_a_comment": event(is_told=True),
    "order_consent_says_when_and_to_what": lambda: OrderFactory.create(consent="I agree."),
    "order_held_from_a_status": lambda: OrderFactory.create(status="holded"),
    "order_place_on_earth": lambda: OrderFactory.create(latitude=Decimal(1)),
    "errand_kind_known": errand(kind="lost"),
    "errand_names_its_payment": errand(kind="capture"),
    "errand_not_forgotten": errand(next_try_at=None),
    "low_stock_told_once": told_twice,
    "notification_has_words_or_facts": lambda: Notification.objects.create(recipient="a@example.org"),
    "notification_not_forgotten": lambda: Notification.objects.create(
        recipient="a@example.org", body_text="T", next_try_at=None
    ),
    "delivery_reference_once_a_source": delivery_twice,
    "delivery_line_product_once": delivery_line(times=2),
    "delivery_line_quantity_positive": delivery_line(quantity=0),
    "received_supply_once_a_line": received_supply(times=2),
    "received_supply_units_within": received_supply(units=5),
    "served_order_units_positive": served_nobody,
    "refund_not_forgotten": refund(status="requested"),
    "refund_amount_positive": refund(amount=0),
    "refund_status_known": refund(status="lost"),
    "queue_move_says_why": lambda: QueueMove.objects.create(line=OrderLineFactory.create(), reason="", moved_at=NOON),
    "lost_units_once_a_move": lost_units(times=2),
    "lost_units_positive": lost_units(units=0),
    **OWED_CHANGES,
    "source_movement_kind_known": movement(kind="lost"),
    "source_movement_once": movement(times=2),
    "source_movement_sign_of_its_kind": movement(kind="returned"),
    **MOVED_DAYS,
    **OF_SHOPPERS,
    **SHIPMENTS,
    "stock_alert_asked_then_confirmed": stock_alert(confirmed_at=NOON - timedelta(days=1)),
    "stock_alert_confirmed_then_told": stock_alert(told_at=NOON),
    "stock_alert_has_an_address": stock_alert(email=""),
    "stock_alert_once": stock_alert(times=2),
    "order_status_known": lambda: OrderFactory.create(status="lost"),
    "order_total_not_negative": lambda: OrderFactory.create(total=-1),
    "order_total_fits_currency": lambda: OrderFactory.create(currency="JPY", total=Decimal("100.50")),
    "order_line_ordered_positive": order_line(ordered=0),
    "order_line_quantities_not_negative": order_line(ordered=1, shipped=-1),
    "order_line_shipped_of_ordered": order_line(ordered=5, shipped=3, canceled=3),
    "order_line_invoiced_of_ordered": order_line(ordered=5, invoiced=3, canceled=3),
    "order_line_price_not_negative": order_line(unit_price=-1),
    "order_line_gone_or_there": order_line(gone_product_id=7),
    "order_line_owed_not_negative": order_line(owed_when_placed=-1),
    "order_line_backorders_known": order_line(backorders_when_placed=3),
    "payment_total_not_negative": payment_below_zero,
    "payment_captured_within_total": payment(total=5, captured=6),
    "provider_event_kind_known": provider_event(kind="lost"),
    "provider_event_amount_not_negative": provider_event(amount=-1),
    "refund_uncredited_of_amount": refund(uncredited=6),
    "payment_fits_currency": lambda: Payment.objects.create(
        order=OrderFactory.create(), currency="KWD", total=Decimal("1.0005")
    ),
}


def test_every_constraint_has_its_bad_row() -> None:
    models = apps.get_app_config("backorders").get_models()
    assert {constraint.name for model in models for constraint in model._meta.constraints} == BAD_ROWS.keys()  # noqa: SLF001


@pytest.mark.parametrize("constraint", BAD_ROWS)
def test_constraint_refuses_its_bad_row(constraint: str) -> None:
    assert refused_by(BAD_ROWS[constraint]) == constraint


def test_nothing_is_captured_below_zero() -> None:
    assert refused_by(payment(total=5, captured=-1)) == "payment_captured_within_total"


def test_only_a_canceled_order_was_canceled_at_a_time() -> None:
    placed = datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert refused_by(lambda: OrderFactory.create(canceled_at=placed)) == "order_canceled_says_when"


@pytest.mark.parametrize("column", ["invoiced", "shipped", "canceled", "refunded", "released"])
def test_no_quantity_of_an_order_line_is_negative(column: str) -> None:
    assert refused_by(order_line(**{column: -1})) == "order_line_quantities_not_negative"


def test_order_line_may_be_canceled_whole_after_it_was_refunded() -> None:
    line = OrderLineFactory.create(ordered=5, invoiced=5, canceled=5, refunded=5)
    assert line.pk is not None
