"""Units that come are written down on the supplies of their product at their source, and on no others."""

from decimal import Decimal

import pytest
from django.db import transaction

from catalog.actions.steps.incoming_supply import receive_supplies
from catalog.models import IncomingSupply
from tests.factories.catalog import SourceFactory, default_source, expected_supply, product_with_stock

pytestmark = pytest.mark.django_db


def received() -> list[Decimal]:
    return list(IncomingSupply.objects.order_by("pk").values_list("received", flat=True))


def test_of_several_supplies_only_those_of_the_product_at_the_source_receive() -> None:
    bag, cap = product_with_stock(), product_with_stock()
    expected_supply(bag, 40, days=9)
    expected_supply(bag, 40, days=4, received=30)
    expected_supply(bag, 40, source=SourceFactory.create())
    expected_supply(cap, 40)
    with transaction.atomic():
        found = receive_supplies({bag.pk: Decimal(25)}, source=default_source())[bag.pk]
    assert received() == [15, 40, 0, 0]
    assert [receipt.units for receipt in found.receipts] == [10, 15]


def test_what_comes_beyond_is_told_and_written_nowhere() -> None:
    bag = product_with_stock()
    expected_supply(bag, 40, reference="PO-7")
    expected_supply(bag, 40, days=1)
    with transaction.atomic():
        found = receive_supplies({bag.pk: Decimal(45)}, source=default_source(), reference="PO-7")[bag.pk]
    assert (received(), found.beyond) == ([40, 0], 5)
