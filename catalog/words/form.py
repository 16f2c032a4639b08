"""What people are told when a form was saved, or would delete something."""

from catalog.rules.held_units import HeldUnits
from catalog.rules.money import amount_text
from catalog.rules.quantity import plain
from catalog.rules.shown_form import RowsShown
from catalog.words.names import listed

SOURCE_GONE = "Sources: a source that was to be assigned does not exist any more."


def between_words(name: str, bound: int) -> str:
    """Return what may be typed for `name`, "latitude", as a number of degrees."""
    return f"Please enter a {name} between -{bound} and {bound}."


def typed_beside_words(typed: str, *, box: str, shown: str) -> str:
    """Return why a value beside the ticked `box` ("Use system value") is refused; `shown` is what the box brings back."""
    return f"You typed {typed}, but “{box}” is ticked. Untick it to keep {typed}, or put back {shown}."


def kept_in_words(label: str, value: str, who: str) -> str:
    """Return that the field `label` is now `value`, because `who` changed it while the form was open."""
    return f"{label} was changed to {value} by {who} meanwhile, and stays."


def changed_words(changed: int, sent: int, noun: str) -> str:
    """Return "1 of 3 sources changed."; nothing when there were no rows."""
    return f"{changed} of {sent} {noun}{'' if sent == 1 else 's'} changed." if sent else ""


def lost_words(rows: RowsShown) -> str:
    """Return why a form that did not come in whole was refused."""
    came = (
        f"{rows.shown - rows.lost} of its {rows.shown} rows came in"
        if rows.lost
        else f"it brought {rows.strange} more rows than it shows"
    )
    return f"The page did not arrive whole: {came}. Nothing was saved. Please check what is shown here, and save again."


def held_in_words(held: HeldUnits, *, products: int) -> str:
    """Return how many open orders hold what of `products` products, as a sentence; empty when none does."""
    if not held.orders:
        return ""
    orders = "1 open order holds" if held.orders == 1 else f"{held.orders:,} open orders hold"
    units = "1 unit" if held.units == 1 else f"{plain(held.units)} units"
    worth = [amount_text(amount, currency) for currency, amount in held.values]
    return f"{orders} {units} of {'this product' if products == 1 else 'these products'}, worth {listed(worth)}."


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
