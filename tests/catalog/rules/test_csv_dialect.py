import pytest

from catalog.rules.csv_dialect import CsvDialect, delimiter_of, encoding_by_mark


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


def test_name_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="“dot” is none of comma, semicolon, tab, pipe"):
        CsvDialect(delimiter="dot")
