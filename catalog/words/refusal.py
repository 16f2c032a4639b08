"""What a refusal is: an action that did nothing says why.

Why a quantity is refused: as the reference says it, and in the shopper's words. Every text stands here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from catalog.rules import configuration as declared
from catalog.rules.availability import Availability
from catalog.rules.in_force import Configuration
from catalog.rules.quantity import ZERO, plain
from catalog.rules.salable import Reason, Refusal


class Refused(Exception):
    """An action did nothing and changed nothing. `problems` say why, each a sentence to whoever asked for it.

    Every refusal of an action is one, so that a screen shows them all in one way. What is asked back (`ChangedMeanwhile`),
    what is no value at all (`ValueError`) and what may work in a moment (`PaymentBusy`) is none.
    """

    def __init__(self, *problems: str) -> None:
        """Keep the problems."""
        super().__init__(" ".join(problems))
        self.problems = problems


@contextmanager
def refusals() -> Iterator[list[str]]:
    """Do what stands in the block, and fill the list with its problems when it is refused; empty when it was done."""
    problems: list[str] = []
    try:
        yield problems
    except Refused as refusal:
        problems.extend(refusal.problems)


SHOP_CLOSED = "This shop is closed."
NO_SUCH_PRODUCT = "There is no such product."
NOT_SOLD = "It is no longer sold."
NOT_MADE = "This combination is not made. Please choose another one."
TOO_MANY = "Please enter a smaller quantity."
ONLY_X_OF_Y = "1"

MESSAGES = {
    Reason.MINIMUM: "The fewest you may purchase is {bound}.",
    Reason.MAXIMUM: "The requested qty exceeds the maximum qty allowed in shopping cart",
    Reason.INCREMENTS: "You can buy this product only in quantities of {bound} at a time.",
    Reason.DECIMALS: "You cannot use decimal quantity for this product.",
    Reason.NO_SOURCE_IN_STOCK: "There are no source items with the in stock status",
    Reason.NOT_ASSIGNED: "The requested sku is not assigned to given stock.",
    Reason.NOT_POSITIVE: "Please enter a quantity greater than 0.",
    Reason.NOT_FOR_SALE: "This product is no longer for sale.",
}
# A shopper knows neither sources nor stocks, and no other quantity helps him.
OUT_OF_STOCK = "This product is out of stock."
NOT_FOR_SHOPPERS = frozenset({Reason.NO_SOURCE_IN_STOCK, Reason.NOT_ASSIGNED})


def shopper_refusal(
    refusal: Refusal, told: Availability, configuration: Configuration, *, in_cart: Decimal = ZERO
) -> str:
    """Return the message for the shopper who asked for too much of a product with the availability `told`.

    Of what was asked, `in_cart` units lie in his cart already. Where no quantity at all can be bought, that is what is said.
    """
    nothing_helps = refusal.reason is not Reason.NOT_FOR_SALE and not told.can_be_bought
    if nothing_helps or refusal.reason in NOT_FOR_SHOPPERS:
        return OUT_OF_STOCK
    return refusal_message(refusal, configuration, most=told.most, in_cart=in_cart)


def refusal_message(
    refusal: Refusal, configuration: Configuration, *, most: Decimal | None = None, in_cart: Decimal = ZERO
) -> str:
    """Return the reference's message for a refused quantity, by the Not Available Message setting.

    `most` is the largest quantity that can be bought now (`Availability.most`): where too much was asked for, it is named.
    """
    if refusal.reason is Reason.NOT_ENOUGH:
        return _not_enough(refusal, configuration, most, in_cart)
    return limit_message(refusal, most=most, in_cart=in_cart)


def limit_message(refusal: Refusal, *, most: Decimal | None = None, in_cart: Decimal = ZERO) -> str:
    """Return the message for a quantity that is refused for any reason but that there is not enough."""
    text = MESSAGES[refusal.reason].format(bound=plain(refusal.bound))
    return text + _at_most(most, in_cart) if refusal.reason is Reason.MAXIMUM else text


def _not_enough(refusal: Refusal, configuration: Configuration, most: Decimal | None, in_cart: Decimal) -> str:
    if configuration.text(declared.NOT_AVAILABLE_MESSAGE) == ONLY_X_OF_Y:
        said = f"Only {plain(refusal.bound)} of {plain(refusal.requested)} available"
        # With increments, fewer than are available can be bought: 10 in sixes is 6.
        return said + (_at_most(most, in_cart) if in_cart or most != refusal.bound else "")
    return "Not enough items for sale" + _at_most(most, in_cart)


def _at_most(most: Decimal | None, in_cart: Decimal) -> str:
    if not most:
        return ""
    there = ""
    if in_cart:
        there = f", and {plain(in_cart)} {'is' if in_cart == 1 else 'are'} in your cart already"
    return f". The most you can buy is {plain(most)}{there}."
