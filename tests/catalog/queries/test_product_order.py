"""Products stand in the order of what their cells show, whether they are sorted or walked."""

import pytest
from django.db.models import F, QuerySet
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog.models import ConfigurationValue, Product, SourceItem, Stock, StockItem
from catalog.queries import availability, product_order
from catalog.queries.product_order import first_by_owed, first_by_salable, with_owed, with_salable
from catalog.queries.stock_grid import stock_grid
from tests.catalog.queries.test_product_grid import POLICIES, UNITS
from tests.factories.catalog import ProductFactory, ReservationFactory, product_with_stock


class Parity(TestCase):
    @given(
        shelf=st.lists(st.tuples(UNITS, st.integers(0, 4), POLICIES, st.booleans(), st.booleans()), max_size=6),
        descends=st.booleans(),
        count=st.integers(1, 7),
        kept=st.booleans(),
    )
    def test_both_ways_are_the_order_of_the_cells(
        self,
        shelf: list[tuple[int, int, dict[str, object], bool, bool]],
        descends: bool,
        count: int,
        kept: bool,
    ) -> None:
        for quantity, reserved, own, is_enabled, in_stock in shelf:
            product = product_with_stock(quantity=quantity, backorders=1)
            if reserved:
                ReservationFactory.create(product=product, quantity=-reserved)
            StockItem.objects.filter(product=product).update(**own)
            Product.objects.filter(pk=product.pk).update(is_enabled=is_enabled)
            SourceItem.objects.filter(product=product).update(is_in_stock=in_stock)
        ProductFactory.create()
        stock = Stock.objects.default().pk
        configured = ConfigurationValue.objects.in_force().configured_policy()
        cells = stock_grid(Product.objects.all(), configured=configured)
        rows = {pk: each.in_stocks[0] for pk, each in cells.items() if each.in_stocks}
        managed = {pk: row for pk, row in rows.items() if row.policy.manage_stock}
        by_salable = sorted(managed, key=lambda pk: (managed[pk].salable, pk), reverse=descends)
        by_owed = sorted(
            (pk for pk, row in managed.items() if row.level.owed),
            key=lambda pk: (managed[pk].level.owed, pk),
            reverse=descends,
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(availability, "FEW_CLASSES", 0 if kept else availability.FEW_CLASSES)
            patch.setattr(product_order, "LEAST", 1)
            walk = first_by_salable(stock_id=stock, configured=configured, descends=descends)
            assert list(walk(count)) == by_salable[:count]
            sorted_rows = with_salable(Product.objects.all(), stock_id=stock, configured=configured)
            assert in_order(sorted_rows, "salable_there", descends=descends) == by_salable
        assert list(first_by_owed(configured=configured, descends=descends)(count)) == by_owed[:count]
        assert (
            in_order(with_owed(Product.objects.all(), configured=configured), "owed_there", descends=descends)
            == by_owed
        )


def in_order(products: QuerySet[Product], name: str, *, descends: bool) -> list[int]:
    """Return the ids of those that have the number, sorted by it and then by id."""
    numbered = products.exclude(**{name: None})
    order = (F(name).desc(), "-pk") if descends else (F(name).asc(), "pk")
    return list(numbered.order_by(*order).values_list("pk", flat=True))
