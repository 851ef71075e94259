"""Asking for a plan on paper: who may, what is drawn, what is said when it cannot be."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core import storage
from portal.core.db import db, transaction
from portal.core.ids import new_id
from portal.events.log import LoggedEvent, record
from portal.exports import pdf
from portal.exports.actions.drawing import draw_export
from portal.exports.actions.requests import erase_exports, forget_old_exports, give_up_exports
from portal.exports.models import Export
from portal.exports.rules.exports import KEPT, PATIENCE, ExportState, Paper, Problem
from portal.notifications.models import Notice
from portal.roster.models import Coaching, Consent
from portal.strava.events import StravaErased
from portal.strava.models.accounts import StravaErasure
from portal.training.models.plans import Plan
from tests.cast import NOW
from tests.exports.conftest import reload
from workers.training import forget_deleted_plans

PEOPLE = [("carla", 200), ("ana", 200), ("otto", 404), ("sam", 404), ("ada", 404)]


def facts(name):
    return [row for row in db.session.query(LoggedEvent) if row.name == f"exports.{name}"]


def test_a_plan_is_drawn_in_the_background_and_fetched(gym, cast, visit, printed):
    export = printed(gym.plan(gym.squats(), gym.runs(), title="Spring/10 km"), weeks=4)

    answer = visit(cast.ana, f"/exports/{export.id}/file")

    assert (export.state, export.done, export.total) == (ExportState.DONE, 4, 4)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert 'filename="Spring 10 km 2026-05-18.pdf"' in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_whoever_asked_is_told_when_it_is_ready(gym, cast, printed):
    export = printed(gym.plan(), who=cast.carla)

    notice = db.session.query(Notice).filter_by(subject_id=export.id).one()
    assert (notice.kind, notice.person_id) == ("export_ready", cast.carla.id)


def test_the_page_counts_weeks_until_the_document_is_there(gym, cast, visit, printed, deliver, time):
    export = printed(gym.plan(), weeks=2, is_delivered=False)
    waiting = visit(cast.ana, f"/exports/{export.id}", target="export_state")
    with transaction():
        row = reload(export)
        row.state, row.done, row.began_at = ExportState.DRAWING, 1, NOW
    time.move(seconds=3)
    half = visit(cast.ana, f"/exports/{export.id}", target="export_state")
    deliver()
    ready = visit(cast.ana, f"/exports/{export.id}", target="export_state")

    assert "waits for its turn" in waiting.text
    assert 'hx-trigger="every 1s"' in waiting.text
    assert "1 of 2 weeks" in half.text
    assert "about 3 seconds left" in half.text
    assert "hx-trigger" not in ready.text
    assert f"/exports/{export.id}/file" in ready.text


def test_progress_is_kept_week_by_week_while_the_rest_is_drawn(gym, app, printed, monkeypatch):
    export = printed(gym.plan(), weeks=4, is_delivered=False)
    seen = []
    add = pdf.Drawing.add

    def watched(drawing, template, **values):
        seen.append((reload(export).state, reload(export).done))
        add(drawing, template, **values)

    monkeypatch.setattr(pdf.Drawing, "add", watched)
    with app.app_context():
        draw_export(export.id, now=NOW)

    assert seen == [(ExportState.DRAWING, done) for done in range(4)]


def test_asking_twice_for_the_same_draws_it_once(gym, printed):
    plan = gym.plan()

    first, second = (printed(plan, is_delivered=False) for _ in range(2))

    assert first.id == second.id
    assert len(facts("ExportRequested")) == 1


def test_another_choice_is_another_document(gym, printed):
    plan = gym.plan()

    first, second = (printed(plan, paper=paper, is_delivered=False) for paper in ("a4", "letter"))

    assert first.id != second.id
    assert second.paper is Paper.LETTER


@pytest.mark.parametrize(("who", "status"), PEOPLE)
@pytest.mark.parametrize("path", ["", "/file"])
def test_athlete_and_present_trainer_may_have_it(gym, cast, visit, printed, who, status, path):
    export = printed(gym.plan())

    assert visit(getattr(cast, who), f"/exports/{export.id}{path}").status_code == status


@pytest.mark.parametrize(("who", "status"), PEOPLE)
def test_only_who_sees_the_plan_may_ask(gym, cast, visit, who, status):
    plan = gym.plan()

    begun = visit(getattr(cast, who), f"/plans/{plan.id}/exports/new")
    asked = visit(getattr(cast, who), f"/plans/{plan.id}/exports", method="POST", weeks=1, paper="a4")

    assert begun.status_code == status
    assert asked.status_code == (303 if status == 200 else 404)


@pytest.mark.parametrize("path", ["", "/file"])
def test_an_id_that_was_changed_opens_nothing(cast, visit, path):
    assert visit(cast.ana, f"/exports/{new_id()}{path}").status_code == 404


def test_the_file_closes_with_the_coaching(gym, cast, visit, printed):
    export = printed(gym.plan(), who=cast.carla)
    with transaction():
        db.session.query(Coaching).filter_by(trainer_id=cast.carla.id).one().ended_at = NOW

    assert visit(cast.carla, f"/exports/{export.id}/file").status_code == 404
    assert visit(cast.ana, f"/exports/{export.id}/file").status_code == 200


def test_the_file_closes_with_the_consent(gym, cast, visit, printed):
    export = printed(gym.plan())
    with transaction():
        for consent in db.session.query(Consent):
            consent.revoked_at = NOW

    assert visit(cast.carla, f"/exports/{export.id}/file").status_code == 404


def test_a_plan_that_was_withdrawn_takes_its_paper_along(gym, cast, visit, printed):
    plan = gym.plan()
    export = printed(plan)

    visit(cast.carla, f"/plans/{plan.id}/publication", method="DELETE")

    assert visit(cast.ana, f"/exports/{export.id}/file").status_code == 404


def test_nothing_is_drawn_for_a_trainer_whose_coaching_ended_meanwhile(gym, cast, printed, deliver):
    export = printed(gym.plan(), who=cast.carla, is_delivered=False)
    with transaction():
        db.session.query(Coaching).filter_by(trainer_id=cast.carla.id).one().ended_at = NOW

    deliver()

    assert (reload(export).state, reload(export).problem) == (ExportState.FAILED, Problem.NO_ACCESS)


def test_what_is_under_way_can_be_stopped(gym, cast, visit, printed, deliver):
    export = printed(gym.plan(), is_delivered=False)

    answer = visit(cast.ana, f"/exports/{export.id}", method="DELETE", target="export_state")
    deliver()

    assert "Stopped" in answer.text
    assert reload(export).state is ExportState.CANCELLED
    assert not facts("ExportFinished")


def test_a_document_stopped_while_it_is_drawn_leaves_no_file(gym, app, cast, visit, printed, monkeypatch):
    export = printed(gym.plan(), is_delivered=False)
    content = pdf.Drawing.content

    def stopped(drawing):
        with transaction():
            reload(export).state = ExportState.CANCELLED
        return content(drawing)

    monkeypatch.setattr(pdf.Drawing, "content", stopped)
    with app.app_context():
        draw_export(export.id, now=NOW)

        assert not storage.path_of(export.key).exists()
    assert reload(export).state is ExportState.CANCELLED


def test_a_removed_document_can_be_brought_back(gym, cast, visit, printed):
    export = printed(gym.plan())

    gone = visit(cast.ana, f"/exports/{export.id}?_method=DELETE", method="POST")
    page = visit(cast.ana, gone.location)
    hidden = visit(cast.ana, f"/exports/{export.id}")
    back = visit(cast.ana, f"/exports/{export.id}/restoration", method="POST")

    assert "The document was removed." in page.text
    assert f"/exports/{export.id}/restoration" in page.text
    assert hidden.status_code == 404
    assert visit(cast.ana, back.location).status_code == 200
    assert visit(cast.ana, f"/exports/{export.id}/file").status_code == 200


def test_a_trainer_does_not_remove_what_the_athlete_made(gym, cast, visit, printed):
    export = printed(gym.plan(), who=cast.ana)

    assert "Remove" not in visit(cast.carla, f"/exports/{export.id}").text
    assert "Remove" in visit(cast.ana, f"/exports/{export.id}").text
    assert visit(cast.carla, f"/exports/{export.id}", method="DELETE").status_code == 403


def test_pages_speak_the_readers_language(gym, cast, visit, printed):
    plan = gym.plan(title="⟦⟧")
    export = printed(plan)
    with transaction():
        db.session.get_one(Person, cast.ana.id).language = "en-XA"

    for path in (f"/plans/{plan.id}/exports/new", f"/exports/{export.id}"):
        main = re.search(r"<main[^>]*>(.*)</main>", visit(cast.ana, path).text, re.DOTALL)[1]
        words = re.sub(r"<[^>]*>", " ", main)
        while re.search(r"⟦[^⟦⟧]*⟧", words):
            words = re.sub(r"⟦[^⟦⟧]*⟧", "", words)
        assert not re.findall(r"[a-z]{4,}", words), words


def test_the_page_of_a_document_asks_the_database_little(gym, cast, visit, printed, queries):
    export = printed(gym.plan())
    queries.clear()

    visit(cast.ana, f"/exports/{export.id}", target="export_state")

    assert len(queries) <= 6, queries


def test_a_worker_killed_in_the_middle_leaves_it_to_the_next_which_finishes_it_once(
    gym, app, printed, deliver, monkeypatch
):
    export = printed(gym.plan(), weeks=4, is_delivered=False)
    add = pdf.Drawing.add
    calls = []

    def killed(drawing, template, **values):
        calls.append(template)
        if len(calls) == 3:
            raise KeyboardInterrupt
        add(drawing, template, **values)

    monkeypatch.setattr(pdf.Drawing, "add", killed)
    with app.app_context(), pytest.raises(KeyboardInterrupt):
        draw_export(export.id, now=NOW)
    left = (reload(export).state, reload(export).done)
    deliver()
    with app.app_context():
        draw_export(export.id, now=NOW)

    assert left == (ExportState.DRAWING, 2)
    assert (reload(export).state, reload(export).done) == (ExportState.DONE, 4)
    assert len(facts("ExportFinished")) == 1


def test_a_full_disk_is_said_in_a_sentence(gym, cast, visit, printed, deliver, monkeypatch):
    export = printed(gym.plan(), is_delivered=False)

    def full(key, _content):
        raise storage.StorageFull(key)

    monkeypatch.setattr(storage, "put", full)
    deliver()
    deliver()  # the news of it

    assert reload(export).problem is Problem.DISK_FULL
    assert "The disk of the server is full." in visit(cast.ana, f"/exports/{export.id}").text
    assert db.session.query(Notice).filter_by(subject_id=export.id).one().kind == "export_failed"


def test_what_nobody_draws_is_given_up(gym, printed):
    export = printed(gym.plan(), is_delivered=False)

    with transaction():
        give_up_exports(now=NOW + PATIENCE)
    early = reload(export).state
    with transaction():
        give_up_exports(now=NOW + PATIENCE + timedelta(seconds=1))

    assert early is ExportState.QUEUED
    assert reload(export).problem is Problem.GIVEN_UP


def test_old_documents_are_deleted_with_their_files(gym, app, cast, visit, printed, time):
    export = printed(gym.plan())
    with app.app_context():
        path = storage.path_of(export.key)

    time.move(days=29)
    kept = visit(cast.ana, f"/exports/{export.id}/file").status_code
    time.move(days=1)
    closed = visit(cast.ana, f"/exports/{export.id}/file").status_code
    with app.app_context(), transaction():
        forget_old_exports(now=NOW + KEPT)

    assert (kept, closed) == (200, 404)
    assert not path.exists()
    assert db.session.query(Export).count() == 0


def test_a_draft_of_which_a_document_is_left_stays_and_bars_no_other(app, gym, cast, visit, printed, time):
    drawn, bare = gym.plan(), gym.plan(publish=False)
    export = printed(drawn)
    visit(cast.carla, f"/plans/{drawn.id}/publication", method="DELETE")
    for plan in (drawn, bare):
        assert visit(cast.carla, f"/plans/{plan.id}/deletion", method="POST").status_code == 303
    time.move(days=31)

    with app.app_context():
        forget_deleted_plans()
    assert db.session.scalars(select(Plan.id)).all() == [drawn.id]

    with app.app_context(), transaction():
        db.session.delete(db.session.get(Export, export.id))
    with app.app_context():
        forget_deleted_plans()
    assert db.session.scalars(select(Plan.id)).all() == []


@pytest.mark.parametrize(
    "typed", [{}, {"weeks": "3", "paper": "a4"}, {"weeks": "-1", "paper": "a4"}, {"weeks": "1", "paper": "a0"}]
)
def test_choices_that_are_none_are_refused_beside_the_field(gym, cast, visit, typed):
    answer = visit(cast.ana, f"/plans/{gym.plan().id}/exports", method="POST", data=typed)

    assert answer.status_code == 422
    assert db.session.query(Export).count() == 0


def test_a_draft_is_not_printed(gym, cast, visit):
    plan = gym.plan(publish=False)

    begun = visit(cast.carla, f"/plans/{plan.id}/exports/new")
    asked = visit(cast.carla, f"/plans/{plan.id}/exports", method="POST", weeks=1, paper="a4")

    assert "Publish the plan first" in begun.text
    assert asked.status_code == 409


def test_a_plan_that_is_over_has_nothing_to_print(gym, cast, visit, time):
    plan = gym.plan(weeks=1)
    time.move(days=30)

    begun = visit(cast.ana, f"/plans/{plan.id}/exports/new")
    asked = visit(cast.ana, f"/plans/{plan.id}/exports", method="POST", weeks=1, paper="a4")

    assert "Nothing is left to do" in begun.text
    assert asked.status_code == 409


def test_the_usual_paper_follows_the_readers_units(gym, cast, visit):
    plan = gym.plan()
    with transaction():
        db.session.get_one(Person, cast.ana.id).units = "imperial"

    answer = visit(cast.ana, f"/plans/{plan.id}/exports/new")

    assert re.search(r'<input[^>]*checked[^>]*value="letter"', answer.text)


def test_a_new_version_of_the_plan_is_told_on_the_page_of_the_old_print(gym, cast, visit, printed):
    plan = gym.plan()
    export = printed(plan)
    with transaction():
        db.session.get_one(Plan, export.plan_id).version += 1

    assert "The plan has changed since." in visit(cast.ana, f"/exports/{export.id}").text


def test_a_stranger_with_the_code_in_hand_signs_in_first_and_then_is_there(gym, cast, visit):
    session_id = gym.sessions(gym.plan())[0].id

    stranger = visit(cast.sam, f"/sessions/{session_id}")
    nobody = visit(None, f"/sessions/{session_id}")

    assert nobody.status_code == 303
    assert f"next=/sessions/{session_id}" in nobody.location.replace("%2F", "/")
    assert stranger.status_code == 404


def is_kept(app, export):
    with app.app_context():
        return storage.path_of(export.key).exists()


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_what_was_drawn_for_an_athlete_goes_with_their_data_from_strava(gym, cast, visit, printed, deliver, who):
    export = printed(gym.plan(), who=getattr(cast, who))
    assert is_kept(gym.app, export)
    erasure = cast.keep(StravaErasure(athlete_id=cast.ana.id, by_athlete=True, opened_at=NOW, done_at=NOW))

    with transaction():
        record(StravaErased(erasure.id, 3), about=cast.ana.id, by=None, now=NOW)
    deliver()

    assert not is_kept(gym.app, export)
    assert db.session.query(Export).all() == []


def erase_strava(cast, *, at):
    """Let the athlete's data from Strava be gone since that moment."""
    erasure = cast.keep(StravaErasure(athlete_id=cast.ana.id, by_athlete=True, opened_at=at, done_at=at))
    with transaction():
        record(StravaErased(erasure.id, 3), about=cast.ana.id, by=None, now=at)


def test_what_is_being_drawn_meanwhile_does_not_come(gym, cast, visit, printed, deliver):
    export = printed(gym.plan(), is_delivered=False)
    with transaction():
        row = reload(export)
        row.state, row.began_at = ExportState.DRAWING, NOW

    erase_strava(cast, at=NOW)
    deliver()

    assert reload(export).problem is Problem.GIVEN_UP
    assert not is_kept(gym.app, export)
    assert "tried several times" not in visit(cast.ana, f"/exports/{export.id}").text


def test_what_was_begun_after_the_erasure_comes_all_the_same(gym, cast, printed, deliver):
    export = printed(gym.plan())

    erase_strava(cast, at=NOW - timedelta(seconds=3))
    deliver()

    assert reload(export).state is ExportState.DONE
    assert is_kept(gym.app, export)


def test_what_was_begun_while_the_erasure_ran_goes_as_well(gym, cast, printed, deliver):
    export = printed(gym.plan())

    erase_strava(cast, at=NOW - timedelta(seconds=1))
    deliver()

    assert not is_kept(gym.app, export)


def test_what_waits_to_be_drawn_is_not_touched_by_an_erasure(gym, cast, printed, deliver):
    export = printed(gym.plan(), is_delivered=False)

    with transaction():
        erase_exports(cast.ana.id, until=NOW, now=NOW)
    deliver()

    assert reload(export).state is ExportState.DONE
