"""Best efforts in a recording: exact, in one pass each way, and whether they can be believed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, islice
from operator import le, lt, sub
from typing import NamedTuple

from portal.science.fairness import open_standard_s
from portal.science.line import power_law_at
from portal.science.quantity import finite, positive, whole
from portal.science.sex import FEMALE, MALE, SEXES, row_for

FIVE_KM_M = 5000
MARATHON_M = 42195
# World records on the track, metres and seconds: below 5 km no road standard says what is possible. Source: World
# Athletics (van Niekerk, Rudisha, El Guerrouj, Ingebrigtsen; Koch, Kratochvílová, Kipyegon, Wang), as of 2025.
TRACK_RECORDS = {
    MALE: ((400, 43.03), (800, 100.91), (1609.344, 223.13), (3000, 437.55)),
    FEMALE: ((400, 47.60), (800, 113.28), (1609.344, 247.64), (3000, 486.11)),
}
SHORTEST_JUDGED_M = 400
POSSIBLE_SHARE = 0.95  # of record or standard: faster is a slip of the watch (science.md 3, a proposal)
BELIEVED_SHARE = 0.95  # of one's own best: faster wants a second look (science.md 3, a proposal)


class FastestEffort(NamedTuple):
    """The shortest time for a distance, and when it began on the recording's own clock."""

    duration_s: float
    start_s: float


class FarthestEffort(NamedTuple):
    """The longest distance in a time, and when it began on the recording's own clock."""

    distance_m: float
    start_s: float


class WindowExtremes(NamedTuple):
    """The windows with the highest and the lowest sum, by first and last index."""

    max_sum: float
    max_first: int
    max_last: int
    min_sum: float
    min_first: int
    min_last: int


class _Window(NamedTuple):
    """A window over one axis: how much the other rises, and where both begin."""

    rise: float
    along: float
    height: float


def fastest_over_distance(
    *, time_s: Sequence[float], distance_m: Sequence[float], target_m: float
) -> FastestEffort | None:
    """Return the fastest stretch of exactly the target in metres, in elapsed seconds; None when the track is shorter.

    Exact (science.md 3): distance is taken as linear between samples, so the best stretch has an end on a sample.
    Raises ValueError unless times ascend and distances do not fall.
    """
    positive(target_m, "target_m")
    _check_track(time_s, distance_m)
    best = _lowest_rise(distance_m, time_s, target_m)
    return FastestEffort(best.rise, best.height) if best else None


def farthest_in_duration(
    *, time_s: Sequence[float], distance_m: Sequence[float], target_s: float
) -> FarthestEffort | None:
    """Return the farthest stretch of exactly the target in seconds, in metres; None when the track is shorter.

    Exact, as `fastest_over_distance` with the axes exchanged. Raises ValueError as it does.
    """
    positive(target_s, "target_s")
    _check_track(time_s, distance_m)
    best = _lowest_rise(time_s, [-metres for metres in distance_m], target_s)
    return FarthestEffort(0.0 - best.rise, best.along) if best else None


def window_extremes(*, values: Sequence[float], length: int) -> WindowExtremes:
    """Return the highest and lowest sum of as many neighbours as the length says, each where it first occurs.

    Source: science.md 3 (Runalyze). Raises ValueError for a window that does not fit.
    """
    whole(length, "length")
    if length > len(values):
        raise ValueError("length must not exceed the number of values")
    for value in values:
        finite(value, "values")
    sums = list(accumulate(values, initial=0))
    windows = list(map(sub, sums[length:], sums))
    highest, lowest = max(windows), min(windows)
    first_high, first_low = windows.index(highest), windows.index(lowest)
    return WindowExtremes(highest, first_high, first_high + length - 1, lowest, first_low, first_low + length - 1)


def effort_guard(*, sex: str | None, distance_m: float, duration_s: float, previous_s: float | None = None) -> str:
    """Return "impossible", "confirm" (far above the person's own best) or "ok" for a run.

    Source: science.md 3. Impossible is more than 5 % faster than the open road standard (beyond the marathon its
    pace) or, from 400 m to 5 km, than the world record; a sex not stated is judged by the faster of the two.
    Raises ValueError for no distance, time or previous time, and an unknown sex.
    """
    positive(distance_m, "distance_m")
    positive(duration_s, "duration_s")
    if previous_s is not None:
        positive(previous_s, "previous_s")
    fastest_s = min(_fastest_known_s(each, distance_m) for each in (SEXES if sex is None else (sex,)))
    if duration_s < POSSIBLE_SHARE * fastest_s:
        return "impossible"
    return "confirm" if previous_s is not None and duration_s < BELIEVED_SHARE * previous_s else "ok"


def _fastest_known_s(sex: str, distance_m: float) -> float:
    """Return the time in seconds that the best need; none at all for a sprint, which no table here covers."""
    records = row_for(sex, TRACK_RECORDS)
    if distance_m < SHORTEST_JUDGED_M:
        return 0.0
    if distance_m < FIVE_KM_M:
        return power_law_at(distance_m, [*records, (FIVE_KM_M, open_standard_s(sex=sex, distance_m=FIVE_KM_M))])
    judged_m = min(distance_m, MARATHON_M)
    return open_standard_s(sex=sex, distance_m=judged_m) * distance_m / judged_m


def _check_track(time_s: Sequence[float], distance_m: Sequence[float]) -> None:
    if len(time_s) != len(distance_m):
        raise ValueError("time_s and distance_m must be equally long")
    if not all(map(lt, time_s, islice(time_s, 1, None))):  # false for NaN too, which is below nothing
        raise ValueError("time_s must ascend")
    if not all(map(le, distance_m, islice(distance_m, 1, None))):
        raise ValueError("distance_m must not fall")
    for end in (*time_s[:1], *time_s[-1:], *distance_m[:1], *distance_m[-1:]):
        finite(end, "time_s and distance_m")


def _lowest_rise(along: Sequence[float], heights: Sequence[float], span: float) -> _Window | None:
    """Return the window of exactly this span with the lowest rise, whichever of its ends lies on a sample."""
    if not along or along[0] + span > along[-1]:
        return None
    forward = _lowest_from_samples(along, heights, span)
    backward = _lowest_from_samples(_mirrored(along), _mirrored(heights), span)
    return min(forward, _Window(backward.rise, -backward.along - span, -backward.height - backward.rise))


def _mirrored(values: Sequence[float]) -> list[float]:
    """Return the values seen from the other end, so that what ended on a sample begins on it."""
    return [-value for value in reversed(values)]


def _lowest_from_samples(along: Sequence[float], heights: Sequence[float], span: float) -> _Window:
    """Return the lowest window that begins on a sample; its end runs ahead and is interpolated."""
    best = _Window(math.inf, along[0], heights[0])
    ahead = zip(along, heights, strict=True)
    after, end = next(ahead)
    before, start = -math.inf, end
    for here, height in zip(along, heights, strict=True):
        goal = here + span
        if goal > along[-1]:
            break
        while after < goal:
            before, start = after, end
            after, end = next(ahead)
        # No end in a gap that begins and ends too high can win. (A call of min for each sample would double the time.)
        if (start if start < end else end) - height < best.rise:  # noqa: FURB136
            rise = end - height - (end - start) * (after - goal) / (after - before)
            if rise < best.rise:
                best = _Window(rise, here, height)
    return best
