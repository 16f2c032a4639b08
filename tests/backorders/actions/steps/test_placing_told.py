"""Who agreed to less, or to an earlier day, than the guard finds is refused."""

from datetime import date
from decimal import Decimal

import pytest

from backorders.actions.steps.placing import GrownLine, OwesMore, PromisedLine, refuse_more_owed
from backorders.models import OrderLine
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db
THIRD, TWENTIETH = date(2026, 12, 3), date(2026, 12, 20)


@pytest.mark.parametrize(
    ("told", "grown"),
    [({0: 2, 1: 0}, [(0, 2, 3)]), ({0: 3, 1: 1}, []), ({1: 0}, []), (None, []), ({0: 0, 1: 0}, [(0, 0, 3)])],
)
def test_who_agreed_to_less_than_is_owed_is_refused(
    told: dict[int, int] | None, grown: list[tuple[int, int, int]]
) -> None:
    """Two lines of the first product owe three units together; the second has all of its own."""
    first, second = ProductFactory.create(), ProductFactory.create()
    promised = [
        (PromisedLine(OrderLine(product=product, ordered=Decimal(ordered)), free_after=Decimal(free)), None)
        for product, ordered, free in ((first, 2, -1), (first, 2, -3), (second, 1, 0))
    ]
    agreed = None if told is None else {(first, second)[place]: Decimal(units) for place, units in told.items()}
    expected = tuple(GrownLine((first, second)[place], Decimal(was), Decimal(now)) for place, was, now in grown)
    found: tuple[GrownLine, ...] = ()
    try:
        refuse_more_owed(promised, agreed, None)
    except OwesMore as refusal:
        found = refusal.lines
    assert found == expected


@pytest.mark.parametrize(
    ("told", "comes", "is_refused"),
    [
        (THIRD, THIRD, False),
        (TWENTIETH, THIRD, False),
        (THIRD, TWENTIETH, True),
        (THIRD, None, True),
        (None, THIRD, False),
        (None, None, False),
    ],
)
def test_who_agreed_to_an_earlier_day_is_refused(told: date | None, comes: date | None, is_refused: bool) -> None:
    """The last line of the product is served last: its day counts."""
    bag = ProductFactory.create()
    lines = [PromisedLine(OrderLine(product=bag, ordered=Decimal(2)), free_after=Decimal(free)) for free in (-2, -4)]
    found: tuple[GrownLine, ...] = ()
    try:
        refuse_more_owed(list(zip(lines, (THIRD, comes), strict=True)), {bag: Decimal(4)}, {bag: told})
    except OwesMore as refusal:
        found = refusal.lines
    assert found == ((GrownLine(bag, Decimal(4), Decimal(4), comes, told),) if is_refused else ())


def test_a_day_of_units_that_are_there_refuses_nobody() -> None:
    bag = ProductFactory.create()
    there = PromisedLine(OrderLine(product=bag, ordered=Decimal(2)), free_after=Decimal(0))
    refuse_more_owed([(there, None)], {bag: Decimal(0)}, {bag: THIRD})
