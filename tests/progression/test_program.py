import copy
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.sentence import Sentence
from portal.progression import program, replay
from tests.progression.schemes import LINEAR, RUN_PLAN, SCHEMES, STAGES, VOLUME_LIGHT_HEAVY, one_track

TRACK = {"state": {"w": 60}, "work": [{"sets": 3, "reps": 5, "load": "w"}]}


def paths(candidate):
    found = program.validate(candidate)
    assert all(isinstance(message, Sentence) for _, message, *_ in found)
    return [path for path, *_ in found]


def track(**changes):
    return one_track({key: value for key, value in {**TRACK, **changes}.items() if value is not None})


def rules(event="done", *listed):
    return track(on={event: list(listed)})


@pytest.mark.parametrize("name", SCHEMES)
def test_every_scheme_is_valid(name):
    assert program.validate(SCHEMES[name]) == []


def test_the_limits_themselves_are_allowed():
    tracks = {f"t{n}": TRACK for n in range(20)}
    many = {"tracks": tracks, "sessions": [{"tracks": ["t0"]}] * 31, "weeks": 52}
    ruled = rules("done", *[{"if": "ok", "set": {"w": 1}, "say": "x" * 120}] * 60)
    heavy = track(work=[{"sets": 20, "reps": 100, "load": 1000, "rpe": 10}], equipment={"loads": [0, 1000]})

    assert program.validate(many) == program.validate(ruled) == program.validate(heavy) == []


@pytest.mark.parametrize(
    "equipment", [{"bar": 20, "plates": [[20, 4], [1.25, 2]]}, {"bar": 0, "plates": [[5, 2]]}, {"loads": [30, 60, 90]}]
)
def test_equipment_is_a_bar_with_plates_or_a_row_of_loads(equipment):
    assert program.validate(track(equipment=equipment)) == []


def test_a_step_of_a_range_a_bare_load_and_groups_of_rules_are_fine():
    stepped = track(work=None, steps=[{"repeat": 2, "steps": [{"dur": 60, "power": ["2*w", 200]}]}])
    grouped = track(work=[{"sets": 1, "reps": 5, "load": None, "rpe": None}], on={"done": [[{"set": {"w": 1}}]]})

    assert program.validate(stepped) == program.validate(grouped) == []


@pytest.mark.parametrize(
    ("candidate", "path"),
    [
        ([], ""),
        (None, ""),
        ({}, "sessions"),
        ({**track(), "colour": "red"}, "colour"),
        ({**track(), "v": 2}, "v"),
        ({**track(), "weeks": 0}, "weeks"),
        ({**track(), "weeks": 2.5}, "weeks"),
        ({**track(), "weeks": True}, "weeks"),
        ({**track(), "missed": "cry"}, "missed"),
        ({**track(), "shared": {"v": "45"}}, "shared"),
        ({**track(), "shared": {"V": 45}}, "shared"),
        ({**track(), "shared": {"week": 45}}, "shared"),
        ({**track(), "shared": {"min": 45}}, "shared"),
        ({**track(), "shared": {"ok": 45}}, "shared"),
        ({**track(), "shared": {"if": 45}}, "shared"),
        ({**track(), "shared": {"a" * 21: 45}}, "shared"),
        ({**track(), "shared": {"w": 45}}, "tracks.x.state.w"),
        ({**track(), "sessions": []}, "sessions"),
        ({**track(), "sessions": [{}]}, "sessions[0].tracks"),
        ({**track(), "sessions": [3]}, "sessions[0]"),
        ({**track(), "sessions": [{"tracks": ["y"]}]}, "sessions[0].tracks"),
        ({**track(), "sessions": [{"tracks": [[]]}]}, "sessions[0].tracks"),
        ({**track(), "tracks": {}}, "tracks"),
        ({**track(), "tracks": {f"t{n}": TRACK for n in range(21)}, "sessions": [{"tracks": ["t0"]}]}, "tracks"),
        ({**track(), "tracks": {"x": 3}}, "tracks.x"),
        ({**track(), "on": []}, "on"),
        ({**track(), "on": {"done": []}}, "on.done"),
        ({**track(), "on": {"gap": [{"set": {"w": 1}}]}}, "on.gap[0].set.w"),
        (track(work=None), "tracks.x"),
        (track(steps=[{"dist": 5}]), "tracks.x"),
        (track(work=[]), "tracks.x.work"),
        (track(work="3x5"), "tracks.x.work"),
        (track(work=[{"sets": 3}]), "tracks.x.work[0].reps"),
        (track(work=[{"sets": 3, "reps": 5, "tempo": 3}]), "tracks.x.work[0].tempo"),
        (track(work=[{"sets": None, "reps": 5}]), "tracks.x.work[0].sets"),
        (track(work=[{"sets": 3, "reps": "r"}]), "tracks.x.work[0].reps"),
        (track(work=[{"sets": 3, "reps": "5+"}]), "tracks.x.work[0].reps"),
        (track(work=[{"sets": 3, "reps": 5, "amrap": {}}]), "tracks.x.work[0].amrap"),
        (track(work=None, steps=[{}]), "tracks.x.steps[0]"),
        (track(work=None, steps=[5]), "tracks.x.steps[0]"),
        (track(work=None, steps=[{"dist": 1, "dur": 1}]), "tracks.x.steps[0]"),
        (track(work=None, steps=[{"dist": [1, 2]}]), "tracks.x.steps[0].dist"),
        (track(work=None, steps=[{"dist": 100, "pace": [1, 2, 3]}]), "tracks.x.steps[0].pace"),
        (track(work=None, steps=[{"steps": [{"dist": 100}]}]), "tracks.x.steps[0].repeat"),
        (track(work=None, steps=[{"repeat": 2, "steps": []}]), "tracks.x.steps[0].steps"),
        (track(work=None, steps=[{"repeat": 2, "steps": [{"dist": "far"}]}]), "tracks.x.steps[0].steps[0].dist"),
        (track(state={"w": None}), "tracks.x.state"),
        (track(state={"fail_run": 1}), "tracks.x.state"),
        (track(meaning={"w": "heavy"}), "tracks.x.meaning.w"),
        (track(round=0), "tracks.x.round"),
        (track(equipment={"bar": 20}), "tracks.x.equipment"),
        (track(equipment={"bar": 20, "plates": [[20]]}), "tracks.x.equipment"),
        (track(equipment={"bar": 20, "plates": [[0, 2]]}), "tracks.x.equipment"),
        (track(equipment={"bar": -1, "plates": [[20, 2]]}), "tracks.x.equipment"),
        (track(equipment={"loads": []}), "tracks.x.equipment"),
        (track(equipment={"loads": ["5"]}), "tracks.x.equipment"),
        (track(equipment=[]), "tracks.x.equipment"),
        (track(exercise="x" * 81), "tracks.x.exercise"),
        (track(on={"friday": []}), "tracks.x.on.friday"),
        (track(on={"done": {}}), "tracks.x.on.done"),
        (rules("done", {"if": "ok"}), "tracks.x.on.done[0].set"),
        (rules("done", {"set": {}}), "tracks.x.on.done[0].set"),
        (rules("done", {"set": [1]}), "tracks.x.on.done[0].set"),
        (rules("done", {"set": {"w": 1}, "then": 1}), "tracks.x.on.done[0].then"),
        (rules("done", {"set": {"w": 1}, "say": "x" * 121}), "tracks.x.on.done[0].say"),
        (rules("done", 5), "tracks.x.on.done[0]"),
        (rules("done", [5]), "tracks.x.on.done[0][0]"),
        (rules("done", {"set": {"w": 1}}, [{"set": {"w": 1}}]), "tracks.x.on.done[1]"),
        (rules("done", {"set": {"z": 1}}), "tracks.x.on.done[0].set.z"),
        (rules("done", {"set": {"week": 1}}), "tracks.x.on.done[0].set.week"),
        (rules("done", {"if": "ratio>1", "set": {"w": 1}}), "tracks.x.on.done[0].if"),
        (rules("missed", {"if": "ok", "set": {"w": 1}}), "tracks.x.on.missed[0].if"),
        (rules("gap", {"if": "week_ratio>1", "set": {"w": 1}}), "tracks.x.on.gap[0].if"),
        (rules("test", {"if": "horoscope>1", "set": {"w": 1}}), "tracks.x.on.test[0].if"),
        (rules("done", *[{"set": {"w": 1}}] * 61), "on"),
        ({**track(), "tracks": {"x": {**TRACK, "exercise": "é" * 60}, "y" * 50: TRACK}}, f"tracks.{'y' * 50}"),
        ({**track(), "preset": {"name": "x" * 17_000}}, ""),
        ({**track(), "preset": {1, 2}}, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_problem_names_its_place(candidate, path):
    assert path in paths(candidate)


@pytest.mark.parametrize(
    ("candidate", "path", "when"),
    [
        (rules("done", {"if": "ok", "set": {"w": "w*1.5"}}), "tracks.x.work[0].load", "is done"),
        (rules("done", {"if": "not ok", "set": {"w": "w-5"}}), "tracks.x.work[0].load", "fails"),
        (rules("missed", {"set": {"w": "w-5"}}), "tracks.x.work[0].load", "is missed"),
        (rules("gap", {"if": "days>30", "set": {"w": "w/(60-days)"}}), "tracks.x.on.gap[0]", "break"),
        (rules("done", {"set": {"w": "w/(w-60)"}}), "tracks.x.on.done[0]", "is done"),
        (track(work=[{"sets": 21, "reps": 5}]), "tracks.x.work[0].sets", "is done"),
        (track(work=[{"sets": 0, "reps": 5}]), "tracks.x.work[0].sets", "is done"),
        (track(work=[{"sets": 1, "reps": 101}]), "tracks.x.work[0].reps", "is done"),
        (track(work=None, steps=[{"dist": 100, "pace": 100}]), "tracks.x.steps[0].pace", "is done"),
        (track(work=None, steps=[{"dur": 100, "hr": [100, 300]}]), "tracks.x.steps[0].hr", "is done"),
    ],
)
def test_the_dry_run_finds_what_breaks_later(candidate, path, when):
    (problem,) = program.validate(candidate)

    assert problem.path == path
    assert when in str(problem.message)


def test_a_variable_that_only_grows_is_worth_a_warning():
    found = program.warnings(rules("done", {"if": "ok", "set": {"w": "w+2"}}))

    assert [problem.path for problem in found] == ["tracks.x.state.w"]
    assert (found[0].message.values["first"].value, found[0].message.values["last"].value) == (60, 180)


@pytest.mark.parametrize(
    "rule",
    [
        {"if": "ok", "set": {"w": "min(w+2,90)"}},
        {"if": "ok", "set": {"w": "w+.5"}},
        {"set": {"w": "w+2 if ok else w-2"}},
    ],
)
def test_one_that_is_capped_slow_or_lowered_is_not(rule):
    assert program.warnings(rules("done", rule)) == []


def test_a_shared_variable_is_warned_of_by_its_own_path():
    grows = {**track(), "shared": {"v": 5}, "on": {"week_end": [{"set": {"v": "v+1"}}]}}

    assert [problem.path for problem in program.warnings(grows)] == ["shared.v"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_checked_without_a_crash(candidate):
    assert program.validate(candidate)


@st.composite
def damaged(draw):
    candidate = copy.deepcopy(draw(st.sampled_from([LINEAR, STAGES, RUN_PLAN, VOLUME_LIGHT_HEAVY])))
    node = candidate
    for _ in range(draw(st.integers(0, 6))):
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = draw(st.sampled_from(keys))
        if not isinstance(node[key], (dict, list)) or not node[key]:
            break
        node = node[key]
    keys = list(node) if isinstance(node, dict) else list(range(len(node)))
    node[draw(st.sampled_from(keys))] = draw(JSON)
    return candidate


@given(damaged())
def test_a_damaged_program_is_valid_or_has_problems_but_never_crashes(candidate):
    problems = program.validate(candidate)

    assert all(isinstance(path, str) and isinstance(message, Sentence) for path, message, *_ in problems)
    if not problems:
        assert set(replay.prescribe(program=candidate, log=[], on=date(2026, 5, 18))) <= set(candidate["tracks"])


def test_equal_programs_have_one_fingerprint():
    other = {key: LINEAR[key] for key in reversed(LINEAR)}
    other["tracks"] = {"lift": {**LINEAR["tracks"]["lift"], "state": {"w": 60.0}}}

    assert program.fingerprint(other) == program.fingerprint(LINEAR)
    assert program.fingerprint(other) != program.fingerprint({**LINEAR, "weeks": 2})
    assert program.canonical_json({"b": [1.0, 2.5], "a": (True, None)}) == '{"a":[true,null],"b":[1,2.5]}'


def test_differences_name_each_leaf():
    new = copy.deepcopy(LINEAR)
    new["tracks"]["lift"]["work"][0]["sets"] = 5
    new["tracks"]["lift"]["work"].append({"sets": 1})
    del new["missed"]

    assert program.differences(old=LINEAR, new=new) == [
        ("tracks.lift.work[0].sets", 3, 5),
        ("tracks.lift.work[1].sets", None, 1),
        ("missed", "shift", None),
    ]
    assert program.differences(old=LINEAR, new=LINEAR) == []
