"""Policies and levels by example: whole numbers in, rules' objects out."""

from decimal import Decimal

from catalog.rules.backorder_mode import BackorderMode
from catalog.rules.in_force import ConfiguredPolicy, OwnPolicy, StockPolicy, stock_policy
from catalog.rules.salable import Level

OFF = BackorderMode.NO_BACKORDERS
ON = BackorderMode.ALLOW
NOTIFY = BackorderMode.ALLOW_AND_NOTIFY


def policy(
    backorders: BackorderMode = OFF,
    min_qty: int | str = 0,
    *,
    manage_stock: bool = True,
    least: int | str | None = None,
    most: int | str | None = None,
    increments: int | str | None = None,
    decimals: bool = False,
) -> StockPolicy:
    """Return the policy of a product with these values of its own; the rest is as installed."""
    own = OwnPolicy(
        manage_stock=manage_stock,
        backorders=backorders,
        min_qty=Decimal(min_qty),
        min_sale_qty=None if least is None else Decimal(least),
        max_sale_qty=None if most is None else Decimal(most),
        enable_qty_increments=increments is not None,
        qty_increments=None if increments is None else Decimal(increments),
        is_qty_decimal=decimals,
    )
    return stock_policy(own, ConfiguredPolicy())


def level(on_hand: int | str = 0, reserved: int | str = 0, *, in_stock: bool = True) -> Level:
    """Return the level of a product with one source item."""
    return Level(Decimal(on_hand), Decimal(reserved), sources_in_stock=int(in_stock), sources_assigned=1)
