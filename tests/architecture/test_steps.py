"""A step needs its caller's lock: only actions and other steps call it, and the types say that the lock is held."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.transaction import TransactionManagementError

from backorders.queries.locks import locked_order
from tests.architecture.written_files import ROOT, functions_of, name_of, tree_of, written_files

# They read the order and write what its caller names by a key, which the database keeps once: no lock makes that truer.
NO_LOCK_NEEDED = {"confirm_order", "copy_to_staff", "notify", "keep_message"}
# Of an order, or a line, that is being written and that nobody else sees yet.
NOT_YET_SEEN = {"days_of_order", "ordered_line", "promise_as_one", "refuse_too_many_checks", "write_order"}


def _floor(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).with_suffix("").parts[:-1]


def _steps() -> list[Path]:
    return [path for path in written_files(".py") if _floor(path)[1:] == ("actions", "steps")]


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)


def test_steps_are_called_from_actions_only() -> None:
    """Others may name what a step refuses with: refusals are classes, and classes begin with a capital."""
    others = [
        f"{name_of(path)} imports {name or module}"
        for path in written_files(".py")
        if not name_of(path).startswith("tests/") and _floor(path)[1:2] != ("actions",)
        for module, name in _imports(path)
        if ".actions.steps" in module or (module.endswith(".actions") and name == "steps")
        if not name[:1].isupper()
    ]
    assert others == []


def test_a_step_calls_no_action() -> None:
    back = [
        f"{name_of(path)} imports {module}"
        for path in _steps()
        for module, _ in _imports(path)
        if ".actions" in module and ".actions.steps" not in module
    ]
    assert back == []


def test_a_step_takes_an_order_that_its_caller_has_locked() -> None:
    unlocked = {
        function.name
        for path in _steps()
        for function in functions_of(path)
        if not function.name.startswith("_")
        for argument in (*function.args.args, *function.args.kwonlyargs)
        if argument.arg == "order" and ast.unparse(argument.annotation or argument) != "LockedOrder"
    }
    assert unlocked == NO_LOCK_NEEDED | NOT_YET_SEEN


def test_nobody_says_that_an_order_is_locked_but_who_locks_it() -> None:
    said = [
        name_of(path)
        for path in written_files(".py")
        if "LockedOrder" in path.read_text()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        if ast.unparse(node.func).endswith(("LockedOrder", "cast"))
        if any("LockedOrder" in ast.unparse(part) for part in (node.func, *node.args))
    ]
    assert set(said) == {"backorders/queries/locks.py"}


@pytest.mark.django_db(transaction=True)
def test_an_order_is_locked_in_a_transaction_only() -> None:
    with pytest.raises(TransactionManagementError):
        locked_order(1)
