"""What if: the coming sessions played on a copy, with any outcome, touching nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from portal.progression.replay.compiled import NUMBERS, Piece
from portal.progression.replay.prescribing import Prescription, State, caught_up, frozen, replay
from portal.progression.replay.state import SHARED, Change, Entry, Groups, Program, Rendering

MOST_SESSIONS = 200
MOST_DAYS = 26 * 7
FAILED_RATIO = 0.4
FALLING = ("sets", "load", "repeat", *NUMBERS)
"""A variable of these numbers that falls is a reset; repetitions fall by design when the load goes up."""

PREVIEW = "preview-"
"""What ids of simulated log entries begin with."""

Slot = tuple[int, date]
Outcome = str | Mapping[str, Any]
"""“done”, “failed”, “missed” or “excused” for the whole session, or track → “done”, “failed” or what is logged."""
Outcomes = Outcome | Sequence[Outcome] | Callable[[Rendering], Outcome]


class Step(NamedTuple):
    """One simulated session: what it asks for, and what comes of it."""

    on: date
    prescription: Prescription
    variables: Mapping[str, Mapping[str, float]]
    """After the session."""
    changes: tuple[Change, ...]
    slot: int
    outcome: Outcome
    rendering: Rendering
    """The session as it was shown, and where it stands in the cycle."""
    before: State
    """The state that prescribed it; with the rendering it explains every number."""

    @property
    def tracks(self) -> Prescription:
        """The prescription, as a rendering calls it."""
        return self.prescription


def preview(*, program: Program, log: Iterable[Entry], slots: Sequence[Slot], outcome: Outcomes = "done") -> list[Step]:
    """Return the coming sessions of these slots, one (slot, date) after the other, if they go as said.

    `outcome` is one outcome for all, a list (sessions beyond it are done), or a function of each rendering.
    Raises ValueError beyond 200 sessions or 26 weeks.
    """
    first = min((on for _, on in slots), default=None)
    return preview_from(replay(program=program, log=log, until=first), slots=slots, outcome=outcome)


def preview_from(state: State, *, slots: Sequence[Slot], outcome: Outcomes = "done") -> list[Step]:
    """Return the same from a state that is already folded. Raises ValueError beyond 200 sessions or 26 weeks."""
    days = [on for _, on in slots]
    if len(slots) > MOST_SESSIONS or (days and (max(days) - min(days)).days > MOST_DAYS):
        raise ValueError(f"a preview covers at most {MOST_SESSIONS} sessions and {MOST_DAYS} days")
    steps = []
    for number, (slot, on) in enumerate(slots):
        state = caught_up(state, on)
        rendering = state.fold.session(on=on, slot=slot)
        wanted = chosen(outcome, number, rendering)
        after = applied(state, simulated_entry(rendering, wanted))
        changes = after.trail[len(state.trail) :]
        steps.append(Step(on, rendering.tracks, after.variables, changes, slot, wanted, rendering, state))
        state = after
    return steps


def simulated_entry(rendering: Rendering, outcome: Outcome) -> dict[str, Any]:
    """Return the log entry of a rendered session that went like this."""
    entry = {"id": f"{PREVIEW}{rendering.slot}", "date": rendering.on.isoformat(), "slot": rendering.slot}
    if outcome in ("missed", "excused"):
        return {**entry, "type": outcome}
    planned = rendering.tracks
    by_track = outcome if isinstance(outcome, Mapping) else dict.fromkeys(planned, outcome)
    done = {track: _performed(groups, by_track.get(track, "done")) for track, groups in planned.items()}
    return {**entry, "type": "done", "planned": planned, "done": done}


def missed_every(count: int) -> Callable[[Rendering], Outcome]:
    """Return an outcome for `preview`: every so many-th slot of the plan is missed, the others are done."""
    return lambda rendering: "missed" if ((rendering.slot or 0) + 1) % count == 0 else "done"


def failed_on(*, track: str, on: date) -> Callable[[Rendering], Outcome]:
    """Return an outcome for `preview`: this track fails on that day, everything else is done."""
    return lambda rendering: {track: "failed"} if rendering.on == on else "done"


def first_reset(steps: Sequence[Step]) -> Step | None:
    """Return the first session after which loads, sets, distances or paces step back, or None."""
    return next((step for step in steps if any(_is_reset(change, step) for change in step.changes)), None)


def slots_on(*, start: date, training_days: Sequence[int], count: int, first_slot: int = 0) -> list[Slot]:
    """Return so many slots on these weekdays (Monday is 0), from the start day on."""
    days = (start + timedelta(days=number) for number in range(MOST_DAYS + 1))
    training = [on for on in days if on.weekday() in training_days]
    return list(enumerate(training[:count], start=first_slot))


def applied(state: State, entry: Entry) -> State:
    """Return the state after one more entry, not older than those already folded in."""
    fold = state.fold.copy()
    fold.apply(entry)
    return frozen(fold, pending=state.pending, ignored=state.ignored)


def chosen(outcome: Outcomes, number: int, rendering: Rendering) -> Outcome:
    """Return the outcome of one session, which is the so many-th (from 0) of those that come."""
    if callable(outcome):
        return outcome(rendering)
    if isinstance(outcome, (str, Mapping)):
        return outcome
    return outcome[number] if number < len(outcome) else "done"


def _performed(groups: Groups, outcome: Any) -> Any:
    if outcome not in ("done", "failed"):
        return outcome
    if groups and "sets" not in groups[0]:
        return {"ratio": 1 if outcome == "done" else FAILED_RATIO}
    rows = [_row(group) for group in groups for _ in range(group["sets"])]
    if outcome == "failed" and rows:
        rows[-1][1] -= 1
    return rows


def _row(group: Mapping[str, Any]) -> list[Any]:
    row = [group["load"] or 0, group["reps"]]
    return [*row, group["rpe"]] if group["rpe"] else row


def _is_reset(change: Change, step: Step) -> bool:
    if change.before is None or change.after >= change.before or change.event in ("set", "test"):
        return False
    tracks = step.before.fold.machine.plan.tracks
    holders = tracks.values() if change.track == SHARED else [tracks[change.track]]
    return any(change.name in _names_that_fall(holder.pieces) for holder in holders)


def _names_that_fall(pieces: Sequence[Piece]) -> Iterator[str]:
    for piece in pieces:
        for key in FALLING:
            for number in piece.numbers.get(key, ()):
                yield from number.expression.names
        yield from _names_that_fall(piece.inner)
