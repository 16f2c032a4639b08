"""What an edit by staff does to one order line (C30, C37)."""

from dataclasses import dataclass, replace
from decimal import Decimal

from backorders.rules.line_quantities import LineProgress, captured_part
from catalog.rules.quantity import ZERO


@dataclass(frozen=True)
class LineEdit:
    """What becomes of one line. All in units, none below zero.

    `raised` are ordered in addition, on the line itself; `added` as well, but on a line of their own. `withdrawn` were never
    paid for and are not ordered any more; `canceled` are given up, `refunded` of them had been paid for and their money goes back.
    """

    raised: Decimal = ZERO
    added: Decimal = ZERO
    withdrawn: Decimal = ZERO
    canceled: Decimal = ZERO
    refunded: Decimal = ZERO

    @property
    def given_back(self) -> Decimal:
        """Units that are not promised any more; below zero when the line promises more than before."""
        return self.withdrawn + self.canceled - self.raised

    def applied_to(self, line: LineProgress) -> LineProgress:
        """Return the line after the edit; what is `added` stands elsewhere."""
        return replace(
            line,
            ordered=line.ordered + self.raised - self.withdrawn,
            canceled=line.canceled + self.canceled,
            refunded=line.refunded + self.refunded,
        )


def line_edit(line: LineProgress, wanted: Decimal, *, is_offline: bool) -> LineEdit:
    """Return what makes `wanted` the line's net quantity (ordered less canceled). Raises `ValueError` below the lowest.

    Units that were not paid for go first, and are taken off what is ordered: nobody gave anything up. An order line keeps at
    least one unit of what was ordered, so that a line of which nothing is wanted is canceled instead.
    """
    if wanted < lowest_quantity(line, is_offline=is_offline):
        raise ValueError("Less is wanted than can be given up.")
    more = wanted - line.net
    if more >= 0:
        return LineEdit(added=more) if _was_refunded_by_canceling(line) else LineEdit(raised=more)
    refunded = captured_part(line, -more)
    withdrawn = -more - refunded
    if withdrawn == line.ordered:
        return LineEdit(canceled=withdrawn)
    return LineEdit(withdrawn=withdrawn, canceled=refunded, refunded=refunded)


def lowest_quantity(line: LineProgress, *, is_offline: bool) -> Decimal:
    """Return the least that the line's net quantity can be: what has left, was refunded, or (paid offline) was invoiced.

    Money of a card goes back by itself; that of a cheque is given back by a credit memo, which says what becomes of the goods.
    """
    gone = line.shipped + line.released
    return max(gone, line.invoiced) if is_offline else gone


def _was_refunded_by_canceling(line: LineProgress) -> bool:
    """Whether units of the line were paid for and then canceled.

    The line then has more invoiced and canceled units than ordered ones, and one more of it would look as if it were paid.
    """
    return line.invoiced + line.canceled > line.ordered
