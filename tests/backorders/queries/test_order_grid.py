"""What an order owes, and what it leaves to do."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from payments import PaymentStatus

from backorders.actions.place_order import place_order
from backorders.models import Order, OrderLine, Payment
from backorders.queries.order_grid import OrderOffers, order_offers, owed_now, with_units
from catalog.models import Product
from tests.factories.backorders import OrderFactory, OrderLineFactory
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def placed(product: Product, quantity: int) -> Order:
    return place_order(
        lines=[(product, quantity)], email="ada@example.org", payment_method="checkmo", by=None, now=timezone.now()
    )


def test_units_are_those_of_the_order() -> None:
    order = OrderFactory.create()
    for units in (2, 3):
        OrderLineFactory.create(order=order, ordered=units)
    none = OrderFactory.create()
    found = with_units(Order.objects.all()).values_list("pk", "units")
    assert dict(found) == {order.pk: Decimal(5), none.pk: Decimal(0)}


def test_an_order_owes_what_the_queue_has_not_for_it() -> None:
    bag, cap = product_with_stock(quantity=4, backorders=1), product_with_stock(quantity=0, backorders=1)
    first, second = placed(bag, 3), placed(bag, 3)
    third = place_order(lines=[(bag, 1), (cap, 2)], email="ada@example.org", by=None, now=timezone.now())
    assert owed_now([first, second, third]) == {second.pk: 2, third.pk: 3}
    assert owed_now([second]) == {second.pk: 2}
    second.status = "complete"
    assert owed_now([first, second]) == {}


def test_units_of_a_deleted_product_are_owed() -> None:
    bag = product_with_stock(quantity=4)
    order = placed(bag, 3)
    bag.delete()
    assert owed_now([order]) == {order.pk: 3}


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
