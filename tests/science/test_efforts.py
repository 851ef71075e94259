import math
import tracemalloc
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.science.efforts import (
    effort_guard,
    farthest_in_duration,
    fastest_over_distance,
    window_extremes,
)

TIMES = [0, 10, 20, 30, 40]
METRES = [0, 30, 80, 120, 150]
STEPS = st.lists(
    st.tuples(st.sampled_from([1, 1, 2, 5, 30]), st.sampled_from([0, 0, 3, 4.5, 5, 20])), min_size=1, max_size=25
)
STARTS = st.sampled_from([0, 7, 1_700_000_000])
VALUES = st.lists(st.integers(-9, 9), min_size=1, max_size=40)
RUNALYZE = [1, 2, 5, 1, 3, 9, 2, 4, 4, 1, 2, 5, 4, 6, 4, 2, 5, 4, 7, 3, 2]
GRID = 400


def track(steps, start):
    """A track with stops (no metres), gaps (many seconds) and jumps."""
    return (
        list(accumulate((seconds for seconds, _ in steps), initial=start)),
        list(accumulate((metres for _, metres in steps), initial=0.0)),
    )


def between(x, xs, ys, index):
    return ys[index - 1] + (x - xs[index - 1]) / (xs[index] - xs[index - 1]) * (ys[index] - ys[index - 1])


def earliest(x, xs, ys):
    index = next(index for index, value in enumerate(xs) if value >= x)
    return ys[index] if xs[index] == x else between(x, xs, ys, index)


def latest(x, xs, ys):
    index = max(index for index, value in enumerate(xs) if value <= x)
    return ys[index] if xs[index] == x else between(x, xs, ys, index + 1)


@pytest.mark.parametrize(("target", "seconds", "start"), [(50, 10, 10), (90, 20, 10), (150, 40, 0)])
def test_fastest_stretches_of_a_track_done_by_hand(target, seconds, start):
    assert fastest_over_distance(time_s=TIMES, distance_m=METRES, target_m=target) == (seconds, start)


def test_the_fastest_hundred_ends_between_samples():
    best = fastest_over_distance(time_s=TIMES, distance_m=METRES, target_m=100)

    assert best.duration_s == pytest.approx(20 + 10 / 3)


@pytest.mark.parametrize("target", [150.1, 1e6])
def test_a_track_that_is_too_short_has_no_best(target):
    assert fastest_over_distance(time_s=TIMES, distance_m=METRES, target_m=target) is None
    assert farthest_in_duration(time_s=TIMES, distance_m=METRES, target_s=target) is None


@pytest.mark.parametrize(("times", "metres"), [([], []), ([0], [0])])
def test_less_than_two_samples_have_no_best(times, metres):
    assert fastest_over_distance(time_s=times, distance_m=metres, target_m=1) is None
    assert farthest_in_duration(time_s=times, distance_m=metres, target_s=1) is None


@given(steps=STEPS, start=STARTS, part=st.floats(0.01, 1))
def test_no_stretch_of_a_fine_grid_is_faster(steps, start, part):
    times, metres = track([*steps, (1, 3)], start)
    target = metres[-1] * part

    best = fastest_over_distance(time_s=times, distance_m=metres, target_m=target)

    begins = [(metres[-1] - target) * k / GRID for k in range(GRID)]
    grid = [earliest(b + target, metres, times) - latest(b, metres, times) for b in begins if b + target <= metres[-1]]
    assert best.duration_s <= min(grid, default=math.inf) + 1e-6


@given(steps=STEPS, start=STARTS, part=st.floats(0.01, 1))
def test_the_fastest_stretch_covers_its_distance_where_it_says(steps, start, part):
    times, metres = track([*steps, (1, 3)], start)
    target = metres[-1] * part

    duration, begin = fastest_over_distance(time_s=times, distance_m=metres, target_m=target)

    end = min(begin + duration, times[-1])
    assert earliest(end, times, metres) - latest(max(begin, times[0]), times, metres) == pytest.approx(target, abs=1e-3)


@given(steps=STEPS, start=STARTS, part=st.floats(0.01, 1))
def test_the_farthest_stretch_begins_where_it_says(steps, start, part):
    times, metres = track(steps, start)
    target = (times[-1] - start) * part

    reached, begin = farthest_in_duration(time_s=times, distance_m=metres, target_s=target)

    end = min(begin + target, times[-1])
    covered = earliest(end, times, metres) - earliest(max(begin, times[0]), times, metres)
    assert covered == pytest.approx(reached, abs=1e-3)


@given(steps=STEPS, start=STARTS, part=st.floats(0.01, 1))
def test_no_stretch_of_a_fine_grid_goes_farther(steps, start, part):
    times, metres = track(steps, start)
    target = (times[-1] - start) * part

    best = farthest_in_duration(time_s=times, distance_m=metres, target_s=target)

    begins = [start + (times[-1] - start - target) * k / GRID for k in range(GRID)]
    ends = [min(begin + target, times[-1]) for begin in begins]
    grid = [earliest(e, times, metres) - earliest(b, times, metres) for b, e in zip(begins, ends, strict=True)]
    assert best.distance_m >= max(grid) - 1e-3


@given(steps=STEPS, part=st.floats(0.05, 0.9))
def test_farthest_and_fastest_answer_each_other(steps, part):
    times, metres = track([(seconds, max(distance, 1)) for seconds, distance in steps], 0)
    target = times[-1] * part

    reached = farthest_in_duration(time_s=times, distance_m=metres, target_s=target)
    back = fastest_over_distance(time_s=times, distance_m=metres, target_m=reached.distance_m * (1 - 1e-9))

    assert back.duration_s == pytest.approx(target, rel=1e-6)


@given(steps=STEPS, part=st.floats(0.1, 0.9))
def test_a_longer_stretch_never_takes_less(steps, part):
    times, metres = track([*steps, (1, 3)], 0)

    short, long = (
        fastest_over_distance(time_s=times, distance_m=metres, target_m=metres[-1] * share) for share in (part, 1)
    )

    assert short.duration_s <= long.duration_s + 1e-9


def test_a_stop_counts_as_elapsed_time_only_inside():
    times, metres = [0, 10, 100, 110], [0, 50, 50, 100]

    assert fastest_over_distance(time_s=times, distance_m=metres, target_m=50).duration_s == 10
    assert fastest_over_distance(time_s=times, distance_m=metres, target_m=60).duration_s == 102


@pytest.mark.parametrize(
    ("times", "metres"),
    [
        ([0, 10, 10], [0, 5, 9]),
        ([0, 10, 5], [0, 5, 9]),
        ([0, 10, 20], [0, 9, 5]),
        ([0, 10], [0, 5, 9]),
        ([0, math.nan, 20], [0, 5, 9]),
        ([0, 10, 20], [0, math.nan, 9]),
        ([0, 10, math.inf], [0, 5, 9]),
    ],
)
def test_a_track_that_runs_backwards_is_refused(times, metres):
    for search, target in ((fastest_over_distance, "target_m"), (farthest_in_duration, "target_s")):
        with pytest.raises(ValueError, match="must"):
            search(time_s=times, distance_m=metres, **{target: 5})


@pytest.mark.parametrize("target", [0, -100])
def test_a_stretch_has_a_length(target):
    with pytest.raises(ValueError, match="target_m"):
        fastest_over_distance(time_s=TIMES, distance_m=METRES, target_m=target)


def test_four_hours_need_little_memory():
    times = list(range(14_400))
    metres = [3.0 * second for second in times]
    tracemalloc.start()

    best = fastest_over_distance(time_s=times, distance_m=metres, target_m=10_000)

    assert best.duration_s == pytest.approx(10_000 / 3)
    assert tracemalloc.get_traced_memory()[1] < 4_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("length", "highest", "lowest"),
    [(2, (12, 4, 5), (3, 0, 1)), (5, (22, 4, 8), (12, 0, 4)), (10, (42, 10, 19), (32, 0, 9))],
)
def test_window_extremes_of_the_published_row(length, highest, lowest):
    assert window_extremes(values=RUNALYZE, length=length) == (*highest, *lowest)


@given(values=VALUES, length=st.integers(1, 40))
def test_window_extremes_are_the_first_of_all_windows(values, length):
    if length > len(values):
        with pytest.raises(ValueError, match="length"):
            window_extremes(values=values, length=length)
        return
    sums = [sum(values[start : start + length]) for start in range(len(values) - length + 1)]

    found = window_extremes(values=values, length=length)

    assert (found.max_sum, found.max_first) == (max(sums), sums.index(max(sums)))
    assert (found.min_sum, found.min_first) == (min(sums), sums.index(min(sums)))
    assert (found.max_last - found.max_first, found.min_last - found.min_first) == (length - 1, length - 1)


@pytest.mark.parametrize(
    ("sex", "distance", "seconds", "verdict"),
    [
        ("male", 5000, 730, "impossible"),
        ("male", 5000, 731, "ok"),
        ("female", 5000, 792, "impossible"),
        ("female", 5000, 793, "ok"),
        ("female", 42195, 7000, "impossible"),
        ("male", 42195, 7235, "ok"),
        ("male", 400, 43.03, "ok"),
        ("male", 400, 40, "impossible"),
        ("female", 1609.344, 247.64, "ok"),
        ("male", 1000, 131.96, "ok"),
        ("female", 1000, 148.98, "ok"),
        ("male", 1000, 115, "impossible"),
        ("male", 100_000, 4 * 3600, "impossible"),
        ("male", 100_000, 6 * 3600 + 300, "ok"),
        ("male", 100, 9.58, "ok"),
    ],
)
def test_the_fastest_runs_of_all_are_possible_and_faster_ones_are_not(sex, distance, seconds, verdict):
    assert effort_guard(sex=sex, distance_m=distance, duration_s=seconds) == verdict


@pytest.mark.parametrize(("seconds", "verdict"), [(2279, "confirm"), (2280, "ok"), (2400, "ok"), (2500, "ok")])
def test_a_leap_of_more_than_a_twentieth_wants_a_second_look(seconds, verdict):
    assert effort_guard(sex="male", distance_m=10_000, duration_s=seconds, previous_s=2400) == verdict


@given(distance=st.floats(100, 200_000), seconds=st.floats(10, 50_000))
def test_a_sex_not_stated_gets_the_benefit_of_the_doubt(distance, seconds):
    verdicts = {effort_guard(sex=sex, distance_m=distance, duration_s=seconds) for sex in ("male", "female")}

    assert effort_guard(sex=None, distance_m=distance, duration_s=seconds) == max(verdicts)


@given(distance=st.floats(400, 99_000), sex=st.sampled_from(["male", "female"]), pace=st.floats(0.1, 0.6))
def test_what_is_impossible_stays_so_when_it_is_longer_or_faster(distance, sex, pace):
    if effort_guard(sex=sex, distance_m=distance, duration_s=distance * pace) == "impossible":
        for longer, faster in ((1.05, 1), (1, 0.95), (1.05, 0.95)):
            seconds = distance * longer * pace * faster
            assert effort_guard(sex=sex, distance_m=distance * longer, duration_s=seconds) == "impossible"


@pytest.mark.parametrize(
    "wrong", [{"distance_m": 0}, {"duration_s": 0}, {"previous_s": 0}, {"sex": "other"}, {"previous_s": math.nan}]
)
def test_a_run_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        effort_guard(**{"sex": "male", "distance_m": 5000, "duration_s": 1200, **wrong})
