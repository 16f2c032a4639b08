"""One row decides for a product, wherever in the file the other one stands and however it spells the SKU."""

import pytest

from catalog.actions import import_products as importing
from catalog.models import Product
from tests.catalog.actions.imported import import_text, refusals

pytestmark = pytest.mark.django_db


def test_second_row_is_refused_in_another_batch_and_in_another_spelling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    rows = [
        "Tent,First,1",
        "B,B,1",
        "C,C,1",
        "D,D,1",
        "TENT,Second,2",
        "E,E,1",
        " tent ,Third,3",
        "\u00c4,A,1",
        "\u00e4,B,1",
    ]
    report = import_text("sku,name,price\n" + "\n".join(rows) + "\n")
    assert refusals(report) == [
        (6, "TENT", "sku: line 2 is about the same product"),
        (8, " tent ", "sku: line 2 is about the same product"),
        (10, "\u00e4", "sku: line 9 is about the same product"),
    ]
    assert Product.objects.get(sku="Tent").name == "First"


def test_row_that_cannot_be_read_leaves_its_sku_to_the_next() -> None:
    report = import_text("sku,name,price\nA,First,x\nA,Second,2\nA,Third,3\n")
    assert refusals(report) == [(2, "A", "price: “x” is no number"), (4, "A", "sku: line 3 is about the same product")]
    assert Product.objects.get().name == "Second"


def test_sku_in_two_columns_is_compared_as_it_is_read() -> None:
    report = import_text("sku,name,price,sku\nA,First,1,\n,Second,2,a\n")
    assert refusals(report) == [(3, "a", "sku: line 2 is about the same product")]
