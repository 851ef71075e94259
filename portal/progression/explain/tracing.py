"""From a shown number back to where it came from: variables and their last change, position, rounding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from portal.progression.explain.causes import cause_of
from portal.progression.explain.numbers import Shown, paths_in, shown_numbers
from portal.progression.explain.reason import Kind, Reason, in_order_of_interest
from portal.progression.expressions import factor_among
from portal.progression.meaning import Meaning
from portal.progression.replay import Rendering, State, Step, caught_up, replay
from portal.progression.replay.compiled import RUNS, Track, compile_program
from portal.progression.replay.fold import EXCUSING
from portal.progression.replay.log import entry_id
from portal.progression.replay.rounding import step_of, wanted_kg
from portal.progression.replay.simulating import PREVIEW
from portal.progression.replay.state import PLACES, SHARED, Change, Entry, Program

Found = tuple[Kind, dict[str, Any]]
NO_DIFFERENCE_KG = 1e-6


def reasons(
    *, program: Program, log: Iterable[Entry], on: date, track: str, slot: int | None = None
) -> tuple[Reason, ...]:
    """Return why the numbers of a track are what they are on that day, the most telling reason first."""
    return reasons_from(replay(program=program, log=log, until=on), on=on, track=track, slot=slot)


def reasons_from(state: State, *, on: date, track: str, slot: int | None = None) -> tuple[Reason, ...]:
    """Return the same from a state that is already folded."""
    state = caught_up(state, on)
    return reasons_of(state, state.fold.session(on=on, slot=slot), track)


def reasons_of_step(step: Step, track: str) -> tuple[Reason, ...]:
    """Return the reasons for a simulated session."""
    return reasons_of(step.before, step.rendering, track)


def reasons_ahead(step: Step, track: str) -> tuple[Reason, ...]:
    """Return the same; what follows from sessions that nobody has done yet is marked as foreseen."""
    return tuple(_foreseen(reason) for reason in reasons_of_step(step, track))


def _foreseen(reason: Reason) -> Reason:
    if not str(reason.data.get("entry_id", "")).startswith(PREVIEW):
        return reason
    return replace(reason, data={**reason.data, "is_foreseen": True})


def reasons_of(state: State, rendering: Rendering, track: str) -> tuple[Reason, ...]:
    """Return the reasons for a session that this state rendered; none for a track that is not in it."""
    work = rendering.tracks.get(track, [])
    if track in rendering.overrides:
        return (Reason(Kind.OVERRIDE, tuple(paths_in(work)), _by_hand(rendering.overrides[track])),)
    if track in rendering.kept:
        return (Reason(Kind.KEPT, tuple(paths_in(work)), {}),)
    if not work:
        return ()
    tracer = _Tracer(state, rendering, track)
    gathered: dict[tuple[Kind, str], tuple[dict[str, Any], list[str]]] = {}
    for shown in shown_numbers(tracer.track.pieces, rendering.names[track], work):
        for kind, facts in tracer.why(shown):
            _, paths = gathered.setdefault((kind, repr(facts)), (facts, []))
            paths.append(shown.path)
    found = [Reason(kind, tuple(paths), facts) for (kind, _), (facts, paths) in gathered.items()]
    return in_order_of_interest([*found, *_again(state, track, work)])


def _again(state: State, track: str, work: list[dict[str, Any]]) -> Iterator[Reason]:
    """Yield why nothing changed after the last session, where it fell short and rules were waiting for it."""
    machine, last = state.fold.machine, state.last_session(track)
    count = int(state.variables[track]["fail_run"])
    if not count or last is None or "sets" not in work[0] or (track, "done") not in machine.plan.rules:
        return
    if _asked(work) != _asked((last.get("planned") or {}).get(track, ())):
        return
    told = any((change.entry_id, change.track) == (entry_id(last), track) for change in state.trail)
    if EXCUSING.isdisjoint(last.get("flags", ())) and not told:
        loads = tuple(path for path in paths_in(work) if path.endswith(".load"))
        yield Reason(Kind.AGAIN, loads or tuple(paths_in(work)), {"on": last["date"], "count": count})


def _asked(work: Iterable[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    """Return what makes one session the same as another: sets, repetitions, load, effort."""
    return [tuple(group.get(key) for key in ("sets", "reps", "load", "rpe")) for group in work]


class _Tracer:
    """Looks numbers of one track up in the state that rendered them."""

    def __init__(self, state: State, rendering: Rendering, track: str) -> None:
        self.state, self.rendering = state, rendering
        self.track: Track = state.fold.machine.plan.tracks[track]
        self.meanings = _meanings(state.program, self.track)
        self.today = {(c.track, c.name): c for c in rendering.changes if c.before != c.after}
        self.edited = _last_edits(state, track)

    def why(self, shown: Shown) -> Iterator[Found]:
        """Yield the reasons of one number, at least one."""
        found = [
            *self._of_edit(shown),
            *(found for name in sorted(shown.names) for found in self._of_name(name)),
            *self._of_load(shown),
        ]
        yield from found or [(Kind.FIXED, {})]

    def _of_edit(self, shown: Shown) -> Iterator[Found]:
        edit = self.edited.get(shown.forms[0].path)
        if edit:
            yield Kind.EDIT, edit

    def _of_name(self, name: str) -> Iterator[Found]:
        if name in PLACES:
            yield Kind.POSITION, self._position(name)
        elif name in RUNS:
            yield Kind.POSITION, {"term": name, "value": self.rendering.names[self.track.name][name]}
        else:
            yield from self._of_variable(name)

    def _position(self, name: str) -> dict[str, Any]:
        plan = self.state.fold.machine.plan
        out_of = {
            "week": plan.weeks_of(self.track.name),
            "day": len(plan.sessions),
            "turn": plan.turns[self.track.name][-1],
        }
        facts = {"term": name, "value": self.rendering.names[self.track.name][name]}
        return {**facts, "of": out_of[name]} if name in out_of else facts

    def _of_variable(self, name: str) -> Iterator[Found]:
        owner = SHARED if name in self.state.variables[SHARED] else self.track.name
        today = self.today.get((owner, name))
        if today:
            yield Kind.GAP, {**self._changed(today), "days": today.facts["days"], "is_today": True}
        change = self.state.last_changes.get((owner, name))
        if change:
            yield self._of_change(change)
        if owner == SHARED or not change:
            value = self.rendering.names[self.track.name][name]
            start = self.state.variables[owner][name]
            kind, shown = (Kind.ANCHOR, value) if owner == SHARED else (Kind.START, start)
            yield kind, {"variable": name, "meaning": self._meaning(name), "value": shown}

    def _of_change(self, change: Change) -> Found:
        facts = self._changed(change)
        if change.event == "set":
            return Kind.OVERRIDE, {**facts, **_words_of(self.state.entry(change.entry_id) or {})}
        if change.event == "edit":
            return Kind.EDIT, facts
        if change.event == "test":
            return Kind.TEST, facts
        if change.event == "gap":
            return Kind.GAP, {**facts, "days": change.facts["days"], "is_today": False}
        entry = self.state.entry(change.entry_id)
        return Kind.RULE, {**facts, **cause_of(change, entry=entry, meanings=self.meanings)}

    def _changed(self, change: Change) -> dict[str, Any]:
        facts = {
            "variable": change.name,
            "meaning": self._meaning(change.name),
            "before": change.before,
            "after": change.after,
            "on": change.on.isoformat(),
            "entry_id": change.entry_id,
            "path": change.path,
        }
        return {**facts, "by": change.by} if change.by else facts

    def _of_load(self, shown: Shown) -> Iterator[Found]:
        exact, load = shown.group.get("exact_load"), shown.group.get("load")
        if shown.key != "load" or exact is None or load is None:
            return
        yield from self._of_share(shown, exact)
        if abs(load - exact) > NO_DIFFERENCE_KG:
            yield self._of_rounding(exact, load)

    def _of_share(self, shown: Shown, exact: float) -> Iterator[Found]:
        values = self.rendering.names[self.track.name]
        source = shown.forms[0].expression.source
        name = factor_among(source, self.meanings.keys())
        if name and name != str(source).strip() and values[name]:
            facts = {"variable": name, "meaning": self._meaning(name), "value": values[name]}
            yield Kind.SHARE, {**facts, "share": exact / values[name]}

    def _of_rounding(self, exact: float, load: float) -> Found:
        wanted = wanted_kg(exact, track=self.track)
        if self.track.equipment and abs(load - wanted) > NO_DIFFERENCE_KG:
            return Kind.EQUIPMENT, {"exact": exact, "load": load}
        return Kind.ROUNDING, {"exact": exact, "load": load, "step": step_of(self.track)}

    def _meaning(self, name: str) -> str:
        return self.meanings.get(name, Meaning.NUMBER).value


def _by_hand(entry: Entry) -> dict[str, Any]:
    kept = {key: entry[key] for key in ("by", "reason_id", "slot") if key in entry}
    on = entry.get("made_on", entry["date"])
    return {"on": on, "entry_id": str(entry.get("id", "")), **kept, **_words_of(entry)}


def _words_of(entry: Entry) -> dict[str, str]:
    """Return why somebody changed it, in their own words, if they said so."""
    return {"say": entry["say"]} if entry.get("say") else {}


def _meanings(program: Program, track: Track) -> dict[str, Meaning]:
    """Return what each variable of a track means: as it says, else guessed from where it stands."""
    said = {name: Meaning(value) for name, value in program["tracks"][track.name].get("meaning", {}).items()}
    names = {*program.get("shared", {}), *track.start}
    guessed = dict.fromkeys(sorted(names), Meaning.NUMBER)
    for piece in track.pieces:
        for key, meaning in (("reps", Meaning.REPS), ("sets", Meaning.SETS), ("load", Meaning.LOAD)):
            for number in piece.numbers.get(key, ()):
                name = str(number.expression.source).strip()
                if name in guessed:
                    guessed[name] = meaning
    return {**guessed, **said}


def _last_edits(state: State, track: str) -> Mapping[str, dict[str, Any]]:
    """Return path → the last edit that changed the number there."""
    last: dict[str, dict[str, Any]] = {}
    for edit in state.edits:
        before, after = _sources(edit.before, track), _sources(edit.after, track)
        facts = {"on": edit.on.isoformat(), "entry_id": edit.entry_id, **({"by": edit.by} if edit.by else {})}
        last.update((path, facts) for path, source in after.items() if before.get(path) != source)
    return last


def _sources(program: Program, track: str) -> dict[str, list[object]]:
    compiled = compile_program(program).tracks.get(track)
    waiting = list(compiled.pieces) if compiled else []
    sources: dict[str, list[object]] = {}
    while waiting:
        piece = waiting.pop()
        waiting += piece.inner
        sources |= {forms[0].path: [f.expression.source for f in forms] for forms in piece.numbers.values() if forms}
    return sources
