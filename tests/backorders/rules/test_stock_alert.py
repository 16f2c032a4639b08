"""Who is told that a product is back: the longest waiting first, never more than there are units for, each once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.stock_alert import (
    MOST_OF_ADDRESS,
    MOST_OF_NETWORK,
    SignUp,
    Waiting,
    buyers,
    sign_up,
    to_tell,
    units_back,
)
from catalog.rules.availability import Availability, AvailabilityStatus

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
lists = st.lists(
    st.builds(Waiting, st.integers(1, 99), st.integers(0, 5).map(lambda hours: NOON + timedelta(hours=hours))),
    unique_by=lambda each: each.pk,
    max_size=12,
)
some_units = st.decimals(0, 20, places=4)
least = st.sampled_from([Decimal("0.0001"), Decimal("0.5"), Decimal(1), Decimal(3)])


@given(waiting=lists, units=some_units, least=least, told_lately=st.integers(0, 9))
def test_no_more_are_told_than_could_each_buy_the_least(
    waiting: list[Waiting], units: Decimal, least: Decimal, told_lately: int
) -> None:
    told = to_tell(waiting, units=units, least=least, told_lately=told_lately)
    most: Decimal = units / max(least, Decimal(1))
    assert not told or len(told) + told_lately <= max(most, Decimal(1))


@given(waiting=lists, units=some_units, least=least, told_lately=st.integers(0, 9))
def test_nobody_who_waits_longer_is_passed_over(
    waiting: list[Waiting], units: Decimal, least: Decimal, told_lately: int
) -> None:
    told = to_tell(waiting, units=units, least=least, told_lately=told_lately)
    left = set(waiting) - set(told)
    assert len(set(told)) == len(told)
    assert all((one.since, one.pk) < (other.since, other.pk) for one in told for other in left)


@given(waiting=lists)
def test_without_a_limit_everybody_is_told_in_turn(waiting: list[Waiting]) -> None:
    told = to_tell(waiting, units=None, least=Decimal(1), told_lately=9)
    assert told == tuple(sorted(waiting, key=lambda each: (each.since, each.pk)))


@pytest.mark.parametrize(
    ("units", "least", "count"), [("3", "1", 3), ("3", "2", 1), ("0.5", "0.25", 1), ("0.2", "0.25", 0), ("-3", "1", 0)]
)
def test_so_many_could_each_buy_the_least(units: str, least: str, count: int) -> None:
    assert buyers(Decimal(units), least=Decimal(least)) == count


def told(status: AvailabilityStatus, *, salable: int | None, free: int, is_unlimited: bool = False) -> Availability:
    return Availability(
        status=status,
        salable=None if salable is None else Decimal(salable),
        free=Decimal(free),
        is_unlimited=is_unlimited,
        only_left=None,
        least=Decimal(1),
        most=None,
        step=Decimal(1),
        notifies=False,
    )


IN, BACK, OUT = AvailabilityStatus.IN_STOCK, AvailabilityStatus.ON_BACKORDER, AvailabilityStatus.OUT_OF_STOCK


@pytest.mark.parametrize(
    ("availability", "free", "salable"),
    [
        (told(OUT, salable=0, free=3), 0, 0),
        (told(IN, salable=53, free=3), 3, 53),
        (told(IN, salable=3, free=8), 3, 3),
        (told(BACK, salable=40, free=-10), 0, 40),
        (told(BACK, salable=-10, free=-10, is_unlimited=True), 0, None),
        (told(IN, salable=None, free=0), None, None),
    ],
)
def test_c44_free_units_count_and_what_may_be_owed_only_where_the_merchant_says_so(
    availability: Availability, free: int | None, salable: int | None
) -> None:
    assert units_back(availability, counts_backorders=False) == free
    assert units_back(availability, counts_backorders=True) == salable


@pytest.mark.parametrize(
    ("is_waiting", "is_asked", "of_address", "of_network", "answer"),
    [
        (False, False, 0, 0, SignUp.MAIL),
        (True, False, 0, 0, SignUp.SILENT),
        (False, True, 0, 0, SignUp.SILENT),
        (False, False, MOST_OF_ADDRESS, 0, SignUp.SILENT),
        (False, False, MOST_OF_ADDRESS - 1, MOST_OF_NETWORK - 1, SignUp.MAIL),
        (True, True, MOST_OF_ADDRESS, MOST_OF_NETWORK, SignUp.REFUSED),
    ],
)
def test_what_is_done_about_a_sign_up(
    is_waiting: bool, is_asked: bool, of_address: int, of_network: int, answer: SignUp
) -> None:
    done = sign_up(is_waiting=is_waiting, is_asked=is_asked, of_address=of_address, of_network=of_network)
    assert done is answer
