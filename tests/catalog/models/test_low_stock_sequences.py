"""Whatever is written in whatever order, the triggers notice exactly what the rule says has become low."""

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import (
    ConfigurationValue,
    LowStockNotice,
    Product,
    Source,
    SourceItem,
    Stock,
    StockItem,
    StockLevel,
    StockSourceLink,
)
from catalog.rules.low_stock import is_low, notify_level, watched_level
from catalog.rules.product_setting import MANAGE_STOCK, NOTIFY_STOCK_QTY
from tests.catalog.rules.strategies import quantities
from tests.empty_database import empty_database
from tests.examples import of_stories
from tests.factories.catalog import ReservationFactory, SourceFactory, configure, default_source, product_with_stock

pytestmark = pytest.mark.django_db(transaction=True)

type Place = tuple[int, int | None, int | None]
type Step = Callable[[], object]


def low_now() -> set[Place]:
    """Return (product, stock, source) of everything that is there and low, by the rule in plain Python."""
    found: set[Place] = set()
    for product in Product.objects.all():
        level = watched_level(product.stock_policy(), is_enabled=product.is_enabled, holds_stock=product.holds_stock)
        for item in product.source_items.select_related("source"):
            if item.source.is_enabled and is_low(item.quantity, notify_level(item.notify_quantity, level)):
                found.add((product.pk, None, item.source_id))
        for kept in product.stock_levels.filter(sources_assigned__gt=0):
            if is_low(kept.as_level().free, level):
                found.add((product.pk, kept.stock_id, None))
    return found


def there() -> set[Place]:
    """Return every place that something can fall at."""
    items = SourceItem.objects.values_list("product_id", "source_id")
    levels = StockLevel.objects.filter(sources_assigned__gt=0).values_list("product_id", "stock_id")
    return {(product, None, source) for product, source in items} | {
        (product, stock, None) for product, stock in levels
    }


def sql(statement: str, *values: Decimal) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def own(**values: object) -> None:
    StockItem.objects.update_or_create(product=Product.objects.order_by("pk")[0], defaults=values)


def promise(units: Decimal) -> None:
    # All sources may be Out of Stock by now: then nothing is promised.
    with suppress(IntegrityError), transaction.atomic():
        ReservationFactory.create(product=Product.objects.order_by("pk")[0], quantity=units)


PLAIN = "UPDATE catalog_sourceitem SET quantity = %s WHERE source_id IN (SELECT max(id) FROM catalog_source)"
few = quantities(-3, 12)
levels = st.none() | quantities(0, 12)
flags = st.booleans()
steps = st.one_of(
    few.map(lambda n: lambda: SourceItem.objects.filter(source=default_source()).update(quantity=n)),
    few.map(lambda n: lambda: sql(PLAIN, n)),
    few.filter(bool).map(lambda n: lambda: promise(n)),
    levels.map(lambda n: lambda: SourceItem.objects.filter(source=default_source()).update(notify_quantity=n)),
    levels.map(lambda n: lambda: own(notify_stock_qty=n)),
    (st.none() | flags).map(lambda flag: lambda: own(manage_stock=flag)),
    st.just(lambda: StockItem.objects.all().delete()),
    quantities(0, 12).map(lambda n: lambda: configure(NOTIFY_STOCK_QTY, n)),
    flags.map(lambda flag: lambda: configure(MANAGE_STOCK, int(flag))),
    st.just(lambda: ConfigurationValue.objects.all().delete()),
    flags.map(lambda flag: lambda: Product.objects.update(is_enabled=flag)),
    flags.map(lambda flag: lambda: Source.objects.exclude(pk=default_source().pk).update(is_enabled=flag)),
    st.sampled_from(["simple", "configurable"]).map(lambda kind: lambda: Product.objects.update(product_type=kind)),
    flags.map(lambda flag: lambda: SourceItem.objects.filter(source=default_source()).update(is_in_stock=flag)),
    st.just(lambda: StockSourceLink.objects.exclude(source=default_source()).delete()),
    st.just(lambda: StockSourceLink.objects.get_or_create(stock=Stock.objects.default(), source=Source.objects.latest("pk"))),
)  # fmt: skip


@of_stories
@given(st.lists(steps, min_size=5, max_size=20))
def test_notices_are_what_the_rule_says_became_low(plan: list[Step]) -> None:
    empty_database()
    berlin = SourceFactory.create()
    StockSourceLink.objects.create(stock=Stock.objects.default(), source=berlin)
    for quantity in (25, 5):
        bag = product_with_stock(quantity=quantity)
        SourceItem.objects.create(product=bag, source=berlin, quantity=Decimal(quantity))
    for step in plan:
        low, were = low_now(), there()
        seen = set(LowStockNotice.objects.values_list("pk", flat=True))
        step()
        fresh = LowStockNotice.objects.exclude(pk__in=seen).values_list("product_id", "stock_id", "source_id")
        assert sorted(fresh, key=repr) == sorted((low_now() - low) & were, key=repr)
        still = LowStockNotice.objects.filter(ended_at=None).values_list("product_id", "stock_id", "source_id")
        assert set(still) & there() <= low_now()
