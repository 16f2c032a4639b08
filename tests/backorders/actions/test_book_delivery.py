"""A delivery is booked whole or not at all, and once (docs/rules.md#writes-5)."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from backorders.actions.book_delivery import CannotBook, book_delivery, delivery_effect
from backorders.actions.place_order import place_order
from backorders.models import Delivery, DeliveryLine, Order, ReceivedSupply, ServedOrder
from catalog.models import IncomingSupply, Product, SourceItem
from catalog.models.product import ProductType
from tests.factories.all_rows import all_rows
from tests.factories.catalog import ProductFactory, SourceFactory, default_source, expected_supply, product_with_stock
from tests.soundness import unsound

pytestmark = pytest.mark.django_db


def booked(units: dict[Product, int], **given: Any) -> Delivery:
    exact = {product: Decimal(number) for product, number in units.items()}
    told = {"source": default_source(), "key": str(uuid.uuid4()), "by": None, "now": timezone.now(), **given}
    return book_delivery(units=exact, **told)


def ordered(product: Product, units: int) -> Order:
    return place_order(lines={product: units}, email="ada@example.org", by=None, now=timezone.now())


def on_hand(product: Product) -> Decimal:
    return SourceItem.objects.get(product=product, source=default_source()).quantity


def test_each_product_is_received_and_whom_it_served_is_kept() -> None:
    bag, cap, hat = (product_with_stock(quantity=1, backorders=1) for _ in range(3))
    first, second = ordered(bag, 4), ordered(bag, 5)
    third = ordered(cap, 2)
    delivery = booked({hat: 3, bag: 5, cap: 1}, reference=" D-7")
    assert [(line.product, line.sku, line.quantity) for line in delivery.lines.all()] == [
        (hat, hat.sku, 3),
        (bag, bag.sku, 5),
        (cap, cap.sku, 1),
    ]
    assert [on_hand(product) for product in (bag, cap, hat)] == [6, 2, 4]
    served = ServedOrder.objects.order_by("line", "pk").values_list("line__product", "order", "units")
    assert list(served) == [(bag.pk, first.pk, 3), (bag.pk, second.pk, 2), (cap.pk, third.pk, 1)]
    assert unsound(limit=None) == []


def test_the_same_request_books_once() -> None:
    bag = product_with_stock(quantity=1)
    first = booked({bag: 5}, key="one")
    assert booked({bag: 5}, key="one") == first
    assert on_hand(bag) == 6


@pytest.mark.parametrize("again", ["D-7", "d-7"])
def test_the_same_number_of_a_supplier_is_booked_once_a_source(again: str) -> None:
    bag = product_with_stock(quantity=1)
    first = booked({bag: 5}, reference="D-7")
    with pytest.raises(CannotBook) as refused:
        booked({bag: 5}, reference=again)
    assert first.number in str(refused.value)
    assert on_hand(bag) == 6
    booked({bag: 2}, reference="D-7", source=SourceFactory.create())
    assert Delivery.objects.count() == 2


def test_one_of_several_that_cannot_be_received_is_named_and_nothing_is_booked() -> None:
    bag, cap = product_with_stock(quantity=1), product_with_stock(quantity=1)
    shirt = ProductFactory.create(product_type=ProductType.CONFIGURABLE)
    gone = ProductFactory.create(sku="GONE")
    Product.objects.filter(pk=gone.pk).delete()
    before = all_rows()
    with pytest.raises(CannotBook) as refused:
        booked({bag: 1, cap: Decimal("0.5"), shirt: 1, gone: 1})  # type: ignore[dict-item]  # half a cap
    assert sorted(problem.partition(":")[0] for problem in refused.value.problems) == sorted(
        [cap.sku, shirt.sku, "GONE"]
    )
    assert all_rows() == before


def test_nothing_is_no_delivery() -> None:
    with pytest.raises(CannotBook):
        booked({})


def test_what_was_looked_at_is_what_is_booked() -> None:
    bag = product_with_stock(quantity=0, backorders=1)
    ordered(bag, 2)
    units = {bag: Decimal(5)}
    before = all_rows()
    seen = delivery_effect(source=default_source(), units=units, by=None)
    assert all_rows() == before
    assert [[served.units for served in each.served] for each in seen.delivered] == [[2]]
    ordered(bag, 1)
    with pytest.raises(CannotBook):
        booked({bag: 5}, seen=seen.mark)
    assert not DeliveryLine.objects.exists()
    looked_again = delivery_effect(source=default_source(), units=units, by=None)
    assert booked({bag: 5}, seen=looked_again.mark).lines.count() == 1


def received() -> list[Decimal]:
    return list(IncomingSupply.objects.order_by("pk").values_list("received", flat=True))


def test_what_is_expected_is_received_in_part_then_whole_and_kept_with_the_delivery() -> None:
    bag, cap = product_with_stock(), product_with_stock()
    expected_supply(bag, 40, days=9, reference="PO-8")
    expected_supply(bag, 40, days=4, reference="PO-7")
    expected_supply(cap, 3)
    delivery = booked({bag: 25, cap: 5})
    assert received() == [0, 25, 3]
    kept = ReceivedSupply.objects.filter(line__delivery=delivery).order_by("pk")
    assert [(row.reference, row.outstanding, row.units) for row in kept] == [("PO-7", 40, 25), ("", 3, 3)]
    assert [row.as_receipt().remaining for row in kept] == [15, 0]
    booked({bag: 35})
    assert received() == [20, 40, 3]


def test_a_named_reference_is_received_and_no_other() -> None:
    bag = product_with_stock()
    expected_supply(bag, 40, days=4, reference="PO-7")
    expected_supply(bag, 40, days=9, reference="PO-8")
    booked({bag: 45}, expected_as="po-8")
    assert (received(), on_hand(bag)) == ([0, 40], 45)


def test_sent_twice_it_is_received_once() -> None:
    bag = product_with_stock()
    expected_supply(bag, 40)
    for _ in range(2):
        booked({bag: 25}, key="one")
    assert received() == [25]


def test_looking_receives_nothing_and_another_delivery_between_is_looked_at_again() -> None:
    bag = product_with_stock()
    expected_supply(bag, 40)
    looked = delivery_effect(source=default_source(), units={bag: Decimal(25)}, by=None)
    assert received() == [0]
    assert [receipt.remaining for each in looked.delivered for receipt in each.receipts.receipts] == [15]
    booked({bag: 1})
    with pytest.raises(CannotBook, match="look again"):
        booked({bag: 25}, seen=looked.mark)
    assert received() == [1]


def test_a_refused_delivery_receives_nothing() -> None:
    bag, shirt = product_with_stock(), ProductFactory.create(product_type=ProductType.CONFIGURABLE)
    expected_supply(bag, 40)
    with pytest.raises(CannotBook):
        booked({bag: 25, shirt: 1})
    assert received() == [0]
