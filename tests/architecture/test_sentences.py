"""A rule decides and says nothing: sentences are made in `words/`, where no decision can read them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.written_files import name_of, tree_of, written_files

# Why a file of rules holds sentences all the same.
DECLARED = "the help of a setting stands with its declaration, which page, dialog and docs/settings.md iterate"
RAISED = "the text of an error for code that passes what no form lets through; no decision reads it"
EXCEPTIONS = {
    "catalog/rules/configuration.py": DECLARED,
    "catalog/rules/product_setting.py": DECLARED,
    "catalog/rules/sales_settings.py": DECLARED,
    "catalog/rules/waiting_settings.py": DECLARED,
    "catalog/rules/in_force.py": RAISED,
    "catalog/rules/money.py": RAISED,
    "catalog/rules/quantity.py": RAISED,
    "backorders/rules/address.py": RAISED,
    "backorders/rules/order_edit.py": RAISED,
    "catalog/rules/csv_file.py": RAISED,
}
# Begins as a sentence does, or with a value; has a few words; and ends as one.
SENTENCE = re.compile(r"^[A-Z“{].*\s.*\s.*[.!?]$", re.DOTALL)


def sentences(path: Path) -> Iterator[str]:
    """Yield the sentences among the texts of a module that are no docstrings; {} stands for a value."""
    tree = tree_of(path)
    docs = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs | parts:
            text = node.value
        else:
            continue
        if SENTENCE.match(text):
            yield text


def test_rules_say_nothing() -> None:
    rules = [path for path in written_files(".py") if path.parts[-2] == "rules" and "tests" not in path.parts]
    assert {name_of(path) for path in rules if any(sentences(path))} == EXCEPTIONS.keys()
