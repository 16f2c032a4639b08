"""What stopped being buyable is kept once, whatever stopped it, with what did."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backorders.actions.place_order import place_order
from catalog.actions.stopped_sale import PAUSE, note_stopped_sales
from catalog.models import Product, SourceItem, StockItem, StoppedSale
from catalog.queries.stopped_sale import stopped
from catalog.rules.product_setting import MIN_QTY
from tests.factories.catalog import configure, product_with_stock

pytestmark = pytest.mark.django_db


def told() -> list[tuple[int, str]]:
    return [(row.product_id, row.why) for row in stopped().order_by("pk")]


def test_the_first_look_notes_and_tells_nothing_and_the_next_ones_what_stopped_and_what_is_back() -> None:
    now = timezone.now() - timedelta(days=1)
    empty, bag = product_with_stock(quantity=0), product_with_stock(quantity=2)
    assert (note_stopped_sales(now=now), told()) == (0, [])
    order = place_order(lines={bag: 2}, email="ada@example.org", by=None, now=now)
    new = product_with_stock(quantity=0)
    # Too early, then once, then nothing new.
    looks = [note_stopped_sales(now=now + pause) for pause in (PAUSE / 2, PAUSE, 2 * PAUSE)]
    assert (looks, told()) == ([0, 1, 0], [(bag.pk, f"Sold out by order #{order.number}")])
    assert {row.product_id for row in StoppedSale.objects.filter(was_buyable=False)} == {empty.pk, new.pk}
    SourceItem.objects.filter(product=bag).update(quantity=5)
    note_stopped_sales(now=now + 3 * PAUSE)
    assert stopped().get().ended_at == now + 3 * PAUSE
    SourceItem.objects.filter(product=bag).update(quantity=1)
    assert note_stopped_sales(now=now + 4 * PAUSE) == 1
    assert [product for product, _ in told()] == [bag.pk, bag.pk]


def _disabled(bag: Product) -> None:
    Product.objects.filter(pk=bag.pk).update(is_enabled=False)


@pytest.mark.parametrize(
    ("stop", "why"),
    [
        (_disabled, "Disabled"),
        (lambda bag: bag.source_items.update(quantity=0), "Fewer units at its sources"),
        (lambda bag: bag.source_items.update(is_in_stock=False), "Every source is Out of Stock or disabled"),
        (lambda _: configure(MIN_QTY, 5), "A limit of sale or another setting was changed"),
        (
            lambda bag: StockItem.objects.update_or_create(product=bag, defaults={"min_qty": 5}),
            "A limit of sale or another setting was changed",
        ),
        (
            lambda bag: StockItem.objects.update_or_create(
                product=bag, defaults={"min_sale_qty": 9, "max_sale_qty": 2}
            ),
            "The least that may be bought is more than the most",
        ),
    ],
)
def test_whatever_stops_it_is_told(stop: Callable[[Product], object], why: str) -> None:
    bag = product_with_stock(quantity=3)
    # What a test writes bears the time at which its transaction began.
    start: datetime = timezone.now() - timedelta(days=1)
    note_stopped_sales(now=start)
    SourceItem.objects.model._meta.apps.get_model("catalog", "SourceItemEvent").objects.update(  # noqa: SLF001  Django's API
        pgh_created_at=start - timedelta(days=1)
    )
    stop(bag)
    note_stopped_sales(now=timezone.now() + PAUSE)
    assert told() == [(bag.pk, why)]


def test_two_timers_note_once_and_a_look_is_a_constant_number_of_statements() -> None:
    now = timezone.now()
    note_stopped_sales(now=now)
    counts = []
    for number in (1, 30):
        bags = [product_with_stock(quantity=1) for _ in range(number)]
        note_stopped_sales(now=now + PAUSE)
        SourceItem.objects.filter(product__in=bags).update(quantity=0)
        now += 2 * PAUSE
        with CaptureQueriesContext(connection) as seen:
            noted = note_stopped_sales(now=now)
        assert (noted, note_stopped_sales(now=now)) == (number, 0)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 8
