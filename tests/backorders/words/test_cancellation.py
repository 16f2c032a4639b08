"""Who canceled through the order's link, and who may not."""

import pytest

from backorders.words.cancellation import beyond_rights, through_link


@pytest.mark.parametrize(
    ("staff", "said"),
    [
        ("", "Canceled by the shopper, through the order's link."),
        ("Ann", "Canceled by Ann, signed in as staff, through the order's link."),
    ],
)
def test_the_history_tells_staff_from_shopper(staff: str, said: str) -> None:
    assert through_link("Canceled", staff) == said


def test_staff_without_the_right_are_told_which_and_what_to_do() -> None:
    said = beyond_rights("Ann", "cancel orders")
    assert said.startswith("You are signed in as Ann, whose role may not cancel orders.")
    assert "open its link in a browser in which you are not signed in as staff" in said
