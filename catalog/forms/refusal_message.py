"""Why a quantity is refused, in the shopper's words."""

from decimal import Decimal

from catalog.rules import configuration as declared
from catalog.rules.configuration_in_force import Configuration
from catalog.rules.quantity import plain
from catalog.rules.quantity_limits import Reason, Refusal

ONLY_X_OF_Y = "1"


MESSAGES = {
    Reason.MINIMUM: "The fewest you may purchase is {bound}.",
    Reason.MAXIMUM: "The requested qty exceeds the maximum qty allowed in shopping cart",
    Reason.INCREMENTS: "You can buy this product only in quantities of {bound} at a time.",
    Reason.DECIMALS: "You cannot use decimal quantity for this product.",
    Reason.NO_SOURCE_IN_STOCK: "There are no source items with the in stock status",
    Reason.NOT_ASSIGNED: "The requested sku is not assigned to given stock.",
    Reason.NOT_POSITIVE: "Please enter a quantity greater than 0.",
    Reason.DISABLED: "This product is no longer for sale.",
}


def refusal_message(refusal: Refusal, configuration: Configuration, *, most: Decimal | None = None) -> str:
    """Return the message for a refused quantity, by the Not Available Message setting.

    `most` is the largest quantity that can be bought now (`Availability.most`): where too much was asked for, it is named.
    """
    if refusal.reason is Reason.NOT_ENOUGH:
        return _not_enough(refusal, configuration, most)
    text = MESSAGES[refusal.reason].format(bound=plain(refusal.bound))
    return text + _at_most(most) if refusal.reason is Reason.MAXIMUM else text


def _not_enough(refusal: Refusal, configuration: Configuration, most: Decimal | None) -> str:
    if configuration.text(declared.NOT_AVAILABLE_MESSAGE) == ONLY_X_OF_Y:
        said = f"Only {plain(refusal.bound)} of {plain(refusal.requested)} available"
        # With increments, fewer than are available can be bought: 10 in sixes is 6.
        return said + (_at_most(most) if most != refusal.bound else "")
    return "Not enough items for sale" + _at_most(most)


def _at_most(most: Decimal | None) -> str:
    return "" if not most else f". The most you can buy is {plain(most)}."
