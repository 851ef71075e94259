"""The shape of a program: known keys, plausible values, one problem for each thing that is not so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from portal.core.sentence import sentence
from portal.progression.meaning import Meaning
from portal.progression.program.checks import (
    Check,
    anything,
    equipment,
    mapping,
    number,
    numbers_by_name,
    one_of,
    text,
    whole,
)
from portal.progression.replay.compiled import COUNTED, EVENTS
from portal.progression.replay.state import Problem

MOST_TRACKS = 20
MOST_SESSIONS = 31
MOST_PIECES = 40
PLAN_EVENTS = ("gap", "test", "week_end", "cycle_end")

Table = Mapping[str, Check]

PROGRAM: Table = {
    "v": whole(1, 1),
    "weeks": whole(1, 52),
    "missed": one_of("shift", "skip"),
    "shared": numbers_by_name,
    "on": mapping,
    "sessions": anything,
    "tracks": mapping,
    "preset": mapping,
}
TRACK: Table = {
    "exercise": text(80),
    "kind": text(40),
    "state": numbers_by_name,
    "meaning": mapping,
    "work": anything,
    "steps": anything,
    "on": mapping,
    "round": number(0.01, 50),
    "weeks": whole(1, 52),
    "equipment": equipment,
    "counts": one_of(*COUNTED),
}
GROUP: Table = dict.fromkeys(("if", "sets", "reps", "reps_to", "load", "amrap", "rpe"), anything)
STEP: Table = dict.fromkeys(("if", "dist", "dur", "pace", "power", "hr"), anything)
REPEAT: Table = dict.fromkeys(("if", "repeat", "steps"), anything)
RULE: Table = {"if": anything, "set": mapping, "say": text(120)}


def shape_problems(program: Any) -> Iterator[Problem]:
    """Yield what is wrong with the shape; when nothing is, expressions can be looked at."""
    yield from _object(program, PROGRAM, ("sessions", "tracks"), "")
    if not isinstance(program, Mapping):
        return
    tracks = program.get("tracks")
    if isinstance(tracks, Mapping):
        if not 1 <= len(tracks) <= MOST_TRACKS:
            yield Problem("tracks", sentence("A program has 1 to %(count)s tracks.", count=MOST_TRACKS))
        for name, track in tracks.items():
            yield from _track(track, f"tracks.{name}", name)
        yield from _sessions(program.get("sessions"), tracks)
    yield from _events(program.get("on", {}), PLAN_EVENTS, "on")


def _object(value: Any, table: Table, required: tuple[str, ...], path: str) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem(path, sentence("Named values belong here."))
        return
    for key in required:
        if key not in value:
            yield Problem(_under(path, key), sentence("This is missing."))
    for key, inner in value.items():
        wrong = table[key](inner) if key in table else sentence("Nothing of this name belongs here.")
        if wrong:
            yield Problem(_under(path, key), wrong)


def _track(track: Any, path: str, name: Any) -> Iterator[Problem]:
    if wrong := text(40)(name):
        yield Problem(path, wrong)
    yield from _object(track, TRACK, (), path)
    if not isinstance(track, Mapping):
        return
    if ("work" in track) == ("steps" in track):
        yield Problem(path, sentence("A track has either sets or steps."))
    if "work" in track:
        yield from _pieces(track["work"], f"{path}.work", is_work=True)
    if "steps" in track:
        yield from _pieces(track["steps"], f"{path}.steps", is_work=False)
    yield from _meanings(track.get("meaning"), f"{path}.meaning")
    yield from _events(track.get("on", {}), EVENTS, f"{path}.on")


def _pieces(pieces: Any, path: str, *, is_work: bool, level: int = 1) -> Iterator[Problem]:
    if not isinstance(pieces, list) or not 1 <= len(pieces) <= MOST_PIECES or level > 3:  # noqa: PLR2004 -- repeats of repeats
        yield Problem(path, sentence("A list of 1 to %(count)s parts belongs here.", count=MOST_PIECES))
        return
    for number_, piece in enumerate(pieces):
        inside = f"{path}[{number_}]"
        if is_work:
            yield from _object(piece, GROUP, ("sets", "reps"), inside)
        elif isinstance(piece, Mapping) and "steps" in piece:
            yield from _object(piece, REPEAT, ("repeat",), inside)
            yield from _pieces(piece["steps"], f"{inside}.steps", is_work=False, level=level + 1)
        else:
            yield from _step(piece, inside)


def _step(step: Any, path: str) -> Iterator[Problem]:
    yield from _object(step, STEP, (), path)
    if isinstance(step, Mapping):
        if ("dist" in step) == ("dur" in step):
            yield Problem(path, sentence("A step has either a distance or a duration."))
        for key, value in step.items():
            if isinstance(value, list) and len(value) != 2:  # noqa: PLR2004 -- from easy to hard
                yield Problem(f"{path}.{key}", sentence("Write one value, or two for a range of effort."))


def _sessions(sessions: Any, tracks: Mapping[str, Any]) -> Iterator[Problem]:
    if not isinstance(sessions, list) or not 1 <= len(sessions) <= MOST_SESSIONS:
        yield Problem("sessions", sentence("A week has 1 to %(count)s sessions.", count=MOST_SESSIONS))
        return
    for number_, session in enumerate(sessions):
        path = f"sessions[{number_}]"
        yield from _object(session, {"tracks": anything}, ("tracks",), path)
        names = session.get("tracks") if isinstance(session, Mapping) else None
        if not isinstance(names, list) or not names or not all(isinstance(n, str) and n in tracks for n in names):
            yield Problem(f"{path}.tracks", sentence("A session names the tracks that are trained in it."))


def _meanings(meanings: Any, path: str) -> Iterator[Problem]:
    if isinstance(meanings, Mapping):
        check = one_of(*Meaning)
        for name, meaning in meanings.items():
            if wrong := check(meaning):
                yield Problem(f"{path}.{name}", wrong)


def _events(events: Any, allowed: tuple[str, ...], path: str) -> Iterator[Problem]:
    if not isinstance(events, Mapping):
        return
    for event, rules in events.items():
        inside = f"{path}.{event}"
        if event not in allowed:
            yield Problem(inside, sentence("There is no such event here."))
        elif not isinstance(rules, list):
            yield Problem(inside, sentence("A list of rules belongs here."))
        else:
            yield from _rules(rules, inside)


def _rules(rules: list[Any], path: str) -> Iterator[Problem]:
    is_grouped = bool(rules) and isinstance(rules[0], list)
    for number_, rule in enumerate(rules):
        inside = f"{path}[{number_}]"
        if isinstance(rule, list) is not is_grouped:
            yield Problem(inside, sentence("Either all rules stand in groups, or none."))
        elif isinstance(rule, list):
            for position, member in enumerate(rule):
                yield from _rule(member, f"{inside}[{position}]")
        else:
            yield from _rule(rule, inside)


def _rule(rule: Any, path: str) -> Iterator[Problem]:
    yield from _object(rule, RULE, ("set",), path)
    if isinstance(rule, Mapping) and isinstance(rule.get("set"), Mapping) and not rule["set"]:
        yield Problem(f"{path}.set", sentence("A rule sets at least one variable."))


def _under(path: str, key: Any) -> str:
    return f"{path}.{key}" if path else str(key)
