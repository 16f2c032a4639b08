import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.csv_file import (
    NOT_CLOSED,
    CsvDialect,
    broken_column,
    codec_by_content,
    csv_records,
    delimiter_of,
    encoding_by_mark,
)


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("sku,name\n", ","),
        ("sku;name,with comma;price\r\n", ";"),
        ("name\tSKU\tqty", "\t"),
        ("sku|qty", "|"),
        ("sku\n", ","),
        ('"sku";"a,b,c,d"', ";"),
        ("\ufeffsku;qty", ";"),
    ],
)
def test_delimiter_is_what_makes_columns_of_the_header(header: str, delimiter: str) -> None:
    assert delimiter_of(header) == delimiter


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("ascii", None),
    ],
)
def test_encoding_is_read_off_the_beginning(encoding: str, codec: str | None) -> None:
    assert encoding_by_mark("sku,name\nA,b\n".encode(encoding)) == codec


@pytest.mark.parametrize(
    ("parts", "codec"),
    [
        ([b"sku,name\n"], "utf-8"),
        (["caf\u00e9".encode()], "utf-8"),
        ([b"caf\xc3", b"\xa9"], "utf-8"),  # one letter in two parts
        ([b"caf\xe9 au lait"], "cp1252"),
        ([b"caf\xe9"], "cp1252"),  # it ends where a letter of UTF-8 would begin
        ([b"caf\xe9", b"\x81"], "utf-8"),
        ([b"caf\xe9", b"plain", b"d\xe9j\xe0"], "cp1252"),
        ([b"caf\xe9", "d\u00e9j\u00e0".encode()], "utf-8"),
        ([b"caf\xe9 " + "caf\u00e9".encode()], "utf-8"),
        ([b"caf\xe9\x81"], "utf-8"),  # no letter of Windows-1252 either
    ],
)
def test_a_file_without_a_mark_is_utf_8_unless_none_of_its_letters_is(parts: list[bytes], codec: str) -> None:
    assert codec_by_content(parts) == codec


def test_name_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="“dot” is none of comma, semicolon, tab, pipe"):
        CsvDialect(delimiter="dot")


def read(text: str, *, width: int | None = None) -> list[tuple[int, list[str], str, int | None]]:
    found = csv_records(io.StringIO(text, newline=""), delimiter=",", width=width)
    return [(record.line, record.cells, record.problem, record.column) for record in found]


def test_undoubled_quote_costs_its_own_row_only() -> None:
    found = read('sku,name\nA,"5" pipe"\nB,x\n')
    assert found[1:] == [(2, ["A", '5 pipe"'], NOT_CLOSED, 1), (3, ["B", "x"], "", None)]


@pytest.mark.parametrize("rest", ["C,y\nD,z\n", 'C,y\nD,"z"\n', 'C,y\nD,"z\nz"\n'])
def test_open_quote_that_swallowed_the_rest_costs_its_own_row_only(rest: str) -> None:
    found = read(f'sku,name\nB,"open\n{rest}')
    assert [(line, cells[0], bool(problem)) for line, cells, problem, _ in found[1:]] == [
        (2, "B", True), (3, "C", False), (4, "D", False),
    ]  # fmt: skip


def test_row_that_swallowed_whole_rows_gives_them_back() -> None:
    found = read('sku,name,qty\nB,"open\nC,y,1\nD,x,5"\nE,z,2\n', width=3)
    assert [(cells[0], bool(problem)) for _, cells, problem, _ in found[1:]] == [
        ("B", True), ("C", False), ("D", False), ("E", False),
    ]  # fmt: skip


def test_cell_may_hold_a_line_that_reads_as_a_row() -> None:
    found = read('sku,name\nA,"x\nC,y"\nB,z\n', width=2)
    assert [cells for _, cells, _, _ in found] == [["sku", "name"], ["A", "x\nC,y"], ["B", "z"]]


def test_open_quote_may_not_swallow_a_file_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = csv.field_size_limit()
    monkeypatch.setattr("catalog.rules.csv_file.LONGEST_RECORD", 100)
    try:
        # No cell is too long, but the whole row is.
        found = read('sku,a,b\nA,"{0}\n","{0}\n"\nB,x,y\n'.format("long" * 15))
    finally:
        csv.field_size_limit(usual)
    assert [(line, cells[0], problem) for line, cells, problem, _ in found if cells[0] in {"A", "B"}] == [
        (2, "A", NOT_CLOSED), (5, "B", ""),
    ]  # fmt: skip


def test_quoted_line_breaks_of_any_kind_stay_in_their_cell() -> None:
    assert read('sku,name\rA,"1\r2"\rB,x\r')[1:] == [(2, ["A", "1\r2"], "", None), (4, ["B", "x"], "", None)]


@given(st.lists(st.text(alphabet='a,"\n\r;', max_size=12), max_size=8))
def test_no_text_stops_the_reader_and_every_line_is_read_once(parts: list[str]) -> None:
    lines = io.StringIO("\n".join(parts), newline="").readlines()
    found = list(csv_records(iter(lines), delimiter=",", width=2))
    assert [record.line for record in found] == sorted({record.line for record in found})
    assert len(found) <= len(lines)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("a,b", None),
        ('"a","b"\n', None),
        (',"5" pipe"', 1),
        ('"a"b,c', 0),
        (',,"x', 2),
        ('a,"b""c",d', None),
        ("", None),
    ],
)
def test_the_column_whose_quotes_are_wrong_is_told(line: str, column: int | None) -> None:
    assert broken_column(line, ",") == column


def test_a_record_of_too_few_columns_that_swallowed_no_row_is_one_record() -> None:
    """Its first line has as many columns as a row; what it holds is one cell over two lines, and a column is missing."""
    assert read('sku,name,qty\nA,"x\ny"\nB,z,2\n', width=3)[1:] == [
        (2, ["A", "x\ny"], "", None), (4, ["B", "z", "2"], "", None),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_header_with_a_few_letters_that_are_no_ascii_is_still_recognised(encoding: str) -> None:
    assert encoding_by_mark("sku,name,Größe,цвет,qty\n".encode(encoding)) == encoding
    # Zeros at half of the odd or even places are no sign of UTF-16.
    assert encoding_by_mark(b"a\0b\0cccc") is None
    assert encoding_by_mark(b"\0a\0bcccc") is None
