import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from catalog.actions.import_products import import_products
from catalog.actions.steps.import_file import ImportReport
from catalog.models import Category, Product, SourceItem, StockItem
from tests.catalog.actions.imported import import_row, import_text, refusals
from tests.factories.catalog import ProductFactory, WebsiteFactory, default_website, product_with_stock

pytestmark = pytest.mark.django_db
GARDEN_SHOP = Path(__file__).with_name("garden_shop.csv")
NEW = {"sku": "TENT", "name": "Tent", "price": "99.5"}


def everything() -> list[object]:
    """What is stored, down to the time of the last change."""
    return [list(model.objects.order_by("pk").values()) for model in (Product, SourceItem, StockItem, Category)]


def import_garden_shop() -> ImportReport:
    with GARDEN_SHOP.open("rb") as file:
        return import_products(file, by=None)


def test_import_creates_every_row_of_a_file() -> None:
    report = import_garden_shop()
    assert (report.created, report.updated, report.unchanged, report.skipped, report.refused) == (9, 0, 0, 1, ())
    assert report.columns_not_imported == ("additional_attributes", "website_id")


def test_import_again_changes_nothing() -> None:
    import_garden_shop()
    before = everything()
    report = import_garden_shop()
    assert (report.created, report.updated, report.unchanged, report.skipped) == (0, 0, 9, 1)
    assert everything() == before


def test_new_product_inherits_what_it_is_not_told() -> None:
    import_row(**NEW)
    tent = Product.objects.get(sku="TENT")
    assert (tent.name, tent.price, tent.slug, tent.product_type) == ("Tent", Decimal("99.50"), "tent", "simple")
    assert (tent.is_enabled, tent.visibility, list(tent.websites.all())) == (True, "both", [default_website()])
    assert SourceItem.objects.filter(product=tent, quantity=0, is_in_stock=True, source__code="default").exists()
    assert not StockItem.objects.exists()


def test_row_changes_only_what_it_says() -> None:
    tent = ProductFactory.create(sku="TENT", name="Tent", weight=3, description="Dry.")
    report = import_text("sku,name,weight,description,url_key\nTENT,Big Tent,,,\n")
    tent.refresh_from_db()
    assert (report.updated, tent.name, tent.weight, tent.description) == (1, "Big Tent", 3, "Dry.")


def test_description_is_kept_as_plain_text() -> None:
    import_garden_shop()
    glove = Product.objects.get(sku="GLOVE")
    assert glove.description == "Thorns stay outside.\n\n• Goat leather\n• Long cuff"


def test_description_can_be_emptied() -> None:
    ProductFactory.create(sku="TENT", description="Dry.")
    import_row(sku="TENT", description="__EMPTY__VALUE__")
    assert Product.objects.get(sku="TENT").description == ""


def test_categories_are_made_with_those_above_them() -> None:
    import_row(**NEW, categories="Default Category/Camping/Tents & Tarps")
    assert list(Category.objects.values_list("path", "name", "slug")) == [
        ("Camping", "Camping", "camping"),
        ("Camping/Tents & Tarps", "Tents & Tarps", "camping-tents-tarps"),
    ]
    assert [category.path for category in Product.objects.get().categories.all()] == ["Camping/Tents & Tarps"]


def test_categories_whose_paths_read_alike_get_slugs_of_their_own() -> None:
    import_text("sku,name,price,categories\nA,A,1,Men/Tops\nB,B,1,Men-Tops\n")
    assert len({*Category.objects.values_list("slug", flat=True)}) == 3


def test_categories_and_websites_of_a_row_are_the_whole_list() -> None:
    WebsiteFactory.create(code="eu")
    import_row(**NEW, categories="Camping", product_websites="base")
    report = import_row(sku="TENT", categories="Sale", product_websites="eu")
    tent = Product.objects.get()
    assert report.updated == 1
    assert [category.path for category in tent.categories.all()] == ["Sale"]
    assert [website.code for website in tent.websites.all()] == ["eu"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": ""}, "name: a new product needs one"),
        ({"price": ""}, "price: a new product needs one"),
        ({"product_websites": "mars"}, "product_websites: there is no website “mars”"),
        ({"product_type": "grouped"}, "product_type: “grouped” products cannot be imported, only simple"),
        ({"qty": "NaN"}, "qty: “NaN” is no number"),
        ({"is_decimal_divided": "1"}, "is_decimal_divided: 1 needs is_qty_decimal 1"),
    ],
)
def test_refused_row_leaves_nothing_half_done(cells: dict[str, str], reason: str) -> None:
    report = import_row(**{**NEW, "categories": "Camping", "qty": "5", **cells})
    ((line, sku, why),) = refusals(report)
    assert (line, sku, why.startswith(reason)) == (2, "TENT", True)
    assert everything() == [[], [], [], []]


def test_refused_row_leaves_a_stored_product_as_it_was() -> None:
    product_with_stock(sku="TENT", quantity=5)
    before = everything()
    assert refusals(import_row(sku="TENT", product_type="configurable", name="Big Tent", qty="9")) == [
        (2, "TENT", "product_type: the product is simple and cannot become configurable")
    ]
    assert everything() == before


def test_refused_rows_name_their_physical_lines() -> None:
    text = 'sku,name,price\r\nA,"two\r\nlines",1\r\n\r\nB,B,-1\r\n,,\r\nC,C,x\r\nD,D\r\nE,E,1,1\r\n,E,1\r\n'
    report = import_text("\ufeff" + text)
    assert (report.created, refusals(report)) == (
        1,
        [
            (5, "B", "price: it cannot be negative"),
            (7, "C", "price: “x” is no number"),
            (8, "D", "price: a new product needs one"),
            (9, "E", "the row has 4 cells, the first line names 3"),
            (10, "", "sku: it is missing"),
        ],
    )


def test_second_row_of_a_product_is_refused() -> None:
    report = import_text("sku,name,price\nA,First,1\nB,Other,1\nA,Second,2\n")
    assert refusals(report) == [(4, "A", "sku: line 2 is about the same product")]
    assert Product.objects.get(sku="A").name == "First"


def test_url_key_that_is_taken_is_made_unique_with_the_sku() -> None:
    ProductFactory.create(sku="OLD", slug="tent")
    text = "sku,name,price,url_key\nA,A,1,tent\nB b,B,1,Tent\n"
    import_text(text)
    assert dict(Product.objects.values_list("sku", "slug")) == {"OLD": "tent", "A": "tent-a", "B b": "tent-b-b"}
    assert import_text(text).unchanged == 2


def test_url_key_of_a_stored_product_changes_only_when_given() -> None:
    ProductFactory.create(sku="A", slug="old")
    import_row(sku="A", name="New Name")
    assert Product.objects.get().slug == "old"
    import_row(sku="A", url_key="New Key")
    assert Product.objects.get().slug == "new-key"


def test_row_of_a_store_view_is_skipped() -> None:
    report = import_text("sku,store_view_code,name,price\nA,german,Zelt,x\n")
    assert (report.skipped, report.refused, Product.objects.count()) == (1, (), 0)


def test_import_is_noted_in_the_admins_log() -> None:
    merchant = User.objects.create_user("merchant")
    import_products(io.BytesIO(b"sku,name,price\nA,A,1\nB,B,x\n"), by=merchant)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.change_message) == (
        merchant,
        "1 created, 0 updated, 0 unchanged, 0 skipped, 1 refused",
    )
