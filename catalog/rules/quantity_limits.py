"""May this quantity be sold? The checks in their order, the first refusal wins (docs/rules.md#salable-5)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from catalog.rules.quantity import LARGEST, PLACES, ZERO, InvalidQuantityError, quantity
from catalog.rules.salable import Level, is_salable, unguarded_salable_quantity
from catalog.rules.stock_policy import StockPolicy


class Reason(Enum):
    """Why a quantity is refused; the words stand in `catalog.words.refusal`."""

    NOT_ASSIGNED = "not_assigned"
    DISABLED = "disabled"
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


def check_quantity(requested: Decimal, level: Level, policy: StockPolicy, *, is_enabled: bool = True) -> Refusal | None:
    """Return the first reason why `requested` units may not be sold, or None. Bounds are inclusive.

    `requested` is the sum of all lines of the product (C25). Order: decimals, minimum, maximum, increments, any source
    in stock, then enough salable. Places beyond the fourth are decimals, and are cut off for every other check.
    """
    if not is_enabled:
        return Refusal(Reason.DISABLED, requested)
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


def can_be_bought(level: Level, policy: StockPolicy, *, is_enabled: bool = True) -> bool:
    """Return whether any quantity at all can be bought: salable, and the smallest sale fits (X05)."""
    if not is_salable(level, policy, is_enabled=is_enabled):
        return False
    least, most = smallest_sale(policy), largest_sale(level, policy)
    return most is None or (most > 0 and least <= most)


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
