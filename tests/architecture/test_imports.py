"""Who may know whom: the floors of docs/architecture.md."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.written_files import ROOT, functions_of, name_of, tree_of, written_files

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def imported_names(tree: ast.AST) -> list[str]:
    return [
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else ["." * node.level + (node.module or "")]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    ]


def test_imports_run_down_the_floors() -> None:
    done = subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_need_nothing_but_python_and_other_rules() -> None:
    strangers = [
        f"{name_of(path)} imports {name}"
        for path in written_files(".py")
        if path.relative_to(ROOT).parts[1] == "rules"
        for name in imported_names(tree_of(path))
        if name.split(".")[0] not in sys.stdlib_module_names
        if not name.startswith(("catalog.rules", "backorders.rules"))
    ]
    assert strangers == []


def test_imports_stand_at_the_top() -> None:
    hidden = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in written_files(".py")
        for function in functions_of(path)
        if imported_names(function) and (path.name, function.name) != ("apps.py", "ready")
    ]
    assert hidden == []


def test_models_read_the_texts_of_the_database_and_migrations_keep_their_own() -> None:
    readers = {
        name_of(path)
        for app in ("catalog", "backorders", "inventory_site")
        for path in (ROOT / app).rglob("*.py")
        if "catalog.sql" in imported_names(tree_of(path))
    }
    others = {name for name in readers if "models" not in name}
    assert others == {"catalog/management/sql_changes.py"}
