"""A made-up catalogue is written as any other writer would leave it."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from catalog.actions import generated_catalog
from catalog.actions.generated_catalog import generate_catalog
from catalog.models import Product, SourceItem, StockItem, StockLevel, Website
from catalog.queries.inventory_differences import inventory_differences

NOW = datetime(2026, 11, 29, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _generate(count: int, seed: int = 1) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    generate_catalog(count, seed=seed, now=NOW, progress=lambda done, of: told.append((done, of)))
    return told


def test_levels_agree_with_what_lies_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated_catalog, "AT_ONCE", 100)
    assert _generate(450) == [(100, 450), (200, 450), (300, 450), (400, 450), (450, 450)]
    assert Product.objects.count() == 450
    assert StockLevel.objects.filter(on_hand__gt=0, sources_in_stock__gt=0).count() > 100
    assert inventory_differences() == ()


def test_rows_are_what_the_models_would_have_written() -> None:
    _generate(600)
    for model in (Product, StockItem, SourceItem):
        for row in model.objects.all():
            row.full_clean(validate_unique=False)
    variants = Product.objects.filter(variant_of__isnull=False).select_related("variant_of")
    assert variants
    assert all(row.variant_of is not None and row.sku.startswith(row.variant_of.sku) for row in variants)


def test_it_is_sold_on_three_websites_each_from_a_stock_of_its_own() -> None:
    _generate(200)
    sold = Counter(Product.websites.through.objects.values_list("website__code", flat=True))
    assert max(sold.values()) == 200
    assert len(sold) == 3
    assert Website.objects.filter(sales_channel__isnull=False).values("sales_channel__stock").distinct().count() == 3
    assert StockLevel.objects.values("stock").distinct().count() == 3


def test_a_second_catalogue_stands_beside_the_first() -> None:
    _generate(80)
    _generate(80)
    assert Product.objects.count() == 160
    assert inventory_differences() == ()
