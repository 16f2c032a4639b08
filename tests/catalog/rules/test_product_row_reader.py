"""A reader that judges each text once says of every row what `product_row` says of it alone."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules import product_row_reader
from catalog.rules.product_row import ProductRow, product_row
from catalog.rules.product_row_cells import EMPTIED, RefusedRowError
from catalog.rules.product_row_columns import IMPORTED
from catalog.rules.product_row_reader import OWN, SOLD, STOCK, RowReader

READ = ["", " ", "A", " b ", "1", "0", "yes", "no", "-5", "1.5", "2.50009", "0.00001", "1,5", "simple", "Configurable"]
REFUSED = ["1e30", "NaN", "a\0b", "two\nlines", EMPTIED, "grouped", "Bag \u202e", "x" * 300]
OF_THEIR_COLUMN = ["Catalog, Search", "use config", "<p>Dry</p>", "Tom &amp; Jo", "Men/Tops,Sale", "base,eu", "\u00fc"]
TEXTS = st.sampled_from([*READ, *REFUSED, *OF_THEIR_COLUMN, "sku=A,size=S|sku=B,size=M", "size=Size"])
FILES = st.lists(st.sampled_from([*sorted(IMPORTED - {"sku"}), "color"]), unique=True).flatmap(
    lambda columns: st.lists(
        st.lists(TEXTS, min_size=1, max_size=len(columns) + 1).map(
            lambda cells: dict(zip(["sku", *columns], cells, strict=False))
        ),
        max_size=6,
    ).map(lambda rows: (["sku", *columns], rows))
)
type Said = ProductRow | str


def said(read: object, line: int, values: Mapping[str, str], **told: str | None) -> Said:
    try:
        return read(line, values, **told)  # type: ignore[operator,no-any-return]  # one of the two
    except RefusedRowError as error:
        return str(error)


@given(FILES, st.sampled_from([None, ".", ","]))
def test_reader_says_what_the_rule_says(file: tuple[list[str], list[dict[str, str]]], decimal: str | None) -> None:
    columns, rows = file
    reader = RowReader(columns, decimal=decimal)
    for line, values in enumerate([*rows, *rows], start=2):
        assert said(reader.read, line, values) == said(product_row, line, values, decimal=decimal)


@pytest.mark.parametrize(
    "cells",
    [
        {"name": EMPTIED},
        {"url_key": EMPTIED},
        {"url_key": "a\0b"},
        {"sku": EMPTIED},
        {"description": EMPTIED},
        {"configurable_variations": "sku=A,size=S"},
        {"color": "a\0b"},
    ],
)
def test_reader_says_of_what_it_cannot_read_quickly_what_the_rule_says(cells: dict[str, str]) -> None:
    values = {"sku": "A", "name": "Bag", **cells}
    assert said(RowReader(values).read, 2, values) == said(product_row, 2, values)


def test_every_column_is_read_by_one_part() -> None:
    others = {"store_view_code", "categories", "configurable_variations", "configurable_variation_labels"}
    assert sorted([*OWN, *SOLD, *STOCK, *others]) == sorted(IMPORTED)


def test_repeated_texts_are_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[Mapping[str, str]] = []

    def counted(line: int, values: Mapping[str, str], *, decimal: str | None = None) -> ProductRow:
        judged.append(values)
        return product_row(line, values, decimal=decimal)

    monkeypatch.setattr(product_row_reader, "product_row", counted)
    columns = [
        "sku",
        "name",
        "price",
        "qty",
        "visibility",
        "product_online",
        "min_cart_qty",
        "allow_backorders",
        "categories",
    ]
    reader = RowReader(columns)
    for number in range(50):
        cells = [f"S-{number}", f"Bag {number}", "9.99", "5", "Catalog", "1", "2", "1", "Sale"]
        row = reader.read(number, dict(zip(columns, cells, strict=True)))
        assert (row.sku, row.fields["price"], row.stock["min_sale_qty"]) == (f"S-{number}", Decimal("9.99"), Decimal(2))
    assert [sorted(values.keys() - {"sku"}) for values in judged] == [
        ["product_online", "visibility"],
        ["categories"],
        ["allow_backorders", "min_cart_qty"],
    ]
