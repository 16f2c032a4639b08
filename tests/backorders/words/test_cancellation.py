"""Who did something from an order's own page, why a member of staff may not, and what its shopper is told of canceling."""

from decimal import Decimal

import pytest

from backorders.rules.cancellation import NotCanceled
from backorders.rules.order_status import OrderStatus
from backorders.words.cancellation import (
    Rest,
    beyond_rights,
    own_cancel_words,
    own_canceled_words,
    own_choice_words,
    own_not_canceled_words,
    through_link,
)


def test_what_is_done_through_the_link_is_the_shoppers_or_that_of_staff_by_name() -> None:
    assert through_link("Canceled", "") == "Canceled by the shopper, through the order's link."
    told = "Canceled by Sam Hill, signed in as staff, through the order's link."
    assert through_link("Canceled", "Sam Hill") == told


def test_staff_are_told_which_right_is_missing_and_what_to_do_about_an_order_of_their_own() -> None:
    told = beyond_rights("Sam Hill", "cancel orders")
    assert told.startswith("You are signed in as Sam Hill, whose role may not cancel orders. ")
    assert "not signed in as staff" in told


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (OrderStatus.CANCELED, "canceled already"),
        (OrderStatus.ON_HOLD, "on hold: nothing of it can be canceled here until we release it."),
        (OrderStatus.CLOSED, "has been refunded"),
        (OrderStatus.COMPLETE, "has left already: nothing of it is left to cancel."),
    ],
)
def test_shopper_reads_why_nothing_can_be_canceled(status: OrderStatus, why: str) -> None:
    assert why in own_not_canceled_words(NotCanceled.STATUS, status)


def test_what_a_check_paid_for_is_for_staff() -> None:
    told = own_not_canceled_words(NotCanceled.NOTHING_LEFT, OrderStatus.PROCESSING)
    assert (
        told
        == "What has not been shipped of this order is paid for by check or money order: we cancel it when you ask us."
    )


@pytest.mark.parametrize(
    ("rest", "refund", "says"),
    [
        (Rest.NOTHING, "", "All items of order #7 are canceled. This cannot be undone."),
        (
            Rest.WHAT_LEFT,
            "$2.00 will be refunded.",
            "All items of order #7 that are still to come are canceled, and $2.00 will be refunded. This cannot be undone.",
        ),
        (
            Rest.WHAT_IS_PAID,
            "",
            "All items of order #7 that are not paid for yet are canceled. This cannot be undone.",
        ),
    ],
)
def test_question_says_what_is_canceled_and_what_goes_back(rest: Rest, refund: str, says: str) -> None:
    assert own_cancel_words(rest, "7", refund) == says


@pytest.mark.parametrize(
    ("units", "of", "is_owed", "says"),
    [
        (0, 1, False, "Keep it"),
        (0, 8, False, "Keep all 8"),
        (3, 8, True, "Cancel the 3 on backorder"),
        (8, 8, False, "Cancel all 8"),
        (1, 1, False, "Cancel it"),
    ],
)
def test_a_choice_says_its_number(units: int, of: int, is_owed: bool, says: str) -> None:
    assert own_choice_words(Decimal(units), of=Decimal(of), is_owed=is_owed) == says


def test_shopper_reads_what_was_canceled() -> None:
    units = [("Bag", Decimal(3)), ("Rope", Decimal(1))]
    assert own_canceled_words(units, is_whole=True, refund="") == "Your order was canceled. Nothing was charged."
    told = "You canceled 3 of Bag and 1 of Rope. Nothing had been paid for it."
    assert own_canceled_words(units, is_whole=False, refund="") == told
