"""The stock policy of one product: its own value, else the configured one, field by field."""

from dataclasses import dataclass, fields
from decimal import Decimal

from catalog.rules.backorder_mode import BackorderMode, adapted_threshold
from catalog.rules.quantity import ZERO


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
