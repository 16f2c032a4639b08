"""Whatever a provider tells, in whatever order, and whatever staff do meanwhile: no money goes back twice."""

import contextlib
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from backorders.actions.cancel_order import cancel_order
from backorders.actions.hold_order import unhold_order
from backorders.actions.refund_order import CannotRefund, refund_order
from backorders.rules.payment import ProviderEventKind as Kind
from tests.backorders.provider_money import all_of, given_back, keys, paid, sound, tell
from tests.examples import of_stories
from tests.factories.rolled_back import rolled_back

pytestmark = pytest.mark.django_db
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                Kind.REFUNDED,
                Kind.REFUND_FAILED,
                Kind.DISPUTE_OPENED,
                Kind.DISPUTE_WON,
                Kind.DISPUTE_LOST,
                Kind.REFUNDED_IN_ALL,
            ]
        ),
        st.sampled_from(["5.00", "10.00", "20.00"]),
        st.sampled_from(["a", "b"]),
        st.sampled_from(["", "cancel", "memo", "release"]),
    ),
    max_size=6,
)


@of_stories
@given(EVENTS)
def test_whatever_is_told_in_whatever_order_no_money_goes_back_twice(events: list[tuple[Kind, str, str, str]]) -> None:
    with rolled_back():
        order = paid()
        for kind, amount, reference, then in events:
            order = tell(order, kind, amount, reference)
            if order.status == "holded" and then:
                order = unhold_order(order=order, by=None, now=timezone.now())
            if then == "cancel" and order.status == "processing":
                cancel_order(
                    order=order,
                    units={order.lines.get(): min(Decimal(1), order.lines.get().open)},
                    by=None,
                    now=timezone.now(),
                )
            if then == "memo" and order.status == "processing":
                with contextlib.suppress(CannotRefund):
                    refund_order(order=order, units=all_of(order, 1), key=f"m{next(keys)}", by=None, now=timezone.now())
            order.refresh_from_db()
            assert given_back(order) <= 20
            assert sound()
