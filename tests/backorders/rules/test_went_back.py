from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.went_back import answered_parts

MONEY = st.decimals(0, 1000, places=2)


@given(amount=st.decimals(-10, 1000, places=2), sums=st.lists(MONEY, max_size=5))
def test_no_more_is_answered_than_was_asked_or_went_back_and_the_oldest_first(
    amount: Decimal, sums: list[Decimal]
) -> None:
    parts = answered_parts(amount, sums)
    assert sum(parts) == min(max(amount, Decimal(0)), sum(sums, Decimal(0)))
    assert all(0 <= part <= each for part, each in zip(parts, sums, strict=True))
    first_short = next((n for n, part in enumerate(parts) if part < sums[n]), len(parts))
    assert not any(parts[first_short + 1 :])
