"""Setting a value of a plan under way: a working load, a training max, a running index."""

import re
from datetime import timedelta

import pytest

from portal.core.db import transaction
from portal.training.actions import plans
from portal.training.models.plans import Adjustment
from tests.browser import faults
from tests.cast import NOW, TODAY


def loads(gym, session, *, today=TODAY):
    return [row.load_kg for track in gym.sheet(session, today=today).sheet.tracks for row in track.sets]


def set_value(visit, person, plan, key, number, reason="A better guess.", **more):
    return visit(person, f"/plans/{plan.id}/values/{key}", method="POST", number=number, reason=reason, **more)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


@pytest.mark.parametrize(("units", "said"), [("metric", "to 200 km."), ("imperial", " mi.")])
def test_the_limits_of_a_run_are_said_in_the_units_of_the_reader(gym, cast, visit, units, said):
    cast.carla.units = units
    first = gym.sessions(gym.plan(gym.runs()))[0]
    (track,) = gym.sheet(first, today=first.on).sheet.tracks
    form = {"distance": "9999", "reason": "Far."}

    response = visit(cast.carla, f"/sessions/{first.id}/adjustments/{track.track}", method="POST", **form)

    assert response.status_code == 422
    assert re.search(rf"Choose a value from [^<]*{re.escape(said)}", response.text)


def test_the_trainer_reads_what_the_plan_works_with_and_sets_one(gym, cast, visit):
    plan = gym.plan()
    first, second = gym.sessions(plan)[:2]

    listed = visit(cast.carla, f"/plans/{plan.id}/values")
    asked = visit(cast.carla, f"/plans/{plan.id}/values/a.w")
    done = set_value(visit, cast.carla, plan, "a.w", "70")

    assert f'href="/plans/{plan.id}/values"' in visit(cast.carla, f"/plans/{plan.id}").text
    assert "Back squat Load 60 kg" in words(listed)
    assert 'value="60"' in asked.text
    assert done.location == f"/plans/{plan.id}"
    assert loads(gym, first) == [70, 70, 70]
    assert loads(gym, second) == [72.5, 72.5, 72.5]  # the rules go on from there


def test_a_value_counts_from_the_day_of_whoever_trains(gym, cast, visit, time):
    """It is Tuesday for Carla in Los Angeles when Ana has trained her Wednesday in Auckland."""
    plan = gym.plan()
    monday, wednesday, friday = gym.sessions(plan)[:3]
    cast.ana.time_zone, cast.carla.time_zone = "Pacific/Auckland", "America/Los_Angeles"
    cast.session.commit()
    gym.train(monday)
    gym.train(wednesday)
    time.move(days=1, hours=12)

    assert "Back squat Load 65 kg" in words(visit(cast.carla, f"/plans/{plan.id}/values"))
    set_value(visit, cast.carla, plan, "a.w", "80")

    assert loads(gym, friday, today=friday.on) == [80, 80, 80]


def test_a_value_that_is_sent_twice_is_set_once_and_another_one_beside_it(gym, cast, visit):
    plan = gym.plan()

    for number in ("70", "70", "75", "70"):
        assert set_value(visit, cast.carla, plan, "a.w", number).status_code == 303

    made = cast.session.query(Adjustment).order_by(Adjustment.id)
    assert [row.change["values"]["w"] for row in made] == [70, 75, 70]


def test_other_numbers_that_are_sent_twice_are_given_once(gym, cast, visit):
    session = gym.sessions(gym.plan())[0]
    form = {"sets": "1", "reps": "1", "load": "20", "reason": "Easy."}

    for load in ("20", "20", "25", "20"):
        visit(cast.carla, f"/sessions/{session.id}/adjustments/a", method="POST", **{**form, "load": load})

    made = cast.session.query(Adjustment).order_by(Adjustment.id)
    assert [row.undone_at is None for row in made] == [False, False, True]


def test_a_value_of_a_plan_that_was_withdrawn_is_set_anew_in_the_next(gym, cast, visit, time):
    plan = gym.plan()
    set_value(visit, cast.carla, plan, "a.w", "70")
    time.move(minutes=1)
    visit(cast.carla, f"/plans/{plan.id}/publication", method="DELETE")
    visit(cast.carla, f"/plans/{plan.id}/publication", method="POST")

    set_value(visit, cast.carla, plan, "a.w", "70")

    assert cast.session.query(Adjustment).count() == 2
    assert loads(gym, gym.sessions(plan)[0]) == [70, 70, 70]


def test_it_stands_in_the_history_with_its_reason_and_can_be_undone_and_put_back(gym, cast, visit):
    plan = gym.plan()
    first = gym.sessions(plan)[0]
    set_value(visit, cast.carla, plan, "a.w", "70", "You looked strong.")
    change = cast.session.query(Adjustment).one()

    for who in (cast.carla, cast.ana):
        page = words(visit(who, f"/plans/{plan.id}"))
        assert "Back squat: Load 70 kg from Mon, May 18 on" in page
        assert "You looked strong." in page
    assert "set by hand" in words(visit(cast.ana, f"/sessions/{first.id}")).lower()
    visit(cast.carla, f"/adjustments/{change.id}", method="DELETE")
    assert loads(gym, first) == [60, 60, 60]
    visit(cast.carla, f"/adjustments/{change.id}", method="POST")
    assert loads(gym, first) == [70, 70, 70]


def test_a_training_max_moves_every_share_of_it(gym, cast, visit):
    plan = gym.plan(gym.squats(preset="percentage_cycle", training_max=100))
    first = gym.sessions(plan)[0]
    before = loads(gym, first)

    assert "Training max 100 kg" in words(visit(cast.carla, f"/plans/{plan.id}/values"))
    set_value(visit, cast.carla, plan, "a.tm", "120")

    assert [round(now / was, 1) for now, was in zip(loads(gym, first), before, strict=True)] == [1.2] * len(before)


def test_a_running_index_is_shared_by_all_runs(gym, cast, visit):
    plan = gym.plan(gym.runs())
    runs = gym.sessions(plan)[:3]

    def seconds():
        return [gym.sheet(run, today=TODAY).sheet.tracks[0].duration_s for run in runs]

    before = seconds()

    assert "Running index 45" in words(visit(cast.carla, f"/plans/{plan.id}/values"))
    assert set_value(visit, cast.carla, plan, ".v", "50").status_code == 303
    assert all(now < was for now, was in zip(seconds(), before, strict=True))
    assert "Running index 50 from Mon, May 18 on" in words(visit(cast.ana, f"/plans/{plan.id}"))


def test_distances_are_typed_in_the_readers_units(gym, cast, visit, session):
    cast.carla.units = "imperial"
    session.commit()
    plan = gym.plan(gym.runs())

    assert 'value="24.8' in visit(cast.carla, f"/plans/{plan.id}/values/.wk").text
    set_value(visit, cast.carla, plan, ".wk", "30")

    assert round(cast.session.query(Adjustment).one().change["values"]["wk"], 1) == 48.3


def test_what_is_set_after_todays_session_counts_after_it(gym, cast, visit):
    plan = gym.plan()
    first, second, third = gym.sessions(plan)[:3]
    gym.train(first)

    set_value(visit, cast.carla, plan, "a.w", "80")

    assert loads(gym, second) == [80, 80, 80]
    gym.train(second)
    assert loads(gym, third, today=second.on) == [82.5, 82.5, 82.5]


def test_what_is_set_before_todays_session_moves_on_with_it(gym, cast, visit):
    plan = gym.plan()
    first, second = gym.sessions(plan)[:2]

    set_value(visit, cast.carla, plan, "a.w", "80")
    gym.train(first)

    assert loads(gym, second) == [82.5, 82.5, 82.5]


def test_a_session_that_was_begun_keeps_its_numbers(gym, cast, visit):
    plan = gym.plan()
    first = gym.sessions(plan)[0]
    gym.train(first, finish=False)

    set_value(visit, cast.carla, plan, "a.w", "80")

    assert loads(gym, first) == [60, 60, 60]


@pytest.mark.parametrize(("who", "status"), [("carla", 303), ("ana", 403), ("otto", 404), ("sam", 404), ("ada", 404)])
def test_only_the_current_trainer_sets_values(gym, cast, visit, who, status):
    plan = gym.plan()

    assert set_value(visit, getattr(cast, who), plan, "a.w", "70").status_code == status
    assert visit(getattr(cast, who), f"/plans/{plan.id}/values").status_code == (200 if status == 303 else status)
    assert cast.session.query(Adjustment).count() == (status == 303)


@pytest.mark.parametrize(
    ("number", "reason", "said"),
    [
        ("70", "", "Please fill this in."),
        ("", "Why not", "Please fill this in."),
        ("-5", "Why not", "from 0.5 kg to"),
        ("99999", "Why not", "from 0.5 kg to"),
        ("heavy", "Why not", "number"),
        ("nan", "Why not", "number"),
        ("70", "x" * 501, "500"),
    ],
)
def test_bad_values_are_shown_again_with_a_sentence(gym, cast, visit, number, reason, said):
    plan = gym.plan()

    response = set_value(visit, cast.carla, plan, "a.w", number, reason)

    assert response.status_code == 422
    assert said in words(response)
    assert cast.session.query(Adjustment).count() == 0


@pytest.mark.parametrize("key", ["a.bad", "a.fail_run", "b.w", ".w", "w", "a.w.w", "%00"])
def test_nothing_else_can_be_set(gym, cast, visit, key):
    plan = gym.plan(gym.squats(preset="percentage_cycle", training_max=100))

    assert set_value(visit, cast.carla, plan, key, "1").status_code == 404


def test_drafts_and_ended_plans_have_nothing_to_set(gym, cast, visit):
    draft, ended = gym.plan(publish=False), gym.plan(starts_on=TODAY - timedelta(weeks=1))
    with transaction():
        plans.end_plan(ended, today=TODAY, actor=gym.carla, now=NOW)

    for plan in (draft, ended):
        assert f"/plans/{plan.id}/values" not in visit(cast.carla, f"/plans/{plan.id}").text
        assert set_value(visit, cast.carla, plan, "a.w", "70").status_code == 404


def test_a_plan_in_which_nothing_progresses_says_so(gym, cast, visit):
    fields = {"sets": 3, "reps": 5, "load": 20}
    plan = gym.plan(gym.squats(preset="fixed", **fields))

    assert "Nothing in this plan progresses" in words(visit(cast.carla, f"/plans/{plan.id}/values"))


def test_another_length_of_a_run_needs_a_length(gym, cast, visit):
    first = gym.sessions(gym.plan(gym.runs()))[0]
    track = gym.sheet(first, today=TODAY).sheet.tracks[0].track

    response = visit(cast.carla, f"/sessions/{first.id}/adjustments/{track}", method="POST", distance="", reason="Hot.")

    assert response.status_code == 422
    assert "Please fill this in." in response.text


@pytest.mark.parametrize("path", ["values", "values/a.w"])
def test_both_dialogs_are_sound_pages(gym, cast, visit, path):
    plan = gym.plan()

    assert list(faults(visit(cast.carla, f"/plans/{plan.id}/{path}").text)) == []
    assert list(faults(visit(cast.carla, f"/plans/{plan.id}/{path}", target="dialog").text)) == []
