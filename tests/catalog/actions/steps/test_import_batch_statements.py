"""Many rows: how many statements they take, and what happens when the database refuses one all the same."""

import io
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions import import_products as importing
from catalog.actions.import_products import BATCH, import_products
from catalog.models import Category, Product, StockItem, StockLevel
from tests.catalog.actions.imported import import_text, refusals
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db

SIZES = ("28", "29", "30", "31", "32")
COLORS = ("Black", "Blue", "Green")


def rows(count: int, *, sku: str = "S", quantity: int = 5) -> str:
    lines = [f"{sku}-{n},Item {n} {quantity},1,{quantity},1,-5,Camping/Tents {quantity}" for n in range(count)]
    return "\n".join(["sku,name,price,qty,allow_backorders,out_of_stock_qty,categories", *lines])


def statements(text: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        import_text(text)
    return len(captured)


def test_statements_do_not_grow_with_the_created_rows_of_a_batch() -> None:
    import_text(rows(1))
    assert statements(rows(2, sku="few")) == statements(rows(40, sku="many")) == 20


def test_statements_do_not_grow_with_the_updated_rows_of_a_batch() -> None:
    import_text(rows(40, quantity=9))
    assert statements(rows(2, quantity=8)) == statements(rows(40, quantity=7)) == 24


def test_statements_do_not_grow_with_the_unchanged_rows_of_a_batch() -> None:
    import_text(rows(40))
    assert statements(rows(2)) == statements(rows(40)) == 6


def test_url_keys_of_a_batch_differ_without_a_second_try() -> None:
    text = "sku,name,price\n" + "".join(f"S{n},Tent,1\n" for n in range(40))
    assert statements(text) == 17
    assert len({*Product.objects.values_list("slug", flat=True)}) == 40


def catalogue() -> Iterator[str]:
    """147 configurable products after their 1,847 variants, with descriptions in HTML and line breaks in cells."""
    yield "sku,product_type,categories,name,description,visibility,price,qty,use_config_backorders,configurable_variations"
    for product in range(147):
        kinds = [(size, color) for size in SIZES for color in COLORS][: 13 if product < 83 else 12]
        description = f'"<p>Product {product},\nwarm.</p><ul><li>Wool</li></ul>"'
        category = f'"Default Category/Men/Tops {product % 7},Default Category/Sale"'
        for size, color in kinds:
            sku = f"P{product}-{size}-{color}"
            yield f"{sku},simple,{category},{sku},{description},Not Visible Individually,29,100,1,"
        listed = "|".join(f"sku=P{product}-{size}-{color},size={size},color={color}" for size, color in kinds)
        yield f'P{product},configurable,{category},Product {product},{description},"Catalog, Search",29,0,1,"{listed}"'


def test_whole_catalogue_is_imported_and_unchanged_the_second_time() -> None:
    text = "\n".join(catalogue())
    first = import_text(text)
    before = list(Product.objects.order_by("pk").values())
    second = import_text(text)
    assert (first.created, first.refused) == (1994, ())
    assert (second.created, second.updated, second.unchanged) == (0, 0, 1994)
    assert list(Product.objects.order_by("pk").values()) == before
    assert Product.objects.filter(product_type="configurable", variants__isnull=False).distinct().count() == 147
    assert StockLevel.objects.filter(on_hand=100, product__variant_of__isnull=False).count() == 1847


def test_row_that_the_database_refuses_is_refused_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE catalog_product ADD CONSTRAINT no_seven CHECK (name <> 'Item 7 5')")
    report = import_text(rows(20))
    ((line, sku, reason),) = refusals(report)
    assert (report.created, line, sku) == (19, 9, "S-7")
    assert reason.startswith("the database refused it: ")
    assert "no_seven" in reason
    assert set(Product.objects.values_list("stock_item__min_qty", "stock_levels__on_hand")) == {
        (Decimal(-5), Decimal(5))
    }


def test_category_of_a_row_that_the_database_refuses_is_not_made() -> None:
    ProductFactory.create(slug="item")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE catalog_stockitem ADD CONSTRAINT no_seven CHECK (min_qty <> -7)")
    report = import_text("sku,name,price,min_qty,categories\nA,Item,1,-7,Camping\nB,Item,1,-6,Sale\n")
    assert [row.sku for row in report.refused] == ["A"]
    assert list(StockItem.objects.values_list("product__sku", "product__slug")) == [("B", "item-b")]
    assert list(Category.objects.values_list("path", flat=True)) == ["Sale"]


def test_progress_is_told_after_every_batch() -> None:
    told: list[tuple[int, int]] = []
    text = rows(BATCH + 1) + "\nBAD,,,,,,\n"
    import_products(io.BytesIO(text.encode()), by=None, progress=lambda done, total: told.append((done, total)))
    assert told == [(BATCH, BATCH + 2), (BATCH + 2, BATCH + 2)]


def test_rows_are_counted_for_what_they_are_whatever_the_rows_before_them_were(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    import_text(rows(8))
    lines = (
        rows(8).replace("S-0,Item 0", "S-0,Other").replace("S-1,Item 1", "S-1,Other").replace("S-6,Item 6", "S-6,Other")
    )
    report = import_text(lines)
    assert (report.created, report.updated, report.unchanged) == (0, 3, 5)
    assert import_text(lines).unchanged == 8
