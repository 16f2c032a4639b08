"""What is said of a line that is moved to the front."""

from decimal import Decimal

from backorders.words.queue import NOBODY_LOSES, loses_words, lost_words, moved_words

LOST = [("000000012", Decimal("3.0000")), ("000000014", Decimal(1))]


def test_who_would_lose_units_is_named() -> None:
    assert loses_words(LOST, Decimal(4)) == (
        "4 more are covered then, and taken from orders that will owe them: #000000012 (3), #000000014 (1)."
    )
    assert loses_words([], Decimal(0)) == NOBODY_LOSES
    many = [(f"{number:09}", Decimal(1)) for number in range(12)]
    assert loses_words(many, Decimal(1)).endswith("#000000009 (1) and 2 other orders.")


def test_the_history_of_both_orders_says_so() -> None:
    assert moved_words("BAG", LOST, "A wedding.") == (
        "Moved BAG to the front of its queue: A wedding. Lost by it: #000000012 (3), #000000014 (1)."
    )
    assert moved_words("BAG", [], "he waits.. and waits").endswith("queue: he waits.. and waits.")
    assert moved_words("BAG", [], "wedding") == "Moved BAG to the front of its queue: wedding."
    assert moved_words("B..G", [], "late, so...") == "Moved B..G to the front of its queue: late, so..."
    assert lost_words("BAG", Decimal("3.0000"), number="000000007", reason="wedding") == (
        "3 of BAG are owed again: #000000007 was moved to the front (wedding)."
    )
