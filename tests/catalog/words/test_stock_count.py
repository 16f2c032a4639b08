"""What is said of counts."""

from decimal import Decimal

import pytest

from catalog.rules.stock_count import CountReason
from catalog.words.stock_count import REASONS, against_reason, contested_words, moved_words, reason_words, saved_words


def test_every_reason_has_its_word() -> None:
    assert REASONS.keys() == set(CountReason)


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ({}, ""),
        ({"user": 1, "screen": "Admin: Products"}, ""),
        ({"reason": "damage"}, "Damage"),
        ({"reason": "damage", "note": "wet"}, "Damage: wet"),
        ({"reason": "of an older version"}, "of an older version"),
    ],
)
def test_a_reason_is_told_with_its_note(kept: dict[str, str], said: str) -> None:
    assert reason_words(kept) == said


def test_a_reason_that_does_not_go_with_a_number_is_told() -> None:
    said = against_reason(CountReason.DAMAGE, Decimal("3.0000"), Decimal(5))
    assert said == "3 to 5: nothing grows by “Damage”. Please choose another reason."
    assert "nothing shrinks by “Found”" in against_reason(CountReason.FOUND, Decimal(3), Decimal(1))


def test_what_somebody_else_changed_is_told_with_both_values() -> None:
    said = contested_words(shown=Decimal(40), found=Decimal("37.0000"), counted=Decimal(38))
    assert said.startswith("somebody else changed it meanwhile, from 40 to 37. You typed 38. Save again to make it 38")
    assert "from 40 to not assigned" in contested_words(shown=Decimal(40), found=None, counted=Decimal(38))


def test_what_was_saved_is_told() -> None:
    assert saved_words(1, 50, "Lyon") == "1 of 50 products changed at Lyon."
    assert saved_words(1, 1, "Lyon") == "1 of 1 product changed at Lyon."
    assert saved_words(0, 50, "Lyon").startswith("Nothing has changed at Lyon")
    assert moved_words("Lyon", Decimal(4), Decimal(3), "Theft") == "Lyon: quantity 4 → 3 (Theft)"
    assert moved_words("Lyon", None, Decimal(3), "Found") == "Lyon: assigned with 3 (Found)"
