"""docs/security.md says what shows each requirement: a test or a file that exists, or why not; each requirement stands once."""

import re

from tests.architecture.written_files import ROOT, functions_of, name_of, written_files

LINES = (ROOT / "docs" / "security.md").read_text()
LINE = re.compile(r"^\| (\d+\.\d+\.\d+)", re.MULTILINE)
ROW = re.compile(r"^\| (\d[^|]*) \|([^|]*)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)
NAMED = re.compile(r"`([\w./-]+)`")
# What takes text for code, a command or markup. Not a name that ends so: `re.compile`, `get_template`.
RUNS = re.compile(
    r"\b(?:eval|exec|mark_safe|from_string)\(|shell=True|os\.system|\b(?:pickle|marshal|yaml|xml)\b[. ]*(?:load|import)"
)
MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|postMessage|\beval\(|new Function|sessionStorage"
)
APPS = ("catalog/", "backorders/", "inventory_site/")


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
    assert [name for name in writing if not name.startswith("tests/")] == ["catalog/rules/csv_line.py"]


def test_each_line_names_what_shows_it_or_says_why_not() -> None:
    known = {function.name for path in written_files(".py") for function in functions_of(path)}
    silent, without_reason = [], []
    for number, _, how, shown in ROW.findall(LINES):
        is_nobodys = how.strip().startswith(("*n/a*", "*operator*:"))
        names = set(NAMED.findall(shown))
        if not is_nobodys and not any(name in known or (ROOT / name).exists() for name in names):
            silent.append(number)
        if "In part" in how and "Why not" not in shown:
            without_reason.append(number)
    assert (silent, without_reason) == ([], [])
    assert len(ROW.findall(LINES)) == len(re.findall(r"^\| \d", LINES, re.MULTILINE)) > 100
    assert "not yet" not in LINES.lower()


def test_nothing_evaluates_or_runs_what_was_typed() -> None:
    found = [
        (name_of(path), match[0])
        for path in written_files(".py")
        if name_of(path).startswith(APPS)
        for match in RUNS.finditer(path.read_text())
    ]
    assert found == []


def test_scripts_put_no_text_into_a_page_as_markup() -> None:
    scripts = list(written_files(".js"))
    found = [(name_of(path), match[0]) for path in scripts for match in MARKUP.finditer(path.read_text())]
    kept = {name_of(path) for path in scripts if "localStorage" in path.read_text()}
    assert found == []
    assert kept == {"static/admin/salable/remembered-details.js", "static/admin/salable/sidebar.js"}
