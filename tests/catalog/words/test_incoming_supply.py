"""What is said of incoming supply."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from catalog.rules.incoming_supply import Receipts, Supply, SupplyCame, SupplyReceipt, receipts
from catalog.words.incoming_supply import (
    added_in_words,
    booked_in_words,
    came_in_words,
    lost_in_words,
    next_in_words,
    receipts_in_words,
    supply_in_words,
)

DAY = date(2026, 12, 3)
SUPPLY = Supply(1, Decimal(40), Decimal(0), DAY, "PO-7")


def test_a_delivery_says_what_comes_and_what_remains() -> None:
    assert receipts_in_words(receipts(Decimal(25), [SUPPLY])) == (
        "Of 40 expected on Dec 3, 2026 (PO-7), 25 come now, 15 remain expected."
    )


def test_what_comes_beyond_is_said() -> None:
    assert receipts_in_words(receipts(Decimal(45), [SUPPLY])) == (
        "Of 40 expected on Dec 3, 2026 (PO-7), 40 come now, nothing remains expected; 5 more than expected."
    )


def test_of_what_nobody_expected_nothing_is_said_unless_a_reference_was_named() -> None:
    nothing = Receipts((), Decimal(5))
    assert receipts_in_words(nothing) == ""
    assert receipts_in_words(nothing, reference="PO-9") == "Nothing is expected here under “PO-9”."


def test_a_booked_delivery_says_what_came() -> None:
    assert booked_in_words([SupplyReceipt(SUPPLY, Decimal(39))]) == (
        "Of 40 expected on Dec 3, 2026 (PO-7), 39 came, 1 remains expected."
    )
    assert booked_in_words([]) == ""


def test_what_comes_next_is_no_promise_and_a_late_one_is_called_so() -> None:
    assert next_in_words(Decimal(40), DAY, "Baltimore", is_late=False) == (
        "next 40 expected on Dec 3, 2026 at Baltimore"
    )
    assert next_in_words(Decimal(1), DAY, "Baltimore", is_late=True) == (
        "1 was expected on Dec 3, 2026 at Baltimore, late"
    )


def test_a_supply_says_how_much_of_it_is_outstanding() -> None:
    half = Supply(1, Decimal(40), Decimal(15), DAY, "PO-7")
    assert supply_in_words(half, "Quay", is_late=True) == "late: 25 of 40 expected on Dec 3, 2026 at Quay (PO-7)"


def test_how_many_rows_were_added() -> None:
    assert added_in_words(1, 0) == "1 supply is expected now."
    assert added_in_words(0, 2) == "2 rows were there already."


@pytest.mark.parametrize(
    ("supplies", "ends"), [(1, ": 40 expected on Dec 3, 2026 at Baltimore (PO-7)."), (3, "(PO-7); and 2 more.")]
)
def test_what_is_deleted_with_a_product_is_said_and_named(supplies: int, ends: str) -> None:
    supply = Supply(1, Decimal(40), Decimal(0), date(2026, 12, 3), "PO-7")
    said = lost_in_words(supplies, Decimal(40), [(supply, "Baltimore")])
    assert said.startswith("40 units of ")
    assert said.endswith(ends)
    assert lost_in_words(0, Decimal(0), []) == ""


@pytest.mark.parametrize(
    ("units", "said"), [(25, "25 of 40 came, 15 remained expected"), (40, "40 of 40 came, nothing remained expected")]
)
def test_what_came_of_a_supply_and_what_remained(units: int, said: str) -> None:
    came = SupplyCame(1, "7", datetime(2026, 12, 3, tzinfo=UTC), "Ada", Decimal(units), Decimal(40))
    assert came_in_words(came) == said
