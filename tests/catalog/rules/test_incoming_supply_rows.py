"""Supply is read as it is typed, pasted or exported (docs/rules.md#supply-3)."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.rules.incoming_supply_rows import SupplyRow, TypedSupply, Unsaid, typed_supply

UNSAID = Unsaid("quay", "2026-12-03", "PO-7")


def read(text: str, unsaid: Unsaid = UNSAID) -> TypedSupply:
    return typed_supply(text, unsaid)


def test_a_short_row_takes_source_day_and_reference_from_above() -> None:
    assert read("BAG 40").rows == (SupplyRow(1, "BAG", "quay", Decimal(40), date(2026, 12, 3), "PO-7"),)


def test_a_long_row_says_its_own_and_what_it_leaves_empty_is_taken_from_above() -> None:
    found = read("BAG, lyon, 1.5, 2026-12-20, PO-8\nCAP;;3;;")
    assert found.rows == (
        SupplyRow(1, "BAG", "lyon", Decimal("1.5"), date(2026, 12, 20), "PO-8"),
        SupplyRow(2, "CAP", "quay", Decimal(3), date(2026, 12, 3), "PO-7"),
    )


def test_a_head_names_the_columns_in_any_order_and_others_are_not_read() -> None:
    text = "\ufeffSKU,Product,Quantity,Source code,Expected on,Reference\nBAG,A bag,4,lyon,2026-12-20,\n"
    assert read(text).rows == (SupplyRow(2, "BAG", "lyon", Decimal(4), date(2026, 12, 20), "PO-7"),)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("BAG many", "quantity"),
        ("BAG,lyon,0,2026-12-20,", "quantity"),
        ("BAG,lyon,1,20.12.2026,", "date"),
        ("BAG,lyon,1,1926-12-20,", "date"),
        ("BAG,lyon,1,2026-02-30,", "date"),
        (",lyon,1,2026-12-20,", "sku"),
        (f"BAG,lyon,1,2026-12-20,{'x' * 101}", "reference"),
    ],
)
def test_the_cell_that_cannot_be_read_is_named_and_the_other_rows_are_read(row: str, column: str) -> None:
    found = read(f"CAP,lyon,1,2026-12-20,\n\n{row}")
    assert [(each.row, each.column) for each in found.unread] == [(3, column)]
    assert [each.sku for each in found.rows] == ["CAP"]


def test_without_a_source_or_day_above_each_row_has_to_say_them() -> None:
    assert [each.column for each in read("BAG 40", Unsaid()).unread] == ["source", "date"]


def test_nothing_is_read_from_nothing() -> None:
    assert read(" \n,,\n") == TypedSupply((), ())
