"""Order lines at any point of their life, as the actions can leave them."""

from decimal import Decimal

from hypothesis import strategies as st

from backorders.rules.order_progress import LineProgress

MOST = 6


@st.composite
def lines_in_progress(draw: st.DrawFn) -> LineProgress:
    """Draw a line: some units shipped, cancelled, refunded unshipped, the rest open; invoiced so far as it can be."""
    shipped, not_invoiced, captured, released, rest = (draw(st.integers(0, MOST)) for _ in range(5))
    cancelled = not_invoiced + captured
    ordered = shipped + cancelled + released + rest or 1
    # What was cancelled or refunded with its money had been invoiced.
    least = captured + released
    invoiced = draw(st.integers(least, max(least, ordered - not_invoiced)))
    returned = draw(st.integers(0, min(shipped, invoiced - least)))
    return LineProgress(
        *map(Decimal, (ordered, invoiced, shipped, cancelled, captured + released + returned, released))
    )
