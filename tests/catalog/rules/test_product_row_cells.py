import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog.rules.product_row_cells import (
    EMPTIED,
    Cells,
    RefusedRowError,
    is_grouped,
    plain_line,
    plain_text,
    shown,
    with_point,
)
from catalog.rules.quantity import LARGEST, PLACES

quantities = st.decimals(min_value=-LARGEST, max_value=LARGEST, places=4)


@given(quantities)
def test_quantity_is_read_exactly(number: Decimal) -> None:
    assert Cells({"qty": str(number)}).quantity("qty") == number


@given(st.text(alphabet="0123456789+-.eE_ ,NaInfinity٣", max_size=12))
@example("1e400")
@example("1e999999999999999999")
@example("9" * 1000)
@example("0." + "0" * 1000 + "1")
@example("sNaN")
@example("1e-999999999")
@example("0e-999999999999999999")
@example("0e999999999999999999")
def test_quantity_is_a_number_that_the_database_holds_or_refused(text: str) -> None:
    try:
        number = Cells({"qty": text}).quantity("qty")
    except RefusedRowError as error:
        assert str(error).startswith("qty: ")  # noqa: PT017  both ways are right
    else:
        assert number is None or (abs(number) <= LARGEST and number == number.quantize(PLACES))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("many", "qty: “many” is no number"),
        ("NaN", "qty: “NaN” is no number"),
        ("-Infinity", "qty: “-Infinity” is no number"),
        ("1,5", "qty: “1,5” is no number: say what the file's decimal sign is (--decimal comma or --decimal point)"),
        ("1_000", "qty: “1_000” is no number"),
        ("٣", "qty: “٣” is no number"),
        ("1e400", "qty: “1e400” is too large, 99,999,999.9999 is the most"),
        ("100000000", "qty: “100000000” is too large, 99,999,999.9999 is the most"),
        ("0.00001", "qty: “0.00001”: A quantity has at most four decimal places: nothing is left of this one."),
        (EMPTIED, "qty: it cannot be emptied"),
    ],
)
def test_quantity_says_what_is_wrong(text: str, reason: str) -> None:
    with pytest.raises(RefusedRowError) as refused:
        Cells({"qty": text}).quantity("qty")
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("text", "number"),
    [(" 5 ", "5"), ("-3.5", "-3.5"), ("100.000000", "100"), ("1e3", "1000"), ("-0", "0"), ("", None)],
)
def test_quantity_is_read_as_people_write_it(text: str, number: str | None) -> None:
    read = Cells({"qty": text}).quantity("qty")
    assert str(read) == str(None if number is None else Decimal(number).quantize(PLACES))


@pytest.mark.parametrize(
    ("read", "text", "reason"),
    [
        (Cells.price, "-0.01", "it cannot be negative"),
        (Cells.price, "10000000000", "“10000000000” is too large, 9,999,999,999.99 is the most"),
        (Cells.quantity_of_at_least_zero, "-1", "it cannot be negative"),
        (Cells.flag, "maybe", "“maybe” is neither 1 nor 0"),
        (Cells.text, "a\0b", "it holds a NUL character"),
    ],
)
def test_cell_says_what_is_wrong(read: Callable[[Cells, str], object], text: str, reason: str) -> None:
    with pytest.raises(RefusedRowError) as refused:
        read(Cells({"cell": text}), "cell")
    assert str(refused.value) == f"cell: {reason}"


@pytest.mark.parametrize(
    ("text", "price", "remark"),
    [
        ("19.9950", "19.995", None),
        ("33.333333", "33.3333", "price: “33.333333” was rounded to 33.3333, four decimal places are kept"),
        ("0.00005", "0.0001", "price: “0.00005” was rounded to 0.0001, four decimal places are kept"),
        ("-0", "0", None),
    ],
)
def test_price_keeps_four_places_and_says_what_it_rounded(text: str, price: str, remark: str | None) -> None:
    cells = Cells({"price": text})
    assert cells.price("price") == Decimal(price)
    assert cells.remarks == (() if remark is None else (remark,))


@pytest.mark.parametrize("values", [{}, {"cell": ""}, {"cell": "  "}])
@pytest.mark.parametrize("read", [Cells.text, Cells.names, Cells.flag, Cells.quantity, Cells.price])
def test_empty_cell_and_missing_column_say_nothing(
    read: Callable[[Cells, str], object], values: dict[str, str]
) -> None:
    assert read(Cells(values), "cell") is None


def test_names_stand_once_and_in_their_order() -> None:
    assert Cells({"cell": " b ,a,, b"}).names("cell") == ("b", "a")


def test_names_can_be_emptied() -> None:
    assert Cells({"cell": EMPTIED}).names("cell") == ()


def test_message_shows_nothing_that_a_terminal_obeys() -> None:
    assert shown("\x1b[2J" + "x" * 50) == "?[2J" + "x" * 36 + "..."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Warm.</p>\n<p>&bull; Wool.<br />&bull; Zip.</p>", "Warm.\n\n• Wool.\n• Zip."),
        ("Warm.<br /> <br /> • Wool.</br>• Zip.", "Warm.\n\n• Wool.\n• Zip."),
        ("<ul><li>Wool</li><li><p>Zip</p></li></ul>", "• Wool\n• Zip"),
        ("<p>One\n  sentence</p>", "One sentence"),
        ("First line\r\nsecond line\n\n\n\nlast &amp; least", "First line\nsecond line\n\nlast & least"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("a<script>alert(1)</script>b<style>p{}</style>c", "abc"),
        ("never closed <script>alert(1)", "never closed"),
        ('<img src=x onerror="alert(1)">Tent', "Tent"),
        ("<table><tr><td>S</td><td>36</td></tr></table>", "S 36"),
    ],
)
def test_plain_text_keeps_words_and_lines(source: str, text: str) -> None:
    assert plain_text(source) == text


@given(st.text(alphabet=st.sampled_from("<>/!?-&;#x0pbrscript =\"'\n•ä"), max_size=60))
@example("<![CDATA[x")
@example("<!")
@example("&#xD800;&#0;")
def test_plain_text_comes_of_anything_and_is_settled(source: str) -> None:
    text = plain_text(source)
    assert text == text.strip()
    assert "\0" not in text
    text.encode()


@given(st.sampled_from(["p", "b", "script", "img", "svg", "iframe"]), st.text(alphabet="ab 1", max_size=5))
def test_plain_text_holds_no_tag(tag: str, words: str) -> None:
    assert not re.search(r"<[a-z/]", plain_text(f"{words}<{tag} a='{words}'>{words}</{tag}>{words}"))


def test_plain_line_reads_references_and_joins_lines() -> None:
    assert plain_line("Cool&trade;  Tank\n(S)") == "Cool™ Tank (S)"


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


def test_a_choice_is_taken_in_any_case_and_another_is_refused_with_those_that_there_are() -> None:
    choices = {"yes": "1", "no": ""}
    assert [Cells({"cell": text}).choice("cell", choices) for text in ("YES", "no", "")] == ["1", "", None]
    with pytest.raises(RefusedRowError) as refused:
        Cells({"cell": "perhaps"}).choice("cell", choices)
    assert str(refused.value) == "cell: “perhaps” is none of “yes”, “no”"


@pytest.mark.parametrize(
    ("sign", "text", "number"), [(",", "1.234,5", "1234.5"), (".", "1,234.5", "1234.5"), (None, "1234.5", "1234.5")]
)
def test_a_cell_is_read_with_the_decimal_sign_of_its_file(sign: str | None, text: str, number: str) -> None:
    assert Cells({"qty": text}, decimal=sign).quantity("qty") == Decimal(number)
    if sign is not None:
        with pytest.raises(RefusedRowError, match=f"is no number with the decimal sign “{sign}”"):
            Cells({"qty": "1e3"}, decimal=sign).quantity("qty")


@pytest.mark.parametrize("largest", ["99999999.9999", "-99999999.9999"])
def test_the_largest_quantity_is_read_and_what_stands_behind_its_fourth_place_is_said(largest: str) -> None:
    cells = Cells({"qty": largest, "min_qty": "1.23456"})
    assert (cells.quantity("qty"), cells.remarks) == (Decimal(largest), ())
    assert cells.quantity("min_qty") == Decimal("1.2345")
    assert cells.remarks == ("min_qty: “1.23456” was cut to 1.2345, four decimal places are kept",)


@pytest.mark.parametrize(
    ("text", "is_on"),
    [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("No", False), ("false", False), ("", None)],
)
def test_a_flag_is_told_in_three_ways(text: str, *, is_on: bool | None) -> None:
    assert Cells({"flag": text}).flag("flag") is is_on


def test_headings_of_all_levels_stand_alone_and_nothing_else_that_looks_like_one() -> None:
    assert plain_text("a<h1>b</h1>c<h6>d</h6>e") == "a\n\nb\n\nc\n\nd\n\ne"
    assert plain_text("a<h7>b</h7>c") == "abc"


def test_what_is_no_text_is_left_out_to_its_own_end() -> None:
    assert plain_text("a<style>x</style>b</script>c<script>y</script>d") == "abcd"


def test_what_is_no_text_and_ends_where_it_begins_hides_nothing_behind_it() -> None:
    assert plain_text("one <script/> two <style /> three") == "one two three"
