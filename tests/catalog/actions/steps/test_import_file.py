import io

import pytest

from catalog.actions.steps.import_file import ImportReport, ProductFile, RefusedRow, UnreadableFile
from catalog.rules.product_key import sku_key


def lines_of(content: bytes) -> list[tuple[int, dict[str, str], str]]:
    return [(row.line, row.values, row.problem) for row in ProductFile(io.BytesIO(content)).rows()]


@pytest.mark.parametrize(
    "content",
    [b"sku,name\nA,x\n", b"\xef\xbb\xbfsku,name\r\nA,x\r\n", b'"sku","name"\n"A","x"', b"sku,name\n\nA,x\n,\n"],
    ids=["plain", "byte order mark and CRLF", "quoted", "blank lines"],
)
def test_file_is_read_as_programs_write_it(content: bytes) -> None:
    assert [values for _, values, _ in lines_of(content)] == [{"sku": "A", "name": "x"}]


def test_row_starts_at_its_physical_line() -> None:
    assert [line for line, _, _ in lines_of(b'sku,name\nA,"1\n2\n3"\nB,x\n')] == [2, 5]


def test_file_knows_how_many_rows_it_has() -> None:
    assert ProductFile(io.BytesIO(b'sku,name\nA,"1\n2"\n\nB,x\nC\n')).total == 3


def test_only_products_that_stand_in_two_rows_are_repeated() -> None:
    file = ProductFile(io.BytesIO(b"sku,name\nA,x\nB,y\na,z\nC,w\n"))
    assert file.repeated == {hash(sku_key("A"))}


def test_longer_row_has_a_problem_unless_nothing_stands_behind() -> None:
    found = lines_of(b"sku,name\nA,x,,\nB,y,z\n")
    assert [problem for _, _, problem in found] == ["", "the row has 3 cells, the first line names 2"]


def test_shorter_row_says_nothing_about_what_it_leaves_out() -> None:
    assert lines_of(b"sku,name\nA\n") == [(2, {"sku": "A"}, "")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty"),
        (b"\n", "The file is empty"),
        (b"name,price\nA,1\n", "The first line names no column “sku”"),
        (b'sku,"name\nA,x\n', "Line 1 names the columns, and a quoted cell is not closed"),
        (b"\x00\x01\xff\xfe", "The first line names no column “sku”"),
    ],
)
def test_file_that_cannot_be_read_says_why_and_where(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        ProductFile(io.BytesIO(content))


def test_file_stays_open_for_whoever_opened_it() -> None:
    file = io.BytesIO(b"sku,name\nA,x\n")
    next(ProductFile(file).rows())
    assert not file.closed


def test_what_is_no_character_of_utf_16_costs_its_own_row() -> None:
    broken = "sku,name\nA,".encode("utf-16") + b"\x00\xd8" + "x\nB,y\n".encode("utf-16-le")
    assert [problem for _, _, problem in lines_of(broken)] == ["name: it holds what is not UTF-16", ""]


def test_a_report_counts_each_row_once_and_two_reports_are_one() -> None:
    refused = tuple(RefusedRow(line, "A", "why") for line in (9, 3))
    one = ImportReport(created=1, updated=2, unchanged=4, skipped=8, refused=refused[:1], read_as="UTF-8")
    two = ImportReport(created=10, updated=20, unchanged=40, skipped=80, refused=refused[1:])
    assert (one.rows, two.rows) == (16, 151)
    both = one.plus(two)
    assert (both.created, both.updated, both.unchanged, both.skipped, both.rows) == (11, 22, 44, 88, 167)
    assert ([row.line for row in both.refused], both.read_as, two.plus(one).read_as) == ([3, 9], "UTF-8", "UTF-8")


@pytest.mark.parametrize(
    ("content", "column", "reason"),
    [
        ("sku,name\nA," + "x" * 131_072 + "\n", "", ""),
        ("sku,name\nA," + "x" * 131_073 + "\n", "name", "the cell has 131,073 characters, 131,072 is the most"),
    ],
)
def test_a_cell_has_a_largest_length(content: str, column: str, reason: str) -> None:
    assert [problem for _, _, problem in lines_of(content.encode())] == [f"{column}: {reason}" if column else ""]


def test_a_line_that_names_the_separator_is_believed() -> None:
    """By itself the header would be taken apart at its commas, which make more of it."""
    assert lines_of(b"sep=;\nsku;name,sku,qty\nA;x\n") == [(3, {"sku": "A", "name,sku,qty": "x"}, "")]


def test_the_sign_for_what_could_not_be_read_may_stand_in_a_text() -> None:
    assert [problem for _, _, problem in lines_of("sku,name\nA,x\N{REPLACEMENT CHARACTER}\n".encode())] == [""]
