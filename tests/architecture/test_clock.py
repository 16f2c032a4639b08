"""The clock is read at the edge, once: below it `now` is given, so that a transaction has one moment and a test may name it."""

import ast
from pathlib import Path

from tests.architecture.written_files import ROOT, name_of, tree_of, written_files

EDGES = {"admin", "storefront", "management", "receivers", "tasks"}
CLOCKS = {"now", "utcnow", "today", "localdate", "time", "Now"}
# Each with the reason why nobody can give it the time.
ELSEWHERE = {
    "backorders/models/cart.py": "a column's default in the database",
    "backorders/models/outbox.py": "a column's default",
    "catalog/forms/once.py": "it stands round views, and is called by nobody",
}


def reads_clock(path: Path) -> list[int]:
    """Return the lines that ask what time it is: `localtime()` does when it is not told which."""
    calls = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
    return [
        call.lineno
        for call in calls
        for owner, _, name in [ast.unparse(call.func).rpartition(".")]
        if name in CLOCKS or (name == "localtime" and not call.args)
        if owner.rpartition(".")[2] in {"timezone", "datetime", "date", "time", "functions", ""}
    ]


def _below_the_edge(path: Path) -> bool:
    app, floor, *_ = path.relative_to(ROOT).parts
    return app in {"catalog", "backorders"} and floor not in EDGES


def test_nobody_below_the_edge_reads_the_clock() -> None:
    reading = {name_of(path) for path in written_files(".py") if _below_the_edge(path) and reads_clock(path)}
    assert reading == set(ELSEWHERE)


def test_nobody_below_the_edge_does_without_being_told_the_time() -> None:
    optional = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in written_files(".py")
        if _below_the_edge(path)
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef)
        for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
        if argument.arg in {"now", "today"} and default is not None
    ]
    assert optional == []
