"""The reference vectors, scheme by scheme. Loads are kilograms, or pounds where the name says so."""

from datetime import timedelta

import pytest

from portal.progression import replay
from portal.science.running import pace_s_per_km
from tests.progression.athlete import Athlete, as_planned, fail, last_set, loads, shapes
from tests.progression.schemes import (
    BY_EFFORT,
    CYCLE_LB,
    DOUBLE,
    LINEAR,
    RUN_PLAN,
    STAGES,
    TOP_SET_TABLE,
    UNDULATING,
    VOLUME_BY_CYCLE,
    VOLUME_LIGHT_HEAVY,
    VOLUME_RAMP,
    WAVE,
)


def test_linear_adds_resets_and_comes_back_lighter_after_a_break():
    ana = Athlete(LINEAR)

    assert [ana.lift()[0]["load"] for _ in range(4)] == [60, 62.5, 65, 67.5]
    assert [ana.lift(fail)[0]["load"] for _ in range(3)] == [70, 70, 70]
    assert ana.lift()[0]["load"] == 62.5
    assert ana.lift(after=12)[0]["load"] == 57.5
    assert ana.lift()[0]["load"] == 60


def test_double_progression_adds_repetitions_first():
    ana = Athlete(DOUBLE)

    seen = [(group["load"], group["reps"]) for group in (ana.lift()[0] for _ in range(7))]

    assert seen == [(20, 8), (20, 9), (20, 10), (20, 11), (20, 12), (22, 8), (22, 9)]


def test_percentage_cycle_in_pounds():
    ana = Athlete(CYCLE_LB, every=7)

    weeks = [ana.lift(last_set(3) if week % 4 < 3 else as_planned) for week in range(8)]

    assert loads(weeks[0]) == [185, 215, 240]
    assert loads(weeks[3]) == [115, 145, 170]
    assert [group["reps"] for group in weeks[2]] == [5, 3, 1]
    assert [week[2]["amrap"] for week in weeks[:4]] == [True, True, True, False]
    assert loads(weeks[4]) == [190, 220, 250]
    assert ana.value("tm") == 305

    for perform in (fail, as_planned, as_planned, as_planned):
        ana.lift(perform)
    assert ana.value("tm") == 285


def test_volume_light_and_heavy_days():
    ana = Athlete(VOLUME_LIGHT_HEAVY)

    assert [ana.lift()[0]["load"] for _ in range(6)] == [135, 107.5, 150, 137.5, 110, 152.5]


def test_stages_go_down_before_the_load_does():
    ana = Athlete(STAGES)

    ana.lift()
    seen = [ana.lift(perform) for perform in (fail, fail, fail, as_planned)]

    assert [(groups[0]["sets"] + 1, groups[0]["reps"], groups[0]["load"]) for groups in seen] == [
        (5, 3, 82.5),
        (6, 2, 82.5),
        (10, 1, 82.5),
        (5, 3, 70),
    ]


def test_top_set_table_in_pounds():
    ana = Athlete(TOP_SET_TABLE)

    maxima = [(ana.lift(last_set(more)), ana.value("tm"))[1] for more in (3, 0, 9)]

    assert maxima == [210, 210, 225]


def test_volume_by_cycle_in_pounds():
    ana = Athlete(VOLUME_BY_CYCLE, every=7)

    open_set = [ana.lift(perform) for perform in (as_planned, as_planned, last_set(4))][2]

    assert shapes(open_set) == [(1, 10, 225)]
    assert ana.value("tm") == 320


def test_by_effort_moves_the_estimate():
    ana = Athlete(BY_EFFORT)

    groups = ana.lift(lambda groups: [[groups[0]["load"], 5, 9], *[[groups[1]["load"], 5]] * 3])

    assert loads(groups) == [145, 137.5]
    assert ana.value("e1") == pytest.approx(177.97, abs=0.005)


def test_undulating_days():
    ana = Athlete(UNDULATING)

    seen = [shapes(ana.lift())[0] for _ in range(4)]

    assert seen == [(4, 8, 97.5), (5, 3, 120), (3, 5, 112.5), (4, 8, 97.5)]


def test_wave():
    ana = Athlete(WAVE, every=7)

    assert [ana.lift()[0]["load"] for _ in range(5)] == [100, 107.5, 115, 85, 102.5]


def test_volume_ramp():
    ana = Athlete(VOLUME_RAMP, every=7)

    assert [ana.lift()[0]["sets"] for _ in range(6)] == [8, 10, 12, 14, 4, 8]


def test_run_plan_paces_distances_missed_week_test_and_break():
    ana = Athlete(RUN_PLAN, every=3)

    warm_up, intervals, _ = ana.train()["quality"]
    (long,) = ana.train()["long"]
    assert intervals["repeat"] == 4
    assert intervals["steps"][0] == {"dist": 1000, "pace": pytest.approx(255.786, abs=0.001)}
    assert warm_up["pace"][0] == pytest.approx(363.169, abs=0.001)
    assert long["dist"] == 16000

    threshold = ana.train()["quality"][1]
    ana.train()
    assert threshold["steps"][0]["pace"] == pytest.approx(277.891, abs=0.001)
    assert ana.value("wk") == pytest.approx(46.656)

    ana.miss()
    ana.miss()
    assert ana.state.position.week == 4
    assert ana.value("wk") == pytest.approx(46.656)

    ana.test(index=48)
    assert ana.value("v") == 46.5

    last_done = ana.on - timedelta(days=6)
    late = replay.prescribe_from(ana.state, on=last_done + timedelta(days=17))["quality"][1]["steps"][0]["pace"]
    assert late > pace_s_per_km(running_index=46.5, fraction=0.88)
    assert ana.value("v") == 46.5


def test_one_repetition_less_long_ago_lowers_what_comes_after():
    ana = Athlete(LINEAR)
    for _ in range(9):
        ana.lift()
    before = ana.value("w")

    ana.log[4]["done"]["lift"][2][1] -= 1

    assert ana.value("w") == before - 2.5
