"""What an import writes is what the models would have written, in every column that there is."""

from decimal import Decimal

import psycopg
import pytest
from django.db import connection

from catalog.models import Category, Product, SourceItem, StockItem, StockLevel
from catalog.rules.product_row_columns import INHERITED
from tests.catalog.actions.imported import import_row, import_text
from tests.catalog.models.recomputed import kept_levels, recomputed_levels
from tests.factories.catalog import default_source, default_website

pytestmark = pytest.mark.django_db
STAMPS = {"created_at", "updated_at"}


def stored(row: Product | StockItem | SourceItem) -> dict[str, object]:
    """Return all columns but the row's own number and times."""
    (values,) = type(row).objects.filter(pk=row.pk).values()
    return {name: value for name, value in values.items() if name not in {"id", "product_id", *STAMPS}}


def test_new_rows_are_those_of_the_models_column_by_column() -> None:
    import_row(sku="A", name="Tent", price="9.5", qty="5", min_qty="-3", allow_backorders="1")
    imported = Product.objects.get()
    item, units = StockItem.objects.get(), SourceItem.objects.get()
    assert imported.created_at == imported.updated_at
    found = stored(imported), stored(item), stored(units)
    imported.delete()
    made = Product.objects.create(sku="A", name="Tent", slug="tent", price=Decimal("9.5"))
    own = StockItem.objects.create(product=made, min_qty=-3, backorders=1)
    shelf = SourceItem.objects.create(product=made, source=default_source(), quantity=5)
    assert found == (stored(made), stored(own), stored(shelf))


def test_every_value_that_a_row_can_say_is_written_over_another() -> None:
    import_text("sku,name,price\nA,Tent,1\n")
    said = {
        "product_type": "virtual", "name": "Big; Tent\\N", "price": "2.25", "weight": "1.5", "product_online": "0",
        "visibility": "Search", "short_description": "a\tb", "description": "Dry\\n\\.", "url_key": "big", "qty": "7",
        "is_in_stock": "0", "categories": "Camping/Tents", "manage_stock": "0", "max_cart_qty": "9",
    }  # fmt: skip
    assert import_row(sku="a", **said).updated == 1
    tent = Product.objects.get()
    told = (
        tent.sku,
        tent.name,
        tent.product_type,
        tent.price,
        tent.weight,
        tent.is_enabled,
        tent.visibility,
        tent.slug,
    )
    assert told == ("A", "Big; Tent\\N", "virtual", Decimal("2.25"), Decimal("1.5"), False, "search", "big")
    assert (tent.short_description, tent.description) == ("a b", "Dry\\n\\.")
    assert tent.updated_at >= tent.created_at
    assert list(tent.source_items.values_list("quantity", "is_in_stock")) == [(7, False)]
    own = dict.fromkeys(INHERITED) | {
        "is_qty_decimal": False,
        "is_decimal_divided": False,
        "manage_stock": False,
        "max_sale_qty": 9,
    }
    assert StockItem.objects.values(*INHERITED).get() == own
    assert [category.path for category in tent.categories.all()] == ["Camping/Tents"]
    assert import_row(sku="a", **said).unchanged == 1


def test_links_that_go_are_those_of_the_row_alone() -> None:
    import_text('sku,name,price,categories\nA,A,1,"Men,Sale"\nB,B,1,"Men,Sale"\n')
    import_row(sku="A", categories="Sale")
    links = Product.categories.through.objects.values_list("product__sku", "category__path")
    assert sorted(links) == [("A", "Sale"), ("B", "Men"), ("B", "Sale")]
    import_row(sku="A", categories="__EMPTY__VALUE__")
    assert sorted(links.all()) == [("B", "Men"), ("B", "Sale")]


def test_category_above_that_was_deleted_is_made_again_by_a_row_that_changes_nothing() -> None:
    import_row(sku="A", name="A", price="1", categories="Camping/Tents")
    Category.objects.filter(path="Camping").delete()
    assert import_row(sku="A", categories="Camping/Tents").unchanged == 1
    assert Category.objects.filter(path="Camping").exists()


def test_nothing_of_the_copy_stays() -> None:
    import_row(sku="A", name="A", price="1", product_websites=default_website().code)
    assert "imported" not in connection.introspection.table_names()


def test_new_product_is_found_by_its_departments_as_if_it_had_been_there_before_its_links() -> None:
    import_row(sku="A", name="Tent", price="1", categories="Camping/Tents", min_qty="-3", allow_backorders="1", qty="2")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words::text FROM catalog_productsearch")
        written = cursor.fetchall()
        assert "~#" in written[0][0]
        cursor.execute(
            "DELETE FROM catalog_productsearch; SELECT catalog_refresh_search(array_agg(id)) FROM catalog_product"
        )
        cursor.execute("SELECT words::text FROM catalog_productsearch")
        assert written == cursor.fetchall()
    level = StockLevel.objects.filter(policy_class__own__min_qty=-3).get()
    assert (level.on_hand, kept_levels()) == (2, recomputed_levels())


def test_a_row_for_which_the_disk_has_no_room_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise psycopg.errors.DiskFull("No space left on device")

    monkeypatch.setattr(psycopg.Copy, "write_row", full)
    (refused,) = import_row(sku="A", name="Tent", price="9.5").refused
    assert refused.reason == "the database refused it: No space left on device"
    assert not Product.objects.exists()
