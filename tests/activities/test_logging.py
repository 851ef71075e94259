"""What a recording means for the training log, whatever happens to either of them afterwards."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.activities.actions import forget_recording
from portal.activities.models import Activity
from portal.core.access import Actor
from portal.events.log import LoggedEvent
from portal.roster.actions import grant
from portal.roster.actions.coachings import begin_coaching
from portal.roster.models import Coaching
from portal.roster.rules import DataKind
from portal.training.actions.plans import publish_plan, withdraw_plan
from portal.training.models.logs import EffortLog, SessionLog
from portal.training.models.plans import Plan, PlannedSession
from tests.activities.conftest import THURSDAY, run
from tests.cast import NOW
from tests.training.builders import Gym
from workers.activities import unlog_hidden

MONDAY = THURSDAY.replace(day=11)
RAN = "30:00"
"""How long the invented run took."""


@pytest.fixture
def mixed(app, cast):
    """Return the session of that Thursday, which asks for squats and a run."""
    gym = Gym(app, cast)
    plan = gym.plan(gym.squats(days=(3,)), gym.runs(days=(3, 4, 6)), starts_on=MONDAY)
    return next(row for row in gym.sessions(plan) if row.on == THURSDAY)


@pytest.fixture
def follow(session, deliver):
    """Let everything follow from what happened."""

    def follow():
        session.commit()
        session.expunge_all()  # jobs roll back what they only read, which would expire the cast
        deliver()

    return follow


@pytest.fixture
def forget(cast, follow):
    """Erase what came from a service, as a job would, and let everything follow."""

    def forget(source="strava", external_id="1"):
        forget_recording(cast.ana.id, source, external_id, now=NOW)
        follow()

    return forget


@pytest.fixture
def agree(cast, session):
    """Let Ana show Carla what comes from Strava; return their coaching."""

    def agree():
        coaching = session.scalars(select(Coaching).where(Coaching.trainer_id == cast.carla.id)).one()
        grant(coaching, DataKind.STRAVA, actor=Actor(cast.ana.id), now=NOW)
        return coaching

    return agree


@pytest.fixture
def shares(strava_terms, agree):
    """Let Ana show Carla, who may be shown it, what comes from Strava; return their coaching."""
    strava_terms(True)  # noqa: FBT003 -- allowed
    return agree()


def logs(session):
    return session.scalars(select(SessionLog).execution_options(populate_existing=True)).all()


def efforts(session):
    return session.scalars(select(EffortLog).execution_options(populate_existing=True)).all()


def names(session):
    return [row.name for row in session.scalars(select(LoggedEvent).order_by(LoggedEvent.id))]


def test_erasing_a_recording_leaves_lifting_that_was_finished(cast, mixed, store, visit, time, session, follow, forget):
    store(cast.ana, source="upload")
    follow()
    time.move(minutes=5)
    tick = {"track": "a", "position": "0", "reps": "5", "load": "60"}
    visit(cast.ana, f"/sessions/{mixed.id}/sets", method="POST", **tick)
    visit(cast.ana, f"/sessions/{mixed.id}/completion", method="POST", rpe="", note="")
    before = logs(session)[0].done_pct

    forget("upload")

    (log,) = logs(session)
    assert log.finished_at is not None
    assert 0 < log.done_pct < before
    assert [work["ratio"] for work in log.done.values() if isinstance(work, dict)] == [0]
    assert len(log.done["a"]) == 1
    assert efforts(session) == []
    assert "training.LogCorrected" in names(session)


def test_erasing_a_recording_leaves_what_a_person_finished_after_opening_it_again(
    cast, planned, store, visit, time, session, follow, forget
):
    wanted = planned()
    store(cast.ana, source="upload")
    follow()
    time.move(minutes=5)
    visit(cast.ana, f"/sessions/{wanted.id}/completion", method="DELETE")
    visit(cast.ana, f"/sessions/{wanted.id}/completion", method="POST", rpe="", note="")

    forget("upload")

    (log,) = logs(session)
    assert log.finished_at is not None
    assert (log.done_pct, efforts(session)) == (0, [])


@pytest.mark.parametrize("said", [{"rpe": "7", "note": ""}, {"rpe": "", "note": "Windy"}])
def test_erasing_a_recording_leaves_what_a_person_said_about_it(
    cast, planned, store, visit, session, follow, forget, said
):
    wanted = planned()
    store(cast.ana, source="upload")
    follow()
    visit(cast.ana, f"/sessions/{wanted.id}/completion", method="POST", **said)

    forget("upload")

    assert [log.finished_at is not None for log in logs(session)] == [True]
    assert efforts(session) == []


def test_erasing_a_recording_takes_a_log_that_holds_nothing_else(cast, planned, store, session, follow, forget):
    planned()
    store(cast.ana, source="upload")
    follow()

    forget("upload")

    assert logs(session) == []
    assert "training.SessionReopened" in names(session)


@pytest.mark.parametrize(("allowed", "consents"), [(True, False), (False, True), (False, False)])
def test_a_run_that_only_the_athlete_may_see_is_paired_for_them_and_not_logged(
    cast, planned, store, visit, follow, request, allowed, consents
):
    request.getfixturevalue("strava_terms")(allowed)
    if consents:
        request.getfixturevalue("agree")()
    wanted = planned()
    activity = store(cast.ana, source="strava")

    follow()

    assert str(wanted.id) in visit(cast.ana, f"/activities/{activity.id}").text
    assert all(RAN not in visit(who, f"/sessions/{wanted.id}").text for who in (cast.ana, cast.carla))


def test_a_run_that_the_trainer_may_see_is_logged(cast, planned, store, visit, follow, shares):
    wanted = planned()
    store(cast.ana, source="strava")

    follow()

    assert all(RAN in visit(who, f"/sessions/{wanted.id}").text for who in (cast.ana, cast.carla))


def test_an_athlete_finishes_the_session_of_a_run_that_only_they_see(
    cast, planned, store, visit, session, follow, strava_terms
):
    strava_terms(False)  # noqa: FBT003 -- not allowed
    wanted = planned()
    store(cast.ana, source="strava")
    follow()

    token = re.search(r'name="shown" value="([^"]+)"', visit(cast.ana, f"/sessions/{wanted.id}").text)[1]
    answer = visit(cast.ana, f"/sessions/{wanted.id}/completion", method="POST", rpe="", note="", shown=token)

    assert answer.status_code == 303
    assert logs(session)[0].finished_at is not None


@pytest.mark.parametrize("kind", [DataKind.STRAVA, DataKind.ACTIVITIES])
def test_when_the_consent_ends_so_does_what_was_logged_from_strava(cast, planned, store, visit, follow, shares, kind):
    wanted = planned()
    store(cast.ana, source="strava")
    follow()

    visit(cast.ana, f"/coachings/{shares.id}/consents/{kind}", method="DELETE")
    follow()

    assert RAN not in visit(cast.carla, f"/sessions/{wanted.id}").text


def test_when_the_athlete_shares_later_the_run_is_logged(cast, planned, store, session, follow, agree, strava_terms):
    strava_terms(True)  # noqa: FBT003 -- allowed
    wanted = planned()
    store(cast.ana, source="strava")
    follow()

    agree()
    follow()

    assert [log.planned_session_id for log in logs(session)] == [wanted.id]


def test_a_second_trainer_without_that_consent_ends_it_for_all(cast, planned, store, session, follow, shares):
    planned()
    store(cast.ana, source="strava")
    follow()

    kinds = [DataKind.TRAINING]
    begin_coaching(trainer_id=cast.otto.id, trainer_name=cast.otto.name, athlete_id=cast.ana.id, kinds=kinds, now=NOW)
    follow()

    assert logs(session) == []


def test_when_the_operator_shows_trainers_nothing_any_more_it_is_not_logged_any_more(
    app, cast, planned, store, session, follow, shares, strava_terms
):
    planned()
    store(cast.ana, source="strava")
    follow()

    strava_terms(False)  # noqa: FBT003 -- not allowed any more
    with app.app_context():
        unlog_hidden()

    assert logs(session) == []


def test_the_timeline_tells_nothing_of_what_was_erased(cast, planned, store, visit, follow, shares, forget):
    planned()
    store(cast.ana, source="strava")
    follow()
    before = visit(cast.carla, f"/clients/{cast.ana.id}").text

    forget("strava")

    after = visit(cast.carla, f"/clients/{cast.ana.id}").text
    assert "Session finished, 58 % of the plan" in before
    assert all(words not in after for words in ("Session finished", "opened again", "58 %"))
    assert "Plan published" in after


def test_facts_hold_no_number_that_was_recorded(cast, planned, store, session, follow, shares):
    planned()
    store(cast.ana, source="strava")

    follow()

    told = session.scalars(select(LoggedEvent).where(LoggedEvent.name == "training.SessionFinished")).one()
    assert set(told.payload) == {"planned_session_id", "session_log_id", "plan_id"}


def test_what_is_erased_leaves_the_log_in_the_same_moment(cast, planned, store, session, follow, shares):
    planned()
    store(cast.ana, source="strava")
    follow()

    forget_recording(cast.ana.id, "strava", "1", now=NOW)
    session.commit()

    assert logs(session) == []


@pytest.mark.parametrize("first", ["upload", "strava"])
def test_what_a_file_says_too_outlives_strava(cast, planned, store, session, follow, shares, forget, first):
    wanted = planned()
    order = [first, {"upload": "strava", "strava": "upload"}[first]]
    for source in order:
        store(cast.ana, run(1800), source=source)
        follow()
    file = session.scalars(select(Activity).where(Activity.source == "upload")).one()

    forget("strava")

    assert [log.planned_session_id for log in logs(session)] == [wanted.id]
    assert [effort.recorded_id for effort in efforts(session)] == [file.id]
    assert logs(session)[0].finished_at is not None


def test_a_pair_made_by_a_person_goes_over_to_the_file_with_all_that_follows(
    cast, planned, store, visit, session, follow, shares, forget
):
    friday = planned(on=THURSDAY + timedelta(days=1))
    activity = store(cast.ana, source="strava")
    visit(cast.ana, f"/activities/{activity.id}/pairing", method="POST", session=str(friday.id))
    follow()
    store(cast.ana)
    follow()

    forget("strava")

    assert [log.planned_session_id for log in logs(session)] == [friday.id]
    assert len(efforts(session)) == 1


def test_what_the_source_changes_later_reaches_the_log(cast, planned, store, session, follow, shares):
    planned()
    store(cast.ana, run(1800), source="strava")
    follow()
    before, events = logs(session)[0].done_pct, len(names(session))

    store(cast.ana, run(900), source="strava")
    follow()

    (log,), (effort,) = logs(session), efforts(session)
    assert log.done_pct < before
    assert effort.duration_s == 900
    assert "training.LogCorrected" in names(session)[events:]


def test_another_name_changes_nothing_in_the_log(cast, planned, store, visit, session, follow):
    planned()
    activity = store(cast.ana)
    follow()

    visit(cast.ana, f"/activities/{activity.id}/description", method="POST", name="Along the Sava", note="")
    follow()

    assert "training.LogCorrected" not in names(session)
    assert len(efforts(session)) == 1


def test_a_change_leaves_what_was_logged_by_hand(cast, planned, store, visit, session, follow):
    wanted = planned()
    store(cast.ana, run(1800))
    follow()
    track = efforts(session)[0].track
    visit(cast.ana, f"/sessions/{wanted.id}/efforts", method="POST", track=track, ratio="100")
    by_hand = efforts(session)[0]
    assert by_hand.recorded_id is None

    store(cast.ana, run(900))
    follow()

    assert (efforts(session)[0].ratio, efforts(session)[0].recorded_id) == (by_hand.ratio, None)


def test_what_a_withdrawn_plan_was_paired_with_is_paired_when_it_is_published_again(
    cast, planned, store, session, follow, fresh, strava_terms
):
    strava_terms(False)  # noqa: FBT003 -- so that nothing is logged, and the plan can be withdrawn
    carla = Actor(cast.carla.id, is_trainer=True)
    wanted = planned()
    activity = store(cast.ana, source="strava")
    follow()
    plan = session.get(Plan, wanted.plan_id)
    withdraw_plan(plan, actor=carla, now=NOW)
    session.commit()
    assert fresh(activity).planned_session_id is None

    publish_plan(session.get(Plan, plan.id), actor=carla, now=NOW)
    follow()

    again = session.scalars(select(PlannedSession).where(PlannedSession.on == THURSDAY)).one()
    assert fresh(activity).planned_session_id == again.id
