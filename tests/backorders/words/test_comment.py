"""Why a comment is not kept, and who reads one."""

import pytest

from backorders.words.comment import EMPTY, LONGEST_COMMENT, TOO_LONG, comment_kept_for, why_not_comment


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x" * LONGEST_COMMENT, ""),
        ("x" * (LONGEST_COMMENT + 1), TOO_LONG),
        ("", EMPTY),
        (" \n\t", EMPTY),
        ("Yes.\nNo.", ""),
    ],
)
def test_a_comment_has_something_to_say_and_an_end(text: str, why: str) -> None:
    assert why_not_comment(text) == why


def test_what_cannot_be_seen_is_named() -> None:
    for text in ("a\0b", "a\u202eb"):
        assert why_not_comment(text).startswith("Comment: it holds")


def test_who_reads_it() -> None:
    assert [comment_kept_for(is_told=told) for told in (True, False)] == ["Mailed to the customer", "Internal"]
