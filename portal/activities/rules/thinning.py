"""Fewer points of a curve that looks the same. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def thin(xs: Sequence[float], ys: Sequence[float], points: int) -> list[int]:
    """Return the indices to keep, by largest triangles (Steinarsson 2013): ends and peaks stay."""
    size = len(ys)
    if points >= size or points < 3:  # noqa: PLR2004 -- two ends and one between them
        return list(range(size))
    kept = [0]
    every = (size - 2) / (points - 2)
    for bucket in range(points - 2):
        start, end = int(bucket * every) + 1, int((bucket + 1) * every) + 1
        kept.append(_farthest(xs, ys, kept[-1], (start, end), min(int((bucket + 2) * every) + 1, size)))
    return [*kept, size - 1]


def _farthest(xs: Sequence[float], ys: Sequence[float], last: int, bucket: tuple[int, int], after: int) -> int:
    """Return the sample that makes the largest triangle with the last one and the mean of the next bucket."""
    start, end = bucket
    x0, y0 = xs[last], ys[last]
    run = sum(xs[end:after]) / (after - end) - x0
    rise = sum(ys[end:after]) / (after - end) - y0
    areas = [abs(run * (y - y0) - (x - x0) * rise) for x, y in zip(xs[start:end], ys[start:end], strict=True)]
    return start + areas.index(max(areas))
