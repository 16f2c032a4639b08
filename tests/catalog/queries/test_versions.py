"""A version stands beside the one before it, and a change is found by its mark alone."""

from decimal import Decimal

import pytest

from catalog.models import StockItem
from catalog.queries.history import product_changes
from catalog.queries.versions import events_of, policy_change, versions_of
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def test_each_version_has_the_one_before_it_and_the_mark_names_one_field_of_one_product() -> None:
    product, other = product_with_stock(quantity=1, min_qty=-5), product_with_stock(quantity=1, min_qty=-7)
    StockItem.objects.filter(product=product).update(min_qty=-6, backorders=1)
    newest, first = versions_of(events_of("StockItemEvent").filter(product=product), ("min_qty",), most=9)
    assert (first.before, first.after) == ({"min_qty": None}, {"min_qty": Decimal(-5)})
    assert (newest.before, newest.after) == ({"min_qty": Decimal(-5)}, {"min_qty": Decimal(-6)})
    (mark,) = [
        change.mark for change in product_changes(product) if change.what == "Out-of-Stock Threshold" and change.mark
    ]
    found = policy_change(product, mark)
    assert found is not None
    assert (found.field, found.before, found.after) == ("min_qty", Decimal(-5), Decimal(-6))
    assert policy_change(other, mark) is None
