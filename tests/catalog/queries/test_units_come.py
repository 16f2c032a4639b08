"""Units of many products are one value, however many there are."""

from decimal import Decimal

import pytest

from catalog.models import SourceItem
from catalog.queries.units_come import units_come
from tests.factories.catalog import product_with_stock

pytestmark = pytest.mark.django_db


def test_the_units_that_come_are_told_of_each_product() -> None:
    bag, cap = product_with_stock(), product_with_stock()
    found = SourceItem.objects.annotate(come=units_come({bag.pk: Decimal("2.5"), cap.pk: Decimal(7)}))
    assert dict(found.values_list("product_id", "come")) == {bag.pk: Decimal("2.5"), cap.pk: Decimal(7)}
