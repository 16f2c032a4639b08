"""A place in the queue is the order's date, taken before the lock: who comes late to it takes nothing from another stock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from backorders.actions.place_order import NotSalable, place_order
from backorders.models import Order
from catalog.models import Product, StockLevel, Website
from tests.factories.catalog import SourceFactory, StockFactory, WebsiteFactory, product_with_stock

pytestmark = pytest.mark.django_db


def free(product: Product) -> dict[str, int]:
    levels = StockLevel.objects.filter(product=product, shares=True).select_related("stock")
    return {level.stock.name: int(level.free) for level in levels}


def test_an_order_that_was_overtaken_stands_behind_who_was_promised_the_unit() -> None:
    berlin, here, there = SourceFactory.create(), WebsiteFactory.create(), WebsiteFactory.create()
    StockFactory.create(name="EU Stock", sources=[berlin], website=here)
    StockFactory.create(name="US Stock", sources=[berlin], website=there)
    product = product_with_stock(quantity=1, source=berlin, backorders=1, min_qty=-2, websites=[here, there])
    now = timezone.now()

    def ordered(units: int, *, website: Website, late_by: int) -> Order:
        moment = now - timedelta(seconds=late_by)
        return place_order(lines={product: units}, email="ada@example.org", website=website, by=None, now=moment)

    first = ordered(1, website=there, late_by=0)
    second = ordered(1, website=here, late_by=1)
    assert (first.placed_at, second.placed_at > now) == (now, True)
    assert free(product) == {"EU Stock": -1, "US Stock": 0}
    with pytest.raises(NotSalable):
        ordered(2, website=here, late_by=1)
