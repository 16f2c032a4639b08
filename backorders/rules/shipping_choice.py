"""What a shopper chooses of an order that is partly owed: what is ready ships first, or all together (docs/rules.md#orders-16)."""

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum, StrEnum, auto

from backorders.rules.order_status import OPEN, OrderStatus
from catalog.rules.quantity import ZERO


class ShippingChoice(StrEnum):
    """The two; the value is what forms and settings hold."""

    READY = "ready"
    TOGETHER = "together"

    @property
    def ships_complete(self) -> bool:
        """What an order keeps of it."""
        return self is ShippingChoice.TOGETHER


# {what an order keeps as `ships_complete`: the choice}
CHOICES = {choice.ships_complete: choice for choice in ShippingChoice}


def is_partly_owed(goods: Iterable[tuple[Decimal, Decimal]]) -> bool:
    """Return whether some of the `goods`, (units, owed units), are there and others are not: only then there is a choice."""
    units, owed = ZERO, ZERO
    for quantity, part in goods:
        units, owed = units + quantity, owed + part
    return ZERO < owed < units


class NoChoice(Enum):
    """Why how an order ships can be chosen no more."""

    NOT_OPEN = auto()
    HAS_LEFT = auto()
    NO_GOODS = auto()


def why_no_choice(status: OrderStatus, *, goods: Iterable[tuple[Decimal, Decimal]]) -> NoChoice | None:
    """Return why the choice stands; None while it may be changed. `goods` are (units shipped, units open) of the lines of goods."""
    every = tuple(goods)
    if status not in OPEN:
        return NoChoice.NOT_OPEN
    if any(shipped for shipped, _ in every):
        return NoChoice.HAS_LEFT
    return None if any(left > 0 for _, left in every) else NoChoice.NO_GOODS
