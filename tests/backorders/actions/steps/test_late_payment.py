"""Reopen: money that came late buys by the rules of a new order, and takes nothing that the queue has for others."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from backorders.actions.place_order import place_order
from backorders.models import Order, OrderEvent, QueuePlace, Refund
from catalog.models import Product, SourceItem
from tests.factories.catalog import product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def refused(*products: Product, quantity: int = 1) -> Order:
    """Return an order that the shop canceled because its card was refused."""
    order = place_order(lines=dict.fromkeys(products, quantity), email="ada@example.org", by=None, now=NOON)
    order.payments.get().change_status("rejected")
    return order


def paid_late(order: Order) -> str:
    order.payments.get().change_status("confirmed")
    assert unsound(limit=None) == []
    return Order.objects.get(pk=order.pk).status


@pytest.mark.parametrize("is_deleted", [True, False])
def test_late_money_for_many_lines_that_are_gone_goes_back_with_the_first_named(*, is_deleted: bool) -> None:
    bags = [product_with_stock(quantity=1, sku=f"{number:03}{'S' * 61}") for number in range(30)]
    order = refused(*bags)
    if is_deleted:
        Product.objects.filter(pk__in=[bag.pk for bag in bags]).delete()
    SourceItem.objects.update(quantity=0)
    assert (paid_late(order), Refund.objects.get().amount) == ("canceled", Decimal("300.00"))
    assert "and 22 more" in OrderEvent.objects.get(kind="refunded").text


def test_late_money_for_what_its_website_sells_no_more_goes_back() -> None:
    bag = product_with_stock(quantity=1)
    order = refused(bag)
    bag.websites.clear()
    assert (paid_late(order), Refund.objects.get().amount) == ("canceled", Decimal("10.00"))


def test_virtual_units_that_the_queue_has_for_others_are_not_delivered_to_who_paid_late() -> None:
    licence = product_with_stock(quantity=2, backorders=1, product_type="virtual")
    order = refused(licence, quantity=2)
    first = place_order(
        lines={licence: 2},
        email="bo@example.org",
        payment_method="checkmo",
        by=None,
        now=NOON - timedelta(days=1),
    )
    assert paid_late(order) == "processing"
    assert (order.lines.get().shipped, QueuePlace.objects.get(order=first).covered) == (0, 2)


def test_late_money_opens_again_what_holds_no_units_too() -> None:
    licence, bag = product_with_stock(manage_stock=False), product_with_stock(quantity=5)
    order = refused(licence, bag, quantity=2)
    assert paid_late(order) == "processing"
    assert list(order.lines.values_list("canceled", "invoiced", "is_reserved")) == [(0, 2, False), (0, 2, True)]
    assert bag.salable_quantity() == 3
    event = OrderEvent.objects.get(kind="reopened")
    assert event.text.startswith("USD 40.00 was paid after the order had been canceled.")


def test_late_money_that_is_less_than_the_price_goes_back() -> None:
    order = refused(product_with_stock(quantity=5), quantity=2)
    order.payments.update(captured_amount=Decimal("19.99"))
    assert (paid_late(order), Refund.objects.get().amount) == ("canceled", Decimal("19.99"))
    assert "the payment is less than its price." in OrderEvent.objects.get(kind="refunded").text
