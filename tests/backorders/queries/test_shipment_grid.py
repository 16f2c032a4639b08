"""What the grid of shipments finds, and what is in each."""

import pytest
from django.utils import timezone

from backorders.actions.hand_over import hand_over
from backorders.actions.undo_shipment import undo_shipment
from backorders.models import Order, Shipment
from backorders.queries.order_search import is_order
from backorders.queries.shipment_grid import shipments_found, standing_as, with_facts
from backorders.rules.tracking_number import Tracking
from tests.backorders.admin.shipment.parcels import parcels
from tests.backorders.shipping import bag

pytestmark = pytest.mark.django_db


def found(words: str) -> list[int]:
    return list(shipments_found(Shipment.objects.all(), words).values_list("pk", flat=True))


def is_found(order: Order, typed: str) -> bool:
    return Order.objects.filter(is_order(typed), pk=order.pk).exists()


def test_each_word_is_found_in_a_number_or_a_name() -> None:
    first, second = *parcels(1, numbers=(Tracking("Box 2", "DHL", "JD02"),)), *parcels(1)
    assert (found("jd02 brandt"), found("jd02 nobody"), found("JD09")) == ([first.pk], [], [])
    assert (found(second.number), found(second.order.number)) == ([second.pk], [second.pk])
    assert (found("9" * 40), found("-"), len(found(""))) == ([], [], 2)


def test_the_order_is_found_as_on_the_grid_of_orders() -> None:
    first, second = parcels(1, product=bag(4, sku="BAG")), parcels(1, product=bag(4, sku="CAP"))
    order = first[0].order
    for typed in ("BAG", f"#{order.number}", str(order.pk), "bag brandt", "ada@example.org"):
        assert found(typed) == [each.pk for each in (*first, *second) if is_found(each.order, typed)], typed
    assert found("BAG") == [first[0].pk]
    assert found("da") == []  # no word begins so


def test_every_shipment_stands_in_one_way_and_keeps_what_was_in_it() -> None:
    here, left, undone = parcels(3)
    hand_over(shipment=left, by=None, now=timezone.now())
    undo_shipment(shipment=undone, by=None, now=timezone.now())
    for standing, shipment in (("here", here), ("handed_over", left), ("undone", undone)):
        assert Shipment.objects.get(standing_as(standing)) == shipment
    assert [each.all_units for each in with_facts(Shipment.objects.all())] == [1, 1, 1]
