"""Product files, as the bug reports of other shops tell it."""

from decimal import Decimal

import pytest

from catalog.models import Product, SourceItem, StockItem
from catalog.rules.availability import AvailabilityStatus
from tests.catalog.actions.imported import import_row, import_text, refusals
from tests.factories.catalog import ProductFactory

pytestmark = pytest.mark.django_db


def test_b64_a_status_that_a_file_sets_stays_when_a_later_one_has_only_a_quantity() -> None:
    ProductFactory.create(sku="TENT")
    kept = []
    for cells in ({"qty": "99", "is_in_stock": "0"}, {"qty": "50"}):
        import_row(sku="TENT", **cells)
        item = SourceItem.objects.get()
        kept.append((item.quantity, item.is_in_stock))
    tent = Product.objects.get()
    assert kept == [(99, False), (50, False)]
    assert (tent.salable_quantity(), tent.availability().status) == (0, AvailabilityStatus.OUT_OF_STOCK)


def test_b65_spaces_around_a_sku_are_none_of_it() -> None:
    for number, sku in enumerate(("TENT", "  TENT ", "\N{NO-BREAK SPACE}TENT\N{NO-BREAK SPACE}"), start=1):
        report = import_text(f"sku,name,price,qty\n{sku},Tent,9.5,{number}\n")
        assert (report.created, report.updated, report.refused) == (int(number == 1), int(number > 1), ())
        assert [(item.product.sku, item.quantity) for item in SourceItem.objects.all()] == [("TENT", number)]
    assert Product.objects.count() == 1


def test_b67_quotes_tags_and_line_breaks_in_a_text_shift_no_column() -> None:
    text = '"<p>A ""dry"" tent,<br />for two.</p>\n<p>Blue</p>"'
    report = import_text(f"sku,description,name,price,qty\nTENT,{text},Tent,99.5,4\nROPE,Long,Rope,5,6\n")
    assert (report.created, refusals(report)) == (2, [])
    tent, rope = (Product.objects.get(sku=sku) for sku in ("TENT", "ROPE"))
    assert (tent.name, tent.price, tent.salable_quantity()) == ("Tent", Decimal("99.5"), 4)
    assert tent.description == 'A "dry" tent,\nfor two.\n\nBlue'
    assert (rope.name, rope.description, rope.salable_quantity()) == ("Rope", "Long", 6)


def test_b68_rows_of_store_views_make_no_products_and_are_counted() -> None:
    rows = [
        row
        for number in range(120)
        for row in (f"S{number},,Tent {number},9.5,3", f"S{number},de,Zelt,,", f"S{number},fr,Tente,,")
    ]
    for created, unchanged in ((120, 0), (0, 120)):
        report = import_text("\n".join(["sku,store_view_code,name,price,qty", *rows]))
        assert (report.created, report.unchanged, report.skipped, report.refused) == (created, unchanged, 240, ())
    assert (Product.objects.count(), Product.objects.filter(name="Tent 119", sku="S119").count()) == (120, 1)
    assert (SourceItem.objects.count(), StockItem.objects.count()) == (120, 0)


def test_b73_rows_of_types_that_are_not_sold_here_are_refused_by_name_and_stop_no_other() -> None:
    report = import_text(
        "sku,product_type,name,price,qty\nA,simple,A,1,1\nG,grouped,G,,\nB,simple,B,1,2\nK,bundle,K,,\nC,simple,C,1,3\n"
    )
    assert (report.created, [(line, sku) for line, sku, _ in refusals(report)]) == (3, [(3, "G"), (5, "K")])
    assert [reason.split(",")[0] for *_, reason in refusals(report)] == [
        f"product_type: “{name}” products cannot be imported" for name in ("grouped", "bundle")
    ]
    assert dict(SourceItem.objects.values_list("product__sku", "quantity")) == {"A": 1, "B": 2, "C": 3}
