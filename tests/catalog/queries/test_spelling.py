"""The nearest known word, against looking at every one; what can be no typing error stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from catalog.queries.spelling import corrected, most_wrong

KNOWN = ("backpack", "bag", "duffle", "jacket", "merino", "shirt", "tank", "watch")
words = st.text("abt", min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("backpak", "backpack"),
        ("bakcpack", "backpack"),
        ("tshirt", "shirt"),
        ("watches", "watch"),
        ("bags", "bag"),
        ("merinno jaket", "merino jacket"),
        ("red duffel", "red duffle"),
    ],
)
def test_typing_errors_and_endings_lead_to_what_was_meant(typed: str, meant: str) -> None:
    assert corrected(typed.split(), KNOWN) == tuple(meant.split())


@pytest.mark.parametrize("typed", ["back", "tan", "mb0l", "umbrella", "", "24-mb", "xyz"])
def test_what_begins_a_word_or_is_near_none_stays(typed: str) -> None:
    assert corrected(typed.split(), KNOWN) is None


@given(words, st.lists(words, max_size=6))
def test_nothing_nearer_is_known(word: str, known: list[str]) -> None:
    found = corrected([word], known)
    near = [each for each in known if OSA.distance(word, each) <= most_wrong(word)]
    if found is None:
        assert not near or any(each.startswith(word) for each in known)
    else:
        assert found[0] in near
        assert OSA.distance(word, found[0]) == min(OSA.distance(word, each) for each in near)
