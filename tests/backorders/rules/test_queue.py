"""Who stands where in the queue, what is covered of a line, and what a delivery would cover."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from backorders.rules.queue import OpenLine, Place, queue, served_by, served_in_all, shared_queue

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def waiting(pk: int, units: int, *, priority: int = 0, minutes: int = 0) -> OpenLine:
    return OpenLine(pk, priority, NOON + timedelta(minutes=minutes), Decimal(units))


def test_priority_comes_before_time_and_time_before_the_number_of_the_line() -> None:
    lines = [waiting(4, 1), waiting(1, 1, minutes=5), waiting(3, 1), waiting(2, 1, priority=-1, minutes=9)]
    assert [(place.line_id, place.position) for place in queue(lines, on_hand=Decimal(0))] == [
        (2, 1),
        (3, 2),
        (4, 3),
        (1, 4),
    ]


def test_units_on_hand_go_to_the_first_lines() -> None:
    places = queue([waiting(1, 3), waiting(2, 4), waiting(3, 2)], on_hand=Decimal(5))
    assert [(place.before, place.open, place.covered, place.owed) for place in places] == [
        (0, 3, 3, 0),
        (3, 4, 2, 2),
        (7, 2, 0, 2),
    ]


def test_a_shelf_below_zero_covers_nobody() -> None:
    (place,) = queue([waiting(1, 3)], on_hand=Decimal(-2))
    assert (place.covered, place.owed) == (0, 3)


@pytest.mark.parametrize(
    ("on_hand", "delivered", "served"), [(5, 1, 1), (5, 2, 2), (5, 9, 2), (5, 0, 0), (2, 2, 1), (-2, 5, 0), (-2, 6, 1)]
)
def test_a_delivery_serves_those_ahead_first(on_hand: int, delivered: int, served: int) -> None:
    covered = Decimal(max(0, min(on_hand - 3, 4)))
    place = Place(2, 2, Decimal(3), Decimal(4), covered, Decimal(4) - covered, ahead=Decimal(0))
    assert served_by(Decimal(delivered), place, on_hand=Decimal(on_hand)) == served


@pytest.mark.parametrize(
    ("on_hand", "delivered", "served"),
    [(0, 4, 4), (0, 12, 9), (5, 9, 4), (9, 3, 0), (12, 3, 0), (-2, 5, 3), (-6, 5, 0)],
)
def test_a_delivery_serves_no_more_than_is_owed(on_hand: int, delivered: int, served: int) -> None:
    assert served_in_all(Decimal(delivered), on_hand=Decimal(on_hand), total_open=Decimal(9)) == served


@pytest.mark.parametrize(("at_source", "ahead"), [(4, [0, 0, 2]), (0, [0, 3, 6]), (-2, [2, 5, 8])])
def test_ahead_of_a_line_is_what_older_ones_owe_in_any_stock_and_what_its_shelf_is_below_zero(
    at_source: int, ahead: list[int]
) -> None:
    """Two stocks draw on one source."""
    lines = [OpenLine(number, 0, NOON, Decimal(3), stock=number % 2) for number in (1, 2, 3)]
    places = shared_queue(lines, counted={7: Decimal(at_source)}, drawn_on={0: [7], 1: [7]})
    assert [place.ahead for place in places] == ahead
    assert all(place.covered + place.owed == 3 for place in places)
