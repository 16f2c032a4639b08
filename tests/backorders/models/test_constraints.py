"""Every named constraint refuses its bad row. A constraint without a bad row here fails the first test."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection

from backorders.models import CartLine, Payment
from tests.factories.backorders import CartLineFactory, OrderFactory, OrderLineFactory
from tests.factories.refused import refused_by

pytestmark = pytest.mark.django_db


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


BAD_ROWS: dict[str, Callable[[], object]] = {
    "cart_line_once": cart_line_twice,
    "cart_line_quantity_positive": lambda: CartLineFactory.create(quantity=0),
    "order_cancelled_says_when": lambda: OrderFactory.create(status="canceled"),
    "order_status_known": lambda: OrderFactory.create(status="lost"),
    "order_total_not_negative": lambda: OrderFactory.create(total=-1),
    "order_line_ordered_positive": order_line(ordered=0),
    "order_line_quantities_not_negative": order_line(ordered=1, shipped=-1),
    "order_line_shipped_of_ordered": order_line(ordered=5, shipped=3, cancelled=3),
    "order_line_invoiced_of_ordered": order_line(ordered=5, invoiced=3, cancelled=3),
    "order_line_price_not_negative": order_line(unit_price=-1),
    "payment_total_not_negative": payment_below_zero,
    "payment_captured_within_total": payment(total=5, captured=6),
}


def test_every_constraint_has_its_bad_row() -> None:
    models = apps.get_app_config("backorders").get_models()
    assert {constraint.name for model in models for constraint in model._meta.constraints} == BAD_ROWS.keys()  # noqa: SLF001


@pytest.mark.parametrize("constraint", BAD_ROWS)
def test_constraint_refuses_its_bad_row(constraint: str) -> None:
    assert refused_by(BAD_ROWS[constraint]) == constraint


def test_nothing_is_captured_below_zero() -> None:
    assert refused_by(payment(total=5, captured=-1)) == "payment_captured_within_total"


def test_only_a_cancelled_order_was_cancelled_at_a_time() -> None:
    placed = datetime(2026, 11, 2, 12, tzinfo=UTC)
    assert refused_by(lambda: OrderFactory.create(cancelled_at=placed)) == "order_cancelled_says_when"


@pytest.mark.parametrize("column", ["invoiced", "shipped", "cancelled", "refunded"])
def test_no_quantity_of_an_order_line_is_negative(column: str) -> None:
    assert refused_by(order_line(**{column: -1})) == "order_line_quantities_not_negative"


def test_order_line_may_be_cancelled_whole_after_it_was_refunded() -> None:
    line = OrderLineFactory.create(ordered=5, invoiced=5, cancelled=5, refunded=5)
    assert line.pk is not None
