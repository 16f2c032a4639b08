"""What can be the tracking numbers of one shipment."""

import pytest

from backorders.rules.tracking_number import MOST_NUMBERS, Tracking, TrackingProblem, tracking_problem


@pytest.mark.parametrize(
    ("numbers", "problem"),
    [
        ([], None),
        ([Tracking(carrier="UPS"), Tracking("Box 2", "UPS", "1Z")], None),
        ([Tracking(number="1"), Tracking(carrier="UPS", number="1")], None),
        ([Tracking(number="1"), Tracking("Box 2", "", "1")], TrackingProblem.TWICE),
        ([Tracking(title="Box 1")], TrackingProblem.TITLE_ALONE),
        ([Tracking(number=str(place)) for place in range(MOST_NUMBERS)], None),
        ([Tracking(number=str(place)) for place in range(MOST_NUMBERS + 1)], TrackingProblem.TOO_MANY),
    ],
)
def test_numbers_of_a_shipment(numbers: list[Tracking], problem: TrackingProblem | None) -> None:
    assert tracking_problem(numbers) is problem


def test_only_what_is_empty_is_blank() -> None:
    assert [Tracking().is_blank, Tracking(title="Box 1").is_blank] == [True, False]
