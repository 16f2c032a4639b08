"""Which source gives what, and why nothing ships: what holds for any order."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backorders.rules.order_status import OrderStatus
from backorders.rules.shipment import Hindrance, NotElsewhere, Wanted, hindrance, not_elsewhere, shipment_plan
from backorders.words.order import units_in_words
from backorders.words.shipment import why_nothing_ships
from catalog.rules.source_selection import Candidate

units = st.decimals(0, 20, places=1)
candidates = st.lists(
    st.builds(Candidate, st.integers(1, 3), st.integers(1, 2), st.decimals(-5, 20, places=1)),
    unique_by=lambda each: (each.source_id, each.product_id),
)
wanted = st.lists(st.builds(Wanted, st.integers(1, 5), st.integers(1, 2), units), unique_by=lambda line: line.line_id)


@dataclass(frozen=True)
class Line:
    open: Decimal
    covered: Decimal
    is_gone: bool = False


ORDERED = Line(Decimal(30), Decimal(25))


@given(wanted, candidates)
def test_no_unit_is_given_twice_and_no_line_gets_more_than_it_wants(
    lines: list[Wanted], sources: list[Candidate]
) -> None:
    product_of = {line.line_id: line.product_id for line in lines}
    given_by: Counter[tuple[int, int]] = Counter()
    given_to: Counter[int] = Counter()
    for share in shipment_plan(lines, sources, {}):
        given_by[share.source_id, product_of[share.line_id]] += share.deduct  # type: ignore[assignment]  # exact units
        given_to[share.line_id] += share.deduct  # type: ignore[assignment]  # exact units
    for each in sources:
        assert given_by[each.source_id, each.product_id] <= max(each.available, Decimal(0))
    for line in lines:
        assert given_to[line.line_id] <= line.units


@given(wanted, candidates)
def test_what_the_sources_have_is_given_as_far_as_it_goes(lines: list[Wanted], sources: list[Candidate]) -> None:
    given_out = sum(share.deduct for share in shipment_plan(lines, sources, {}))
    possible = sum(
        min(
            sum(line.units for line in lines if line.product_id == product),
            sum(max(each.available, Decimal(0)) for each in sources if each.product_id == product),
        )
        for product in (1, 2)
    )
    assert given_out == possible


def test_something_that_is_covered_can_ship() -> None:
    assert why_nothing_ships(OrderStatus.PROCESSING, [ORDERED]) == ""


@pytest.mark.parametrize(
    ("status", "lines", "why"),
    [
        (OrderStatus.ON_HOLD, [ORDERED], "The order is On Hold. Release it first."),
        (OrderStatus.CANCELED, [ORDERED], "A shipment cannot be created when an order has a status of Canceled."),
        (OrderStatus.PROCESSING, [], "Nothing of this order is left to ship."),
        (
            OrderStatus.PROCESSING,
            [Line(Decimal(5), Decimal(0))],
            "5 owed. The shelf holds nothing for it until stock arrives.",
        ),
        (
            OrderStatus.PROCESSING,
            [Line(Decimal(5), Decimal(0), is_gone=True)],
            "deleted from the catalog: nothing of it will arrive.",
        ),
    ],
)
def test_an_order_that_cannot_ship_says_why(status: OrderStatus, lines: list[Line], why: str) -> None:
    assert why in why_nothing_ships(status, lines)


def test_units_of_the_longest_skus_fit_into_a_line_of_the_history() -> None:
    many = [(f"{number:064}", Decimal("99999999.9999")) for number in range(99)]
    assert len(units_in_words(many)) < 720
    assert units_in_words([("BAG", Decimal(3)), ("ROPE", Decimal("1.5000"))]) == "3 of BAG, 1.5 of ROPE"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], Hindrance.NOTHING_LEFT),
        ([Line(Decimal(0), Decimal(0))], Hindrance.NOTHING_LEFT),
        ([Line(Decimal(0), Decimal(1))], Hindrance.NOTHING_LEFT),
        ([Line(Decimal(2), Decimal(0))], Hindrance.ALL_OWED),
        ([Line(Decimal(2), Decimal("0.5"))], None),
        ([Line(Decimal(2), Decimal(0)), Line(Decimal(1), Decimal(1))], None),
        ([Line(Decimal(2), Decimal(0), is_gone=True)], Hindrance.ALL_DELETED),
        ([Line(Decimal(2), Decimal(0), is_gone=True), Line(Decimal(0), Decimal(0))], Hindrance.ALL_DELETED),
        ([Line(Decimal(2), Decimal(0), is_gone=True), Line(Decimal(1), Decimal(0))], Hindrance.ALL_OWED),
    ],
)
def test_what_keeps_the_lines_that_are_left_from_shipping(lines: list[Line], why: Hindrance | None) -> None:
    assert hindrance(OrderStatus.PROCESSING, lines) is why
    assert hindrance(OrderStatus.ON_HOLD, lines) is Hindrance.ON_HOLD
    assert hindrance(OrderStatus.COMPLETE, lines) is Hindrance.NOT_OPEN


@pytest.mark.parametrize(
    ("asked", "is_gone", "why"),
    [
        ("1", False, NotElsewhere.IN_CATALOG),
        ("0", True, NotElsewhere.NOT_LEFT),
        ("-1", True, NotElsewhere.NOT_LEFT),
        ("3.5", True, NotElsewhere.NOT_LEFT),
        ("0.5", True, NotElsewhere.FRACTION),
        ("1", True, None),
        ("3", True, None),
    ],
)
def test_only_whole_units_that_are_left_of_a_deleted_product_ship_from_elsewhere(
    asked: str, why: NotElsewhere | None, *, is_gone: bool
) -> None:
    found = not_elsewhere(Decimal(asked), ordered=Decimal(5), open_units=Decimal(3), is_gone=is_gone)
    assert found is why
    assert not_elsewhere(Decimal("0.5"), ordered=Decimal("2.5"), open_units=Decimal(3), is_gone=True) is None
