"""What the lines call for is a transition that the table allows."""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from backorders.rules.order_progress import LineProgress, status_after
from backorders.rules.order_status import OrderStatus
from backorders.rules.order_transitions import may_become

UNITS = st.integers(min_value=0, max_value=5)


@st.composite
def lines(draw: st.DrawFn) -> LineProgress:
    shipped, cancelled, released, rest = (draw(UNITS) for _ in range(4))
    ordered = shipped + cancelled + released + rest or 1
    invoiced = draw(st.integers(min_value=0, max_value=ordered - cancelled))
    refunded = draw(st.integers(min_value=0, max_value=invoiced))
    return LineProgress(*map(Decimal, (ordered, invoiced, shipped, cancelled, refunded, released)))


@given(now=st.sampled_from([OrderStatus.PENDING_PAYMENT, OrderStatus.PROCESSING]), found=st.lists(lines(), min_size=1))
def test_an_open_order_only_goes_where_the_table_lets_it(now: OrderStatus, found: list[LineProgress]) -> None:
    # Nothing is refunded of an order that was never paid.
    assume(now is not OrderStatus.PENDING_PAYMENT or not any(line.refunded for line in found))
    then = status_after(now, found)
    assert then is now or may_become(now, then)


def test_on_hold_stays_on_hold() -> None:
    assert status_after(OrderStatus.ON_HOLD, [LineProgress(Decimal(1), shipped=Decimal(1))]) is OrderStatus.ON_HOLD
