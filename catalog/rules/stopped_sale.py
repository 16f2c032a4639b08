"""Why a product cannot be bought in a stock any more."""

from decimal import Decimal
from enum import StrEnum

from catalog.rules.salable import NEVER, NO_SOURCE_IN_STOCK, reaches


class StopCause(StrEnum):
    """What is in the way, the first that holds."""

    DISABLED = "disabled"
    UNASSIGNED = "unassigned"
    NEVER_FITS = "never_fits"
    NO_SOURCE = "no_source"
    TOO_FEW = "too_few"


def stop_cause(free: Decimal | None, buyable_from: Decimal, *, is_enabled: bool) -> StopCause | None:
    """Return why the product cannot be bought; None when it can.

    `free` is what is free for sale (`Level.free_for_sale`), `buyable_from` the bound of its policy. The SQL twin is
    `queries.stopped_sale`.
    """
    if reaches(free, buyable_from):
        return None
    if not is_enabled:
        return StopCause.DISABLED
    if free is None:
        return StopCause.UNASSIGNED
    if buyable_from == NEVER:
        return StopCause.NEVER_FITS
    return StopCause.NO_SOURCE if free == NO_SOURCE_IN_STOCK else StopCause.TOO_FEW
