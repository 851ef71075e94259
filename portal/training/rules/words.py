"""Sets, steps and plates in words, units left to whoever reads. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from portal.core.sentence import Sentence, sentence
from portal.core.units import M_PER_MILE, Distance, Duration, HeartRate, Mass, Number, Pace, Power
from portal.training.rules.exercises import Measure
from portal.training.rules.groups import span_words

TRACK_M = 50
"""What tracks are marked in, in metres."""


def set_words(
    load_kg: float | None,
    reps: int,
    *,
    reps_to: int | None = None,
    is_amrap: bool = False,
    measure: Measure = Measure.LOAD_REPS,
) -> Sentence:
    """Return one set: repetitions (seconds, metres), perhaps a range, and load in kg; None or 0 is body weight."""
    count = span_words(reps, reps_to, is_amrap=is_amrap)
    if measure is Measure.SECONDS:
        length = sentence("%(seconds)s s", seconds=count)
    elif measure is Measure.DISTANCE:
        length = sentence("%(metres)s m", metres=count)
    elif load_kg:
        length = sentence("%(reps)s", reps=count)
    else:
        return sentence("%(reps)s reps", reps=count)
    return sentence("%(length)s × %(load)s", length=length, load=Mass(load_kg)) if load_kg else length


def sets_words(
    rows: Sequence[tuple[float | None, int, bool]],
    *,
    reps_to: int | None = None,
    measure: Measure = Measure.LOAD_REPS,
) -> Sentence:
    """Return several sets (load, repetitions, whether as many as possible), equal ones together: “3 × 5+ × 80 kg”.

    `reps_to` is the upper end of their range.
    """
    if len({row[:2] for row in rows}) == 1:
        load, reps, _ = rows[0]
        one = set_words(load, reps, reps_to=reps_to, is_amrap=any(row[2] for row in rows), measure=measure)
        return sentence("%(sets)s × %(one)s", sets=len(rows), one=one) if len(rows) > 1 else one
    return joined([set_words(*row[:2], reps_to=reps_to, is_amrap=row[2], measure=measure) for row in rows])


def with_effort(said: Sentence, rpe: float | None) -> Sentence:
    """Return sets with the effort that is asked for, if one is."""
    return sentence("%(sets)s @ RPE %(rpe)s", sets=said, rpe=Number(rpe, 1)) if rpe else said


def effort_words(rpe: float) -> Sentence:
    """Return the effort that is asked for, where no load is."""
    return sentence("RPE %(rpe)s", rpe=Number(rpe, 1))


def joined(parts: Sequence[Sentence]) -> Sentence:
    """Return a list in one line."""
    line = parts[0]
    for part in parts[1:]:
        line = sentence("%(before)s, %(next)s", before=line, next=part)
    return line


def step_length(distance_m: float) -> Sentence | Distance:
    """Return how long one step is: as a track measures it, in metres, if it is short and round."""
    if distance_m < M_PER_MILE and distance_m % TRACK_M == 0:
        return sentence("%(metres)s m", metres=Number(distance_m, 0))
    return Distance(distance_m)


def step_words(
    *,
    distance_m: float | None,
    duration_s: float | None,
    fast_s_per_km: float | None,
    slow_s_per_km: float | None,
    power_w: float | None,
    heart_rate_bpm: float | None,
) -> Sentence:
    """Return one step of a run or ride: how long, and how fast or hard."""
    length = step_length(distance_m) if distance_m else Duration(duration_s or 0)
    if fast_s_per_km and slow_s_per_km and slow_s_per_km - fast_s_per_km >= 1:
        return sentence(
            "%(length)s at %(fast)s to %(slow)s", length=length, fast=Pace(fast_s_per_km), slow=Pace(slow_s_per_km)
        )
    if fast_s_per_km:
        return sentence("%(length)s at %(pace)s", length=length, pace=Pace(fast_s_per_km))
    if power_w:
        return sentence("%(length)s at %(power)s", length=length, power=Power(power_w))
    if heart_rate_bpm:
        return sentence("%(length)s up to %(rate)s", length=length, rate=HeartRate(heart_rate_bpm))
    return sentence("%(length)s easy", length=length)


def plates_words(per_side: Sequence[float]) -> Sentence:
    """Return the plates of one side as numbers of the gym's own unit, such as “20 + 5”."""
    line = sentence("%(plate)s", plate=Number(per_side[0], 2))
    for plate in per_side[1:]:
        line = sentence("%(before)s + %(plate)s", before=line, plate=Number(plate, 2))
    return line
