"""What deleting products does, in the merchant's words."""

from catalog.rules.held_units import HeldUnits
from catalog.rules.money_text import amount_text
from catalog.rules.quantity import plain


def held_in_words(held: HeldUnits, *, products: int) -> str:
    """Return how many open orders hold what of `products` products, as a sentence; empty when none does."""
    if not held.orders:
        return ""
    orders = "1 open order holds" if held.orders == 1 else f"{held.orders:,} open orders hold"
    units = "1 unit" if held.units == 1 else f"{plain(held.units)} units"
    worth = [amount_text(amount, currency) for currency, amount in held.values]
    listed = " and ".join(filter(None, (", ".join(worth[:-1]), *worth[-1:])))
    return f"{orders} {units} of {'this product' if products == 1 else 'these products'}, worth {listed}."


def variants_in_words(variants: int) -> str:
    """Return what becomes of the variants of a configurable product, as a sentence; empty when there are none."""
    if not variants:
        return ""
    if variants == 1:
        return (
            "1 variant stays as a simple product with its stock. Its visibility does not change: choose it on its page."
        )
    return (
        f"{variants:,} variants stay as simple products with their stock. Their visibility does not change: choose it on the "
        "page of each."
    )
