import pytest

from catalog.rules.written_number import is_grouped, with_point


@pytest.mark.parametrize(
    ("text", "comma", "point"),
    [
        ("1,5", "1.5", None),
        ("1.5", None, "1.5"),
        ("1.234,5", "1234.5", None),
        ("1,234.50", None, "1234.50"),
        ("1 234,5", "1234.5", None),
        ("1'234.5", None, "1234.5"),
        ("1.234", "1234", "1.234"),
        ("-1.234.567", "-1234567", None),
        ("12.34", None, "12.34"),
        ("5", "5", "5"),
        (",5", ".5", None),
        ("1,23,456", None, None),
        ("1e3", None, None),
        ("NaN", None, None),
        ("\N{ARABIC-INDIC DIGIT THREE}", None, None),
        ("", None, None),
    ],
)
def test_number_is_read_with_its_decimal_sign(text: str, comma: str | None, point: str | None) -> None:
    assert (with_point(text, ","), with_point(text, ".")) == (comma, point)
    assert is_grouped(text) == (comma is not None or point is not None)
