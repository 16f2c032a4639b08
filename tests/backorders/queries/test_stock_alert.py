"""Who waits for which product, what there is of it, and what a sign-up meets."""

from datetime import UTC, datetime, timedelta

import pytest

from backorders.models import StockAlert
from backorders.queries.stock_alert import asked_before, there_is, waited_for, waiting_lists
from backorders.rules.stock_alert import HEAD_START
from catalog.rules.configuration import STOCK_ALERTS, STOCK_ALERTS_WHEN
from tests.factories.catalog import configure, default_website, product_with_stock
from tests.factories.stock_alerts import waits

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_lists_are_of_confirmed_sign_ups_the_longest_waiting_first() -> None:
    bag = product_with_stock()
    late, early = waits(bag, "late@example.org", NOON), waits(bag, "early@example.org", NOON - timedelta(hours=2))
    StockAlert.objects.create(product=bag, website=default_website(), email="asked@example.org", asked_at=NOON)
    told = waits(bag, "told@example.org", NOON)
    StockAlert.objects.filter(pk=told.pk).update(told_at=NOON)
    assert waited_for() == {default_website().pk: {bag.pk}}
    found = waiting_lists(default_website(), [bag.pk], now=NOON)[bag.pk]
    assert [each.pk for each in found.waiting] == [early.pk, late.pk]
    assert found.told_lately == 1
    later = waiting_lists(default_website(), [bag.pk], now=NOON + HEAD_START)[bag.pk]
    assert later.told_lately == 0


def test_there_is_what_is_free_or_what_can_be_bought_as_the_website_says() -> None:
    gone, owed, there = (
        product_with_stock(),
        product_with_stock(backorders=1, min_qty=-5),
        product_with_stock(quantity=3),
    )
    found = there_is(default_website(), [gone.pk, owed.pk, there.pk])
    assert {pk: each.units for pk, each in found.items()} == {gone.pk: 0, owed.pk: 0, there.pk: 3}
    configure(STOCK_ALERTS_WHEN, "salable")
    assert there_is(default_website(), [owed.pk])[owed.pk].units == 5
    configure(STOCK_ALERTS, "0")
    assert there_is(default_website(), [there.pk]) == {}


def test_a_sign_up_meets_its_own_row_in_any_letter_case_and_counts_the_day() -> None:
    bag, rope = product_with_stock(), product_with_stock()
    mine = waits(bag, "Ada@example.org", NOON)
    StockAlert.objects.filter(pk=mine.pk).update(network="n1")
    website = default_website()
    before = asked_before(product=bag, website=website, email="ada@EXAMPLE.org", network="n1", now=NOON)
    assert (before.row, before.of_address, before.of_network) == (mine, 1, 1)
    other = asked_before(product=rope, website=website, email="bo@example.org", network="n1", now=NOON)
    assert (other.row, other.of_address, other.of_network) == (None, 0, 1)
