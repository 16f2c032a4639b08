"""Why a quantity is refused, in the shopper's words."""

from decimal import Decimal

import pytest

from catalog.rules.configuration import NOT_AVAILABLE_MESSAGE
from catalog.rules.in_force import Configuration, configuration_in_force
from catalog.rules.salable import Reason, Refusal
from catalog.rules.scope import Scope
from catalog.words.refusal import MESSAGES, Refused, refusal_message, refusals

BUILT_IN = configuration_in_force({})
ONLY_X_OF_Y = configuration_in_force({NOT_AVAILABLE_MESSAGE.path: {Scope.DEFAULT: "1"}})


@pytest.mark.parametrize(
    ("reason", "bound", "said"),
    [
        (Reason.MINIMUM, "4.0000", "The fewest you may purchase is 4."),
        (Reason.INCREMENTS, "0.2500", "You can buy this product only in quantities of 0.25 at a time."),
        (Reason.DECIMALS, "0", "You cannot use decimal quantity for this product."),
        (Reason.NO_SOURCE_IN_STOCK, "0", "There are no source items with the in stock status"),
        (Reason.NOT_ASSIGNED, "0", "The requested sku is not assigned to given stock."),
        (Reason.MAXIMUM, "9", "The requested qty exceeds the maximum qty allowed in shopping cart"),
    ],
)
def test_refusal_message_has_the_references_words(reason: Reason, bound: str, said: str) -> None:
    assert refusal_message(Refusal(reason, Decimal(8), Decimal(bound)), BUILT_IN) == said


@pytest.mark.parametrize(
    ("configuration", "most", "said"),
    [
        (BUILT_IN, "6", "Not enough items for sale. The most you can buy is 6."),
        (BUILT_IN, "0", "Not enough items for sale"),
        (ONLY_X_OF_Y, "6", "Only 6 of 8 available"),
        (ONLY_X_OF_Y, "4", "Only 6 of 8 available. The most you can buy is 4."),
    ],
)
def test_c09_refusal_states_the_most_that_can_be_bought(configuration: Configuration, most: str, said: str) -> None:
    refusal = Refusal(Reason.NOT_ENOUGH, Decimal("8.0000"), Decimal("6.0000"))
    assert refusal_message(refusal, configuration, most=Decimal(most)) == said


def test_every_reason_has_words() -> None:
    assert set(MESSAGES) | {Reason.NOT_ENOUGH} == set(Reason)


def test_refusals_hold_what_a_refused_block_was_told() -> None:
    def refuse() -> None:
        raise Refused("BAG: 3 asked, 2 are left.", "ROPE: it is gone.")

    with refusals() as problems:
        refuse()
    assert problems == ["BAG: 3 asked, 2 are left.", "ROPE: it is gone."]


def test_refusals_are_none_when_it_was_done_and_let_other_errors_pass() -> None:
    with refusals() as problems:
        pass
    with pytest.raises(ZeroDivisionError), refusals():
        raise ZeroDivisionError
    assert problems == []
