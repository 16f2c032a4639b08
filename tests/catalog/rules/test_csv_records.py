import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.csv_records import NOT_CLOSED, csv_records


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


def test_quoted_line_breaks_of_any_kind_stay_in_their_cell() -> None:
    assert read('sku,name\rA,"1\r2"\rB,x\r')[1:] == [(2, ["A", "1\r2"], "", None), (4, ["B", "x"], "", None)]


@given(st.lists(st.text(alphabet='a,"\n\r;', max_size=12), max_size=8))
def test_no_text_stops_the_reader_and_every_line_is_read_once(parts: list[str]) -> None:
    lines = io.StringIO("\n".join(parts), newline="").readlines()
    found = list(csv_records(iter(lines), delimiter=",", width=2))
    assert [record.line for record in found] == sorted({record.line for record in found})
    assert len(found) <= len(lines)
