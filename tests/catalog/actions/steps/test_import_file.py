import io

import pytest

from catalog.actions.steps.import_file import ProductFile, UnreadableFile


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
