"""All names, or the first ones and how many more there are."""

import pytest

from catalog.words.names import first_named, in_rows, listed


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("", ""),
        ("A", "A"),
        ("AB", "A, B"),
        ("ABC", "A, B and 1 more"),
        ("ABCD", "A, B and 2 more"),
    ],
)
def test_the_first_are_named_and_the_others_counted(names: str, said: str) -> None:
    assert first_named(list(names), first=2) == said


@pytest.mark.parametrize(("names", "said"), [("ABC", "A; B and 1 other change"), ("ABCD", "A; B and 2 other changes")])
def test_what_is_counted_is_said_when_it_has_a_name(names: str, said: str) -> None:
    assert first_named(list(names), first=2, more="other change", separator="; ") == said


def test_many_are_counted_in_thousands() -> None:
    assert first_named(["A"] * 1235, first=1) == "A and 1,234 more"


@pytest.mark.parametrize(("names", "said"), [("", ""), ("A", "A"), ("AB", "A and B"), ("ABC", "A, B and C")])
def test_all_are_listed(names: str, said: str) -> None:
    assert listed(list(names)) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([3], "Row 3: that is none."),
        ([3, 5], "Rows 3, 5: that is none."),
        ([3, 5, 8, 9], "Rows 3, 5 and 2 more: that is none."),
    ],
)
def test_rows_that_are_refused_are_named_before_the_reason(rows: list[int], said: str) -> None:
    assert in_rows(rows, "That is none.", first=2) == said
