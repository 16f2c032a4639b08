import csv
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.csv_line import csv_line, no_formula
from tests.inventory_site.postgres_user import ROOT

TEXTS = st.text(alphabet="=+-@;,|\"\t\r\n 'ax1\ufeff\uff1d")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("Bag", "Bag"),
        ("24-MB01", "24-MB01"),
        ("x;=HYPERLINK(1)", "x;'=HYPERLINK(1)"),
        ("x\t@A1", "x\t'@A1"),
        ("x\r\n-1", "x\r\n'-1"),
        ("x | +1", "x |' +1"),
        ('x;"=1"', 'x;\'"=1"'),
        ("  =1", "'  =1"),
        ("\uff1d1", "'\uff1d1"),
        ("a=b; c-d", "a=b; c-d"),
    ],
)
def test_formula_gets_an_apostrophe_before_it(text: str, shown: str) -> None:
    assert no_formula(text) == shown


@given(text=TEXTS)
def test_no_part_that_a_spreadsheet_takes_for_a_cell_begins_a_formula(text: str) -> None:
    for separator in (";", "\t", "|"):
        # Read with the other country's delimiter: quotes inside a cell do not quote there.
        for cell in re.split(f"[{separator}\r\n]", csv_line("A", text)):
            assert not re.match(r'[\s"\ufeff]*[=+\-@\uff1d]', cell)


@given(text=TEXTS)
def test_guarded_text_stays_as_it_is(text: str) -> None:
    assert no_formula(no_formula(text)) == no_formula(text)


def test_numbers_may_be_below_zero() -> None:
    assert next(csv.reader([csv_line("A", Decimal("-5.0000"), -5, "-5")])) == ["A", "-5", "-5", "'-5"]


def test_days_and_moments_are_written_for_machines() -> None:
    moment = datetime(2026, 11, 29, 9, 5, 7, 123, tzinfo=UTC)
    assert csv_line(moment, moment.date(), None) == "2026-11-29T09:05:07+00:00,2026-11-29,\r\n"


def test_every_csv_is_written_by_the_one_guard() -> None:
    python = [path for app in ("catalog", "backorders", "inventory_site") for path in (ROOT / app).rglob("*.py")]
    writers = [
        path.relative_to(ROOT).as_posix() for path in python if re.search(r"csv\.\w*[wW]riter\(", path.read_text())
    ]
    assert writers == ["catalog/rules/csv_line.py"]
