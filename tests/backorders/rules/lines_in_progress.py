"""Order lines at any point of their life, as the actions can leave them."""

from decimal import Decimal

from hypothesis import strategies as st

from backorders.rules.line_quantities import LineProgress

MOST = 6


@st.composite
def lines_in_progress(draw: st.DrawFn) -> LineProgress:
    """Draw a line: some units shipped, canceled, refunded unshipped, the rest open; invoiced so far as it can be."""
    shipped, not_invoiced, captured, released, rest = (draw(st.integers(0, MOST)) for _ in range(5))
    canceled = not_invoiced + captured
    ordered = shipped + canceled + released + rest or 1
    # Units that were paid for are canceled once nothing is left that was not.
    most = max(ordered - not_invoiced, captured + released)
    invoiced = most if captured else draw(st.integers(released, most))
    returned = draw(st.integers(0, min(shipped, invoiced - captured - released)))
    return LineProgress(*map(Decimal, (ordered, invoiced, shipped, canceled, captured + released + returned, released)))
