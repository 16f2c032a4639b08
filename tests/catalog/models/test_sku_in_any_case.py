"""B61: one SKU in any letter case, in the tables, in files, on forms and in orders; and shops that held twins before."""

import importlib
import io

import pytest
from django.core.management import call_command
from django.db import connection

from backorders.queries.order_draft import products_named
from catalog.models import Product, SourceItem
from catalog.queries.inventory_differences import sku_twins
from tests.catalog.actions.imported import import_text, refusals
from tests.factories.catalog import ProductFactory, product_with_stock
from tests.factories.refused import refused_by

pytestmark = pytest.mark.django_db
MIGRATION = importlib.import_module("catalog.migrations.0019_sku_in_any_case")


def twins() -> tuple[Product, Product]:
    """Return the twins of a shop from before: the second is marked, as the migration marks it."""
    return ProductFactory.create(sku="ABCM", name="First"), ProductFactory.create(
        sku="ABCm", name="Second", is_sku_twin=True
    )


def test_b61_another_spelling_is_no_other_product() -> None:
    ProductFactory.create(sku="ABCM")
    assert refused_by(lambda: ProductFactory.create(sku="abcm")) == "product_sku_in_any_case_once"


def test_b61_file_updates_the_product_whatever_the_letters() -> None:
    product_with_stock(sku="ABCM", quantity=5)
    report = import_text("sku,qty\nABCm,7\n")
    assert (report.updated, report.created, report.refused) == (1, 0, ())
    assert list(SourceItem.objects.values_list("product__sku", "quantity")) == [("ABCM", 7)]


def test_two_spellings_in_one_file_are_two_rows_of_one_product() -> None:
    report = import_text("sku,name,price\nabc,Tent,1\nABC,Other,1\n")
    assert refusals(report) == [(3, "ABC", "sku: line 2 is about the same product")]


def test_variants_are_listed_in_any_letters() -> None:
    red = ProductFactory.create(sku="Tent-Red")
    report = import_text(
        'sku,product_type,name,configurable_variations\nTENT,configurable,Tent,"sku=tent-red,color=Red"\n'
    )
    red.refresh_from_db()
    assert (report.refused, red.variant_of) == ((), Product.objects.get(sku="TENT"))


def test_staff_find_the_product_whatever_they_type() -> None:
    bag = ProductFactory.create(sku="BAG", name="Blue")
    assert products_named({"bag", "Bag", "blue", "none"}) == {"bag": [bag], "Bag": [bag], "blue": [bag], "none": []}


def test_twins_go_by_the_spelling_that_is_theirs() -> None:
    first, second = twins()
    found = products_named({"ABCM", "ABCm", "abcm"})
    assert (found["ABCM"], found["ABCm"], set(found["abcm"])) == ([first], [second], {first, second})
    report = import_text("sku,name\nABCm,Third\nabcM,Fourth\n")
    second.refresh_from_db()
    assert (report.updated, second.name) == (1, "Third")
    assert refusals(report) == [(3, "abcM", "sku: line 2 is about the same product")]
    reason = "sku: ABCM and ABCm differ by letter case alone; write the one that is meant as it is written"
    assert refusals(import_text("sku,name\nabcM,Fourth\n")) == [(2, "abcM", reason)]


def test_twins_take_no_third_and_are_listed_until_one_is_renamed() -> None:
    first, second = twins()
    assert refused_by(lambda: ProductFactory.create(sku="abcm")) == "product_sku_in_any_case_once"
    assert sku_twins() == ((first, second),)
    out = io.StringIO()
    call_command("check_inventory", stdout=out)
    assert "One SKU in several spellings: ABCM (First), ABCm (Second)." in out.getvalue()
    Product.objects.filter(pk=second.pk).update(sku="OTHER")
    second.refresh_from_db()
    assert (sku_twins(), second.is_sku_twin) == ((), False)


def test_database_that_holds_twins_migrates() -> None:
    constraint = next(each for each in Product._meta.constraints if each.name == "product_sku_in_any_case_once")  # noqa: SLF001
    with connection.schema_editor() as editor:
        editor.remove_constraint(Product, constraint)
        for sku in ("ABCM", "ABCm", "abcm", "OTHER"):
            ProductFactory.create(sku=sku)
        editor.execute(MIGRATION.MARK_TWINS)
        connection.check_constraints()
        editor.add_constraint(Product, constraint)
    assert list(Product.objects.order_by("pk").values_list("sku", "is_sku_twin")) == [
        ("ABCM", False), ("ABCm", True), ("abcm", True), ("OTHER", False),
    ]  # fmt: skip
