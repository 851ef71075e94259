"""The little language of programs: numbers, names, arithmetic, comparisons and a dozen functions. Nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from portal.core.sentence import sentence
from portal.progression.grammar import ExpressionError, Names, Run, built, is_finite, names_of, parsed

Source = str | float | bool


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression read once, to be evaluated often."""

    source: Source
    names: frozenset[str]
    run: Run

    def value(self, names: Names) -> float:
        """Return the number or boolean for these names. Raises ExpressionError when there is none."""
        try:
            value: float = self.run(names)
            has_value = is_finite(value)
        except KeyError as missing:
            raise ExpressionError(sentence("“%(name)s” is not known here.", name=missing.args[0])) from None
        except (ArithmeticError, LookupError, TypeError, ValueError):
            has_value = False
        if not has_value:
            raise ExpressionError(sentence("“%(formula)s” has no value here.", formula=self.source))
        return value


def evaluate(source: object, names: Mapping[str, object]) -> float:
    """Return the number or boolean of an expression. Raises ValueError for anything not allowed."""
    expression = compiled(source)
    known = {name: names[name] for name in expression.names if name in names}
    return expression.value({name: value for name, value in known.items() if isinstance(value, (bool, int, float))})


def names_in(source: object) -> set[str]:
    """Return the names an expression uses, functions not among them. Raises ValueError for anything not allowed."""
    return set(compiled(source).names)


def compiled(source: object) -> Expression:
    """Return the expression made ready; numbers stand for themselves. Raises ExpressionError."""
    if isinstance(source, str):
        return _compiled_text(source)
    if isinstance(source, (bool, int, float)) and is_finite(source):
        return _compiled_number(source)
    raise ExpressionError(sentence("Write a number or a formula here."))


def factor_among(source: object, variables: AbstractSet[str]) -> str | None:
    """Return the one variable that everything else in the expression multiplies, such as `tm` in `tm*pick(week,.6,.7)`.

    None when no variable or more than one is used, or when it stands anywhere else. Raises ExpressionError.
    """
    used = compiled(source).names & variables
    if len(used) != 1:
        return None
    (wanted,) = used
    tree = parsed(str(source))
    mentions = sum(name == wanted for name in names_of(tree))
    direct = sum(isinstance(factor, ast.Name) and factor.id == wanted for factor in _factors(tree))
    return wanted if mentions == direct == 1 else None


@lru_cache(maxsize=4096)
def _compiled_text(source: str) -> Expression:
    tree = parsed(source)
    return Expression(source, frozenset(names_of(tree)), built(tree))


@lru_cache(maxsize=1024, typed=True)
def _compiled_number(value: float) -> Expression:
    return Expression(value, frozenset(), lambda _: value)


def _factors(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from _factors(node.left)
        yield from _factors(node.right)
    else:
        yield node
