"""Supply is expected whole or not at all, once; it is changed and closed, one of several."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from catalog.actions.incoming_supply import (
    Added,
    CannotExpect,
    ExpectedUnits,
    change_supply,
    close_supplies,
    expect_supply,
)
from catalog.models import IncomingSupply, Product
from catalog.models.product import ProductType
from catalog.rules.text import InvalidTextError
from tests.factories.catalog import ProductFactory, SourceFactory, default_source, expected_supply, product_with_stock

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 3)


def row(product: Product, quantity: str = "40", **about: Any) -> ExpectedUnits:
    fields = {"row": 1, "source": default_source(), "quantity": Decimal(quantity), "expected_on": DAY, **about}
    return ExpectedUnits(product=product, **fields)


def expect(*rows: ExpectedUnits, key: str = "") -> Added:
    return expect_supply(rows=rows, key=key or str(uuid.uuid4()), by=None, now=timezone.now())


def stored() -> list[tuple[int, Decimal]]:
    return list(IncomingSupply.objects.order_by("product", "pk").values_list("product", "quantity"))


def test_rows_are_expected() -> None:
    bag, cap = product_with_stock(), product_with_stock()
    assert expect(row(bag, reference="PO-7"), row(cap, "1")) == Added(2, 0)
    assert stored() == [(bag.pk, 40), (cap.pk, 1)]


def test_sent_twice_they_count_once() -> None:
    bag = product_with_stock()
    assert [expect(row(bag), key="once") for _ in range(2)] == [Added(1, 0), Added(0, 1)]
    assert stored() == [(bag.pk, 40)]


def test_a_file_that_is_read_again_adds_only_what_is_new_in_it() -> None:
    bag, cap = product_with_stock(), product_with_stock()
    expect(row(bag, reference="PO-7"))
    IncomingSupply.objects.update(received=40)
    assert expect(row(bag, reference="po-7"), row(cap)) == Added(1, 1)
    assert stored() == [(bag.pk, 40), (cap.pk, 40)]


def test_the_same_supply_with_another_quantity_is_refused_and_nothing_is_written() -> None:
    bag, cap = product_with_stock(), product_with_stock()
    expect(row(bag))
    with pytest.raises(CannotExpect, match=r"Row 2: 40 are expected there on that day"):
        expect(row(cap), row(bag, "41", row=2))
    assert stored() == [(bag.pk, 40)]


def test_each_row_that_cannot_be_expected_is_named_and_nothing_is_written() -> None:
    bag, gone = product_with_stock(), product_with_stock()
    shirt = ProductFactory.create(product_type=ProductType.CONFIGURABLE)
    Product.objects.filter(pk=gone.pk).delete()
    with pytest.raises(CannotExpect) as refused:
        expect(
            row(bag),
            row(bag, "1.5", row=2, reference="half"),
            row(shirt, row=3),
            row(gone, row=4),
            row(bag, row=5, expected_on=date(1926, 1, 1)),
        )
    assert [problem[:6] for problem in refused.value.problems] == ["Row 2:", "Row 3:", "Row 4:", "Row 5:"]
    assert stored() == []


def test_no_rows_and_texts_that_no_column_holds_are_refused() -> None:
    bag = product_with_stock()
    with pytest.raises(CannotExpect):
        expect()
    with pytest.raises(InvalidTextError):
        expect(row(bag, reference="x\0"))
    assert stored() == []


def test_many_rows_take_as_many_queries_as_one(django_assert_num_queries: Any) -> None:
    for count in (1, 30):
        rows = [row(product_with_stock()) for _ in range(count)]
        with django_assert_num_queries(9):
            expect(*rows)


def test_one_of_several_is_changed_and_the_others_stay() -> None:
    bag = product_with_stock()
    first, second = (expected_supply(bag, 40, days=days) for days in (4, 9))
    second.quantity = Decimal(50)
    second.reference = "not written"
    change_supply(second, only=["quantity"])
    assert stored() == [(bag.pk, 40), (bag.pk, 50)]
    assert set(IncomingSupply.objects.values_list("reference", flat=True)) == {""}
    assert first.pk != second.pk


def test_fewer_than_have_come_are_refused() -> None:
    supply = expected_supply(product_with_stock(), 40, received=15)
    supply.quantity = Decimal(14)
    with pytest.raises(CannotExpect, match="15 have come already"):
        change_supply(supply, only=["quantity"])
    supply.quantity = Decimal(15)
    change_supply(supply, only=["quantity"])
    assert IncomingSupply.objects.get().quantity == 15


def test_a_fraction_of_what_is_kept_whole_and_what_has_come_are_not_for_typing() -> None:
    supply = expected_supply(product_with_stock(), 40)
    supply.quantity = Decimal("1.5")
    supply.received = Decimal(1)
    for column in ("quantity", "received"):
        with pytest.raises(CannotExpect):
            change_supply(supply, only=[column])
    assert stored() == [(supply.product_id, 40)]


def test_it_does_not_become_the_same_as_another() -> None:
    bag = product_with_stock()
    first, second = (expected_supply(bag, 40, days=days) for days in (4, 9))
    second.expected_on = first.expected_on
    with pytest.raises(CannotExpect, match="Another supply"):
        change_supply(second, only=["expected_on"])
    second.source = SourceFactory.create()
    change_supply(second, only=["expected_on", "source"])
    assert IncomingSupply.objects.filter(expected_on=first.expected_on).count() == 2


def test_the_rest_of_the_chosen_is_given_up_and_what_came_stays() -> None:
    by = User.objects.create(username="ann")
    bag = product_with_stock()
    first, second, third = (expected_supply(bag, 40, days=days, received=days) for days in (4, 9, 40))
    assert close_supplies(supply_ids=[first.pk, third.pk], by=by) == 1
    closed = IncomingSupply.objects.order_by("pk").values_list("is_closed", "received")
    assert list(closed) == [(True, 4), (False, 9), (False, 40)]
    assert close_supplies(supply_ids=[first.pk, second.pk], by=by) == 1
