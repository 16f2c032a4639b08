"""The day on which units that are not there are promised, in words: the same on every page and in every mail."""

from datetime import date

from catalog.words.moment import DAY

NO_DATE = "No date is known yet."


def promised_day_in_words(day: date | None) -> str:
    """Return the sentence to a shopper about units that are not there; None: nobody knows when they come."""
    return NO_DATE if day is None else f"Expected by {day:{DAY}}."


def promise_in_words(promised_on: date | None, *, today: date) -> str:
    """Return to staff what day was promised when it was ordered, and that it has passed; empty where none was."""
    if promised_on is None:
        return ""
    passed = ", which has passed" if promised_on < today else ""
    return f"promised by {promised_on:{DAY}} when ordered{passed}"
