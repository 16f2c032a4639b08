"""The files that we wrote, for the tests that look at them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OUR_FOLDERS = ("inventory_site", "catalog", "backorders", "tests", "static", "templates")
NOT_WRITTEN = {"migrations", "vendor", "__pycache__", "node_modules"}


def written_files(*endings: str) -> list[Path]:
    """Return our files with these endings; migrations are generated, and vendors write their own."""
    return sorted(
        path
        for folder in OUR_FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in endings and not NOT_WRITTEN & set(path.relative_to(ROOT).parts)
    )


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the file as Python reads it; parsed once, however many tests look at it. Nobody changes what is returned."""
    return ast.parse(path.read_text())


def functions_of(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
