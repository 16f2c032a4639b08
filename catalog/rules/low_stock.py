"""Low stock: has a quantity fallen to its notify level? (rules.md, Notices 1)."""

from decimal import Decimal


def notify_level(own: Decimal | None, products: Decimal | None, configured: Decimal) -> Decimal:
    """Return the level in force: the source item's own, else the product's own, else the configured one."""
    if own is not None:
        return own
    return configured if products is None else products


def is_low(quantity: Decimal, level: Decimal) -> bool:
    """Return whether `quantity` is low: at 10 or less when the level is 10. Items at zero are included."""
    return quantity <= level
