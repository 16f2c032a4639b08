"""What an edit does to one line: the net quantity is what was typed, and no unit is paid for or given back twice."""

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backorders.rules.credit_memo import refund_plan
from backorders.rules.line_quantities import LineProgress
from backorders.rules.order_edit import LineEdit, line_edit, lowest_quantity

FOUR = Decimal(4)


def line(ordered: int, **quantities: int) -> LineProgress:
    return LineProgress(Decimal(ordered), **{name: Decimal(units) for name, units in quantities.items()})


def edit(before: LineProgress, wanted: int, *, is_offline: bool = False) -> LineEdit:
    return line_edit(before, Decimal(wanted), is_offline=is_offline)


def test_line_edit_that_keeps_the_quantity_does_nothing() -> None:
    assert edit(line(100), 100) == LineEdit()


def test_line_edit_orders_more() -> None:
    assert edit(line(3), 5) == LineEdit(raised=Decimal(2))


def test_line_edit_takes_unpaid_units_off_what_is_ordered() -> None:
    assert edit(line(5), 3) == LineEdit(withdrawn=Decimal(2))


def test_line_edit_cancels_a_line_of_which_nothing_is_wanted() -> None:
    assert edit(line(5), 0) == LineEdit(canceled=Decimal(5))


def test_line_edit_refunds_paid_units_after_the_unpaid_ones() -> None:
    assert edit(line(5, invoiced=3), 2) == LineEdit(withdrawn=Decimal(2), canceled=Decimal(1), refunded=Decimal(1))


def test_line_edit_orders_more_of_a_refunded_line_on_a_line_of_its_own() -> None:
    assert edit(line(2, invoiced=2, canceled=1, refunded=1), 2) == LineEdit(added=Decimal(1))


def test_lowest_quantity_is_what_has_left_or_was_refunded() -> None:
    assert lowest_quantity(line(5, invoiced=5, shipped=1, released=2, refunded=2), is_offline=False) == Decimal(3)


def test_nothing_of_a_line_that_was_paid_and_refunded_in_two_parts_can_be_given_up_again() -> None:
    """The second memo finds two units that never left, although one that had left was refunded by the first."""
    before = line(4, invoiced=4, shipped=1, refunded=2, released=1)
    plan = refund_plan(Decimal(2), before, return_to_stock=True)
    after = replace(before, refunded=FOUR, released=before.released + plan.released)
    assert (after.open, lowest_quantity(after, is_offline=False)) == (0, FOUR)


def test_lowest_quantity_paid_offline_is_what_was_invoiced() -> None:
    assert lowest_quantity(line(5, invoiced=4, shipped=1), is_offline=True) == FOUR


def test_line_edit_refuses_less_than_the_lowest_quantity() -> None:
    with pytest.raises(ValueError, match="Less is wanted"):
        edit(line(5, shipped=3), 2)


@dataclass
class Counted:
    """A line beside the units that were counted by hand: `kept` are paid for and not given back."""

    line: LineProgress
    unpaid: Decimal
    kept: Decimal
    beside: Decimal = Decimal(0)


def step(state: Counted, verb: str, units: Decimal, *, is_offline: bool) -> None:
    """Edit, pay, ship or refund, as far as the line's quantities allow it."""
    before = state.line
    match verb:
        case "edit" if units >= lowest_quantity(before, is_offline=is_offline):
            planned = line_edit(before, units, is_offline=is_offline)
            state.line = planned.applied_to(before)
            state.beside += planned.added
            state.unpaid += planned.raised - (before.net - state.line.net + planned.raised - planned.refunded)
            state.kept -= planned.refunded
            assert state.line.net + planned.added == units
        case "pay":
            part = min(units, state.unpaid)
            state.line = replace(before, invoiced=before.invoiced + part)
            state.unpaid, state.kept = state.unpaid - part, state.kept + part
        case "ship":
            state.line = replace(before, shipped=before.shipped + min(units, before.open))
        case "memo":
            part = min(units, state.kept)
            plan = refund_plan(part, before, return_to_stock=True)
            state.line = replace(before, refunded=before.refunded + part, released=before.released + plan.released)
            state.kept -= part
        case _:
            pass


STEPS = st.lists(st.tuples(st.sampled_from(("edit", "edit", "pay", "ship", "memo")), st.integers(0, 6)), max_size=8)


PAID_AGAIN = [("pay", 2), ("ship", 1), ("memo", 2), ("pay", 2), ("memo", 2), ("edit", 3)]


@example(ordered=4, steps=PAID_AGAIN, is_offline=False)
@given(ordered=st.integers(1, 6), steps=STEPS, is_offline=st.booleans())
def test_any_sequence_of_edits_leaves_a_line_that_the_database_keeps_and_money_that_adds_up(
    *, ordered: int, steps: list[tuple[str, int]], is_offline: bool
) -> None:
    state = Counted(line(ordered), unpaid=Decimal(ordered), kept=Decimal(0))
    for verb, units in steps:
        step(state, verb, Decimal(units), is_offline=is_offline)
        found = state.line
        assert found.ordered > 0
        assert found.open >= 0
        assert min(found.invoiced, found.shipped, found.canceled, found.refunded, found.released) >= 0
        assert found.ordered >= found.invoiced + found.canceled or found.refunded > 0
        assert found.to_invoice == state.unpaid
        assert found.invoiced - found.refunded == state.kept


def test_an_edit_that_is_applied_adds_to_what_was_done_before() -> None:
    line = LineProgress(Decimal(9), invoiced=Decimal(6), shipped=Decimal(1), canceled=Decimal(2), refunded=Decimal(2))
    edit = LineEdit(raised=Decimal(4), withdrawn=Decimal(1), canceled=Decimal(3), refunded=Decimal(2), added=Decimal(7))
    assert edit.applied_to(line) == replace(line, ordered=Decimal(12), canceled=Decimal(5), refunded=Decimal(4))
    assert edit.given_back == 0
    assert LineEdit(withdrawn=Decimal(2), canceled=Decimal(1)).given_back == 3
