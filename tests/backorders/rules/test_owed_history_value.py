"""What the units of a change cost."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.owed_history import OwedChange, change_value
from catalog.rules.quantity import ZERO

FIRST = date(2026, 11, 2)


@given(
    st.decimals(0, 20, places=4),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), max_size=6),
    st.sampled_from(("USD", "JPY", "KWD")),
)
def test_values_add_up_to_the_price_of_what_is_owed(
    price: Decimal, steps: list[tuple[int, int, int]], currency: str
) -> None:
    before = value = ZERO
    for became, most_served, most_canceled in steps:
        served = min(Decimal(most_served), before + became)
        canceled = min(Decimal(most_canceled), before + became - served)
        change = OwedChange(FIRST, 1, FIRST, before, Decimal(became), served, canceled)
        worth = change_value(change, unit_price=price, currency=currency)
        value += worth.became - worth.served - worth.canceled
        before = change.after
        assert min(worth.became, worth.served, worth.canceled) >= 0
        assert (
            value
            == change_value(
                OwedChange(FIRST, 1, FIRST, ZERO, before, ZERO, ZERO), unit_price=price, currency=currency
            ).became
        )
