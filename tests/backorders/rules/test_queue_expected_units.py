"""Which of the units that arrive next a line waits for."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.queue import Expected, OpenLine, expected_units, queue

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def waiting(opens: list[int]) -> list[OpenLine]:
    return [OpenLine(number, 0, NOON, Decimal(units)) for number, units in enumerate(opens)]


@given(opens=st.lists(st.integers(min_value=1, max_value=6), min_size=1, max_size=5), on_hand=st.integers(-5, 20))
def test_expected_units_are_those_that_cover_the_line_when_they_arrive(opens: list[int], on_hand: int) -> None:
    lines = waiting(opens)
    for place in queue(lines, on_hand=Decimal(on_hand)):
        expected = expected_units(ahead=place.ahead, owed=place.owed)
        owed = [
            next(after for after in queue(lines, on_hand=Decimal(on_hand + arrived)) if after.line_id == place.line_id)
            for arrived in range(sum(opens) + 6)
        ]
        served = [arrived for arrived in range(1, len(owed)) if owed[arrived].owed < owed[arrived - 1].owed]
        if expected is None:
            assert served == []
        else:
            assert served == list(range(int(expected.first), int(expected.last) + 1))


def test_a_fraction_that_is_owed_is_expected_with_the_first_part_of_a_unit() -> None:
    half = Decimal("0.5")
    assert expected_units(ahead=Decimal(0), owed=half) == Expected(half, half)
