"""Why a product cannot be sold so often, in the words staff know."""

from datetime import date
from decimal import Decimal

from backorders.words.refusal import owed_for_staff, refusal_for_staff
from catalog.rules.salable import Reason, Refusal
from catalog.words.refusal import OUT_OF_STOCK


def _too_many(bound: int) -> Refusal:
    return Refusal(Reason.NOT_ENOUGH, requested=Decimal(5), bound=Decimal(bound))


def test_what_was_asked_and_what_is_there_are_named_or_that_nothing_is() -> None:
    assert refusal_for_staff(_too_many(3)) == "Only 3 of 5 available."
    assert refusal_for_staff(_too_many(0)) == OUT_OF_STOCK
    assert refusal_for_staff(_too_many(-2)) == OUT_OF_STOCK


def test_a_maximum_is_named_with_its_bound() -> None:
    assert "4" in refusal_for_staff(Refusal(Reason.MAXIMUM, requested=Decimal(5), bound=Decimal(4)))


def test_owed_units_are_warned_of_where_there_are_any() -> None:
    assert owed_for_staff(Decimal(0), day=None) == ""
    told = owed_for_staff(Decimal("2.0000"), day=date(2026, 12, 20))
    assert told.endswith("we'll back order the remaining 2. Expected by Dec 20, 2026.")
