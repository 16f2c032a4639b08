"""What a shopper agrees to whose units come late, and what he reads who did not."""

from datetime import date
from decimal import Decimal

from catalog.rules.quantity import plain
from catalog.words.moment import DAY

# As long as the column of an order.
LONGEST_CONSENT = 300
AGREE = (
    "We can only take this order if you agree to the later date. Please tick the box, or take out what comes so late."
)
ASK_CUSTOMER = (
    "Please ask the customer: the order can only be taken with consent to the later date. Tick the box, or take out what comes so "
    "late."
)


def consent_in_words(day: date | None, *, within: Decimal, is_part: bool) -> str:
    """Return the text that he agrees to; `day` is when the last unit comes (None: nobody knows), `is_part`: others are there."""
    what = "a part of my order" if is_part else "my order"
    days = "1 day" if within == 1 else f"{plain(within)} days"
    if day is None:
        return f"I agree that {what} may ship later than within {days}: no date is known yet."
    return f"I agree that {what} ships later than within {days}: it is expected by {day:{DAY}}."


def agreed_in_words(text: str, when: str) -> str:
    """Return to staff what was agreed to when the order was placed."""
    return f"Agreed on {when}: “{text}”"
