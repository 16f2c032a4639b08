"""What open orders hold of products, in units and money; the SQL twin of what a line has open."""

from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given

from backorders.actions.place_order import place_order
from backorders.models import OrderLine
from backorders.models.order_line import HAS_OPEN, OPEN_UNITS
from backorders.queries.order_lines import confirmed_lines, held_products, lines_of_products
from backorders.rules.line_quantities import LineProgress
from catalog.models import StockItem
from tests.backorders.rules.lines_in_progress import lines_in_progress
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def test_each_line_that_is_held_is_worth_what_it_is_charged() -> None:
    """Three times half a cent is two cents, for each of two orders; all six of them together would be three."""
    product = product_with_stock(quantity=9, price=Decimal("0.005"))
    for _ in range(2):
        place_order(lines={product: 3}, email="ada@example.org", by=None, now=timezone.now())
    held = held_products([product.pk])
    assert (held.orders, held.units, held.values) == (2, 6, (("USD", Decimal("0.04")),))


@pytest.fixture
def line() -> OrderLine:
    product = product_with_stock(quantity=9)
    return place_order(lines={product: 3}, email="ada@example.org", by=None, now=timezone.now()).lines.get()


@given(progress=lines_in_progress())
def test_the_twins_say_what_is_open(line: OrderLine, progress: LineProgress) -> None:
    names = ("ordered", "invoiced", "shipped", "canceled", "refunded", "released")
    OrderLine.objects.filter(pk=line.pk).update(**{name: getattr(progress, name) for name in names})
    found = OrderLine.objects.filter(pk=line.pk).annotate(left=OPEN_UNITS)
    assert found.values_list("left", flat=True).get() == progress.open
    assert found.filter(HAS_OPEN).exists() is (progress.open > 0)


def test_an_order_that_holds_two_of_the_products_is_one_order_and_others_hold_nothing() -> None:
    bag, cap, other = (product_with_stock(quantity=9) for _ in range(3))
    for lines in ({bag: 1, cap: 2, other: 4}, {bag: 3}, {other: 5}):
        place_order(lines=lines, email="ada@example.org", by=None, now=timezone.now())
    held = held_products([bag.pk, cap.pk])
    assert (held.orders, held.units) == (2, 6)
    assert [line.product for line in lines_of_products([cap.pk])] == [cap]


def test_a_line_notifies_by_the_mode_of_now_or_of_its_day() -> None:
    tells, silent, told = (product_with_stock(quantity=9, backorders=mode) for mode in (2, 1, 2))
    order = place_order(lines={tells: 1, silent: 1, told: 1}, email="ada@example.org", by=None, now=timezone.now())
    StockItem.objects.filter(product=told).update(backorders=1)
    order.lines.filter(product=silent).update(backorders_when_placed=1)
    order.lines.filter(product=told).update(backorders_when_placed=2, owed_when_placed=1)
    found = {line.product_id: (line.was_notified, line.notifies) for line in confirmed_lines(order)}
    assert (found[tells.pk][1], found[silent.pk], found[told.pk]) == (True, (False, False), (True, True))
