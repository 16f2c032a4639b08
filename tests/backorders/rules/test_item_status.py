"""The status of a line, in the reference's order of checks."""

from decimal import Decimal

import pytest

from backorders.rules.item_status import ItemStatus, item_status

NONE = dict.fromkeys(("invoiced", "shipped", "cancelled", "refunded", "owed"), Decimal(0))


@pytest.mark.parametrize(
    ("quantities", "status"),
    [
        ({}, ItemStatus.ORDERED),
        ({"owed": 2}, ItemStatus.PARTIAL),
        ({"owed": 5}, ItemStatus.BACKORDERED),
        ({"owed": 5, "invoiced": 5}, ItemStatus.BACKORDERED),
        ({"invoiced": 5}, ItemStatus.INVOICED),
        ({"invoiced": 5, "shipped": 5}, ItemStatus.SHIPPED),
        ({"invoiced": 5, "shipped": 2}, ItemStatus.MIXED),
        ({"cancelled": 5}, ItemStatus.CANCELED),
        ({"invoiced": 5, "cancelled": 5, "refunded": 5}, ItemStatus.CANCELED),
        ({"invoiced": 5, "refunded": 5}, ItemStatus.REFUNDED),
        ({"invoiced": 2}, ItemStatus.PARTIAL),
    ],
)
def test_item_status(quantities: dict[str, int], status: ItemStatus) -> None:
    given = NONE | {name: Decimal(number) for name, number in quantities.items()}
    assert item_status(ordered=Decimal(5), **given) is status
