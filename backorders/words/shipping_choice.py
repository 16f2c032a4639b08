"""What is said of the choice how an order ships."""

from datetime import date

from backorders.rules.shipping_choice import NoChoice, ShippingChoice
from catalog.words.promised_day import promised_day_in_words

LABELS = {
    ShippingChoice.READY: "Ship what is ready",
    ShippingChoice.TOGETHER: "Ship everything together",
}
# As staff read it of an order.
KEPT = {ShippingChoice.READY: "What is ready", ShippingChoice.TOGETHER: "Everything together"}
CHOOSE = "Please choose how we ship your order."
WHY_NOT = {
    NoChoice.NOT_OPEN: "How this order ships cannot be changed any more.",
    NoChoice.HAS_LEFT: "A parcel of this order has left already: how it ships cannot be changed any more.",
    NoChoice.NO_GOODS: "Nothing of this order is shipped.",
}


def choice_in_words(choice: ShippingChoice, day: date | None) -> str:
    """Return to a shopper what a choice means; `day` is when the last of what is not there comes (None: nobody knows)."""
    if choice is ShippingChoice.READY:
        return "What is in stock ships now, the rest when it arrives."
    return f"One delivery, when all of it is there. {promised_day_in_words(day)}"


def together_in_words(day: date | None, *, is_owed: bool) -> str:
    """Return to a shopper that his order ships complete; `is_owed`: units are not there, and come on `day` at the latest."""
    if not is_owed:
        return "Everything ships together."
    return f"Everything ships together, when all of it is there. {promised_day_in_words(day)}"


def chosen_in_words(choice: ShippingChoice) -> str:
    """Return the line of an order's history."""
    what = "everything together" if choice.ships_complete else "what is ready"
    return f"How it ships was changed: {what}."


CHANGED = {
    ShippingChoice.READY: "We ship what is ready, and the rest when it arrives.",
    ShippingChoice.TOGETHER: "We ship everything together.",
}
