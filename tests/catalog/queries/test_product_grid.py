"""The filters of the products grid keep what its cells show."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog.models import Category, ConfigurationValue, Product, SourceItem, Stock, StockItem
from catalog.queries import availability
from catalog.queries.product_grid import (
    assigned_to,
    at_source_between,
    listed_on,
    on_hand_between,
    owed_between,
    salable_between,
    stands_in,
    with_on_hand,
)
from catalog.queries.stock_grid import stock_grid
from catalog.rules.grid_filter import Range
from catalog.rules.product_setting import MANAGE_STOCK
from tests.factories.catalog import (
    ProductFactory,
    ReservationFactory,
    SourceFactory,
    SourceItemFactory,
    StockFactory,
    WebsiteFactory,
    configure,
    default_source,
    product_with_stock,
)

UNITS = st.integers(-3, 6)
POLICIES = st.fixed_dictionaries(
    {
        "backorders": st.sampled_from((None, 0, 1, 2)),
        "min_qty": st.sampled_from((None, -5, 0, 2)),
        "manage_stock": st.sampled_from((None, True, False)),
    }
)
ENDS = st.none() | st.integers(-4, 6).map(Decimal)


def lies(number: Decimal, found: Range[Decimal]) -> bool:
    return (found.low is None or number >= found.low) and (found.high is None or number <= found.high)


class Parity(TestCase):
    @given(
        shelf=st.lists(st.tuples(UNITS, st.integers(0, 4), POLICIES, st.booleans(), st.booleans()), max_size=5),
        low=ENDS,
        high=ENDS,
        few=st.booleans(),
    )
    def test_salable_and_owed_are_what_the_cells_show(
        self, shelf: list[tuple[int, int, dict[str, object], bool, bool]], low: Decimal, high: Decimal, few: bool
    ) -> None:
        for quantity, reserved, own, is_enabled, in_stock in shelf:
            # Made with backorders on, so that anything can be promised; its own settings come afterwards, as in a shop.
            product = product_with_stock(quantity=quantity, backorders=1)
            if reserved:
                ReservationFactory.create(product=product, quantity=-reserved)
            StockItem.objects.filter(product=product).update(**own)
            Product.objects.filter(pk=product.pk).update(is_enabled=is_enabled)
            SourceItem.objects.filter(product=product).update(is_in_stock=in_stock)
        stock, found = Stock.objects.default(), Range(low, high)
        configured = ConfigurationValue.objects.in_force().configured_policy()
        products = list(Product.objects.all())
        cells = {pk: each.in_stocks for pk, each in stock_grid(products, configured=configured).items()}
        managed = {pk: rows[0] for pk, rows in cells.items() if rows and rows[0].policy.manage_stock}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(availability, "FEW", availability.FEW if few else 0)
            salable = salable_between(found, stock_id=stock.pk, configured=configured)
        assert set(Product.objects.filter(salable).values_list("pk", flat=True)) == {
            pk for pk, row in managed.items() if lies(row.salable, found)
        }
        owed = owed_between(found, stock_id=stock.pk, configured=configured)
        assert set(Product.objects.filter(owed).values_list("pk", flat=True)) == {
            pk for pk, row in managed.items() if lies(row.level.owed, found)
        }


pytestmark = pytest.mark.django_db
ONE_TO_FIVE = Range(Decimal(1), Decimal(5))


def skus(*conditions: object) -> list[str]:
    return list(Product.objects.filter(*conditions).order_by("sku").values_list("sku", flat=True))


def test_quantity_of_a_stock_and_at_a_source() -> None:
    berlin = SourceFactory.create(code="berlin")
    europe = StockFactory.create(sources=[berlin])
    for sku, here, there in (("a", 5, 6), ("b", 6, 1), ("c", 0, 0)):
        SourceItemFactory.create(product=product_with_stock(sku=sku, quantity=here), source=berlin, quantity=there)
    assert skus(on_hand_between(ONE_TO_FIVE, stock_id=Stock.objects.default().pk)) == ["a"]
    assert skus(on_hand_between(ONE_TO_FIVE, stock_id=europe.pk)) == ["b"]
    assert skus(at_source_between(Range(None, Decimal(1)), source="berlin")) == ["b", "c"]
    assert skus(at_source_between(ONE_TO_FIVE, source=default_source().code)) == ["a"]
    assert skus(at_source_between(ONE_TO_FIVE, source="nowhere")) == []


def test_owed_in_any_stock() -> None:
    berlin = SourceFactory.create()
    europe = StockFactory.create(sources=[berlin])
    product = product_with_stock(sku="a", quantity=5, backorders=1)
    SourceItemFactory.create(product=product, source=berlin, quantity=1)
    ReservationFactory.create(product=product, quantity=-4, stock=europe)
    configured = ConfigurationValue.objects.in_force().configured_policy()
    three = Range(Decimal(3), Decimal(3))
    assert skus(owed_between(three, stock_id=None, configured=configured)) == ["a"]
    assert skus(owed_between(three, stock_id=Stock.objects.default().pk, configured=configured)) == []


def test_what_is_not_counted_by_configuration_has_no_number() -> None:
    configure(MANAGE_STOCK, 0)
    product_with_stock(sku="a", quantity=5)
    product_with_stock(sku="b", quantity=5, manage_stock=True)
    configured = ConfigurationValue.objects.in_force().configured_policy()
    found = salable_between(Range(None, None), stock_id=Stock.objects.default().pk, configured=configured)
    assert skus(found) == ["b"]


def test_source_website_and_category_with_those_below() -> None:
    SourceItemFactory.create(product=product_with_stock(sku="a"), source=SourceFactory.create(code="berlin"))
    europe = WebsiteFactory.create(code="eu")
    ProductFactory.create(sku="b").websites.set([europe])
    men, tops, mental = (
        Category.objects.create(path=path, name=path, slug=slug)
        for path, slug in (("Men", "men"), ("Men/Tops", "tops"), ("Mental", "mental"))
    )
    for sku, category in (("c", men), ("d", tops), ("e", mental)):
        ProductFactory.create(sku=sku).categories.set([category])
    assert skus(assigned_to("berlin")) == ["a"]
    assert skus(listed_on("eu")) == ["b"]
    assert skus(stands_in(men.pk)) == ["c", "d"]
    assert skus(stands_in(10**9)) == []


def test_rows_are_sorted_by_what_lies_in_the_stock() -> None:
    for sku, quantity in (("a", 5), ("b", 9), ("c", 1)):
        product_with_stock(sku=sku, quantity=quantity)
    found = with_on_hand(Product.objects.all(), stock_id=Stock.objects.default().pk).order_by("on_hand_there")
    assert [product.sku for product in found] == ["c", "a", "b"]
