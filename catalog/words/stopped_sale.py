"""Why a product stopped being buyable, in words."""

from typing import assert_never

from catalog.rules.stopped_sale import StopCause


def stop_words(cause: StopCause, *, order_number: str = "", is_by_shelf: bool = False) -> str:
    """Return why. `order_number` took the last units; `is_by_shelf`: units at its sources were changed."""
    match cause:
        case StopCause.DISABLED:
            return "Disabled"
        case StopCause.UNASSIGNED:
            return "At no source of the stock any more"
        case StopCause.NEVER_FITS:
            return "The least that may be bought is more than the most"
        case StopCause.NO_SOURCE:
            return "Every source is Out of Stock or disabled"
        case StopCause.TOO_FEW:
            if order_number:
                return f"Sold out by order #{order_number}"
            return "Fewer units at its sources" if is_by_shelf else "A limit of sale or another setting was changed"
        case _:
            assert_never(cause)
