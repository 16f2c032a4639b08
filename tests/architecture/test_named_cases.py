"""Each bug report of another shop that was tried on this one has a test that is named after it, and keeps its right answer."""

import re

from tests.architecture.written_files import functions_of, written_files

REPORTS = (
    *("B01", "B03", "B05", "B06", "B08", "B10", "B11", "B12", "B14", "B16", "B18", "B19", "B20", "B22", "B23", "B25"),
    *("B27", "B28", "B30", "B35", "B36", "B38", "B39", "B40", "B41", "B43", "B44", "B45", "B46", "B49", "B50", "B51"),
    *("B54", "B56", "B57", "B58", "B59", "B61", "B62", "B64", "B65", "B67", "B68", "B73", "B77", "B79", "B81", "B82"),
    *("B84", "B86", "B89"),
)
NAMED = re.compile(r"test_(b\d\d)_")


def test_every_report_has_a_test_named_after_it_and_no_test_names_another() -> None:
    tests = (path for path in written_files(".py") if path.name.startswith("test_"))
    names = (NAMED.match(function.name) for path in tests for function in functions_of(path))
    assert tuple(sorted({name[1].upper() for name in names if name})) == REPORTS
