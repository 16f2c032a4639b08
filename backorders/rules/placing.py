"""What an order promises when it is placed: judged, summed, owed, told.

Every line is judged before the answer (docs/rules.md#orders-1, docs/rules.md#salable-5); what was told stays told
(docs/rules.md#told-5).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto
from typing import Any

from backorders.rules.consent import is_asked
from catalog.rules.availability import QuantityStatus, quantity_status
from catalog.rules.in_force import StockPolicy
from catalog.rules.money import NOTHING, line_amount
from catalog.rules.promised_day import is_later
from catalog.rules.quantity import PLACES, ZERO
from catalog.rules.salable import Level, Refusal, check_quantity, owed_part


def summed(lines: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """Return {product id: quantity}: all lines of one product are added up before they are judged (C25)."""
    total: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for product_id, quantity in lines:
        total[product_id] += quantity
    return dict(total)


def refusals(
    requested: Mapping[int, Decimal], positions: Mapping[int, tuple[Level, StockPolicy]], *, for_sale: frozenset[int]
) -> dict[int, Refusal]:
    """Return {product id: its first refusal} for every product that may not be sold in the requested quantity.

    `for_sale` are those that the website sells at all.
    """
    judged = {
        product_id: check_quantity(quantity, *positions[product_id], is_for_sale=product_id in for_sale)
        for product_id, quantity in requested.items()
    }
    return {product_id: refusal for product_id, refusal in judged.items() if refusal is not None}


# Ten digits before the point, as far as the shop counts; tables hold four places behind it.
LARGEST_TOTAL = Decimal("9999999999.99")


class OrderTooLargeError(ValueError):
    """With the line of `sku` the total becomes larger than one order can be."""

    def __init__(self, sku: str) -> None:
        """Keep the line."""
        super().__init__(sku)
        self.sku = sku


def order_total(lines: Iterable[tuple[str, Decimal, Decimal]], currency: str) -> Decimal:
    """Return the sum of `lines` (SKU, unit price, units), each rounded by itself to an amount of `currency`.

    Raises `OrderTooLargeError` with the SKU that makes it larger than one order can be.
    """
    total = NOTHING
    for sku, unit_price, units in lines:
        total += line_amount(unit_price, units, currency)
        if total > LARGEST_TOTAL:
            raise OrderTooLargeError(sku)
    return total


def free_before_each(units: Iterable[tuple[int, Decimal]], free: Mapping[int, Decimal]) -> tuple[Decimal, ...]:
    """Return what is free before each (product id, units) in turn: each leaves less of `free` {product id: units} to the next."""
    left = dict(free)
    found = []
    for product_id, quantity in units:
        found.append(left.get(product_id, ZERO))
        left[product_id] = found[-1] - quantity
    return tuple(found)


def owed_of_raises(raised: Sequence[Decimal], owed: Decimal) -> tuple[Decimal, ...]:
    """Divide the units that an edit left `owed` among the lines that it `raised`: the last ones owe, as in the queue."""
    shares = []
    for units in reversed(raised):
        share = min(units, owed)
        shares.append(share)
        owed -= share
    return tuple(reversed(shares))


def owed_after_withdrawal(owed: Decimal, ordered: Decimal, withdrawn: Decimal) -> Decimal:
    """Return the owed part of a line when `withdrawn` of its `ordered` units are not ordered any more: the last ones go first."""
    return owed_part(ordered - withdrawn, ordered - owed)


def may_owe(quantity: Decimal, owed: Decimal, *, notifies: bool, is_displayed: bool) -> Decimal:
    """Return the largest owed part, in units, of which all that was told of `owed` of `quantity` units still holds.

    The number is told under "Allow Qty Below 0 and Notify Customer" (`notifies`), else the word alone: "partly" holds while one
    unit is there. Where availability is not displayed either, nothing was told that could become untrue.
    """
    if notifies:
        return owed
    if not is_displayed:
        return quantity
    return quantity - PLACES if quantity_status(quantity, owed) is QuantityStatus.PARTLY else owed


@dataclass(frozen=True)
class Terms:
    """What a shopper chose and agreed to, beside what he buys: kept on his order.

    `ships_complete`: nothing of the goods leaves before all of them are there. `consent` is the text that he agreed to: that units
    come later than `within` so many days (0 asks nobody), on `until` at the latest (None: on no day that anybody knows); empty
    where he was not asked.
    """

    ships_complete: bool = False
    consent: str = ""
    within: Decimal = ZERO
    until: date | None = None

    def allow(self, owed: Decimal, day: date | None, *, today: date) -> bool:
        """Return whether an order of `today` may be placed whose `owed` units come on `day` (None: nobody knows when)."""
        if not owed or not self.within:
            return True
        if not is_asked(owed, day, within=self.within, today=today):
            return True
        return bool(self.consent) and not is_later(day, self.until)

    def columns(self, now: datetime) -> dict[str, Any]:
        """Return them as an order keeps them that is placed `now`."""
        return {
            "ships_complete": self.ships_complete,
            "consent": self.consent,
            "consent_days": self.within if self.consent else None,
            "consented_at": now if self.consent else None,
        }


NO_TERMS = Terms()


class LineChange(Enum):
    """The answer for one line."""

    NONE = auto()
    APPLIED = auto()
    # The page showed a quantity that is no longer true, and nothing was typed: the new one has to be seen first.
    ELSEWHERE = auto()
    # Another page changed the line to one quantity, this page to another: the shopper chooses.
    CONFLICT = auto()
    GONE = auto()


def line_change(shown: tuple[Decimal, ...], wanted: Decimal | None, now: Decimal | None) -> LineChange:
    """Return what to do with a line that holds `now` units (None: it is gone).

    `shown` is what the page showed, and then what it sent before (an answer may be lost, the change not); `wanted` what stands
    in its box, None for what is no quantity.
    """
    if now is None:
        return LineChange.GONE
    if wanted is None or wanted == now:
        return LineChange.NONE
    if now in shown:
        return LineChange.APPLIED
    return LineChange.ELSEWHERE if shown[:1] == (wanted,) else LineChange.CONFLICT
