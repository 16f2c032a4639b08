"""What is said of a day that has moved."""

from datetime import date

from backorders.words.moved_day import kept_in_words, moved_in_words, told_in_words

THIRD, TWENTIETH = date(2026, 12, 3), date(2026, 12, 20)


def test_the_history_says_who_was_told_and_who_waits() -> None:
    assert told_in_words([("BAG", THIRD, TWENTIETH), ("CAP", None, None)]) == (
        "Told the customer that what he waits for comes later: BAG (Dec 3, 2026 to Dec 20, 2026), "
        "CAP (in stock to no date known yet)."
    )
    assert kept_in_words("BAG", TWENTIETH) == "The customer was told that BAG comes later (Dec 20, 2026), and waits."


def test_beside_a_line_stands_what_its_customer_was_told_last() -> None:
    assert moved_in_words(TWENTIETH, is_kept=False) == "told since: Dec 20, 2026"
    assert moved_in_words(None, is_kept=True) == "told since: no date known yet, and the customer waits"
