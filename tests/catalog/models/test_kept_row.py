"""A row is kept as it was."""

import json

import pytest

from backorders.models import Order, OrderLine
from catalog.models.kept_row import kept_row, row_as_it_was
from tests.factories.backorders import OrderLineFactory

pytestmark = pytest.mark.django_db


def values(row: Order | OrderLine) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # noqa: SLF001  Django's API


def test_a_row_comes_back_from_json_as_it_was() -> None:
    line = OrderLine.objects.get(pk=OrderLineFactory.create().pk)
    for row in (line, Order.objects.get(pk=line.order_id)):
        kept = json.loads(json.dumps(kept_row(row)))
        assert values(row_as_it_was(type(row), kept)) == values(row)


def test_a_column_that_came_later_is_read_from_the_database() -> None:
    line = OrderLineFactory.create()
    kept = kept_row(line)
    del kept["sku"]
    assert row_as_it_was(OrderLine, kept).sku == line.sku
