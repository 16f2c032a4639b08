"""Which products may not be sold in the requested quantities, and why."""

from decimal import Decimal

from backorders.rules.placing import refusals, summed
from catalog.rules.salable import Reason, Refusal
from tests.catalog.rules.builders import level, policy


def test_each_product_is_judged_by_its_own_level_and_by_whether_it_is_sold_at_all() -> None:
    requested = {1: Decimal(2), 2: Decimal(3), 3: Decimal(1)}
    positions = {product: (level(2), policy()) for product in requested}
    assert refusals(requested, positions, for_sale=frozenset({1, 2})) == {
        2: Refusal(Reason.NOT_ENOUGH, Decimal(3), Decimal(2)),
        3: Refusal(Reason.NOT_FOR_SALE, Decimal(1)),
    }
    assert refusals({1: Decimal(2)}, positions, for_sale=frozenset({1})) == {}


def test_lines_of_one_product_are_asked_for_together() -> None:
    assert summed([(1, Decimal(2)), (2, Decimal(5)), (1, Decimal(3))]) == {1: 5, 2: 5}
