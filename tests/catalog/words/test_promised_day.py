"""What is said of the day on which units come that are not there."""

from datetime import date, timedelta

from catalog.words.promised_day import promise_in_words, promised_day_in_words

DAY = date(2026, 12, 3)


def test_a_shopper_reads_the_day_or_that_none_is_known() -> None:
    assert [promised_day_in_words(day) for day in (DAY, None)] == ["Expected by Dec 3, 2026.", "No date is known yet."]


def test_staff_read_what_was_promised_and_that_it_has_passed() -> None:
    told = [promise_in_words(DAY, today=DAY + timedelta(days=later)) for later in (0, 1)]
    assert told == [
        "promised by Dec 3, 2026 when ordered",
        "promised by Dec 3, 2026 when ordered, which has passed",
    ]
    assert promise_in_words(None, today=DAY) == ""
