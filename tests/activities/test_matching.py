import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.activities.actions.matching import match
from portal.activities.events import ActivityMatched
from portal.activities.rules import Sport
from portal.activities.rules.matching import Asked, MatchedBy, asked_of, closest, done_pct
from portal.core.ids import new_id
from portal.events.log import record
from portal.roster.models import Consent
from portal.roster.rules import DataKind
from portal.seed.people import coach
from portal.training.models.logs import SessionLog
from portal.training.models.plans import PlannedSession
from portal.training.rules.sessions import SessionKind
from tests.activities.conftest import THURSDAY, later, run
from tests.cast import NOW

EASY = [{"dur": 1800, "pace": [330, 360]}]
REPEATS = [
    {"dist": 2000, "pace": 360},
    {"repeat": 4, "steps": [{"dist": 800, "pace": 240}, {"dist": 200, "pace": 400}]},
]


def test_what_is_asked_for_adds_up():
    asked = asked_of({"a": REPEATS, "b": [{"sets": 3, "reps": 5}]})

    assert (asked.metres, asked.seconds) == (6000, 720 + 4 * (192 + 80))
    assert asked.by_distance
    assert not asked_of({"a": EASY}).by_distance


@pytest.mark.parametrize(
    ("asked", "moving_s", "distance_m", "pct"),
    [
        (Asked(1800, 5000, by_distance=False), 1800, 4000, 100),
        (Asked(1800, 5000, by_distance=True), 1800, 4000, 80),
        (Asked(1800, 5000, by_distance=True), 900, None, 50),
        (Asked(0, 0), 900, 4000, None),
        (Asked(10, 0), 90_000, None, 999),
    ],
)
def test_done_is_judged_by_what_was_asked_for(asked, moving_s, distance_m, pct):
    assert done_pct(asked, moving_s=moving_s, distance_m=distance_m) == pct


def test_the_closest_duration_wins_and_the_unknown_one_last():
    short, long, unknown = (new_id() for _ in range(3))
    candidates = {unknown: Asked(), short: Asked(seconds=1200), long: Asked(seconds=5400)}

    assert closest(candidates, 1500) == short
    assert closest(candidates, 5000) == long
    assert closest({unknown: Asked()}, 1500) == unknown
    assert closest({}, 1500) is None


def test_a_run_is_paired_with_the_run_of_its_day(cast, store, planned, visit):
    wanted = planned()

    activity = store(cast.ana)

    page = visit(cast.ana, f"/activities/{activity.id}").text
    assert (activity.planned_session_id, activity.matched_by) == (wanted.id, MatchedBy.AUTOMATIC)
    assert f"/sessions/{wanted.id}" in page
    assert "of what was planned" in page


@pytest.mark.parametrize(
    "recording",
    [run(began=later(days=-2)), run(sport=Sport.RIDE), run(sport=Sport.STRENGTH)],
    ids=["day", "ride", "lift"],
)
def test_another_day_or_sport_is_not_paired(cast, store, planned, recording):
    planned()

    assert store(cast.ana, recording).planned_session_id is None


def test_a_second_run_of_the_day_is_not_paired_with_the_same_session(cast, store, planned):
    wanted = planned()

    first = store(cast.ana, external_id="1")
    second = store(cast.ana, run(began=later(hours=-9)), external_id="2")

    assert (first.planned_session_id, second.planned_session_id) == (wanted.id, None)


def test_of_two_sessions_a_day_the_closer_duration_wins(cast, store, planned, session):
    interval = planned(days=(0, 1, 3, 6))
    long = session.scalars(select(PlannedSession).where(PlannedSession.plan_id == interval.plan_id)).all()[3]
    long.on = THURSDAY
    session.commit()

    assert store(cast.ana, run(1500), external_id="1").planned_session_id != long.id
    assert store(cast.ana, run(5400, began=later(hours=-9)), external_id="2").planned_session_id == long.id


def test_a_plan_that_comes_later_finds_what_was_done(cast, store, planned, deliver, fresh):
    activity = store(cast.ana)
    wanted = planned()

    deliver()

    assert fresh(activity).planned_session_id == wanted.id


def test_unpairing_holds_and_can_be_undone(cast, store, planned, visit, session, fresh):
    wanted = planned()
    activity = store(cast.ana)
    url = f"/activities/{activity.id}/pairing"

    answer = visit(cast.ana, url, method="DELETE", target="activity")
    alone = fresh(activity)
    match(alone, now=NOW)
    session.commit()
    undone = visit(cast.ana, url, method="POST", session=str(wanted.id))

    assert "Not paired with a planned session any more." in answer.text
    assert str(wanted.id) in answer.text
    assert alone.planned_session_id is None
    assert undone.status_code == 303
    assert (fresh(activity).planned_session_id, fresh(activity).matched_by) == (wanted.id, MatchedBy.PERSON)


def test_a_pair_made_by_a_person_outlives_what_the_source_says(cast, store, planned, visit, fresh):
    friday = planned(on=THURSDAY + timedelta(days=1))
    activity = store(cast.ana)

    visit(cast.ana, f"/activities/{activity.id}/pairing", method="POST", session=str(friday.id))
    store(cast.ana, run(900))

    assert fresh(activity).planned_session_id == friday.id


def test_the_trainer_may_pair_too(cast, store, planned, visit, fresh):
    wanted = planned()
    activity = store(cast.ana, run(began=later(days=-1)))

    answer = visit(cast.carla, f"/activities/{activity.id}/pairing", method="POST", session=str(wanted.id))

    assert answer.status_code == 303
    assert fresh(activity).planned_session_id == wanted.id


@pytest.mark.parametrize(("who", "status"), [("otto", 404), ("sam", 404), ("ada", 404)])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_nobody_else_pairs(cast, store, planned, visit, fresh, who, status, method):
    wanted = planned()
    activity = store(cast.ana)

    answer = visit(getattr(cast, who), f"/activities/{activity.id}/pairing", method=method, session=str(wanted.id))

    assert answer.status_code == status
    assert fresh(activity).planned_session_id == wanted.id


def test_a_taken_session_is_refused_in_words(cast, store, planned, visit):
    wanted = planned()
    store(cast.ana, external_id="1")
    second = store(cast.ana, run(began=later(days=-1)), external_id="2")

    answer = visit(cast.ana, f"/activities/{second.id}/pairing", method="POST", session=str(wanted.id))

    assert answer.status_code == 409
    assert "Another activity is already paired" in answer.text


@pytest.mark.parametrize(
    ("chosen", "status"), [("", 422), ("no-id", 422), ("0192f000-0000-7000-8000-000000000000", 404)]
)
def test_nonsense_is_not_paired(cast, store, visit, chosen, status):
    activity = store(cast.ana)

    answer = visit(cast.ana, f"/activities/{activity.id}/pairing", method="POST", session=chosen)

    assert answer.status_code == status


def test_sessions_of_other_people_cannot_be_paired(cast, store, planned, visit):
    wanted = planned()
    activity = store(cast.sam)

    answer = visit(cast.sam, f"/activities/{activity.id}/pairing", method="POST", session=str(wanted.id))

    assert answer.status_code == 404


def test_a_run_is_never_paired_with_the_plan_of_another_client(cast, store, planned, visit, deliver, session, fresh):
    coach(cast.carla, cast.sam, since=NOW)
    session.commit()
    of_sam = planned(athlete=cast.sam)
    activity = store(cast.ana)

    answer = visit(cast.carla, f"/activities/{activity.id}/pairing", method="POST", session=str(of_sam.id))
    deliver()

    assert answer.status_code == 409
    assert "Choose one of the sessions that are offered." in answer.text
    assert fresh(activity).planned_session_id is None
    assert session.scalars(select(SessionLog)).all() == []


def test_what_is_paired_with_the_plan_of_another_client_all_the_same_is_not_logged(
    cast, store, planned, deliver, session
):
    of_sam = planned(athlete=cast.sam)
    activity = store(cast.ana)
    activity.planned_session_id, activity.matched_by, activity.done_pct = of_sam.id, MatchedBy.PERSON, 100
    record(ActivityMatched(activity.id, of_sam.id), about=cast.ana.id, by=None, now=NOW)
    session.commit()

    deliver()

    assert session.scalars(select(SessionLog)).all() == []


@pytest.mark.parametrize("why", ["dropped", "far"])
def test_only_sessions_that_are_offered_can_be_paired(cast, store, planned, visit, session, fresh, why):
    wanted = planned()
    activity = store(cast.ana, run(began=later(days=-1)))
    if why == "dropped":
        wanted.dropped_at = NOW
    else:
        wanted.on = THURSDAY + timedelta(days=9)
    session.commit()

    answer = visit(cast.ana, f"/activities/{activity.id}/pairing", method="POST", session=str(wanted.id))

    assert answer.status_code == 409
    assert fresh(activity).planned_session_id is None


def offers(response):
    return re.findall(r'name="session" value="([0-9a-f-]{36})"', response.text)


def test_only_sessions_of_that_sport_and_near_it_are_offered_the_nearest_first(cast, store, planned, visit, session):
    plan_id = planned().plan_id
    activity = store(cast.ana, run(began=later(days=-2)))
    rows = session.scalars(select(PlannedSession).where(PlannedSession.plan_id == plan_id).order_by("slot")).all()
    days = {-8: "long ago", -7: "a week ago", -1: "yesterday", 0: "lifting", 1: "tomorrow", 2: "later"}
    for row, (offset, title) in zip(rows, days.items(), strict=False):
        row.on, row.title = activity.local_on + timedelta(days=offset), title
        row.kind = SessionKind.STRENGTH if title == "lifting" else SessionKind.ENDURANCE
    session.commit()

    shown = offers(visit(cast.ana, f"/activities/{activity.id}"))

    named = {str(row.id): row.title for row in rows}
    assert [named[session_id] for session_id in shown] == ["yesterday", "tomorrow", "a week ago"]


def test_lifting_is_not_offered_for_a_run_and_refused_when_asked_for(cast, store, planned, visit, session):
    wanted = planned()
    wanted.kind = SessionKind.STRENGTH
    session.commit()
    activity = store(cast.ana)

    answer = visit(cast.ana, f"/activities/{activity.id}/pairing", method="POST", session=str(wanted.id))

    assert answer.status_code == 409


def test_a_recording_without_a_sport_may_be_anything(cast, store, planned, visit):
    wanted = planned()
    activity = store(cast.ana, run(sport=Sport.OTHER))

    assert str(wanted.id) in offers(visit(cast.ana, f"/activities/{activity.id}"))


EMPTY = "Nothing of this sport is open in the plan"


def test_where_nothing_may_be_it_that_is_said_to_those_who_may_pair(cast, store, visit, session):
    activity = store(cast.ana)

    assert EMPTY in visit(cast.ana, f"/activities/{activity.id}").text
    assert EMPTY in visit(cast.carla, f"/activities/{activity.id}").text
    for consent in session.scalars(select(Consent).where(Consent.kind == DataKind.TRAINING)):
        consent.revoked_at = NOW
    session.commit()
    assert EMPTY not in visit(cast.carla, f"/activities/{activity.id}").text


def test_a_trainer_who_may_not_see_training_sees_no_plan_here(cast, store, planned, visit, session):
    wanted = planned()
    activity = store(cast.ana)
    for consent in session.scalars(select(Consent).where(Consent.kind == DataKind.TRAINING)):
        consent.revoked_at = NOW
    session.commit()

    page = visit(cast.carla, f"/activities/{activity.id}").text

    assert str(wanted.id) not in page
    assert wanted.title not in page


def test_lifting_is_paired_but_judged_by_its_own_log(cast, store, planned, session, visit):
    wanted = planned()
    wanted.kind = SessionKind.STRENGTH
    session.commit()

    activity = store(cast.ana, run(sport=Sport.STRENGTH))

    assert (activity.planned_session_id, activity.done_pct) == (wanted.id, None)
    assert visit(cast.ana, f"/activities/{activity.id}").status_code == 200


def test_a_restored_activity_does_not_take_a_session_twice(cast, store, planned, visit, fresh):
    wanted = planned()
    first = store(cast.ana, external_id="1")
    visit(cast.ana, f"/activities/{first.id}/deletion", method="POST")
    second = store(cast.ana, run(began=later(hours=-9)), external_id="2")

    answer = visit(cast.ana, f"/activities/{first.id}/deletion", method="DELETE")

    assert answer.status_code == 303
    assert [fresh(row).planned_session_id for row in (first, second)] == [None, wanted.id]
