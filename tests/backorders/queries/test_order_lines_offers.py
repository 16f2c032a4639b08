"""What can still be done with an order: ship, deliver, invoice."""

from typing import Any

import pytest
from payments import PaymentStatus

from backorders.models import OrderLine, Payment
from backorders.queries.order_lines import OrderOffers, order_offers
from catalog.models import Product
from tests.factories.backorders import OrderFactory, OrderLineFactory

pytestmark = pytest.mark.django_db


def offers(*, method: str = "checkmo", paid: str = "", captured: int = 0, **line: Any) -> OrderOffers:
    order = OrderFactory.create()
    OrderLineFactory.create(order=order, **{"ordered": 5, **line})
    if method:
        Payment.objects.create(
            order=order,
            variant=method,
            token=str(order.pk),
            currency="USD",
            total=50,
            captured_amount=captured,
            status=paid or PaymentStatus.WAITING,
        )
    return order_offers(order)


@pytest.mark.parametrize(
    ("line", "does"),
    [
        ({}, {"ships", "invoices"}),
        ({"invoiced": 5}, {"ships"}),
        ({"invoiced": 3, "canceled": 2}, {"ships"}),
        ({"invoiced": 3, "canceled": 1}, {"ships", "invoices"}),
        ({"shipped": 3, "canceled": 1, "invoiced": 3}, {"ships", "invoices"}),
        ({"shipped": 3, "canceled": 2, "invoiced": 3}, set()),
        ({"shipped": 3, "invoiced": 5, "refunded": 2, "released": 2}, set()),
        ({"is_virtual": True}, {"invoices"}),
        ({"is_virtual": True, "invoiced": 5, "shipped": 4}, {"delivers"}),
        ({"is_virtual": True, "invoiced": 3, "shipped": 3}, {"invoices"}),
        ({"is_virtual": True, "invoiced": 3, "shipped": 2, "released": 1, "refunded": 1}, {"invoices"}),
    ],
)
def test_what_is_left_of_the_lines_is_offered(line: dict[str, Any], does: set[str]) -> None:
    found = offers(**line)
    assert {name for name in ("ships", "invoices", "delivers", "elsewhere") if getattr(found, name)} == does


@pytest.mark.parametrize(
    ("method", "paid", "captured", "invoices"),
    [
        ("checkmo", "", 0, True),
        ("checkmo", PaymentStatus.CONFIRMED, 50, True),
        ("card", PaymentStatus.INPUT, 0, True),
        ("card", PaymentStatus.REJECTED, 0, False),
        ("card", PaymentStatus.CONFIRMED, 50, False),
        ("card", PaymentStatus.CONFIRMED, 40, True),
        ("", "", 0, False),
    ],
)
def test_what_may_be_paid_by_hand_is_invoiced(method: str, paid: str, captured: int, *, invoices: bool) -> None:
    assert offers(method=method, paid=paid, captured=captured).invoices is invoices


def test_units_of_a_deleted_product_come_from_elsewhere() -> None:
    line = OrderLineFactory.create(ordered=2)
    Product.objects.all().delete()
    assert order_offers(line.order) == OrderOffers(ships=False, invoices=False, delivers=False, elsewhere=True)
    OrderLine.objects.update(shipped=2)
    assert not order_offers(line.order).elsewhere


def test_virtual_units_of_a_deleted_product_are_delivered_by_nobody() -> None:
    line = OrderLineFactory.create(ordered=2, invoiced=2, is_virtual=True)
    assert order_offers(line.order).delivers
    Product.objects.all().delete()
    assert order_offers(line.order) == OrderOffers(ships=False, invoices=False, delivers=False, elsewhere=True)
