"""What of a line was backordered when it was ordered."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.placing import free_before_each, owed_after_withdrawal, owed_of_raises
from catalog.rules.salable import owed_part

units = st.integers(1, 9).map(Decimal)


@given(ordered=st.lists(units, max_size=5), free=st.integers(-5, 20).map(Decimal))
def test_owed_parts_of_one_product_add_up_to_that_of_all_units(ordered: list[Decimal], free: Decimal) -> None:
    before = free_before_each(((7, quantity) for quantity in ordered), {7: free})
    owed = [owed_part(quantity, there) for quantity, there in zip(ordered, before, strict=True)]
    assert sum(owed) == owed_part(Decimal(sum(ordered)), free)
    assert all(0 <= part <= quantity for part, quantity in zip(owed, ordered, strict=True))


def test_what_is_free_of_two_products_does_not_touch_each_other() -> None:
    assert free_before_each([(1, Decimal(3)), (2, Decimal(3)), (1, Decimal(3))], {1: Decimal(4)}) == (4, 0, 1)


@given(raised=st.lists(units, max_size=5), owed=st.integers(0, 30).map(Decimal))
def test_what_an_edit_owes_is_shared_out_from_the_last_line(raised: list[Decimal], owed: Decimal) -> None:
    shares = owed_of_raises(raised, owed)
    assert sum(shares) == min(owed, sum(raised))
    assert all(
        later == quantity or not earlier
        for earlier, later, quantity in zip(shares, shares[1:], raised[1:], strict=False)
    )


def test_withdrawn_units_are_the_ones_that_would_have_come_last() -> None:
    assert [owed_after_withdrawal(Decimal(2), Decimal(5), Decimal(gone)) for gone in (0, 1, 2, 4)] == [2, 1, 0, 0]
