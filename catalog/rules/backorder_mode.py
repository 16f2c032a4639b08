"""Backorders: the three modes of the guide, and what the Out-of-Stock Threshold means under each."""

from decimal import Decimal
from enum import IntEnum, StrEnum

from catalog.rules.quantity import ZERO


class BackorderMode(IntEnum):
    """The Backorders setting. The numbers are those of the reference, so that its CSV files read as they are."""

    NO_BACKORDERS = 0
    ALLOW = 1
    ALLOW_AND_NOTIFY = 2

    @property
    def allows_below_zero(self) -> bool:
        """Whether orders are accepted when nothing is left on the shelf."""
        return self is not BackorderMode.NO_BACKORDERS

    @property
    def label(self) -> str:
        """The merchant's name of the mode, as on the guide's two screens."""
        return LABELS[self]


LABELS = {
    BackorderMode.NO_BACKORDERS: "No Backorders",
    BackorderMode.ALLOW: "Allow Qty Below 0",
    BackorderMode.ALLOW_AND_NOTIFY: "Allow Qty Below 0 and Notify Customer",
}


def adapted_threshold(stored: Decimal, mode: BackorderMode) -> Decimal:
    """Return the Out-of-Stock Threshold in force: backorders off max(stored, 0), on min(stored, 0).

    The stored value stays as typed: it is adapted on every read and never on save (docs/rules.md#salable-1).
    """
    return min(stored, ZERO) if mode.allows_below_zero else max(stored, ZERO)


class ThresholdMeaning(StrEnum):
    """What a typed threshold does under a mode, in kinds that a screen puts into words."""

    NO_BACKORDERS = "no_backorders"
    KEPT_BACK = "kept_back"
    LIMITED = "limited"
    UNLIMITED = "unlimited"
    IGNORED_WHILE_ON = "ignored_while_on"
    IGNORED_WHILE_OFF = "ignored_while_off"


def threshold_meaning(stored: Decimal, mode: BackorderMode) -> ThresholdMeaning:
    """Return what `stored` means under `mode` (docs/rules.md#salable-4)."""
    if mode.allows_below_zero:
        if stored == 0:
            return ThresholdMeaning.UNLIMITED
        return ThresholdMeaning.LIMITED if stored < 0 else ThresholdMeaning.IGNORED_WHILE_ON
    if stored == 0:
        return ThresholdMeaning.NO_BACKORDERS
    return ThresholdMeaning.KEPT_BACK if stored > 0 else ThresholdMeaning.IGNORED_WHILE_OFF
