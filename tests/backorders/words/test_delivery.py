"""What is said of a delivery that comes in."""

from decimal import Decimal

import pytest

from backorders.rules.delivery import DeliveredUnits
from backorders.words.delivery import NAMED, NOBODY, came_in_words, serves, unknown_sku


@pytest.mark.parametrize(
    ("rows", "begins"),
    [
        ((3,), "Row 3: "),
        ((3, 5), "Rows 3, 5: "),
        (tuple(range(1, 13)), "Rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more: "),
    ],
)
def test_the_rows_of_an_unknown_product_are_named(rows: tuple[int, ...], begins: str) -> None:
    assert unknown_sku(DeliveredUnits("BAG", Decimal(1), rows)) == f"{begins}there is no product with the SKU “BAG”."


def test_the_first_orders_are_named_and_the_others_counted() -> None:
    orders = [(f"00{number}", Decimal("1.5000")) for number in range(NAMED + 2)]
    assert serves(orders[:1]) == "#000 (1.5)"
    assert serves(orders).endswith("#009 (1.5) and 2 more")
    assert serves([]) == NOBODY


@pytest.mark.parametrize(
    ("deliveries", "numbers", "said"),
    [
        (0, (), ""),
        (1, ("7",), "Units of it came in 1 delivery (#7), which keep name, SKU and quantity."),
        (5, ("9", "8"), "Units of it came in 5 deliveries (#9, #8 and 3 more), which keep name, SKU and quantity."),
    ],
)
def test_deliveries_of_a_product_that_is_deleted_are_named(
    deliveries: int, numbers: tuple[str, ...], said: str
) -> None:
    assert came_in_words(deliveries, numbers) == said
