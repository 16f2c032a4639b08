"""What is said of a quantity that somebody else changed while a page was open."""

from catalog.actions.assign_sources import MergedQuantity
from catalog.rules.quantity import plain


def merged_words(quantity: MergedQuantity) -> str:
    """Return what was found, what was typed and what is saved."""
    return (
        f"{quantity.source}: the quantity was {plain(quantity.opened)} when you opened the page and "
        f"{plain(quantity.found)} when you saved. Your change to {plain(quantity.typed)} was applied as a difference: "
        f"it is {plain(quantity.saved)} now."
    )
