"""Edits that are refused: each names its SKU, and nothing changes."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone

from backorders.actions.cancel_order import cancel_order
from backorders.actions.edit_order import CannotEdit, edit_order
from backorders.actions.hold_order import hold_order
from backorders.actions.invoice_order import invoice_order
from backorders.actions.ship_order import ship_order
from backorders.models import Order
from backorders.queries.order import CHANGED
from catalog.models import Reservation
from catalog.models.product import ProductType
from tests.backorders.staff_orders import edited, paid, placed, quantities
from tests.factories.catalog import ProductFactory, default_source, product_with_stock

pytestmark = pytest.mark.django_db


def refusal(order: Order, quantity: int | Decimal) -> CannotEdit:
    before, rows = quantities(order), Reservation.objects.count()
    with pytest.raises(CannotEdit) as caught:
        edited(order, quantity)
    assert (quantities(order), Reservation.objects.count()) == (before, rows)
    return caught.value


def test_more_than_there_is_names_the_sku_what_was_asked_and_what_is_there() -> None:
    bag = product_with_stock(quantity=100, sku="BAG")
    refused = refusal(placed(bag, 100), 101)
    assert [(r.product.sku, r.refusal.requested, r.refusal.bound) for r in refused.refused] == [("BAG", 101, 100)]


def test_shipped_units_cannot_be_taken_back() -> None:
    bag = product_with_stock(quantity=10, sku="BAG")
    order = placed(bag)
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(2)},
        key="a",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    assert refusal(order, 1).problems == ("BAG: 1 asked, at least 2: those were shipped.",)


def test_units_invoiced_by_hand_want_a_credit_memo() -> None:
    order = placed(product_with_stock(quantity=10, sku="BAG"))
    invoice_order(order=order, by=None, now=timezone.now())
    assert "Give them back with a credit memo." in refusal(order, 1).problems[0]


def test_shipped_units_do_not_count_against_a_raise() -> None:
    bag = product_with_stock(quantity=10)
    order = placed(bag, 8)
    ship_order(
        order=order,
        source=default_source(),
        units={order.lines.get(): Decimal(8)},
        key="a",
        by=None,
        unpaid_confirmed=True,
        now=timezone.now(),
    )
    assert quantities(edited(order, 10)) == [(10, 0, 0, 0)]
    assert refusal(order, 11).refused


@pytest.mark.parametrize("wanted", [Decimal("1.5"), Decimal("3.5"), Decimal(-1)])
def test_parts_of_a_unit_and_less_than_nothing_are_refused(wanted: Decimal) -> None:
    assert len(refusal(placed(product_with_stock(quantity=10)), wanted).problems) == 1


def test_an_order_of_nothing_is_refused() -> None:
    assert "cancel the order" in refusal(placed(product_with_stock(quantity=10)), 0).problems[0]


def test_a_deleted_product_can_be_lowered_and_not_raised() -> None:
    bag = product_with_stock(quantity=10, sku="BAG")
    order = placed(bag)
    bag.delete()
    assert refusal(order, 4).problems == ("BAG: This product was deleted: no more of it can be sold.",)
    assert quantities(edited(order, 2)) == [(2, 0, 0, 0)]


def test_lines_that_stay_or_go_down_are_not_judged() -> None:
    bag = product_with_stock(quantity=10, max_sale_qty=10)
    order = placed(bag, 5)
    bag.is_enabled = False
    bag.save()
    bag.stock_item.max_sale_qty = Decimal(1)
    bag.stock_item.save()
    assert quantities(edited(order, 5)) == [(5, 0, 0, 0)]
    assert quantities(edited(order, 4)) == [(4, 0, 0, 0)]
    assert refusal(order, 5).refused


@pytest.mark.parametrize("stop", [hold_order, cancel_order])
def test_an_order_that_is_stopped_is_not_edited(stop: Callable[..., Order]) -> None:
    order = placed(product_with_stock(quantity=10))
    stop(order=order, by=None, now=timezone.now())
    assert refusal(order, 5).problems


def test_a_page_opened_before_the_order_changed_is_refused() -> None:
    order = placed(product_with_stock(quantity=10))
    order.refresh_from_db()
    edited(order, 5, revision=order.revision)
    with pytest.raises(CannotEdit, match=CHANGED):
        edited(order, 4, revision=order.revision)


def test_a_line_of_another_order_is_refused() -> None:
    bag = product_with_stock(quantity=10)
    order, other = placed(bag), placed(bag)
    with pytest.raises(CannotEdit):
        edit_order(order=order, units={other.lines.get(): Decimal(1)}, by=None, now=timezone.now())
    assert quantities(other) == [(3, 0, 0, 0)]


def test_a_configurable_product_cannot_be_added() -> None:
    jacket = ProductFactory.create(sku="JACKET", product_type=ProductType.CONFIGURABLE)
    order = placed(product_with_stock(quantity=10))
    with pytest.raises(CannotEdit, match="JACKET: Please choose a variant"):
        edited(order, 3, added={jacket: Decimal(1)})


def test_a_total_beyond_what_an_order_can_be_is_refused() -> None:
    dear = product_with_stock(quantity=10**7, price=Decimal(9999999), sku="DEAR", max_sale_qty=10**7)
    refused = refusal(placed(dear), 1_000_000)
    assert "DEAR: an order's total is at most" in refused.problems[0]


def test_delivered_virtual_units_cannot_be_lowered() -> None:
    order = paid(product_with_stock(quantity=10, sku="CARD", product_type=ProductType.VIRTUAL), 3)
    assert order.status == "complete"
    assert refusal(order, 2).problems == ("An order that is Complete cannot be edited.",)


def test_a_shopper_at_the_providers_page_is_not_asked_for_another_amount() -> None:
    order = placed(product_with_stock(quantity=10), method="card")
    order.payments.update(transaction_id="session")
    assert "The shopper is paying" in refusal(order, 5).problems[0]
