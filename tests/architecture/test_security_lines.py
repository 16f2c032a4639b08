"""docs/security.md says which test shows what: each of them exists, and each requirement stands once."""

import re

from tests.architecture.written_files import ROOT, functions_of, name_of, written_files

LINES = (ROOT / "docs" / "security.md").read_text()
LINE = re.compile(r"^\| (\d+\.\d+\.\d+)", re.MULTILINE)


def test_each_test_that_the_security_lines_name_exists() -> None:
    known = {function.name for path in written_files(".py") for function in functions_of(path)}
    named = set(re.findall(r"`(test_\w+)`", LINES)) - {"test_security_lines"}
    assert named - known == set()


def test_each_requirement_stands_once_in_the_order_of_the_standard() -> None:
    numbers = [tuple(map(int, number.split("."))) for number in LINE.findall(LINES)]
    assert numbers == sorted(set(numbers))


def test_each_csv_cell_is_guarded_against_formulas_in_one_place() -> None:
    writers = re.compile(r"\bcsv\.(writer|DictWriter)\b|\bimport tablib\b")
    writing = [name_of(path) for path in written_files(".py") if writers.search(path.read_text())]
    assert [name for name in writing if not name.startswith("tests/")] == ["catalog/rules/csv_file.py"]
