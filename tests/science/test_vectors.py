"""Every reference vector, compared as its file says; and no number that is none may slip through any formula."""

import inspect
import json
import math
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text())["vectors"]
FLOAT_NOISE = 1e-9
PUBLIC = sorted({vector["fn"] for vector in VECTORS})
NOT_NUMBERS = (math.nan, math.inf, -math.inf)


def function_of(vector):
    module, _, name = vector["fn"].rpartition(".")
    return getattr(import_module(module), name)


def decoded(value):
    if isinstance(value, list):
        return [decoded(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "$date" in value:
        return date.fromisoformat(value["$date"])
    if "$range" in value:
        return list(range(*value["$range"]))
    once = [number for number, count in value["$rle"] for _ in range(count)]
    return once * value.get("times", 1)


def arguments_of(vector):
    return {name: decoded(value) for name, value in vector["kwargs"].items()}


def selected(result, path):
    if not path:
        return result
    first, *rest = path
    if first == "*":
        return [selected(each, rest) for each in result]
    return selected(getattr(result, first) if isinstance(first, str) else result[first], rest)


def assert_same(actual, expected, tol):
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert_same(getattr(actual, key), value, tol.get(key, 0) if isinstance(tol, dict) else tol)
    elif isinstance(expected, list):
        assert len(actual) == len(expected)
        for one, other in zip(actual, expected, strict=True):
            assert_same(one, other, tol)
    elif isinstance(expected, bool | str | None):
        assert actual == expected
    else:
        assert abs(actual - expected) <= tol + FLOAT_NOISE * max(1, abs(expected))


def test_the_file_is_whole():
    assert len(VECTORS) == 281
    assert len({vector["id"] for vector in VECTORS}) == 281


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_reference_vector(vector):
    function, arguments = function_of(vector), arguments_of(vector)

    if vector.get("raises"):
        with pytest.raises(ValueError, match="must") as caught:
            function(**arguments)
        assert caught.type.__name__ == vector["raises"]
    else:
        assert_same(selected(function(**arguments), vector.get("select")), vector["expect"], vector.get("tol", 0))


def spoiled(arguments):
    """Yield the arguments again and again, each time with one number replaced by something that is none."""
    for name, value in arguments.items():
        for nothing in NOT_NUMBERS:
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield {**arguments, name: nothing}
            elif isinstance(value, list) and value and isinstance(value[0], list):
                yield {**arguments, name: [*value[:-1], [*value[-1][:-1], nothing]]}
                yield {**arguments, name: [[nothing, *value[0][1:]], *value[1:]]}
            elif isinstance(value, list):
                yield {**arguments, name: [nothing, *value[1:]]}
                yield {**arguments, name: [*value[:-1], nothing]}


@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_no_number_is_refused_everywhere(name):
    vector = next(vector for vector in VECTORS if vector["fn"] == name and "expect" in vector)

    for arguments in spoiled(arguments_of(vector)):
        with pytest.raises(ValueError, match=r"\w"):
            function_of(vector)(**arguments)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_argument_is_named(name):
    parameters = inspect.signature(function_of({"fn": name})).parameters.values()

    assert all(parameter.kind is inspect.Parameter.KEYWORD_ONLY for parameter in parameters)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_formula_names_its_source_or_its_refusal(name):
    assert any(word in function_of({"fn": name}).__doc__ for word in ("Source", "Raises"))
