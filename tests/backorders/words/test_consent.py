"""What a shopper agrees to."""

from datetime import date
from decimal import Decimal

from backorders.words.consent import LONGEST_CONSENT, agreed_in_words, consent_in_words


def test_the_text_names_the_days_and_the_day_and_fits() -> None:
    day, within = date(2027, 1, 20), Decimal(30)
    assert consent_in_words(day, within=within, is_part=True) == (
        "I agree that a part of my order ships later than within 30 days: it is expected by Jan 20, 2027."
    )
    text = consent_in_words(None, within=Decimal(1), is_part=False)
    assert text == "I agree that my order may ship later than within 1 day: no date is known yet."
    assert len(consent_in_words(day, within=Decimal("99999999.9999"), is_part=True)) <= LONGEST_CONSENT
    assert agreed_in_words(text, "Nov 29, 2026, 12:00") == f"Agreed on Nov 29, 2026, 12:00: “{text}”"
