"""A dry run: sixty sessions that go well, that fail, that are missed, and a long break. What breaks is said before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from portal.core.sentence import Sentence, sentence
from portal.core.units import Number
from portal.progression.replay.fold import Fold
from portal.progression.replay.simulating import simulated_entry
from portal.progression.replay.state import Problem

SESSIONS = 60
DAYS_BETWEEN = 2
BREAK_DAYS = 60
FIRST_DAY = date(2001, 1, 1)  # any day will do

Variables = Mapping[str, Mapping[str, float]]


class Case(NamedTuple):
    """One way the sessions may go."""

    outcome: str
    break_before: int | None
    words: Sentence


CASES = (
    Case("done", None, sentence("In session %(count)s, if every session is done: %(problem)s")),
    Case("failed", None, sentence("In session %(count)s, if every session fails: %(problem)s")),
    Case("missed", None, sentence("In session %(count)s, if every session is missed: %(problem)s")),
    Case("done", SESSIONS // 2, sentence("In session %(count)s, after a break of 60 days: %(problem)s")),
)


def dry_run_problems(program: Mapping[str, Any]) -> list[Problem]:
    """Return what goes wrong, once for each path, the first time it happens."""
    found: dict[str, Problem] = {}
    for case in CASES:
        for count, fold, problems in _played(program, case):
            for problem in (*problems, *fold.machine.problems):
                said = replace(case.words, values={"count": count, "problem": problem.message})
                found.setdefault(problem.path, Problem(problem.path, said))
    return list(found.values())


def growth_warnings(program: Mapping[str, Any]) -> list[Problem]:
    """Return the variables that more than double while nothing slows, caps or lowers them."""
    histories = [[_values(fold) for _, fold, _ in _played(program, case)] for case in CASES]
    start = _values(Fold(program))
    return [
        _warning(program, key, start[key], histories[0][-1][key])
        for key in start
        if _runs_away([start[key], *(values[key] for values in histories[0])])
        and not any(_ever_falls([values[key] for values in history]) for history in histories)
    ]


def _played(program: Mapping[str, Any], case: Case) -> Iterator[tuple[int, Fold, tuple[Problem, ...]]]:
    """Yield each session's count, the fold after it, and the problems of showing it."""
    fold, on = Fold(program), FIRST_DAY
    for count in range(1, SESSIONS + 1):
        on += timedelta(days=BREAK_DAYS if count == case.break_before else DAYS_BETWEEN)
        rendering = fold.session(on=on, slot=None)
        fold.apply(simulated_entry(rendering, case.outcome))
        yield count, fold, rendering.problems


def _values(fold: Fold) -> dict[tuple[str, str], float]:
    return {
        (track, name): value
        for track, values in fold.machine.variables.items()
        for name, value in values.items()
        if name not in ("ok_run", "fail_run")
    }


def _runs_away(values: list[float]) -> bool:
    first, middle, last = values[0], values[len(values) // 2], values[-1]
    return 0 < 2 * first < last and last - middle >= middle - first


def _ever_falls(values: list[float]) -> bool:
    return any(after < before for before, after in pairwise(values))


def _warning(program: Mapping[str, Any], key: tuple[str, str], first: float, last: float) -> Problem:
    track, name = key
    path = f"tracks.{track}.state.{name}" if track in program["tracks"] else f"shared.{name}"
    return Problem(
        path,
        sentence(
            "If every session is done, “%(name)s” grows from %(first)s to %(last)s; nothing stops it.",
            name=name,
            first=Number(first, 1),
            last=Number(last, 1),
        ),
    )
