"""What becomes of a quantity that was typed on a page of the cart, when other pages may have changed the line meanwhile."""

from decimal import Decimal
from enum import Enum, auto


class LineChange(Enum):
    """The answer for one line."""

    NONE = auto()
    APPLIED = auto()
    # The page showed a quantity that is no longer true, and nothing was typed: the new one has to be seen first.
    ELSEWHERE = auto()
    # Another page changed the line to one quantity, this page to another: the shopper chooses.
    CONFLICT = auto()
    GONE = auto()


def line_change(shown: tuple[Decimal, ...], wanted: Decimal | None, now: Decimal | None) -> LineChange:
    """Return what to do with a line that holds `now` units (None: it is gone).

    `shown` is what the page showed, and then what it sent before (an answer may be lost, the change not); `wanted` what stands
    in its box, None for what is no quantity.
    """
    if now is None:
        return LineChange.GONE
    if wanted is None or wanted == now:
        return LineChange.NONE
    if now in shown:
        return LineChange.APPLIED
    return LineChange.ELSEWHERE if shown[:1] == (wanted,) else LineChange.CONFLICT
