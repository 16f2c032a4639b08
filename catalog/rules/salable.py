"""The one rule: how many can still be sold, and may this many be (docs/rules.md#salable-5)?"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from catalog.rules.in_force import StockPolicy
from catalog.rules.quantity import LARGEST, PLACES, ZERO, InvalidQuantityError, clamp, quantity

# Where all source items are Out of Stock nothing is free, whatever lies there: less than any number of units.
NO_SOURCE_IN_STOCK = Decimal("-Infinity")
# Below every number of units, and above no source at all.
ANY_FREE = Decimal("-1E+12")
NEVER = Decimal("Infinity")


@dataclass(frozen=True)
class Level:
    """What lies where, summed for one (stock, product). All counted in units.

    `on_hand` adds up the source items that are In Stock at enabled, linked sources; `reserved` is what open orders
    hold; `sources_in_stock` counts those source items; `sources_assigned` counts all on linked sources, enabled or not.
    `elsewhere` are units of these sources that other stocks have which draw on them (docs/rules.md#salable-9).
    """

    on_hand: Decimal = ZERO
    reserved: Decimal = ZERO
    sources_in_stock: int = 0
    sources_assigned: int = 0
    elsewhere: Decimal = ZERO

    @property
    def free(self) -> Decimal:
        """On hand less reserved and what is elsewhere; below zero when units are owed."""
        return self.on_hand - self.reserved - self.elsewhere

    def free_for_sale(self, *, is_enabled: bool = True) -> Decimal | None:
        """Return what is free where it can be sold: below any number while no source item is In Stock, None where nothing is sold.

        Nothing is sold of a product that is disabled or not assigned to the stock. What a policy asks for is compared with this
        number alone (`Bounds`).
        """
        if not is_enabled or self.sources_assigned == 0:
            return None
        return self.free if self.sources_in_stock else NO_SOURCE_IN_STOCK

    @property
    def owed(self) -> Decimal:
        """Promised units that are not there. A shelf below zero covers nobody, and owes nobody more than was promised."""
        return max(-self.free - self.below_zero, ZERO)

    @property
    def below_zero(self) -> Decimal:
        """How far the count itself is below zero: free = -(owed + below zero) as soon as one of them is not 0."""
        return max(-self.on_hand, ZERO)


@dataclass(frozen=True)
class Bounds:
    """Bounds on the free units of an enabled product that is assigned to the stock, inclusive; `NEVER` where nothing reaches one.

    `threshold` is what the salable quantity leaves off free, in units. `is_limited`: stock is managed, and the threshold is the
    floor; `is_unlimited`: it is managed, and nothing limits the sale.
    """

    threshold: Decimal
    is_limited: bool
    is_unlimited: bool
    salable_from: Decimal
    buyable_from: Decimal
    in_stock_from: Decimal


def bounds(policy: StockPolicy) -> Bounds:
    """Return what the policy comes to (docs/rules.md#salable-2, #salable-6, #told-1)."""
    threshold, least = policy.threshold, smallest_sale(policy)
    fits = least <= (policy.max_sale_qty or LARGEST)
    is_limited = policy.floor is not None
    if not policy.manage_stock:
        salable_from = smallest_from = NO_SOURCE_IN_STOCK
    elif not is_limited:
        salable_from = smallest_from = ANY_FREE
    else:
        salable_from, smallest_from = threshold + PLACES, threshold + least
    buyable_from = smallest_from if fits else NEVER
    return Bounds(
        threshold=threshold,
        is_limited=is_limited,
        is_unlimited=policy.manage_stock and not is_limited,
        salable_from=salable_from,
        buyable_from=buyable_from,
        in_stock_from=max(buyable_from, PLACES) if policy.manage_stock else buyable_from,
    )


def reaches(free: Decimal | None, bound: Decimal) -> bool:
    """Return whether `free` units (None: not for sale) reach `bound`."""
    return free is not None and free >= bound


def unguarded_salable_quantity(level: Level, policy: StockPolicy) -> Decimal:
    """Return free - threshold: `salable quantity = quantity - out-of-stock threshold` with reservations taken off."""
    return level.free - policy.threshold


def is_salable(level: Level, policy: StockPolicy, *, is_enabled: bool = True) -> bool:
    """Return whether the product can be sold in the stock at all (docs/rules.md#salable-2).

    All source items Out of Stock means no, whatever the threshold says: a manual stop beats backorders (C14).
    """
    return reaches(level.free_for_sale(is_enabled=is_enabled), bounds(policy).salable_from)


def salable_quantity(level: Level, policy: StockPolicy, *, is_enabled: bool = True) -> Decimal:
    """Return the salable quantity as displayed: 0 when the product is not salable (docs/rules.md#salable-3).

    With unlimited backorders it may be negative: it is what is owed.
    """
    if not is_salable(level, policy, is_enabled=is_enabled):
        return ZERO
    return unguarded_salable_quantity(level, policy)


def owed_part(ordered: Decimal, free_before: Decimal) -> Decimal:
    """Return the backordered part of a line: clamp(ordered - max(0, free before it), 0, ordered)."""
    return clamp(ordered - max(ZERO, free_before), ZERO, ordered)


@dataclass(frozen=True)
class OnWebsite:
    """How a product stands to one website: whether it is enabled, and whether it is listed there."""

    is_enabled: bool
    is_listed: bool

    @property
    def is_offered(self) -> bool:
        """Whether both are true."""
        return self.is_enabled and self.is_listed


def is_for_sale(product: OnWebsite, configurable: OnWebsite | None = None) -> bool:
    """Return whether the website sells `product`, which is a variant of `configurable` (None: of none).

    A variant is chosen on the page of its configurable product: where that one is not offered, neither is the variant. Where a
    product is visible, and how many units there are, are other questions (docs/rules.md#salable-10).
    """
    return product.is_offered and (configurable is None or configurable.is_offered)


class Reason(Enum):
    """Why a quantity is refused; the words stand in `catalog.words.refusal`."""

    NOT_ASSIGNED = "not_assigned"
    NOT_FOR_SALE = "not_for_sale"
    NOT_POSITIVE = "not_positive"
    DECIMALS = "decimals"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    INCREMENTS = "increments"
    NO_SOURCE_IN_STOCK = "no_source_in_stock"
    NOT_ENOUGH = "not_enough"


@dataclass(frozen=True)
class Refusal:
    """One refused quantity: why, what was asked, and the bound passed (minimum, maximum, increment or salable)."""

    reason: Reason
    requested: Decimal
    bound: Decimal = ZERO


def sale_step(policy: StockPolicy) -> Decimal:
    """Return the step between quantities that can be bought: the increment, else whole units; 0: any fraction."""
    return policy.increment or (ZERO if policy.is_qty_decimal else Decimal(1))


def smallest_sale(policy: StockPolicy) -> Decimal:
    """Return the smallest quantity that can be bought: the minimum, raised to a whole number of steps, never 0."""
    step = sale_step(policy) or PLACES
    least = policy.min_sale_qty or step
    beyond = least % step
    return least - beyond + step if beyond else least


def largest_sale(level: Level, policy: StockPolicy) -> Decimal | None:
    """Return the largest quantity that can be bought in one go now, a whole number of steps; None: no upper bound."""
    bounds = [policy.max_sale_qty] if policy.max_sale_qty else []
    if policy.floor is not None:
        bounds.append(max(unguarded_salable_quantity(level, policy), ZERO))
    if not bounds:
        return None
    most = min(bounds)
    return most - most % (sale_step(policy) or PLACES)


def check_quantity(
    requested: Decimal, level: Level, policy: StockPolicy, *, is_for_sale: bool = True
) -> Refusal | None:
    """Return the first reason why `requested` units may not be sold, or None. Bounds are inclusive.

    `requested` is the sum of all lines of the product (C25). Order: decimals, minimum, maximum, increments, any source
    in stock, then enough salable. Places beyond the fourth are decimals, and are cut off for every other check.
    """
    if not is_for_sale:
        return Refusal(Reason.NOT_FOR_SALE, requested)
    if level.sources_assigned == 0:
        return Refusal(Reason.NOT_ASSIGNED, requested)
    if (refusal := _outside_limits(requested, policy)) or not policy.manage_stock:
        return refusal
    if level.sources_in_stock == 0:
        return Refusal(Reason.NO_SOURCE_IN_STOCK, requested)
    salable = unguarded_salable_quantity(level, policy)
    if policy.floor is not None and salable < _cut(requested):
        return Refusal(Reason.NOT_ENOUGH, requested, max(salable, ZERO))
    return None


def can_be_bought(level: Level, policy: StockPolicy, *, is_for_sale: bool = True) -> bool:
    """Return whether any quantity at all can be bought: salable, and the smallest sale fits (X05)."""
    return reaches(level.free_for_sale(is_enabled=is_for_sale), bounds(policy).buyable_from)


def _outside_limits(requested: Decimal, policy: StockPolicy) -> Refusal | None:
    counted = _cut(requested)
    if counted <= 0:
        return Refusal(Reason.NOT_POSITIVE, requested)
    if not policy.is_qty_decimal and requested != requested.to_integral_value():
        return Refusal(Reason.DECIMALS, requested)
    if policy.min_sale_qty and counted < policy.min_sale_qty:
        return Refusal(Reason.MINIMUM, requested, policy.min_sale_qty)
    # A maximum of 0 means no maximum, but for what one line can hold.
    if counted > (most := policy.max_sale_qty or LARGEST):
        return Refusal(Reason.MAXIMUM, requested, most)
    if policy.increment and counted % policy.increment:
        return Refusal(Reason.INCREMENTS, requested, policy.increment)
    return None


def _cut(requested: Decimal) -> Decimal:
    """Cut off the places that no column holds: 10.00004 is 10, as in the reference. The lines of a product may add up to more."""
    try:
        return quantity(requested)
    except InvalidQuantityError:
        # NaN and what four places leave nothing of are no quantity; a sum of lines may be more than one line can hold.
        return requested if requested.is_finite() and requested.copy_abs() >= PLACES else ZERO
