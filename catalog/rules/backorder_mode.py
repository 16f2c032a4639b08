"""Backorders: the three modes of the guide, and what the Out-of-Stock Threshold means under each.

A mode that is added is a case in every `match` here: the type checker names those that lack it, and all else asks these
properties. No other file compares modes or their numbers (tests/architecture/test_backorder_modes.py).
"""

from collections.abc import Iterable
from decimal import Decimal
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import assert_never

from catalog.rules.quantity import ZERO


class BackorderMode(IntEnum):
    """The Backorders setting. The numbers are those of the reference, so that its CSV files read as they are."""

    NO_BACKORDERS = 0
    ALLOW = 1
    ALLOW_AND_NOTIFY = 2

    @cached_property
    def allows_below_zero(self) -> bool:
        """Whether orders are accepted when nothing is left on the shelf."""
        match self:
            case BackorderMode.NO_BACKORDERS:
                return False
            case BackorderMode.ALLOW | BackorderMode.ALLOW_AND_NOTIFY:
                return True
            case _:
                assert_never(self)

    @cached_property
    def notifies(self) -> bool:
        """Whether the shopper is told how many units are owed to him."""
        match self:
            case BackorderMode.NO_BACKORDERS | BackorderMode.ALLOW:
                return False
            case BackorderMode.ALLOW_AND_NOTIFY:
                return True
            case _:
                assert_never(self)

    @property
    def label(self) -> str:
        """The merchant's name of the mode, as on the guide's two screens."""
        match self:
            case BackorderMode.NO_BACKORDERS:
                return "No Backorders"
            case BackorderMode.ALLOW:
                return "Allow Qty Below 0"
            case BackorderMode.ALLOW_AND_NOTIFY:
                return "Allow Qty Below 0 and Notify Customer"
            case _:
                assert_never(self)


MODE_LABELS = tuple((mode.value, mode.label) for mode in BackorderMode)


def most_told(modes: Iterable[BackorderMode]) -> BackorderMode:
    """Return the mode under which a shopper hears most, of those that held for parts of one line."""
    return max(modes, key=lambda mode: (mode.notifies, mode.allows_below_zero))


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
