"""The policy that a product is sold by: its own values over those of the configuration.

Backorders: the three modes of the guide, and what the Out-of-Stock Threshold means under each.
The stock policy of one product: its own value, else the configured one, field by field.
"""

from dataclasses import dataclass, fields
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


@dataclass(frozen=True)
class ConfiguredPolicy:
    """Product Stock Options as configured. `min_sale_qty` is already that of the shopper's group; None: no minimum."""

    manage_stock: bool = True
    backorders: BackorderMode = BackorderMode.NO_BACKORDERS
    min_qty: Decimal = ZERO
    min_sale_qty: Decimal | None = Decimal(1)
    max_sale_qty: Decimal = Decimal(10000)
    notify_stock_qty: Decimal = Decimal(1)
    enable_qty_increments: bool = False
    qty_increments: Decimal = Decimal(1)


@dataclass(frozen=True)
class OwnPolicy:
    """Advanced Inventory of one product as stored: None means "Use Config Setting"; 0 and False are values."""

    manage_stock: bool | None = None
    backorders: BackorderMode | None = None
    min_qty: Decimal | None = None
    min_sale_qty: Decimal | None = None
    max_sale_qty: Decimal | None = None
    notify_stock_qty: Decimal | None = None
    enable_qty_increments: bool | None = None
    qty_increments: Decimal | None = None
    is_qty_decimal: bool = False


@dataclass(frozen=True)
class StockPolicy:
    """What holds for one product. `increment` is 0 when increments are off; `min_qty` is the threshold as stored."""

    manage_stock: bool
    backorders: BackorderMode
    min_qty: Decimal
    min_sale_qty: Decimal | None
    max_sale_qty: Decimal
    notify_stock_qty: Decimal
    increment: Decimal
    is_qty_decimal: bool

    @property
    def threshold(self) -> Decimal:
        """The Out-of-Stock Threshold in force, adapted to the backorder mode."""
        return adapted_threshold(self.min_qty, self.backorders)

    @property
    def is_unlimited(self) -> bool:
        """Backorders on and a threshold of 0: "infinite backorders" in the guide."""
        return self.backorders.allows_below_zero and self.threshold == 0

    @property
    def floor(self) -> Decimal | None:
        """The lowest free quantity an order may leave behind; None when nothing limits the sale."""
        return None if self.is_unlimited or not self.manage_stock else self.threshold


def stock_policy(own: OwnPolicy, configured: ConfiguredPolicy) -> StockPolicy:
    """Return the policy in force: each field is the product's own value, else the configured one.

    Decimal places of an increment are cut off unless the product's quantity uses decimals; an increment of 0 or less is
    off.
    """
    value = {
        field.name: getattr(configured, field.name) if getattr(own, field.name) is None else getattr(own, field.name)
        for field in fields(ConfiguredPolicy)
    }
    enabled, increment = value.pop("enable_qty_increments"), value.pop("qty_increments")
    if not own.is_qty_decimal:
        increment = Decimal(int(increment))
    return StockPolicy(**value, increment=max(increment, ZERO) if enabled else ZERO, is_qty_decimal=own.is_qty_decimal)
