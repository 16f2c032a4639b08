"""Refusals in words that a shopper knows."""

from decimal import Decimal

import pytest

from catalog.rules.availability import availability
from catalog.rules.configuration import NOT_AVAILABLE_MESSAGE
from catalog.rules.in_force import OwnPolicy, configuration_in_force, stock_policy
from catalog.rules.salable import Level, Reason, Refusal
from catalog.rules.scope import Scope
from catalog.words.refusal import OUT_OF_STOCK, shopper_refusal

BUILT_IN = configuration_in_force({})
ONLY_X_OF_Y = configuration_in_force({NOT_AVAILABLE_MESSAGE.path: {Scope.DEFAULT: "1"}})
POLICY = stock_policy(OwnPolicy(), BUILT_IN.configured_policy(None))
SIX = availability(Level(Decimal(6), sources_in_stock=1, sources_assigned=1), POLICY)
NONE = availability(Level(Decimal(0), sources_in_stock=1, sources_assigned=1), POLICY)


@pytest.mark.parametrize("reason", [Reason.NO_SOURCE_IN_STOCK, Reason.NOT_ASSIGNED])
def test_no_shopper_reads_of_sources_and_stocks(reason: Reason) -> None:
    assert shopper_refusal(Refusal(reason, Decimal(1)), SIX, BUILT_IN) == OUT_OF_STOCK


@pytest.mark.parametrize("reason", [Reason.NOT_ENOUGH, Reason.MINIMUM, Reason.MAXIMUM, Reason.INCREMENTS])
def test_where_no_quantity_helps_none_is_asked_for(reason: Reason) -> None:
    assert shopper_refusal(Refusal(reason, Decimal(1)), NONE, BUILT_IN) == OUT_OF_STOCK


def test_what_is_no_longer_for_sale_is_called_so() -> None:
    refusal = Refusal(Reason.NOT_FOR_SALE, Decimal(1))
    assert shopper_refusal(refusal, NONE, BUILT_IN) == "This product is no longer for sale."


@pytest.mark.parametrize(
    ("in_cart", "said"),
    [
        ("0", "Not enough items for sale. The most you can buy is 6."),
        ("1", "Not enough items for sale. The most you can buy is 6, and 1 is in your cart already."),
        ("4", "Not enough items for sale. The most you can buy is 6, and 4 are in your cart already."),
    ],
)
def test_the_most_counts_what_lies_in_the_cart(in_cart: str, said: str) -> None:
    refusal = Refusal(Reason.NOT_ENOUGH, Decimal(8), Decimal(6))
    assert shopper_refusal(refusal, SIX, BUILT_IN, in_cart=Decimal(in_cart)) == said


def test_only_x_of_y_counts_what_lies_in_the_cart() -> None:
    refusal = Refusal(Reason.NOT_ENOUGH, Decimal(8), Decimal(6))
    said = "Only 6 of 8 available. The most you can buy is 6, and 4 are in your cart already."
    assert shopper_refusal(refusal, SIX, ONLY_X_OF_Y, in_cart=Decimal(4)) == said
