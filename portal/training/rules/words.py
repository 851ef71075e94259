"""Sets, steps and plates in words, units left to whoever reads. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from portal.core.sentence import Sentence, sentence
from portal.core.units import Distance, Duration, HeartRate, Mass, Number, Pace, Power

FULL_MINUTE = 60


def set_words(load_kg: float | None, reps: int, *, is_amrap: bool = False, in_seconds: bool = False) -> Sentence:
    """Return one set: repetitions (or seconds) and load, in kilograms; None or 0 is body weight."""
    if in_seconds:
        if load_kg:
            return sentence("%(seconds)s s × %(load)s", seconds=reps, load=Mass(load_kg))
        return sentence("%(seconds)s s", seconds=reps)
    count = f"{reps}+" if is_amrap else str(reps)
    if load_kg:
        return sentence("%(reps)s × %(load)s", reps=count, load=Mass(load_kg))
    return sentence("%(reps)s reps", reps=count)


def sets_words(rows: Sequence[tuple[float | None, int]], *, in_seconds: bool = False) -> Sentence:
    """Return several sets, equal ones together: “3 × 5 × 80 kg”."""
    if len(set(rows)) == 1:
        one = set_words(*rows[0], in_seconds=in_seconds)
        return sentence("%(sets)s × %(one)s", sets=len(rows), one=one) if len(rows) > 1 else one
    return joined([set_words(load, reps, in_seconds=in_seconds) for load, reps in rows])


def joined(parts: Sequence[Sentence]) -> Sentence:
    """Return a list in one line."""
    line = parts[0]
    for part in parts[1:]:
        line = sentence("%(before)s, %(next)s", before=line, next=part)
    return line


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
    length = Distance(distance_m) if distance_m else Duration(duration_s or 0)
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
