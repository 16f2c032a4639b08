"""Whether a shopper is asked to agree that units come later than the law of mail orders allows unasked (docs/rules.md#dates-4)."""

from datetime import date
from decimal import Decimal


def is_asked(owed: Decimal, day: date | None, *, within: Decimal, today: date) -> bool:
    """Return whether an order placed `today` needs his consent: `owed` units come on `day`, later than `within` so many days.

    Where nobody knows the day nothing says that they come in time, and he is asked as well. Nobody is asked where `within` is 0.
    """
    return owed > 0 < within and (day is None or (day - today).days > within)
