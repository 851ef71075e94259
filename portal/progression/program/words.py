"""The expressions of a program whose shape is right: each can be read and uses names that exist where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from portal.core.sentence import sentence
from portal.progression.expressions import names_in
from portal.progression.grammar import ExpressionError
from portal.progression.replay.compiled import RUNS, groups_of
from portal.progression.replay.results import ENDURANCE_RESULTS, STRENGTH_RESULTS
from portal.progression.replay.state import PLACES, Problem

MOST_RULES = 60
TEST_RESULTS = ("index", "ftp", "one_rm", "lthr", "max_hr", "pace", "reps", "body_mass")
"""Fields that a test or race result may have: running index, W, kg, bpm, bpm, s/km, repetitions, kg."""
EXTRA = {"gap": ("days",), "test": TEST_RESULTS, "week_end": ("week_ratio",)}
POSITION = frozenset(PLACES)
RANGES = ("pace", "power", "hr")
"""What may be one value or two."""


def word_problems(program: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield every expression that cannot work and every variable that does not exist."""
    shared = frozenset(program.get("shared", {}))
    yield from _rules(program.get("on", {}), "on", settable=shared, results=())
    for name, track in program["tracks"].items():
        yield from _track(track, f"tracks.{name}", shared)
    holders = [program, *program["tracks"].values()]
    count = sum(
        len(group) for holder in holders for rules in holder.get("on", {}).values() for _, group in groups_of(rules)
    )
    if count > MOST_RULES:
        yield Problem("on", sentence("A program has at most %(count)s rules.", count=MOST_RULES))


def _track(track: Mapping[str, Any], path: str, shared: frozenset[str]) -> Iterator[Problem]:
    own = frozenset(track.get("state", {}))
    for name in sorted(own & shared):
        yield Problem(f"{path}.state.{name}", sentence("“%(name)s” is shared already; choose another name.", name=name))
    settable = shared | own | frozenset(RUNS)
    key = "work" if "work" in track else "steps"
    yield from _pieces(track[key], f"{path}.{key}", settable | POSITION)
    results = STRENGTH_RESULTS if key == "work" else ENDURANCE_RESULTS
    yield from _rules(track.get("on", {}), f"{path}.on", settable=settable, results=results)


def _pieces(pieces: list[Mapping[str, Any]], path: str, known: frozenset[str]) -> Iterator[Problem]:
    for number, piece in enumerate(pieces):
        for key, value in piece.items():
            inside = f"{path}[{number}].{key}"
            if key == "steps":
                yield from _pieces(value, inside, known)
            elif value is not None or key not in ("load", "rpe"):
                for source in value if key in RANGES and isinstance(value, list) else [value]:
                    yield from _expression(source, inside, known)


def _rules(
    events: Mapping[str, Any], path: str, *, settable: frozenset[str], results: tuple[str, ...]
) -> Iterator[Problem]:
    for event, rules in events.items():
        known = settable | POSITION | frozenset(results if event == "done" else EXTRA.get(event, ()))
        for inside, group in groups_of(rules):
            for number, rule in enumerate(group):
                yield from _rule(rule, f"{path}.{event}{inside}[{number}]", known, settable)


def _rule(rule: Mapping[str, Any], path: str, known: frozenset[str], settable: frozenset[str]) -> Iterator[Problem]:
    if "if" in rule:
        yield from _expression(rule["if"], f"{path}.if", known)
    for name, source in rule["set"].items():
        if name not in settable:
            yield Problem(f"{path}.set.{name}", sentence("There is no variable “%(name)s” to set here.", name=name))
        yield from _expression(source, f"{path}.set.{name}", known)


def _expression(source: Any, path: str, known: frozenset[str]) -> Iterator[Problem]:
    try:
        unknown = names_in(source) - known
    except ExpressionError as error:
        yield Problem(path, error.said)
        return
    for name in sorted(unknown):
        yield Problem(path, sentence("“%(name)s” is not known here.", name=name))
