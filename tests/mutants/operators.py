"""The faults that are made: each takes a node of a syntax tree and gives the nodes that could wrongly stand there.

Left out is what changes nothing that a test could see: docstrings, annotations, decorators, log lines, the words of messages.
"""

import ast
import copy
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

WRONG_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
WRONG_SUMS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Mod: ast.Mult,
}
# Sums and unions: without one term they are still a number or a set.
WITH_TERMS = (ast.Add, ast.Sub, ast.BitOr, ast.BitAnd)
WRONG_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
CONDITIONS = {"filter", "exclude", "Q"}
LOGGERS = {"log", "logger"}
# `strict` of zip and `frozen` of a dataclass only guard against our own mistakes: correct code behaves the same without them.
GUARDS = {"strict", "frozen"}


def wrong(node: ast.AST) -> Iterator[ast.AST]:
    """Yield each fault that can be made of `node`; the tree that it stands in is left as it is."""
    make = MAKERS.get(type(node))
    if make is not None:
        yield from make(node)


def unseen(node: ast.AST) -> list[ast.AST]:  # noqa: C901, PLR0911  one answer for each kind of node
    """Return the children of `node` of which no fault is made, with all below them."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return [*node.decorator_list, *([node.returns] if node.returns else [])]
        case ast.ClassDef():
            return [*node.decorator_list, *node.bases]
        case ast.arg():
            return [node.annotation] if node.annotation else []
        case ast.AnnAssign():
            return [node.annotation]
        case ast.TypeAlias():
            return [node]
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in LOGGERS:
            return [node]
        case ast.Call(func=ast.Name(id="isinstance" | "cast")):
            return [*node.args]
        case ast.Call():
            return [each for each in node.keywords if each.arg in GUARDS]
        case ast.FormattedValue() if node.format_spec is not None:
            return [node.format_spec]
        case ast.match_case(body=[ast.Expr(value=ast.Call(func=ast.Name(id="assert_never")))]):
            return [node]
        case _:
            return []


def _copied[Node: ast.AST](node: Node, **changed: object) -> Node:
    after = copy.deepcopy(node)
    for name, value in changed.items():
        setattr(after, name, value)
    return after


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    for place, sign in enumerate(node.ops):
        for other in WRONG_COMPARISONS[type(sign)]:
            yield _copied(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])


def _bool(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _copied(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for place in range(len(node.values)):
        rest = [*node.values[:place], *node.values[place + 1 :]]
        yield copy.deepcopy(rest[0]) if len(rest) == 1 else _copied(node, values=copy.deepcopy(rest))


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _sum(node: ast.BinOp) -> Iterator[ast.AST]:
    if _is_text(node.left) or _is_text(node.right):
        return
    other = WRONG_SUMS.get(type(node.op))
    if other is not None:
        yield _copied(node, op=other())
    if isinstance(node.op, WITH_TERMS):
        yield copy.deepcopy(node.left)
        yield copy.deepcopy(node.right)


def _unary(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not | ast.USub):
        yield copy.deepcopy(node.operand)


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    match node.value:
        case bool():
            yield _copied(node, value=not node.value)
        case int() | float():
            yield _copied(node, value=node.value + 1)
            if node.value == 1:
                yield _copied(node, value=0)


def _call(node: ast.Call) -> Iterator[ast.AST]:
    match node.func:
        case ast.Name(id="sorted"):
            yield _copied(node, func=ast.Name("list", ast.Load()), keywords=[])
        case ast.Name(id=name) if name in WRONG_NAMES:
            yield _copied(node, func=ast.Name(WRONG_NAMES[name], ast.Load()))
        case ast.Name(id="Decimal") if len(node.args) == 1 and isinstance(node.args[0], ast.Constant):
            yield from _decimal(node, node.args[0].value)
        case ast.Attribute(attr="order_by"):
            yield copy.deepcopy(node.func.value)
        case _:
            pass
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called in CONDITIONS and len(node.keywords) + len(node.args) > 1:
        for place in range(len(node.keywords)):
            yield _copied(node, keywords=copy.deepcopy([*node.keywords[:place], *node.keywords[place + 1 :]]))
    elif called in CONDITIONS and node.keywords and isinstance(node.func, ast.Attribute):
        yield copy.deepcopy(node.func.value)


def _decimal(node: ast.Call, value: object) -> Iterator[ast.AST]:
    if isinstance(value, str):
        try:
            yield _copied(node, args=[ast.Constant(str(Decimal(value) + 1))])
        except InvalidOperation:
            return


def _if(node: ast.If | ast.IfExp) -> Iterator[ast.AST]:
    yield _copied(node, test=ast.Constant(value=True))
    yield _copied(node, test=ast.Constant(value=False))


def _comprehension(node: ast.comprehension) -> Iterator[ast.AST]:
    for place in range(len(node.ifs)):
        yield _copied(node, ifs=copy.deepcopy([*node.ifs[:place], *node.ifs[place + 1 :]]))


def _statement(node: ast.Expr | ast.AugAssign | ast.Raise | ast.Continue | ast.Break) -> Iterator[ast.AST]:
    if not (isinstance(node, ast.Expr) and not isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom)):
        yield ast.Pass()


MAKERS: dict[type[ast.AST], Callable[..., Iterator[ast.AST]]] = {
    ast.Compare: _compare,
    ast.BoolOp: _bool,
    ast.BinOp: _sum,
    ast.UnaryOp: _unary,
    ast.Constant: _constant,
    ast.Call: _call,
    ast.If: _if,
    ast.IfExp: _if,
    ast.comprehension: _comprehension,
    ast.Expr: _statement,
    ast.AugAssign: _statement,
    ast.Raise: _statement,
    ast.Continue: _statement,
    ast.Break: _statement,
}
