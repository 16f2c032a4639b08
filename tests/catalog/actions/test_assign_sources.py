from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from pytest_django.fixtures import DjangoAssertNumQueries

from catalog.actions.assign_sources import MergedQuantity, SourceRow, SourceValues, assign_sources
from catalog.actions.steps.received_units import HoldsNoStock, SourcesChanged
from catalog.models import Product, SourceItem, StockLevel
from catalog.models.product import ProductType
from catalog.rules.quantity import LARGEST
from tests.factories.catalog import (
    ProductFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    default_source,
    product_with_stock,
)

pytestmark = pytest.mark.django_db

TWENTY_FIVE = SourceValues(Decimal(25))


def values(quantity: int | str, *, in_stock: bool = True, notify: int | None = None) -> SourceValues:
    return SourceValues(Decimal(quantity), in_stock, None if notify is None else Decimal(notify))


def stored(product: Product) -> dict[str, SourceValues]:
    items = SourceItem.objects.filter(product=product).select_related("source")
    return {
        item.source.code: SourceValues(item.quantity.normalize() + 0, item.is_in_stock, item.notify_quantity)
        for item in items
    }


def change(product: Product, before: SourceValues | None, after: SourceValues | None) -> tuple[MergedQuantity, ...]:
    return assign_sources(product, rows=[SourceRow(default_source().pk, before, after)], by=None)


def test_assigning_makes_a_source_item() -> None:
    product = ProductFactory.create()
    change(product, None, values(7, in_stock=False, notify=3))
    assert stored(product) == {"default": values(7, in_stock=False, notify=3)}


def test_unassigning_removes_the_units() -> None:
    product = product_with_stock(quantity=25)
    change(product, TWENTY_FIVE, None)
    assert stored(product) == {}


def test_sources_that_no_row_names_are_left_alone() -> None:
    product = product_with_stock(quantity=25)
    other = SourceItemFactory.create(product=product, source=SourceFactory.create(code="other"), quantity=3)
    change(product, TWENTY_FIVE, values(26))
    assert stored(product)[other.source.code] == values(3)


def test_levels_follow() -> None:
    product = product_with_stock(quantity=25)
    change(product, TWENTY_FIVE, values(30))
    assert StockLevel.objects.get(product=product).on_hand == 30


def test_a_quantity_may_be_negative() -> None:
    product = product_with_stock(quantity=25)
    change(product, TWENTY_FIVE, values("-2"))
    assert stored(product) == {"default": values("-2")}


def test_a_quantity_that_changed_meanwhile_is_changed_by_the_difference_typed() -> None:
    product = product_with_stock(quantity=22)  # 25 when the page was opened, 3 were shipped since
    merged = change(product, TWENTY_FIVE, values(30))
    numbers = [Decimal(number) for number in (25, 30, 22, 27)]
    assert merged == (MergedQuantity("Default Source", *numbers),)
    assert stored(product) == {"default": values(27)}


def test_a_value_that_was_not_changed_stays_as_others_left_it() -> None:
    product = product_with_stock(quantity=22, in_stock=False)
    assert change(product, TWENTY_FIVE, values(25, notify=5)) == ()
    assert stored(product) == {"default": values(22, in_stock=False, notify=5)}


def test_an_unchanged_row_writes_nothing() -> None:
    product = product_with_stock(quantity=22)
    assert change(product, TWENTY_FIVE, TWENTY_FIVE) == ()
    assert stored(product) == {"default": values(22)}


def test_unassigning_is_refused_when_other_units_lie_there_now() -> None:
    product = product_with_stock(quantity=40)
    with pytest.raises(SourcesChanged, match="it holds 40 units now, 25 when this page was opened"):
        change(product, TWENTY_FIVE, None)
    assert stored(product) == {"default": values(40)}


def test_a_source_that_was_unassigned_meanwhile_is_not_brought_back() -> None:
    product = ProductFactory.create()
    with pytest.raises(SourcesChanged, match="Default Source was unassigned meanwhile"):
        change(product, TWENTY_FIVE, values(26))
    assert stored(product) == {}


def test_a_source_that_was_assigned_meanwhile_is_not_overwritten() -> None:
    product = product_with_stock(quantity=5)
    with pytest.raises(SourcesChanged, match="Default Source was assigned meanwhile, with 5 units"):
        change(product, None, values(0))
    assert stored(product) == {"default": values(5)}


def test_a_refused_row_saves_no_row() -> None:
    product = product_with_stock(quantity=25)
    other = SourceFactory.create()
    rows = [
        SourceRow(default_source().pk, TWENTY_FIVE, values(26)),
        SourceRow(other.pk, values(1), values(2)),
        SourceRow(0, None, values(2)),
    ]
    with pytest.raises(SourcesChanged) as refused:
        assign_sources(product, rows=rows, by=None)
    assert len(refused.value.problems) == 2
    assert stored(product) == {"default": TWENTY_FIVE}


def test_a_sum_that_cannot_be_stored_is_refused() -> None:
    product = product_with_stock(quantity=LARGEST)
    with pytest.raises(SourcesChanged, match="more than can be stored"):
        change(product, values(0), values(1))
    assert SourceItem.objects.get(product=product).quantity == LARGEST


def test_a_configurable_product_holds_no_stock() -> None:
    product = ProductFactory.create(product_type=ProductType.CONFIGURABLE)
    with pytest.raises(HoldsNoStock):
        change(product, None, values(1))
    assert stored(product) == {}


def test_history_says_who_changed_what() -> None:
    product, staff = product_with_stock(quantity=25), User.objects.create_user("staff")
    rows = [SourceRow(default_source().pk, TWENTY_FIVE, values(30, in_stock=False, notify=4))]
    assign_sources(product, rows=rows, by=staff)
    entry = LogEntry.objects.get(object_id=str(product.pk), user=staff)
    assert entry.change_message == "Default Source: quantity 25 → 30, Out of Stock, notify quantity 4"


@pytest.mark.parametrize("count", [1, 30])
def test_statements_do_not_grow_with_the_rows(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    product = ProductFactory.create()
    sources = SourceFactory.create_batch(count)
    StockFactory.create(sources=sources)
    rows = [SourceRow(source.pk, None, values(number)) for number, source in enumerate(sources)]
    with django_assert_num_queries(8):
        assign_sources(product, rows=rows, by=None)
