"""Why a product cannot be sold so often, and what of it would be backordered, in the words staff know."""

from datetime import date
from decimal import Decimal

from catalog.rules.quantity import plain
from catalog.rules.salable import Reason, Refusal
from catalog.words.availability import OWED
from catalog.words.promised_day import promised_day_in_words
from catalog.words.refusal import OUT_OF_STOCK, limit_message

# A request key counts for one order.
OTHER_ORDER = "This request was used for another order."
OTHER_LINE = "A line belongs to another order."


def refusal_for_staff(refusal: Refusal) -> str:
    """Return the message for a refused quantity; what was asked and what is there are always named.

    Where nothing is there, that is what is said.
    """
    if refusal.reason is Reason.NOT_ENOUGH:
        if refusal.bound <= 0:
            return OUT_OF_STOCK
        return f"Only {plain(refusal.bound)} of {plain(refusal.requested)} available."
    if refusal.reason is Reason.NOT_FOR_SALE:
        return "This product, or the one that it is a variant of, is disabled or not sold on this website."
    most = refusal.bound if refusal.reason is Reason.MAXIMUM else None
    return limit_message(refusal, most=most)


def owed_for_staff(owed: Decimal, *, day: date | None) -> str:
    """Return the one warning for the owed part, and when it comes (None: nobody knows); empty when nothing would be owed.

    Staff see it in both backorder modes.
    """
    if not owed:
        return ""
    return f"{OWED.format(plain(owed))} {promised_day_in_words(day)}"


# Of who looks for an order: nothing says whether there is one of the number.
ORDER_NOT_FOUND = (
    "There is no order with this number and this e-mail address. Both stand in the mail that confirmed the order."
)
TOO_MANY_LOOKS = (
    "This was tried too often. Please try again in an hour, or open the link in one of our mails about the order."
)
