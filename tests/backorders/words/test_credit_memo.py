"""The words of a credit memo: one sentence for each thing that happens, a warning for what a merchant may not expect."""

from dataclasses import replace
from decimal import Decimal

import pytest

from backorders.rules.credit_memo import LineMoves, Move, RefundPlan, Shelf
from backorders.words.credit_memo import BY_HAND, CREDITED, RefundWords, money_words, refund_words

HARBOUR = Shelf(1, "Harbour", product_id=7, quantity=Decimal(4))
BACK = LineMoves(returned=(Move(1, Decimal(3)),))


def words(plan: RefundPlan, moves: LineMoves | None, shelf: Shelf = HARBOUR, **told: bool) -> RefundWords:
    given = {"is_virtual": False, "is_reserved": True, "is_deleted": False, "set_in_stock": True} | told
    return refund_words(plan, moves, {shelf.source_id: shelf}, **given)


def test_units_that_return_to_a_shelf_that_counts_need_no_warning() -> None:
    told = words(RefundPlan(Decimal(0), to_source=Decimal(3)), BACK)
    assert told == RefundWords(sentences=("3 were shipped: they return to Harbour (shelf +3).",))


@pytest.mark.parametrize(
    ("shelf", "set_in_stock", "why"),
    [
        (replace(HARBOUR, is_enabled=False), True, "the source is disabled"),
        (replace(HARBOUR, is_linked=False), True, "the order's stock does not draw from it any more"),
        (replace(HARBOUR, is_in_stock=False), False, "the product is Out of Stock there"),
        (replace(HARBOUR, is_in_stock=False, quantity=Decimal(-9)), True, "the product is Out of Stock there"),
    ],
)
def test_units_that_return_and_do_not_count_are_warned_of(shelf: Shelf, set_in_stock: bool, why: str) -> None:
    told = words(RefundPlan(Decimal(0), to_source=Decimal(3)), BACK, shelf, set_in_stock=set_in_stock)
    assert told.warnings == (f"Harbour: {why}, so that the units that return do not count as salable.",)


def test_a_return_that_puts_the_product_in_stock_needs_no_warning() -> None:
    shelf = replace(HARBOUR, is_in_stock=False)
    assert words(RefundPlan(Decimal(0), to_source=Decimal(3)), BACK, shelf).warnings == ()


def test_units_that_left_no_known_shelf_return_to_none() -> None:
    told = words(RefundPlan(Decimal(0), to_source=Decimal(1)), LineMoves(nowhere=Decimal(1)))
    assert told.sentences == ("1 was shipped from no counted shelf, and no shelf takes them back.",)


def test_units_that_nothing_was_set_aside_for_change_no_stock() -> None:
    told = words(RefundPlan(Decimal(2)), LineMoves(), is_reserved=False)
    assert told.sentences == ("2 never left, and nothing was set aside for them: stock stays as it is.",)


@pytest.mark.parametrize(
    ("amount", "before", "is_offline", "told"),
    [
        ("20", "0", False, (CREDITED,)),
        ("20", "0", True, (BY_HAND,)),
        (
            "20",
            "15",
            False,
            ("USD 15.00 of USD 20.00 went back at the payment provider before, and is not given back again.", CREDITED),
        ),
        ("15", "15", False, ("USD 15.00 went back at the payment provider before: nothing is given back now.",)),
        ("15", "15", True, ("USD 15.00 went back at the payment provider before: nothing is given back now.",)),
        ("0", "0", False, ()),
    ],
)
def test_no_card_is_credited_with_what_went_back_before(
    amount: str, before: str, is_offline: bool, told: tuple[str, ...]
) -> None:
    assert money_words(Decimal(amount), Decimal(before), "USD", is_offline=is_offline) == told
