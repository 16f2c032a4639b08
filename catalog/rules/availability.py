"""What a shopper may be told of a quantity, the same on every surface (docs/rules.md#what-the-shopper-is-told)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from catalog.rules.in_force import StockPolicy
from catalog.rules.promised_day import NOTHING_KNOWN, Outlook
from catalog.rules.quantity import PLACES, ZERO, plain
from catalog.rules.quantity import quantity as units
from catalog.rules.salable import (
    Bounds,
    Level,
    bounds,
    largest_sale,
    owed_part,
    reaches,
    salable_quantity,
    sale_step,
    smallest_sale,
)


class QuantityStatus(Enum):
    """How the shop stands to a quantity that is asked for; the value is the text a shopper reads."""

    IN_STOCK = "In stock"
    PARTLY = "Partly on backorder"
    ON_BACKORDER = "On backorder"


@dataclass(frozen=True)
class QuantityTold:
    """`word` is empty where the shop does not display availability; `owed` is a number as text, empty unless it is told.

    `day` is the one on which what is not there is promised, None where nobody knows it and where nothing is told to wait for.
    """

    status: QuantityStatus
    word: str
    owed: str
    day: date | None = None

    @property
    def waits(self) -> bool:
        """Whether the shopper is told that something is not there: then he is told when it comes, or that no date is known."""
        return self.status is not QuantityStatus.IN_STOCK and bool(self.word or self.owed)

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


def quantity_told(
    quantity: Decimal, owed: Decimal, *, notifies: bool, is_displayed: bool, day: date | None
) -> QuantityTold:
    """Return what is told of `quantity` units of which `owed` are not there, and are promised on `day` (None: nobody knows).

    The word is told in both backorder modes unless "Display Products Availability in Stock on Storefront" is off
    (`is_displayed`); the number only under "Allow Qty Below 0 and Notify Customer" (`notifies`). The day is told where one of
    them is.
    """
    status = quantity_status(quantity, owed)
    told = QuantityTold(
        status, word=status.value if is_displayed else "", owed=plain(owed) if notifies and owed > 0 else ""
    )
    return replace(told, day=day) if told.waits else told


class AvailabilityStatus(Enum):
    """The three statuses; the value is the text a shopper reads."""

    IN_STOCK = "In stock"
    ON_BACKORDER = "Available on backorder"
    OUT_OF_STOCK = "Out of Stock"


@dataclass(frozen=True)
class Availability:
    """Status and facts of one product in one stock, in units.

    `salable` is None when stock is not managed; `most` is None when nothing limits one purchase; `only_left` is the X
    of "Only X left", None when it is not shown; `step` is 0 when any fraction can be bought. `outlook` is what is to come.
    """

    status: AvailabilityStatus
    salable: Decimal | None
    free: Decimal
    is_unlimited: bool
    only_left: Decimal | None
    least: Decimal
    most: Decimal | None
    step: Decimal
    notifies: bool
    outlook: Outlook = NOTHING_KNOWN

    @property
    def can_be_bought(self) -> bool:
        """Whether a quantity box and Add to Cart are offered."""
        return self.status is not AvailabilityStatus.OUT_OF_STOCK

    def owed_if(self, quantity: Decimal | int) -> Decimal:
        """Return how many of `quantity` units would be backordered if they were ordered now."""
        return ZERO if self.salable is None else owed_part(units(quantity), self.free)

    @property
    def left_owed(self) -> Decimal:
        """How many units of "Only X left" are not there; 0 where that is not shown."""
        return ZERO if self.only_left is None else self.owed_if(self.only_left)

    def day_if(self, quantity: Decimal, *, today: date) -> date | None:
        """Return the day on which all of `quantity` units are there if they are ordered now; None: they are, or nobody knows."""
        if self.owed_if(quantity) <= 0:
            return None
        return self.outlook.day_if_ordered(units(quantity), free=self.free, today=today)

    def told_for(self, quantity: Decimal, *, is_displayed: bool, today: date) -> QuantityTold:
        """Return what the shopper is told of `quantity` units that can be ordered now."""
        return quantity_told(
            quantity,
            self.owed_if(quantity),
            notifies=self.notifies,
            is_displayed=is_displayed,
            day=self.day_if(quantity, today=today),
        )


def availability_status(free: Decimal | None, found: Bounds) -> AvailabilityStatus:
    """Return the status where `free` units are for sale (`Level.free_for_sale`) under a policy with the bounds `found`."""
    if reaches(free, found.in_stock_from):
        return AvailabilityStatus.IN_STOCK
    return AvailabilityStatus.ON_BACKORDER if reaches(free, found.buyable_from) else AvailabilityStatus.OUT_OF_STOCK


def availability(
    level: Level,
    policy: StockPolicy,
    *,
    outlook: Outlook = NOTHING_KNOWN,
    only_x_left_threshold: Decimal = ZERO,
    is_for_sale: bool = True,
) -> Availability:
    """Return what a shopper is told about the product in this stock now; without an `outlook` no date is known."""
    found = bounds(policy)
    status = availability_status(level.free_for_sale(is_enabled=is_for_sale), found)
    salable = salable_quantity(level, policy, is_enabled=is_for_sale)
    shows_left = (
        status is not AvailabilityStatus.OUT_OF_STOCK and found.is_limited and 0 < salable <= only_x_left_threshold
    )
    return Availability(
        status=status,
        salable=salable if policy.manage_stock else None,
        free=level.free,
        is_unlimited=found.is_unlimited,
        only_left=salable if shows_left else None,
        least=smallest_sale(policy),
        most=largest_sale(level, policy),
        step=sale_step(policy),
        notifies=policy.manage_stock and policy.backorders.notifies,
        outlook=outlook,
    )


def first_quantity(told: Availability) -> Decimal:
    """Return the smallest quantity that can be bought; 1 where any fraction can: nobody means 0.0001 metres."""
    if told.step or told.least > PLACES:
        return told.least
    return Decimal(1) if told.most is None else min(Decimal(1), told.most)
