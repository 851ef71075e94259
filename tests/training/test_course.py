"""What comes next follows from what was done: through the database, as the pages see it."""

from datetime import timedelta

import pytest

from portal.core.db import db, transaction
from portal.core.language import say
from portal.roster.models import LifeStatus
from portal.roster.rules import Life
from portal.training.actions import adjustments, sets
from portal.training.models.plans import Adjustment, PlannedSession
from portal.training.queries.course import course_of
from portal.training.rules.logs import Flag
from portal.training.rules.plans import Missed
from tests.cast import NOW, TODAY


def loads(gym, session, *, today):
    return [row.load_kg for track in gym.sheet(session, today=today).sheet.tracks for row in track.sets]


def test_a_finished_session_raises_the_next_one(gym):
    first, second, *_ = gym.sessions(gym.plan())

    assert loads(gym, first, today=first.on) == [60, 60, 60]
    gym.train(first)

    assert loads(gym, second, today=second.on) == [62.5, 62.5, 62.5]


def test_three_failures_reset_the_load(gym):
    sessions = gym.sessions(gym.plan())
    for session in sessions[:3]:
        gym.train(session, short_by=1)

    assert loads(gym, sessions[3], today=sessions[3].on) == [55, 55, 55]  # 0.9 × 60 = 54, on a grid of 2.5


def test_a_failure_that_illness_excuses_does_not_count(gym):
    sessions = gym.sessions(gym.plan())
    for session in sessions[:3]:
        gym.train(session, short_by=1, flags=(Flag.ILL,))

    assert loads(gym, sessions[3], today=sessions[3].on) == [60, 60, 60]


@pytest.mark.parametrize(("days_late", "load"), [(2, 62.5), (3, 60)])
def test_a_session_counts_until_its_grace_has_passed(gym, days_late, load):
    first, second, *_ = gym.sessions(gym.plan(gym.squats(days=(0, 5))))
    late = first.on + timedelta(days=days_late)
    if days_late <= 2:
        gym.train(first, on=late)

    assert loads(gym, second, today=max(late, second.on))[0] == load


def test_a_missed_session_waits_where_the_plan_says_so(gym):
    items = (gym.squats(days=(0,)), gym.squats("b", days=(3,), start_load=100))
    waiting = gym.sessions(gym.plan(*items, missed=Missed.SHIFT))
    thursday = waiting[1]

    assert loads(gym, thursday, today=thursday.on) == [60, 60, 60]


def test_a_missed_session_is_passed_over_where_the_plan_says_so(gym):
    items = (gym.squats(days=(0,)), gym.squats("b", days=(3,), start_load=100))
    thursday = gym.sessions(gym.plan(*items, missed=Missed.SKIP))[1]

    assert loads(gym, thursday, today=thursday.on) == [100, 100, 100]


def test_a_late_log_takes_the_miss_back(gym):
    first, second, third, *_ = gym.sessions(gym.plan(gym.squats(days=(0, 3, 6)), missed=Missed.SHIFT))
    gym.train(first)
    after = third.on

    assert loads(gym, third, today=after)[0] == 62.5  # the second was missed and waits
    log_on = second.on + timedelta(days=1)
    gym.train(second, on=log_on)

    assert loads(gym, third, today=after)[0] == 65


@pytest.mark.parametrize("kind", [Life.ILL, Life.HOLIDAY, Life.PAUSED, Life.INJURED])
def test_whoever_is_away_misses_nothing(gym, cast, kind):
    plan = gym.plan(gym.squats(days=(0, 2)))
    first, *_ = gym.sessions(plan)
    status = LifeStatus(
        athlete_id=cast.ana.id,
        kind=kind,
        from_on=first.on,
        until_on=first.on + timedelta(days=3),
        noted_by_id=cast.ana.id,
        noted_at=NOW,
    )
    cast.keep(status)

    opened = gym.sheet(first, today=first.on + timedelta(days=1))

    assert opened.is_excused


@pytest.mark.parametrize("missed", list(Missed))
def test_what_comes_after_days_away_is_told_beforehand_as_it_will_be(gym, cast, missed):
    plan = gym.plan(gym.runs(days=(0, 2, 4)), missed=missed)
    sessions = gym.sessions(plan)
    away = {"from_on": sessions[1].on, "until_on": sessions[2].on, "noted_at": NOW, "noted_by_id": cast.ana.id}
    cast.keep(LifeStatus(athlete_id=cast.ana.id, kind=Life.ILL, **away))
    gym.train(sessions[0])

    asked = [list(gym.sheet(session, today=sessions[0].on).planned) for session in sessions[3:]]

    assert asked == [list(gym.sheet(session, today=sessions[3].on).planned) for session in sessions[3:]]
    assert asked[0] == (["r_quality"] if missed is Missed.SKIP else asked[0])


def test_back_in_training_excuses_no_more_and_takes_no_earlier_day_back(gym, cast):
    plan = gym.plan(gym.squats(days=(0, 2, 4)))
    ill, back, _later = gym.sessions(plan)[:3]
    for kind, from_on in ((Life.ILL, ill.on), (Life.ACTIVE, back.on)):
        cast.keep(LifeStatus(athlete_id=cast.ana.id, kind=kind, from_on=from_on, noted_by_id=cast.ana.id, noted_at=NOW))

    today = back.on
    assert [gym.sheet(session, today=today).is_excused for session in (ill, back)] == [True, False]
    with gym.app.app_context():
        _, rows = course_of(plan, today=today)
    assert [row.excused for row in rows[:3]] == [True, False, False]


def test_a_correction_changes_what_comes_after_and_not_the_verdict_of_then(gym):
    sessions = gym.sessions(gym.plan())
    for session in sessions[:3]:
        gym.train(session)
    assert loads(gym, sessions[3], today=sessions[3].on)[0] == 67.5

    with transaction():
        first = db.session.get(PlannedSession, sessions[0].id)
        sets.remove_set(first, track="a", position=2, done_at=None, actor=gym.ana, now=NOW)

    assert loads(gym, sessions[3], today=sessions[3].on)[0] == 65
    assert loads(gym, sessions[1], today=sessions[3].on)[0] == 62.5  # what was shown then stays


def test_an_override_changes_one_session_with_its_reason_and_can_be_undone(gym):
    first, second, *_ = gym.sessions(gym.plan())
    work = {"work": [{"sets": 2, "reps": 5, "load": 50}]}
    with transaction():
        adjustment = adjustments.override_session(
            first, track="a", change=work, reason="Tired week.", actor=gym.carla, now=NOW
        )

    opened = gym.sheet(first, today=first.on)
    assert [row.load_kg for row in opened.sheet.tracks[0].sets] == [50, 50]
    assert opened.sheet.tracks[0].reasons[0].kind.value == "override"
    with gym.app.test_request_context():
        assert say(opened.sheet.tracks[0].why[0].said) == "Set by hand on Mon, May 18: “Tired week.”"
    assert loads(gym, second, today=first.on)[0] == 62.5

    with transaction():
        adjustment = db.session.get(Adjustment, adjustment.id)
        adjustments.undo_adjustment(adjustment, athlete_id=first.athlete_id, actor=gym.carla, now=NOW)
    assert loads(gym, first, today=first.on) == [60, 60, 60]


def test_every_number_of_a_sheet_has_a_reason(gym):
    plan = gym.plan(gym.squats(), gym.runs())
    for session in gym.sessions(plan)[:6]:
        opened = gym.sheet(session, today=TODAY)
        assert opened.sheet.tracks
        assert all(track.reasons and track.why for track in opened.sheet.tracks)


def test_a_plan_that_begins_midweek_begins_with_that_day(gym):
    wednesday = TODAY + timedelta(days=2)
    plan = gym.plan(gym.squats(days=(0,)), gym.squats("b", days=(2,), start_load=100), starts_on=wednesday)
    first, second, *_ = gym.sessions(plan)

    assert (first.on, second.on) == (wednesday, wednesday + timedelta(days=5))
    assert loads(gym, first, today=wednesday)[0] == 100
    assert loads(gym, second, today=second.on)[0] == 60


def test_a_plan_is_folded_once_and_anew_after_every_change(gym, cast):
    plan = gym.plan()
    sessions = gym.sessions(plan)
    gym.train(sessions[0])
    today = sessions[1].on

    def course():
        with gym.app.app_context():
            return course_of(plan, today=today)[0]

    first = course()
    shown = [first.shown(session.slot).prescription for session in sessions[1:4]]
    assert course() is first
    assert [course().shown(session.slot).prescription for session in sessions[1:4]] == shown

    with transaction():
        session = db.session.get(PlannedSession, sessions[0].id)
        sets.remove_set(session, track="a", position=2, done_at=None, actor=gym.ana, now=NOW)

    assert course() is not first
    assert course().shown(sessions[1].slot).prescription != shown[0]
