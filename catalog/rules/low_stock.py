"""Low stock: has a quantity fallen to its notify level? (docs/rules.md#notices-1)."""

from decimal import Decimal

from catalog.rules.in_force import StockPolicy


def watched_level(policy: StockPolicy, *, is_enabled: bool, holds_stock: bool) -> Decimal | None:
    """Return a product's level in force: its own, else the configured one; None where nobody is to be told.

    Nobody is told of a product that is disabled, of one whose stock is not managed, and of a configurable one: its variants are.
    """
    return policy.notify_stock_qty if is_enabled and holds_stock and policy.manage_stock else None


def notify_level(own: Decimal | None, products: Decimal | None) -> Decimal | None:
    """Return the level of a source item: its own, else the product's; None where the product is not watched (`products` None)."""
    return products if own is None or products is None else own


def is_low(quantity: Decimal, level: Decimal | None) -> bool:
    """Return whether `quantity` is low: at 10 or less when the level is 10, never when it is None. Zero is included."""
    return level is not None and quantity <= level
