"""What is said of how an order ships."""

from datetime import date

from backorders.rules.shipping_choice import NoChoice, ShippingChoice
from backorders.words.shipping_choice import (
    CHANGED,
    KEPT,
    LABELS,
    WHY_NOT,
    choice_in_words,
    chosen_in_words,
    together_in_words,
)

DAY = date(2026, 12, 20)


def test_each_way_has_its_words() -> None:
    assert LABELS.keys() == CHANGED.keys() == KEPT.keys() == set(ShippingChoice)
    assert WHY_NOT.keys() == set(NoChoice)
    assert choice_in_words(ShippingChoice.READY, DAY) == "What is in stock ships now, the rest when it arrives."
    assert choice_in_words(ShippingChoice.TOGETHER, DAY).endswith("Expected by Dec 20, 2026.")
    assert choice_in_words(ShippingChoice.TOGETHER, None).endswith("No date is known yet.")


def test_what_ships_together_says_when_while_it_waits() -> None:
    assert together_in_words(None, is_owed=False) == "Everything ships together."
    assert together_in_words(DAY, is_owed=True).endswith("Expected by Dec 20, 2026.")
    assert chosen_in_words(ShippingChoice.TOGETHER) == "How it ships was changed: everything together."
