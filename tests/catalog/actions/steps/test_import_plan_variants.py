"""Configurable rows: which products become their variants, and by which options these differ."""

from decimal import Decimal

import pytest

from catalog.models import Product, SourceItem, StockItem
from catalog.models.product import ProductType
from tests.catalog.actions.imported import import_text, refusals
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db

HEADER = "sku,product_type,name,price,qty,configurable_variations\n"
VARIANTS = "T-S,simple,T-S,12,5,\nT-M,simple,T-M,10,5,\n"


def shirt(listed: str, *, sku: str = "T", price: str = "10") -> str:
    return f'{sku},configurable,{sku},{price},0,"{listed}"\n'


SHIRT = shirt("sku=T-S,size=S|sku=T-M,size=M")


def variants(sku: str = "T") -> dict[str, dict[str, str]]:
    return dict(Product.objects.filter(variant_of__sku=sku).values_list("sku", "options"))


@pytest.mark.parametrize("rows", [VARIANTS + SHIRT, SHIRT + VARIANTS], ids=["variants first", "configurable first"])
def test_variants_are_found_wherever_they_stand(rows: str) -> None:
    report = import_text(HEADER + rows)
    assert (report.created, report.refused) == (3, ())
    assert variants() == {"T-S": {"Size": "S"}, "T-M": {"Size": "M"}}
    assert import_text(HEADER + rows).unchanged == 3


def test_configurable_product_holds_no_stock() -> None:
    import_text("sku,product_type,name,price,qty,min_qty,is_in_stock\nT,configurable,T,10,5,-5,1\n")
    assert (SourceItem.objects.count(), StockItem.objects.count()) == (0, 0)


def test_missing_variant_refuses_the_configurable_row_alone() -> None:
    report = import_text(HEADER + SHIRT + "T-S,simple,T-S,12,5,\nT-M,simple,T-M,-1,5,\n")
    assert refusals(report) == [
        (2, "T", "configurable_variations: there is no product T-M"),
        (4, "T-M", "price: it cannot be negative"),
    ]
    assert list(Product.objects.values_list("sku", "variant_of", "options")) == [("T-S", None, {})]


def test_variant_that_is_configurable_is_refused() -> None:
    ProductFactory.create(sku="X", product_type=ProductType.CONFIGURABLE)
    assert refusals(import_text(HEADER + shirt("sku=X,size=S"))) == [
        (2, "T", "configurable_variations: X is itself configurable")
    ]


def test_variant_of_two_rows_is_refused_in_the_second() -> None:
    report = import_text(HEADER + VARIANTS + SHIRT + shirt("sku=T-S,size=S", sku="OTHER"))
    assert refusals(report) == [(5, "OTHER", "configurable_variations: T-S is already a variant of line 4")]


def test_listed_variants_are_the_whole_list() -> None:
    import_text(HEADER + VARIANTS + SHIRT)
    report = import_text(HEADER + shirt("sku=T-M,size=Medium"))
    assert (report.updated, variants()) == (1, {"T-M": {"Size": "Medium"}})
    assert Product.objects.filter(sku="T-S", variant_of=None, options={}).exists()


@pytest.mark.parametrize("order", [1, -1], ids=["given before taken", "taken before given"])
def test_variant_moves_to_the_row_that_lists_it(order: int) -> None:
    import_text(HEADER + VARIANTS + SHIRT)
    rows = [shirt("sku=T-S,size=S"), shirt("sku=T-M,size=M", sku="OTHER")]
    assert import_text(HEADER + "".join(rows[::order])).refused == ()
    assert (variants("T"), variants("OTHER")) == ({"T-S": {"Size": "S"}}, {"T-M": {"Size": "M"}})


def test_empty_list_leaves_the_variants() -> None:
    import_text(HEADER + VARIANTS + SHIRT)
    assert import_text(HEADER + shirt("")).unchanged == 1
    assert len(variants()) == 2


def test_configurable_product_without_a_price_costs_what_its_cheapest_variant_does() -> None:
    import_text(HEADER + VARIANTS + shirt("sku=T-S,size=S|sku=T-M,size=M", price=""))
    assert Product.objects.get(sku="T").price == Decimal(10)


def test_configurable_product_keeps_the_price_that_it_was_given() -> None:
    import_text(HEADER + VARIANTS + shirt("sku=T-S,size=S|sku=T-M,size=M", price="19"))
    assert Product.objects.get(sku="T").price == Decimal(19)
    report = import_text(HEADER + shirt("sku=T-S,size=S", price="").replace("configurable,T,", "configurable,Shirt,"))
    assert (report.updated, report.refused) == (1, ())
    assert list(Product.objects.filter(sku="T").values_list("name", "price")) == [("Shirt", Decimal(19))]


def test_changed_options_touch_the_variant() -> None:
    import_text(HEADER + VARIANTS + SHIRT)
    before = dict(Product.objects.values_list("sku", "updated_at"))
    import_text(HEADER + shirt("sku=T-S,size=Small|sku=T-M,size=M"))
    after = dict(Product.objects.values_list("sku", "updated_at"))
    assert {sku for sku in after if after[sku] != before[sku]} == {"T", "T-S"}


def test_a_variant_moves_with_the_options_that_it_had() -> None:
    import_text(HEADER + VARIANTS + SHIRT)
    report = import_text(HEADER + shirt("sku=T-S,size=S", sku="OTHER"))
    assert (report.created, report.refused) == (1, ())
    assert (variants("T"), variants("OTHER")) == ({"T-M": {"Size": "M"}}, {"T-S": {"Size": "S"}})
