"""How much more may be owed before the checkout has to be shown again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.placing import may_owe
from catalog.rules.availability import quantity_told

UNITS = st.integers(0, 50_0000).map(lambda number: Decimal(number) / 10000)


@pytest.mark.parametrize(
    ("owed", "notifies", "is_displayed", "most"),
    [
        ("0", True, True, "0"),
        ("2", True, True, "2"),
        ("2", True, False, "2"),
        ("0", False, True, "0"),
        ("2", False, True, "4.9999"),
        ("5", False, True, "5"),
        ("0", False, False, "5"),
    ],
)
def test_may_owe_is_what_was_told(owed: str, notifies: bool, is_displayed: bool, most: str) -> None:
    assert may_owe(Decimal(5), Decimal(owed), notifies=notifies, is_displayed=is_displayed) == Decimal(most)


@given(quantity=UNITS, told=UNITS, now=UNITS, notifies=st.booleans(), is_displayed=st.booleans())
def test_more_than_may_be_owed_would_be_told_otherwise(
    quantity: Decimal,
    told: Decimal,
    now: Decimal,
    notifies: bool,
    is_displayed: bool,
) -> None:
    told, now = min(told, quantity), min(now, quantity)
    most = may_owe(quantity, told, notifies=notifies, is_displayed=is_displayed)
    answers = (
        quantity_told(quantity, owed, notifies=notifies, is_displayed=is_displayed, day=None) for owed in (told, now)
    )
    said = [(answer.word, answer.owed) for answer in answers]
    assert most >= told
    if now > most:
        assert said[0] != said[1]
    elif now > told:
        assert said[0] == said[1]
