"""What fits a screen or two is read; what does not is skipped."""

from pathlib import Path

import pytest

from tests.architecture.written_files import functions_of, name_of, written_files

LINES_OF_A_FILE = 250
LINES_OF_A_FUNCTION = 50
LINES_OF_A_TEMPLATE = 150


@pytest.mark.parametrize(
    ("limit", "files"),
    [
        (LINES_OF_A_FILE, written_files(".py", ".css", ".js")),
        (LINES_OF_A_TEMPLATE, written_files(".html", ".txt")),
    ],
    ids=["code", "templates"],
)
def test_files_are_short(limit: int, files: list[Path]) -> None:
    lines = {name_of(path): len(path.read_text().splitlines()) for path in files}
    assert {name: count for name, count in lines.items() if count > limit} == {}


def test_functions_are_short() -> None:
    too_long = {
        f"{name_of(path)}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in written_files(".py")
        for function in functions_of(path)
        if (function.end_lineno or 0) - function.lineno + 1 > LINES_OF_A_FUNCTION
    }
    assert too_long == {}
