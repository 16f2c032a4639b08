"""Shoppers cancel their order while nothing of it has left and all of it can be cancelled."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.cancellable import cancellable
from backorders.rules.order_progress import LineProgress
from backorders.rules.order_status import OrderStatus
from backorders.rules.shopper_may_cancel import shopper_may_cancel
from tests.backorders.rules.lines_in_progress import lines_in_progress

PAID = LineProgress(Decimal(5), invoiced=Decimal(5))
UNPAID = LineProgress(Decimal(5))
LEFT = LineProgress(Decimal(5), invoiced=Decimal(5), shipped=Decimal(1))
GONE = LineProgress(Decimal(5), invoiced=Decimal(5), cancelled=Decimal(5), refunded=Decimal(5))


@pytest.mark.parametrize(
    ("status", "lines", "is_offline", "may"),
    [
        (OrderStatus.PROCESSING, [PAID], False, True),
        (OrderStatus.PENDING_PAYMENT, [UNPAID], True, True),
        (OrderStatus.PROCESSING, [PAID], True, False),
        (OrderStatus.PROCESSING, [PAID, LEFT], False, False),
        (OrderStatus.PROCESSING, [PAID, GONE], False, True),
        (OrderStatus.CANCELED, [GONE], False, False),
        (OrderStatus.ON_HOLD, [PAID], False, False),
        (OrderStatus.COMPLETE, [LEFT], False, False),
    ],
)
def test_shopper_may_cancel(status: OrderStatus, lines: list[LineProgress], is_offline: bool, may: bool) -> None:
    assert shopper_may_cancel(status, lines, is_offline=is_offline) is may


@given(lines=st.lists(lines_in_progress()), status=st.sampled_from(OrderStatus), is_offline=st.booleans())
def test_nothing_that_left_is_cancelled_and_nothing_stays_open(
    lines: list[LineProgress], status: OrderStatus, is_offline: bool
) -> None:
    if shopper_may_cancel(status, lines, is_offline=is_offline):
        assert not any(line.shipped for line in lines)
        assert all(cancellable(line, is_offline=is_offline) == line.open for line in lines)
        assert any(line.open for line in lines)
