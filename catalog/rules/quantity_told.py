"""What a shopper is told of a quantity: in stock, partly on backorder, on backorder, and how many (docs/rules.md#told-4)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from catalog.rules.quantity import plain


class QuantityStatus(Enum):
    """How the shop stands to a quantity that is asked for; the value is the text a shopper reads."""

    IN_STOCK = "In stock"
    PARTLY = "Partly on backorder"
    ON_BACKORDER = "On backorder"


@dataclass(frozen=True)
class QuantityTold:
    """`word` is empty where the shop does not display availability; `owed` is a number as text, empty unless it is told."""

    status: QuantityStatus
    word: str
    owed: str

    @property
    def kind(self) -> str:
        """What picks the colour: in, part, back."""
        return KINDS[self.status]


KINDS = {QuantityStatus.IN_STOCK: "in", QuantityStatus.PARTLY: "part", QuantityStatus.ON_BACKORDER: "back"}


def quantity_status(quantity: Decimal, owed: Decimal) -> QuantityStatus:
    """Return how the shop stands to `quantity` units of which `owed` are not there, in either backorder mode."""
    if owed <= 0:
        return QuantityStatus.IN_STOCK
    return QuantityStatus.PARTLY if owed < quantity else QuantityStatus.ON_BACKORDER


def quantity_told(quantity: Decimal, owed: Decimal, *, notifies: bool, is_displayed: bool) -> QuantityTold:
    """Return what is told of `quantity` units of which `owed` are not there.

    The word is told in both backorder modes unless "Display Products Availability in Stock on Storefront" is off
    (`is_displayed`); the number only under "Allow Qty Below 0 and Notify Customer" (`notifies`).
    """
    status = quantity_status(quantity, owed)
    return QuantityTold(
        status, word=status.value if is_displayed else "", owed=plain(owed) if notifies and owed > 0 else ""
    )
