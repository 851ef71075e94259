"""Making the sheet of a session from a prescription and what is known about it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from portal.progression.explain import Reason
from portal.training.rules.layout import Layout, item_of, name_of
from portal.training.rules.logs import is_steps, planned_metres, planned_seconds, sets_planned
from portal.training.rules.sheets import Performed, Ran, Sheet, SheetSet, SheetTrack
from portal.training.rules.steps import SheetStep
from portal.training.rules.typed import asides_of, label_of, rest_s_of


def sheet_of(
    planned: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    layout: Layout,
    reasons: Mapping[str, Sequence[Reason]],
    performed: Mapping[str, Mapping[int, Performed]] = {},
    ran: Mapping[str, Ran] = {},
    last: Mapping[str, tuple[date, Any]] = {},
) -> Sheet:
    """Return the session to read: `planned` is a prescription by track, the rest what is known about it."""
    return Sheet(
        tuple(
            _track(
                name,
                work,
                layout=layout,
                reasons=tuple(reasons.get(name, ())),
                performed=performed.get(name, {}),
                ran=ran.get(name),
                last=last.get(name),
            )
            for name, work in planned.items()
        )
    )


def reasons_as_json(reasons: Mapping[str, Iterable[Reason]]) -> dict[str, Any]:
    """Return the reasons as plain JSON values, to be kept with the log."""
    return {track: [reason.as_json() for reason in rows] for track, rows in reasons.items()}


def reasons_from_json(data: Mapping[str, Any]) -> dict[str, tuple[Reason, ...]]:
    """Return the reasons that `reasons_as_json` wrote."""
    return {track: tuple(Reason.from_json(row) for row in rows) for track, rows in data.items()}


def _track(
    name: str,
    work: Sequence[Mapping[str, Any]],
    *,
    layout: Layout,
    reasons: tuple[Reason, ...],
    performed: Mapping[int, Performed],
    ran: Ran | None,
    last: tuple[date, Any] | None,
) -> SheetTrack:
    item = item_of(layout, name)
    steps = tuple(_step(step) for step in work) if is_steps(work) else ()
    return SheetTrack(
        track=name,
        name=name_of(layout, name),
        exercise=item.exercise,
        sets=() if steps else _sets(work, performed),
        steps=steps,
        reasons=reasons,
        last_on=last[0] if last else None,
        last=_last(last[1]) if last else (),
        ran=ran,
        distance_m=planned_metres(work) if steps else 0.0,
        duration_s=planned_seconds(work) if steps else 0.0,
        label=label_of(item),
        rest_s=rest_s_of(item),
        asides=asides_of(item),
    )


def _sets(work: Sequence[Mapping[str, Any]], performed: Mapping[int, Performed]) -> tuple[SheetSet, ...]:
    wanted = sets_planned(work)
    rows = [
        SheetSet(
            position,
            group.get("load"),
            int(group["reps"]),
            bool(group.get("amrap")),
            group.get("rpe"),
            performed.get(position),
            reps_to=group.get("reps_to"),
        )
        for position, group in enumerate(wanted)
    ]
    extra = sorted(position for position in performed if position >= len(wanted))
    rows += [
        SheetSet(n, performed[n].load_kg, performed[n].reps, is_amrap=False, rpe=None, done=performed[n], is_extra=True)
        for n in extra
    ]
    return tuple(rows)


def _step(step: Mapping[str, Any]) -> SheetStep:
    if "steps" in step:
        return SheetStep(repeat=int(step["repeat"]), steps=tuple(_step(inner) for inner in step["steps"]))
    pace = step.get("pace")
    paces = sorted(pace) if isinstance(pace, (list, tuple)) else [pace, pace]
    return SheetStep(
        distance_m=step.get("dist"),
        duration_s=step.get("dur"),
        fast_s_per_km=paces[0],
        slow_s_per_km=paces[-1],
        power_w=step.get("power"),
        heart_rate_bpm=step.get("hr"),
    )


def _last(done: Any) -> tuple[Performed, ...]:
    if isinstance(done, Mapping):
        return ()
    return tuple(Performed(row[0] or None, int(row[1]), row[2] if len(row) > 2 else None) for row in done if row)  # noqa: PLR2004 -- load, repetitions, perhaps RPE
