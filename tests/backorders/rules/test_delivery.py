"""A delivery is read as people type, paste and scan it (docs/rules.md#writes-5)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.delivery import typed_delivery
from catalog.rules.quantity import LARGEST, plain
from catalog.rules.typed_row import SEPARATORS


def read(text: str) -> dict[str, Decimal]:
    typed = typed_delivery(text)
    assert typed.unread == ()
    return {each.sku: each.units for each in typed.delivered}


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("BAG 3", {"BAG": 3}),
        ("BAG\t3\tsome words", {"BAG": 3}),
        ("BAG;2.5", {"BAG": Decimal("2.5")}),
        ('"BAG, large",4', {"BAG, large": 4}),
        ("BAG", {"BAG": 1}),
        ("BAG\nCAP\nBAG", {"BAG": 2, "CAP": 1}),
        ("BAG 2\n\n  bag 3  ", {"BAG": 5}),
        ("24 MB 01 7", {"24 MB 01": 7}),
        ("24 MB x1", {"24 MB x1": 1}),
        ("\ufeffSKU,Qty\nBAG,3", {"BAG": 3}),
        ("CAP\nsku;qty\nBAG;3", {"CAP": 1, "BAG": 3}),
        ("sku 4", {"sku": 4}),
        ("BAG,", {"BAG": 1}),
        ("BAG 1e2", {"BAG 1e2": 1}),
        ("", {}),
        (" \n\n", {}),
    ],
)
def test_rows_are_read_as_they_come(text: str, units: dict[str, int]) -> None:
    assert read(text) == units


@pytest.mark.parametrize("typed", ["0", "-3", "x", "NaN", "1e400", "999999999", "0.00001", "2 boxes", "٣"])
def test_a_row_without_a_quantity_is_named_and_the_others_are_read(typed: str) -> None:
    found = typed_delivery(f"CAP;1\nBAG;{typed}\nHAT;2")
    assert [(each.row, each.sku, each.typed) for each in found.unread] == [(2, "BAG", typed)]
    assert [each.sku for each in found.delivered] == ["CAP", "HAT"]


def test_more_than_a_row_can_hold_is_named_where_it_became_too_much() -> None:
    found = typed_delivery(f"BAG;{LARGEST}\nbag;1")
    assert [(each.row, each.sku) for each in found.unread] == [(2, "bag")]
    assert [(each.units, each.rows) for each in found.delivered] == [(LARGEST, (1,))]


skus = st.sampled_from(("BAG", "24-MB01", "A b C"))
units = st.decimals(min_value="0.0001", max_value=1000, places=4)


@given(rows=st.lists(st.tuples(skus, units)), separator=st.sampled_from((*SEPARATORS, " ")))
def test_no_unit_is_lost_whatever_separates_them(rows: list[tuple[str, Decimal]], separator: str) -> None:
    text = "\n".join(f"{sku}{separator}{plain(number)}" for sku, number in rows)
    found = typed_delivery(text)
    assert found.unread == ()
    assert {each.sku: each.units for each in found.delivered} == {
        sku: sum((number for name, number in rows if name == sku), Decimal(0)) for sku, _ in rows
    }
    assert sorted(row for each in found.delivered for row in each.rows) == list(range(1, len(rows) + 1))
