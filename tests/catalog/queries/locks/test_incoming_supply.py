"""Who receives, changes or closes a supply waits for who holds it."""

import pytest

from catalog.models import IncomingSupply
from catalog.queries.locks.incoming_supply import locked_outstanding, locked_supplies
from tests.factories.catalog import default_source, expected_supply, product_with_stock

pytestmark = pytest.mark.django_db


def test_only_what_is_outstanding_there_is_locked() -> None:
    bag, cap = product_with_stock(), product_with_stock()
    wanted, other = expected_supply(bag, 40), expected_supply(cap, 40)
    came = expected_supply(bag, 40, days=1, received=40)
    found = locked_outstanding(product_ids=[bag.pk], source_id=default_source().pk)
    assert [row.pk for row in found] == [wanted.pk]
    chosen = locked_supplies([other.pk, came.pk, wanted.pk])
    assert [row.pk for row in chosen] == [wanted.pk, other.pk]
    assert IncomingSupply.objects.count() == 3
