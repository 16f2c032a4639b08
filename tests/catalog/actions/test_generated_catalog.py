"""A made-up catalogue is written as any other writer would leave it."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, connection

from catalog.actions import generated_catalog
from catalog.actions.generated_catalog import generate_catalog
from catalog.models import Product, ProductSearch, SourceItem, StockItem, StockLevel, Website
from catalog.queries.inventory_differences import inventory_differences
from catalog.rules.generated_catalog import generated_products
from tests.catalog.actions.steps.test_bare_tables import parts_of_tables
from tests.factories.catalog import product_with_stock

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


def test_an_empty_shop_is_filled_as_its_triggers_would_have_filled_it() -> None:
    there = parts_of_tables()
    _generate(400)
    assert parts_of_tables() == there
    words = dict(ProductSearch.objects.values_list("product", "words"))
    assert words.keys() == set(Product.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_refresh_search(%s::bigint[])", [list(words)])
    assert dict(ProductSearch.objects.values_list("product", "words")) == words
    for model in (SourceItem, StockItem):
        events = apps.get_model("catalog", f"{model.__name__}Event").objects.filter(pgh_label="insert")
        assert set(events.values_list("pgh_obj", flat=True)) == set(model.objects.values_list("pk", flat=True))
    SourceItem.objects.filter(pk=SourceItem.objects.values("pk")[:1]).update(quantity=900, is_in_stock=True)
    assert StockLevel.objects.filter(on_hand=900).count() == 1


def test_an_empty_shop_stays_empty_when_a_sum_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated_catalog, "_LEVELS", "SELECT 1")
    with pytest.raises(AssertionError, match="are not what source items come to"):
        _generate(20)
    assert not Product.objects.exists()
    product_with_stock(quantity=3)
    assert StockLevel.objects.get().on_hand == 3


def test_an_empty_shop_stays_empty_when_a_sku_comes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = [*generated_products(3, seed=1), *generated_products(3, seed=1)]
    monkeypatch.setattr(generated_catalog, "generated_products", lambda *_, **__: iter(twice))
    with pytest.raises(IntegrityError):
        _generate(6)
    assert not Product.objects.exists()


def test_rows_are_what_the_models_would_have_written() -> None:
    _generate(600)
    # The database keeps constraints and keys; what it does not know are choices, lengths and the like.
    for model in (Product, StockItem, SourceItem):
        keys = {field.name for field in model._meta.concrete_fields if field.remote_field}  # noqa: SLF001  Django's API
        for row in model.objects.all():
            row.clean_fields(exclude=keys)
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
