"""Orders that staff make and edit, and what a delivery then does, as docs/scenarios.md tells it."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backorders.actions.edit_order import CannotEdit, edit_order
from backorders.actions.place_order import NotSalable
from backorders.models import Order, QueuePlace
from catalog.actions.source import receive_stock
from catalog.models import Product, Reservation
from catalog.rules.backorder_mode import BackorderMode
from tests.backorders.staff_orders import edited, nothing_differs, placed
from tests.factories.catalog import default_source, default_website, product_with_stock
from tests.factories.counted import counted_at

pytestmark = pytest.mark.django_db
WARNING = re.compile(r"we&#x27;ll back order the remaining ([\d.]+)\.")


def owed_by_each(*orders: Order) -> list[Decimal]:
    """Return the units that each order owes now."""
    return [QueuePlace.objects.get(order=order).owed for order in orders]


def covered_by_each(*orders: Order) -> list[Decimal]:
    return [QueuePlace.objects.get(order=order).covered for order in orders]


def deliver(product: Product, quantity: int) -> None:
    receive_stock(product, source=default_source(), quantity=Decimal(quantity), by=None, now=timezone.now())


def test_c07_staff_are_warned_once_and_for_the_part_that_is_backordered(admin_client: Client) -> None:
    product_with_stock(quantity=10, backorders=BackorderMode.ALLOW_AND_NOTIFY, sku="BAG")
    address = reverse("admin:backorders_order_add")
    typed = {"website": default_website().pk, "sku": ["BAG"], "qty": ["15"], "do": "update"}
    rendered = [admin_client.post(address, typed).content.decode() for _ in range(3)]
    assert [WARNING.findall(page) for page in rendered] == [["5"]] * 3


def test_c30_an_order_keeps_its_own_units_and_a_raise_is_judged_by_the_normal_rule() -> None:
    product = product_with_stock(quantity=100)
    order = placed(product, 100)
    rows = Reservation.objects.count()
    edited(order, 100)
    assert (order.lines.get().ordered, Reservation.objects.count()) == (100, rows)
    with pytest.raises(CannotEdit) as refused:
        edited(order, 101)
    assert [line.refusal.bound for line in refused.value.refused] == [100]
    deliver(product, 1)
    edited(order, 101)
    assert order.lines.get().ordered == 101
    assert nothing_differs()


def test_c30_a_raise_may_use_the_backorder_limit_and_no_more() -> None:
    order = placed(product_with_stock(quantity=100, backorders=1, min_qty=-1), 100)
    edited(order, 101)
    with pytest.raises(CannotEdit):
        edited(order, 102)
    assert (order.lines.get().ordered, nothing_differs()) == (101, True)


def test_c36_a_correction_to_zero_releases_nobody_of_an_edited_order() -> None:
    product = product_with_stock(quantity=0, backorders=1)
    order = edited(placed(product, 2), 1)
    counted_at(product, default_source(), 0)
    assert (covered_by_each(order), owed_by_each(order)) == ([0], [1])


def test_c37_an_order_edited_down_and_up_again_covers_nobody_and_keeps_its_place() -> None:
    product = product_with_stock(quantity=0, backorders=1)
    orders = [placed(product, quantity) for quantity in (1, 2, 1)]
    edited(orders[1], 1)
    edited(orders[1], 2)
    assert covered_by_each(*orders) == [0, 0, 0]
    assert owed_by_each(*orders) == [1, 2, 1]
    assert product.stock_level().free == -4
    assert [QueuePlace.objects.get(order=order).position for order in orders] == [1, 2, 3]
    assert nothing_differs()


def test_c38_a_delivery_serves_who_waits_though_backorders_are_off_and_nobody_can_be_raised() -> None:
    product = product_with_stock(quantity=0, backorders=1)
    orders = [placed(product, 1) for _ in range(3)]
    product.stock_item.backorders = BackorderMode.NO_BACKORDERS
    product.stock_item.save()
    deliver(product, 3)
    assert covered_by_each(*orders) == [1, 1, 1]
    assert Product.objects.get(pk=product.pk).salable_quantity() == 0
    with pytest.raises(NotSalable):
        placed(product, 1)
    with pytest.raises(CannotEdit):
        edited(orders[0], 2)


@pytest.mark.parametrize(
    ("arrived", "free", "covered"), [(5, -5, [4, 1, 0]), (15, 5, [4, 4, 2])], ids=["5 arrive", "15 arrive"]
)
def test_x20_what_arrives_goes_to_the_oldest_orders_edited_or_not(arrived: int, free: int, covered: list[int]) -> None:
    product = product_with_stock(quantity=0, backorders=1)
    first, second, third = (placed(product, quantity) for quantity in (3, 4, 3))
    edited(first, 4)
    edited(third, 2)
    deliver(product, arrived)
    assert product.stock_level().free == free
    assert covered_by_each(first, second, third) == covered


def test_x21_both_units_of_an_edited_order_are_covered_in_one_step() -> None:
    product = product_with_stock(quantity=0, backorders=1)
    order = edited(placed(product, 1), 2)
    deliver(product, 2)
    assert (covered_by_each(order), owed_by_each(order)) == ([2], [0])


def test_an_added_product_waits_behind_orders_that_are_older_and_before_those_that_are_younger() -> None:
    product, other = product_with_stock(quantity=0, backorders=1), product_with_stock(quantity=9)
    first, edited_later, last = placed(product, 1), placed(other, 1), placed(product, 1)
    edit_order(order=edited_later, units={}, added={product: Decimal(1)}, by=None, now=timezone.now())
    positions = [QueuePlace.objects.get(order=order, product=product).position for order in (first, edited_later, last)]
    assert positions == [1, 2, 3]
