"""A mutant: one file of ours with one fault in it, and the tests that should see it."""

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import CodeType

from tests.mutants.operators import unseen, wrong

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = tuple(f"{app}/{floor}" for app in ("catalog", "backorders") for floor in ("rules", "queries", "actions/steps"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Mutant:
    """The `variant`-th fault at `steps` (field, place in its list) from the top of the tree of `path` (below the repository).

    `function` is the outermost function that holds it, by its qualified name and its first line; None: it runs at import.
    """

    path: str
    line: int
    steps: tuple[tuple[str, int | None], ...]
    variant: int
    function: tuple[str, int] | None

    @property
    def module(self) -> str:
        """The module's dotted name."""
        return self.path.removesuffix(".py").replace("/", ".")

    @cached_property
    def tree(self) -> ast.Module:
        """The tree of the file, with the fault."""
        tree = ast.parse((ROOT / self.path).read_text())
        *before, (field, place) = self.steps
        holder: ast.AST = tree
        for step in before:
            holder = _at(holder, step)
        right = _at(holder, (field, place))
        fault = list(wrong(right))[self.variant]
        if hasattr(right, "lineno"):
            ast.copy_location(fault, right)
        if place is None:
            setattr(holder, field, fault)
        else:
            getattr(holder, field)[place] = fault
        return ast.fix_missing_locations(tree)

    @property
    def code(self) -> CodeType:
        """The file, compiled with the fault."""
        return compile(self.tree, str(ROOT / self.path), "exec")

    def code_of_function(self) -> CodeType:
        """The code of its function, with the fault."""
        return next(code for code in _codes(self.code) if (code.co_qualname, code.co_firstlineno) == self.function)

    def diff(self) -> str:
        """Return what differs, as lines that begin with - and +; comments are lost, and the formatter's line breaks."""
        right = ast.unparse(ast.parse((ROOT / self.path).read_text())).splitlines()
        lines = difflib.unified_diff(right, ast.unparse(self.tree).splitlines(), n=0, lineterm="")
        return "\n".join(f"    {line[0]} {line[1:].strip()}" for line in list(lines)[2:] if line[0] in "+-")

    def tests(self) -> list[Path]:
        """Return the mirrored tests: of `order.py` `test_order.py` and `test_order_*.py`, but not those of `order_edit.py`."""
        return mirrored(self.path)

    def tests_of_callers(self) -> list[Path]:
        """Return the mirrored tests of the actions and steps that a step is a part of; none for other rooms."""
        own = self.tests()
        return sorted({test for caller in _callers(self.path) for test in mirrored(caller) if test not in own})


def mirrored(path: str) -> list[Path]:
    """Return the files of tests that mirror the module at `path`."""
    module = ROOT / path
    folder = ROOT / "tests" / Path(path).parent
    longer = [other.stem for other in module.parent.glob(f"{module.stem}_*.py")]
    found = {folder / f"test_{module.stem}.py", *folder.glob(f"test_{module.stem}_*.py")}
    return sorted(
        test
        for test in found
        if test.exists() and not any(f"{test.stem}_".startswith(f"test_{other}_") for other in longer)
    )


@cache
def _callers(path: str) -> frozenset[str]:
    """Return the actions and steps that import the step at `path`, or one that does."""
    app, actions, steps, *_ = f"{path}///".split("/")
    if (actions, steps) != ("actions", "steps"):
        return frozenset()
    imported = _imports(app)
    found, new = frozenset[str](), {path}
    while new:
        new = {caller for caller, modules in imported.items() if modules & new} - found - {path}
        found |= new
    return found


@cache
def _imports(app: str) -> dict[str, frozenset[str]]:
    """Return, of each action and step of an app, the files that it imports from."""
    return {
        str(file.relative_to(ROOT)): frozenset(
            f"{node.module.replace('.', '/')}.py"
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.ImportFrom) and node.module
        )
        for file in (ROOT / app / "actions").rglob("*.py")
    }


def mutants(floors: tuple[str, ...] = FLOORS) -> list[Mutant]:
    """Return every mutant of these floors (or single files), in the order of the files."""
    files = [
        file for floor in floors for file in ([ROOT / floor] if floor.endswith(".py") else (ROOT / floor).rglob("*.py"))
    ]
    return [mutant for file in sorted(files) for mutant in _of_file(file)]


def _of_file(file: Path) -> Iterator[Mutant]:
    path = str(file.relative_to(ROOT))
    for node, steps, function in _nodes(ast.parse(file.read_text()), (), "", None):
        for variant, _ in enumerate(wrong(node)):
            yield Mutant(path, getattr(node, "lineno", 0) or _line(node), steps, variant, function)


def _line(node: ast.AST) -> int:
    return next((child.lineno for child in ast.walk(node) if isinstance(child, ast.expr)), 0)


type Steps = tuple[tuple[str, int | None], ...]


def _nodes(
    node: ast.AST, steps: Steps, name: str, function: tuple[str, int] | None
) -> Iterator[tuple[ast.AST, Steps, tuple[str, int] | None]]:
    """Yield each node of which faults are made, with its steps and its outermost function; `name` is that of the class around."""
    hidden = {id(child) for child in unseen(node)}
    if id(node) in hidden:
        return
    yield node, steps, function
    if isinstance(node, ast.ClassDef):
        name = f"{name}{node.name}."
    for step, child in _children(node):
        if id(child) in hidden:
            continue
        inside = function
        if isinstance(node, FUNCTIONS) and step[0] == "body" and function is None:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            inside = (f"{name}{node.name}", first)
        yield from _nodes(child, (*steps, step), name, inside)


def _children(node: ast.AST) -> Iterator[tuple[tuple[str, int | None], ast.AST]]:
    for field, value in ast.iter_fields(node):
        if isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(each, ast.AST):
                    yield (field, place), each
        elif isinstance(value, ast.AST):
            yield (field, None), value


def _at(node: ast.AST, step: tuple[str, int | None]) -> ast.AST:
    field, place = step
    value = getattr(node, field)
    found: ast.AST = value if place is None else value[place]
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
