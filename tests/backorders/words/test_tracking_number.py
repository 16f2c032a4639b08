"""Tracking numbers in words."""

import pytest

from backorders.rules.tracking_number import Tracking, TrackingProblem
from backorders.words.tracking_number import tracking_problem_words, tracking_words


@pytest.mark.parametrize(
    ("tracking", "words"),
    [
        (Tracking("Box 2", "DHL", "JD01"), "DHL JD01 (Box 2)"),
        (Tracking(number="JD01"), "JD01"),
        (Tracking(carrier="DHL"), "DHL"),
    ],
)
def test_what_is_not_known_is_left_out(tracking: Tracking, words: str) -> None:
    assert tracking_words(tracking) == words


def test_each_problem_has_words_of_its_own() -> None:
    assert len({tracking_problem_words(problem) for problem in TrackingProblem}) == len(TrackingProblem)
