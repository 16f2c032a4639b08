"""Files as spreadsheets, exports and people write them: what can be read is imported, what cannot is refused by line and column."""

import io
from decimal import Decimal

import pytest

from catalog.actions.import_products import import_products
from catalog.actions.steps.import_file import ImportReport
from catalog.models import Product, SourceItem
from catalog.rules.csv_file import CsvDialect
from tests.catalog.actions.imported import import_text, refusals
from tests.factories.catalog import ProductFactory, product_with_stock

pytestmark = pytest.mark.django_db


def read(content: bytes, **told: str) -> ImportReport:
    return import_products(io.BytesIO(content), by=None, told=CsvDialect(**told))


def units() -> dict[str, Decimal]:
    return dict(SourceItem.objects.values_list("product__sku", "quantity"))


GERMAN = 'sku;name;price;qty\r\nA;Größe "M";1;5\r\nB;Stück;2;6\r\n'


@pytest.mark.parametrize(
    ("content", "read_as"),
    [
        (GERMAN.encode("cp1252"), "Windows-1252, cells separated by semicolon"),
        (GERMAN.encode(), "UTF-8, cells separated by semicolon"),
        (GERMAN.encode("utf-8-sig"), "UTF-8, cells separated by semicolon"),
        (GERMAN.replace(";", "\t").encode("utf-16"), "UTF-16, cells separated by tab"),
        (GERMAN.replace(";", "\t").encode("utf-16-le"), "UTF-16, cells separated by tab"),
        (GERMAN.replace(";", "|").encode(), "UTF-8, cells separated by pipe"),
        (GERMAN.replace("\r\n", "\r").encode(), "UTF-8, cells separated by semicolon"),
        (("sep=;\r\n" + GERMAN).encode(), "UTF-8, cells separated by semicolon"),
        (
            ("\r\n\r\n" + GERMAN.replace("\r\n", ";;\r\n") + ";;;;;\r\n\r\n").encode(),
            "UTF-8, cells separated by semicolon",
        ),
        (
            GERMAN.upper().replace("A;", "\xa0A ;").replace("SKU", "\ufeff SKU").encode(),
            "UTF-8, cells separated by semicolon",
        ),
    ],
    ids=[
        "Excel in German",
        "LibreOffice",
        "byte order mark",
        "Excel Unicode Text",
        "UTF-16 without a mark",
        "pipes",
        "line ends of an old Mac",
        "sep= line",
        "blank lines and trailing separators",
        "capital header and no-break spaces",
    ],
)
def test_file_is_recognised_and_said(content: bytes, read_as: str) -> None:
    report = read(content)
    assert (report.created, report.refused, report.read_as) == (2, (), read_as)
    assert units() == {"A": 5, "B": 6}
    assert Product.objects.get(sku="B").name.casefold() == "stück"


def test_what_is_told_counts_before_what_is_recognised() -> None:
    report = read("sku;name;price\nA;Größe;1\n".encode("cp1252"), encoding="utf-8", delimiter="semicolon")
    assert refusals(report) == [(2, "A", "name: it holds a byte that is not UTF-8 (0xF6)")]


def test_b59_rows_that_end_early_change_nothing_behind_their_end() -> None:
    bag = product_with_stock(sku="BAG", quantity=7, name="Bag")
    report = import_text("sku,name,price,qty,description\nBAG,Big Bag\nTENT,Tent,9\n")
    bag.refresh_from_db()
    assert (report.updated, report.created, report.refused, bag.name) == (1, 1, (), "Big Bag")
    assert units() == {"BAG": 7, "TENT": 0}


BROKEN = {
    'B,"5" pipe",2,3': "name: a quoted cell is not closed, or holds a quote that is not doubled",
    'B,"open,2,3': "name: a quoted cell is not closed, or holds a quote that is not doubled",
    f"B,{'x' * 140_000},2,3": "name: the cell has 140,000 characters, 131,072 is the most",
    "B,x,2,3,4": "the row has 5 cells, the first line names 4",
    "B,a\0b,2,3": "name: it holds a NUL character",
    "B,x,2,1e30": "qty: “1e30” is too large, 99,999,999.9999 is the most",
    "B,x,2,0x10": "qty: “0x10” is no number",
    "B,x,2,NaN": "qty: “NaN” is no number",
    "B,x,2,0.00001": "qty: “0.00001”: A quantity has at most four decimal places: nothing is left of this one.",
    "B,x,2,\N{ARABIC-INDIC DIGIT THREE}": "qty: “\N{ARABIC-INDIC DIGIT THREE}” is no number",
    'B,x,2,"1,5"': "qty: “1,5” is no number: say what the file's decimal sign is (--decimal comma or --decimal point)",
    'B,x,2,"1 234,5"': "qty: “1 234,5” is no number: say what the file's decimal sign is (--decimal comma or --decimal point)",
}


@pytest.mark.parametrize("row", BROKEN)
def test_bad_row_stops_no_other(row: str) -> None:
    report = import_text(f'sku,name,price,qty\nA,x,1,1\n{row}\nC,y,1,2\nD,"z\n\nz",1,3\n')
    assert refusals(report) == [(3, "B", BROKEN[row])]
    assert units() == {"A": 1, "C": 2, "D": 3}


def test_bad_bytes_cost_their_own_row() -> None:
    report = read("sku,name,price\nA,Größe,1\n".encode() + b"B,Gr\xf6\xdfe,1\nC,x,1\n")
    assert refusals(report) == [(3, "B", "name: it holds a byte that is not UTF-8 (0xF6)")]
    assert report.created == 2


@pytest.mark.parametrize(
    ("number", "decimal", "quantity"),
    [
        ("1e3", None, 1000),
        ("-0", None, 0),
        ("5.00009", None, 5),
        ("1.234,5", "comma", "1234.5"),
        ("1,234.5", "point", "1234.5"),
    ],
)
def test_number_is_read_as_the_file_writes_numbers(number: str, decimal: str | None, quantity: object) -> None:
    ProductFactory.create(sku="A")
    report = read(f"sku;qty;is_qty_decimal\nA;{number};1\n".encode(), **({"decimal": decimal} if decimal else {}))
    assert (report.refused, units()) == ((), {"A": Decimal(str(quantity))})


def test_columns_by_two_names_are_one_unless_a_row_disagrees() -> None:
    ProductFactory.create(sku="A")
    ProductFactory.create(sku="B")
    report = import_text("sku,min_qty,out_of_stock_qty,qty,qty\nA,-5,,1,1\nB,-5,-6,1,1\n")
    reason = "min_qty and out_of_stock_qty: one column by two names, with different values"
    assert (report.updated, refusals(report)) == (1, [(3, "B", reason)])


def test_fraction_of_a_product_in_whole_units_is_refused() -> None:
    report = import_text("sku,name,price,qty,is_qty_decimal\nA,x,1,1.5,\nB,x,1,1.5,1\n")
    assert refusals(report) == [(2, "A", "qty: “1.5” is no whole number, and the product is kept in whole units")]
    assert units() == {"B": Decimal("1.5")}
