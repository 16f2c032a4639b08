"""What staff read before they move a day: whose day becomes later, and that he is told of it."""

from datetime import date

from catalog.rules.moved_day import WhoIsTold
from catalog.words.moment import DAY
from catalog.words.names import first_named

NAMED = 10
NO_DATE = "no date known yet"
IN_STOCK = "in stock"
AGAIN = "Nothing is saved yet: save again, and they are told."


def day_or_none(day: date | None) -> str:
    """Return the day, or that none is known."""
    return NO_DATE if day is None else f"{day:{DAY}}"


def day_or_stock(was: date | None) -> str:
    """Return the day that was told, or that the units were in stock."""
    return IN_STOCK if was is None else f"{was:{DAY}}"


def will_be_told(told: WhoIsTold) -> str:
    """Say whose day becomes later by what is about to be done, the first ten by name; empty for nobody."""
    count = len(told.customers)
    if not count:
        return ""
    said = [f"#{each.number} ({day_or_stock(each.was)} to {day_or_none(each.day)})" for each in told.customers]
    who = "1 customer is" if count == 1 else f"{count:,} customers are"
    named = first_named(said, first=NAMED, more="other customer", separator="; ")
    return f"{who} told by e-mail that what they wait for comes later: {named}."
