"""What may be written in an expression, and how it is read: Python's own parser, then a list of what is allowed."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from portal.core.sentence import Sentence, sentence
from portal.progression.functions import FUNCTIONS

Names = Mapping[str, float]
Run = Callable[[Names], Any]
Act = Callable[[Any, Any], Any]

MOST_CHARACTERS = 300
MOST_LEVELS = 30
ALPHABET = re.compile(r"[A-Za-z0-9_ .,+\-*/%<>=!()]*")
DIGITS = re.compile(r"(?<![\w.])[\d.][\w.]*")
PLAIN_NUMBER = re.compile(r"\d+\.?\d*|\.\d+")

ARITHMETIC: dict[type[ast.AST], Act] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
}
COMPARISONS: dict[type[ast.AST], Act] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


class ExpressionError(ValueError):
    """An expression that is not allowed, or that has no value; `said` tells the trainer why."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(str(said))
        self.said = said


def parsed(source: str) -> ast.expr:
    """Return the tree of an expression, at most `MOST_LEVELS` deep. Raises ExpressionError."""
    if len(source) > MOST_CHARACTERS:
        raise ExpressionError(sentence("Formulas have at most %(count)s characters.", count=MOST_CHARACTERS))
    if not ALPHABET.fullmatch(source) or not all(map(PLAIN_NUMBER.fullmatch, DIGITS.findall(source))):
        raise _not_allowed(source)
    try:
        tree = ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _not_allowed(source) from None
    if _levels(tree) > MOST_LEVELS:
        raise ExpressionError(sentence("This formula is nested too deeply."))
    return tree


def names_of(tree: ast.AST) -> Iterator[str]:
    """Yield the names in a tree, functions not among them."""
    if isinstance(tree, ast.Name):
        yield tree.id
    for child in tree.args if isinstance(tree, ast.Call) else ast.iter_child_nodes(tree):
        yield from names_of(child)


def built(node: ast.AST) -> Run:
    """Return the tree as a closure, so that a rule is read once and run a thousand times. Raises ExpressionError."""
    builder = _BUILDERS.get(type(node))
    if builder is None:
        raise _not_allowed(ast.unparse(node))
    return builder(node)


def is_finite(value: float) -> bool:
    """Return whether a float can hold this number."""
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond any float
        return False


def _not_allowed(source: str) -> ExpressionError:
    return ExpressionError(sentence("“%(formula)s” is not a formula this portal can read.", formula=source))


def _levels(tree: ast.expr) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += [(child, level + 1) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    return deepest


def _constant(node: ast.Constant) -> Run:
    value = node.value
    if not isinstance(value, (bool, int, float)) or not is_finite(value):
        raise _not_allowed(str(value))
    return lambda _: value


def _name(node: ast.Name) -> Run:
    return operator.itemgetter(node.id)


def _binary(node: ast.BinOp) -> Run:
    act = _known(ARITHMETIC, node.op, node)
    left, right = built(node.left), built(node.right)
    return lambda names: act(left(names), right(names))


def _unary(node: ast.UnaryOp) -> Run:
    operand = built(node.operand)
    if isinstance(node.op, ast.USub):
        return lambda names: -operand(names)
    if isinstance(node.op, ast.Not):
        return lambda names: not operand(names)
    raise _not_allowed(ast.unparse(node))


def _boolean(node: ast.BoolOp) -> Run:
    parts = [built(value) for value in node.values]
    if isinstance(node.op, ast.And):
        return lambda names: all(part(names) for part in parts)
    return lambda names: any(part(names) for part in parts)


def _choice(node: ast.IfExp) -> Run:
    test, body, otherwise = built(node.test), built(node.body), built(node.orelse)
    return lambda names: body(names) if test(names) else otherwise(names)


def _comparison(node: ast.Compare) -> Run:
    acts = [_known(COMPARISONS, op, node) for op in node.ops]
    first, *others = [built(part) for part in (node.left, *node.comparators)]
    if len(acts) == 1:
        act, other = acts[0], others[0]
        return lambda names: act(first(names), other(names))
    steps = list(zip(acts, others, strict=True))

    def chain(names: Names) -> bool:
        left = first(names)
        for act, part in steps:
            right = part(names)
            if not act(left, right):
                return False
            left = right
        return True

    return chain


def _call(node: ast.Call) -> Run:
    function = FUNCTIONS.get(node.func.id) if isinstance(node.func, ast.Name) else None
    if function is None or node.keywords:
        raise _not_allowed(ast.unparse(node))
    if len(node.args) < function.least or len(node.args) > (function.most or MOST_CHARACTERS):
        raise ExpressionError(sentence("“%(call)s” has the wrong number of values.", call=ast.unparse(node)))
    run, arguments = function.run, [built(argument) for argument in node.args]
    return lambda names: run(*[argument(names) for argument in arguments])


def _known(table: Mapping[type[ast.AST], Act], op: ast.AST, node: ast.AST) -> Act:
    act = table.get(type(op))
    if act is None:
        raise _not_allowed(ast.unparse(node))
    return act


_BUILDERS: dict[type[ast.AST], Callable[[Any], Run]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.IfExp: _choice,
    ast.Compare: _comparison,
    ast.Call: _call,
}
