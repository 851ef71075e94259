"""What failed in the background, as whoever runs the instance sees it."""

import importlib
import inspect
import json
import pkgutil
import re
from datetime import timedelta

import pytest
from fakeredis import FakeRedis, FakeServer
from sqlalchemy import select

import workers
from portal.activities.actions.imports import PATIENCE, give_up_imports
from portal.activities.models import Activity, Import
from portal.activities.rules.imports import ImportState
from portal.core.failures import AGAIN, BOARD, FailedJobs, written
from portal.exports.models import Export
from portal.exports.rules.exports import ExportKind, ExportState, Paper, Problem
from portal.home.rules.failures import JOBS, WHAT, WHY
from portal.strava.models.accounts import StravaAccount, StravaErasure
from portal.strava.models.imports import StravaActivitySync
from portal.strava.queries.imports import due_activities, due_erasures
from portal.strava.rules.accounts import AccountStatus
from portal.strava.rules.syncs import SyncState
from tests.activities import making
from tests.cast import NOW
from tests.training.builders import Gym

HOUR_AGO = NOW - timedelta(hours=1)
CONNECTED = {
    "status": AccountStatus.ACTIVE,
    "scopes": [],
    "strava_athlete_id": 4242,
    "access_sealed": "-",
    "refresh_sealed": "-",
    "token_ends_at": NOW,
    "connected_at": NOW,
}


@pytest.fixture
def redis(app, monkeypatch):
    """A Redis that answers, with a schedule that keeps the board."""
    there = FakeRedis(server=FakeServer())
    monkeypatch.setitem(app.extensions, "redis", there)
    there.set(BOARD, written([]))
    return there


@pytest.fixture
def gym_export(app, cast):
    plan_id = Gym(app, cast).plan().id

    def make(problem):
        return cast.keep(
            Export(
                kind=ExportKind.PLAN,
                plan_id=plan_id,
                athlete_id=cast.ana.id,
                asked_by_id=cast.carla.id,
                weeks=1,
                paper=Paper.A4,
                state=ExportState.FAILED,
                problem=problem,
                total=1,
                asked_at=HOUR_AGO,
                expires_at=NOW + timedelta(days=9),
            )
        )

    return make


@pytest.fixture
def seen(app, cast, visit):
    """The lines that Ada reads."""
    ada = app.test_client(user=cast.visitor(cast.ada))

    def seen():
        rows = re.findall(r'<li class="failure">(.*?)</li>', visit(None, "/failures", client=ada).text, re.DOTALL)
        return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]

    return seen


def retry(visit, person, kind):
    return visit(person, f"/failures/{kind}/retry", method="POST")


@pytest.fixture
def given_up(cast, app, session, upload, time):
    """A file of Ana's that nobody could read."""
    upload(cast.ana, ("my secret route.fit", making.fit(600)))
    with app.app_context():
        give_up_imports(now=NOW + PATIENCE + timedelta(minutes=1))
        session.commit()
    time.move(hours=7)
    return session.scalars(select(Import)).one()


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 200), ("carla", 404), ("ana", 404), ("otto", 404), ("sam", 404), (None, 303)]
)
def test_only_operators_see_what_failed_and_have_it_tried_again(cast, visit, redis, who, status):
    person = who and getattr(cast, who)

    assert visit(person, "/failures").status_code == status
    assert retry(visit, person, "files").status_code == {200: 303, 404: 404, 303: 401}[status]


def test_the_page_is_in_the_navigation_of_operators_alone(cast, visit, redis):
    assert 'href="/failures"' in visit(cast.ada, "/today").text
    assert 'href="/failures"' not in visit(cast.ana, "/today").text
    assert 'href="/failures"' not in visit(cast.carla, "/clients").text


def test_a_trainer_who_runs_the_instance_finds_it_too(cast, visit, redis, session):
    cast.carla.is_operator = True
    session.commit()

    assert 'href="/failures"' in visit(cast.carla, "/clients").text
    assert visit(cast.carla, "/failures").status_code == 200


def test_nothing_failed_is_said_only_where_it_is_known(cast, visit, redis):
    assert "Nothing failed" in visit(cast.ada, "/failures").text
    redis.delete(BOARD)
    unwatched = visit(cast.ada, "/failures").text

    assert "The schedule does not run" in unwatched
    assert "Nothing failed" not in unwatched


def test_without_redis_the_page_says_so_and_still_lists_what_the_database_knows(cast, visit, seen, gym_export):
    gym_export(Problem.GIVEN_UP)

    text = visit(cast.ada, "/failures").text

    assert "Redis does not answer" in text
    assert "Nothing failed" not in text
    assert len(seen()) == 1


def test_a_file_nobody_could_read_is_read_when_it_is_tried_again(cast, visit, seen, redis, session, given_up, deliver):
    (line,) = (line for line in seen() if "files that were handed in" in line)
    assert "Once," in line
    assert line.endswith("Try again")
    assert "secret" not in visit(cast.ada, "/failures").text
    assert "Kovač" not in visit(cast.ada, "/failures").text

    assert retry(visit, cast.ada, "files").location == "/failures?tried=1"
    assert retry(visit, cast.ada, "files").status_code == 303  # twice is once
    deliver()

    row = session.scalars(select(Import)).one()
    assert (row.state, row.problem) == (ImportState.DONE, None)
    assert len(session.scalars(select(Activity)).all()) == 1
    assert seen() == []
    assert redis.smembers(AGAIN) == {b"activities.read_file"}


def test_a_damaged_file_is_counted_and_cannot_be_tried_again(cast, visit, seen, redis, upload, deliver):
    upload(cast.ana, ("bad.fit", b"\x0e\x20\x54\x08\x10\x00\x00\x00.FIT" + bytes(40)))
    deliver()

    (line,) = seen()
    assert "damaged" in line
    assert "Try again" not in line
    assert retry(visit, cast.ada, "damaged").status_code == 404


@pytest.mark.parametrize("problem", [Problem.GIVEN_UP, Problem.DISK_FULL, Problem.CANNOT_DRAW])
def test_a_document_that_failed_is_drawn_when_it_is_tried_again(
    cast, visit, seen, redis, session, gym_export, deliver, problem
):
    gym_export(problem)
    (line,) = seen()
    assert "Drawing documents" in line

    retry(visit, cast.ada, "documents")
    deliver()

    assert session.scalars(select(Export)).one().state is ExportState.DONE
    assert seen() == []


def test_a_document_that_could_not_be_is_nobodys_failure(seen, redis, gym_export):
    gym_export(Problem.NO_ACCESS)

    assert seen() == []


def test_an_activity_that_was_given_up_is_wanted_again(cast, visit, seen, redis, session):
    account = cast.keep(StravaAccount(athlete_id=cast.ana.id, **CONNECTED))
    cast.keep(
        StravaActivitySync(account_id=account.id, strava_id=7, state=SyncState.DEAD, done_rev=1, given_up_at=HOUR_AGO)
    )
    (line,) = seen()
    assert "Fetching activities from Strava" in line

    retry(visit, cast.ada, "strava")

    sync = session.scalars(select(StravaActivitySync)).one()
    assert (sync.state, sync.want_rev, sync.given_up_at) == (SyncState.WANTED, 2, None)
    assert due_activities(now=NOW) == [sync.id]
    assert seen() == []


def test_an_erasure_that_hangs_is_said_and_goes_on_at_once(cast, visit, seen, redis):
    erasure = cast.keep(
        StravaErasure(
            athlete_id=cast.ana.id,
            by_athlete=True,
            opened_at=NOW - timedelta(hours=2),
            done_at=NOW - timedelta(hours=2),
            token_sealed="sealed",
            next_at=NOW + timedelta(hours=1),
        )
    )
    erasure_id = erasure.id
    (line,) = seen()
    assert "Erasing what came from Strava" in line
    assert due_erasures(now=NOW) == []

    retry(visit, cast.ada, "erasures")

    assert due_erasures(now=NOW) == [erasure_id]


def test_what_nobody_hands_on_is_said_after_a_minute(cast, app, seen, redis, time):
    Gym(app, cast).plan()
    assert seen() == []

    time.move(minutes=2)

    (line,) = seen()
    assert "Handing on what happened" in line
    assert "Try again" not in line


def test_jobs_that_failed_are_said_in_words_and_asked_for_again(cast, visit, seen, redis):
    mail = FailedJobs("accounts.mail_reset", "MailNotSent", 3, HOUR_AGO, NOW)
    bug = FailedJobs("activities.match_again", "ZeroDivisionError", 1, HOUR_AGO, HOUR_AGO)
    redis.set(BOARD, written([mail, bug]))
    first, second = seen()
    assert first.startswith("Sending mail The mail server did not take the mail.")
    assert "3 times since" in first
    assert first.endswith("Try again")
    assert "(ZeroDivisionError)" in second

    assert retry(visit, cast.ada, "accounts.mail_reset").status_code == 303

    assert redis.smembers(AGAIN) == {b"accounts.mail_reset"}
    assert len(seen()) == 1  # it is off the board at once
    assert [row["name"] for row in json.loads(redis.get(BOARD))] == ["activities.match_again"]


def test_without_redis_a_job_cannot_be_tried_again_and_the_answer_says_so(cast, visit):
    response = retry(visit, cast.ada, "accounts.mail_reset")

    assert response.status_code == 409
    assert "Redis does not answer, so nothing can be tried again now." in response.text


@pytest.mark.parametrize("kind", ["events", "os.system", "nothing"])
def test_what_cannot_be_tried_again_is_not_there(cast, visit, redis, kind):
    assert retry(visit, cast.ada, kind).status_code == 404
    assert redis.smembers(AGAIN) == set()


def test_more_failures_ask_for_no_more(seen, redis, queries, gym_export):
    asked = []
    for _ in range(3):
        gym_export(Problem.GIVEN_UP)
        queries.clear()
        seen()
        asked.append(len(queries))

    assert asked == [4, 4, 4]


def is_job(each):
    return inspect.isfunction(each) and hasattr(each, "queue")


def test_every_job_has_words():
    names = set()
    for found in pkgutil.iter_modules(workers.__path__):
        here = f"workers.{found.name}"
        if found.name != "supervisor":
            names |= {each.name for each in vars(importlib.import_module(here)).values() if is_job(each)}

    assert names == set(JOBS)
    assert set(WHAT) == set(WHY)
