"""A backorder mode that is added: the type checker lists every place, and no other place knows which modes there are."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import run

from catalog.rules.backorder_mode import BackorderMode
from tests.architecture.written_files import ROOT, name_of, tree_of, written_files

RULE = "catalog/rules/backorder_mode.py"
LAST = re.compile(r"^    ALLOW_AND_NOTIFY = 2$", re.MULTILINE)
# What a line of an order has until it is placed.
DEFAULTS = {"backorders/models/order_line.py"}
# The number of a mode, compared in SQL or in a lookup of Django.
NUMBER = re.compile(r"backorders\w*?(__(gt|gte|lt|lte|exact|range)\b|__in=[\[(]\s*\d|\s*(<|>|<>|=|!=)=?\s*\d)")


def test_the_type_checker_names_every_place_that_a_new_mode_must_be_said_at(tmp_path: Path) -> None:
    rule = (ROOT / RULE).read_text()
    assert len(LAST.findall(rule)) == 1
    for name in ("catalog/__init__.py", "catalog/rules/__init__.py", "catalog/rules/quantity.py", RULE):
        copied = tmp_path / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_text((ROOT / name).read_text())
    (tmp_path / RULE).write_text(LAST.sub("    ALLOW_AND_NOTIFY = 2\n    PRE_ORDER = 3", rule))
    checked = run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", str(tmp_path / "cache"), RULE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    unsaid = re.findall(r"error: .*assert_never.*PRE_ORDER", checked)
    places = [node for node in ast.walk(ast.parse(rule)) if isinstance(node, ast.Match)]
    assert len(unsaid) == len(places) == 3, checked


def _compared(path: Path) -> Iterator[str]:
    """Yield the members that a file compares or matches: such a place would be silent about a new one."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Compare | ast.Match | ast.Dict):
            yield from _members(node)


def _members(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name, value=ast.Name(id=owner)) if owner != "ThresholdMeaning":
                yield from {name} & BackorderMode.__members__.keys()


def _code() -> list[Path]:
    return [path for path in written_files(".py") if not {"tests"} & set(path.relative_to(ROOT).parts)]


def test_no_other_file_compares_modes() -> None:
    assert {name_of(path): found for path in _code() if (found := set(_compared(path)))}.keys() == {RULE}


def test_no_other_file_names_a_mode_but_for_a_default() -> None:
    named = {name_of(path) for path in _code() if set(_members(tree_of(path)))}
    assert named == {RULE} | DEFAULTS


def test_no_sql_compares_the_number_of_a_mode() -> None:
    files = [*_code(), *written_files(".sql", ".js", ".html")]
    assert [name_of(path) for path in files if NUMBER.search(path.read_text())] == []
    for planted in (
        "policy_backorders__gt=0",
        "item.backorders > 0",
        "backorders_when_placed = 2",
        "backorders__in=(1, 2)",
    ):
        assert NUMBER.search(planted)
