"""The inbox: one's own, the newest first, in today's words."""

import html
from datetime import timedelta
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from portal.activities.models import Import
from portal.activities.rules.imports import ImportState, Problem
from portal.core.ids import new_id
from portal.messaging.models import Message, ReadMark
from portal.notifications.models import MailWish, Notice
from portal.notifications.rules import NoticeKind
from portal.training.models.plans import Plan
from tests.cast import NOW
from workers.notifications import forget_old_notices


@pytest.fixture
def notice(cast):
    def notice(person, kind=NoticeKind.EXPORT_READY, *, minutes_ago=1, subject_id=None, other=None, **more):
        return cast.keep(
            Notice(
                person_id=person.id,
                kind=kind,
                subject_id=subject_id or new_id(),
                other_id=other and other.id,
                told_at=NOW - timedelta(minutes=minutes_ago),
                **more,
            )
        )

    return notice


def in_the_rail(text):
    return text.partition('id="count-notices"')[2].partition("<span")[0].rpartition(">")[2]


def test_everyone_reads_their_own(cast, visit, notice):
    own = notice(cast.ana)

    assert "The document you asked for is ready." in visit(cast.ana, "/notices").text
    assert "The document you asked for" not in visit(cast.sam, "/notices").text
    for person in (cast.carla, cast.otto, cast.sam, cast.ada):
        assert visit(person, f"/notices/{own.id}/opening", method="POST").status_code == 404


def test_the_newest_come_first(cast, visit, notice):
    notice(cast.ana, NoticeKind.EXPORT_FAILED, minutes_ago=60)
    notice(cast.ana, NoticeKind.IMPORT_REFUSED, minutes_ago=5)

    text = visit(cast.ana, "/notices").text

    assert text.index("could not be read") < text.index("could not be made")


def test_opening_one_marks_it_and_leads_on(cast, visit, notice):
    own = notice(cast.ana, NoticeKind.IMPORT_REFUSED)
    assert in_the_rail(visit(cast.ana, "/notices").text) == "1"

    response = visit(cast.ana, f"/notices/{own.id}/opening", method="POST")

    place = f"/activities/refused#import-{own.subject_id}"
    assert (response.status_code, response.location) == (303, place)
    assert in_the_rail(visit(cast.ana, "/notices").text) == "0"
    assert visit(cast.ana, f"/notices/{own.id}/opening", method="POST").location == place


def test_all_are_marked_at_once_and_undo_restores_just_those(cast, visit, notice, time):
    notice(cast.ana, seen_at=NOW - timedelta(minutes=1))
    notice(cast.ana), notice(cast.ana), notice(cast.sam)

    response = visit(cast.ana, "/notices/seen", method="POST", target="notices")

    assert "Everything is marked as read." in response.text
    assert "notice--new" not in response.text
    assert cast.session.query(Notice).filter_by(seen_at=None).count() == 1
    time.move(minutes=1)
    undone = visit(
        cast.ana, f"/notices/seen?at={NOW.isoformat().replace('+', '%2B')}", method="DELETE", target="notices"
    )
    assert undone.text.count("notice--new") == 2


@pytest.mark.parametrize("at", ["", "yesterday", "2026-05-18T07:12:00"])
def test_undoing_at_a_strange_moment_changes_nothing(cast, visit, notice, at):
    notice(cast.ana, seen_at=NOW)

    assert visit(cast.ana, f"/notices/seen?at={at}", method="DELETE").status_code == 303
    assert cast.session.query(Notice).filter_by(seen_at=None).count() == 0


def test_a_message_is_new_until_it_is_read_and_counted_where_it_is_read(cast, visit, notice, conversation):
    message = cast.keep(
        Message(conversation_id=conversation.id, sender_id=cast.ana.id, text="Hi", sent_at=NOW - timedelta(minutes=2))
    )
    notice(cast.carla, NoticeKind.MESSAGE_SENT, subject_id=conversation.id, other=cast.ana)

    page = visit(cast.carla, "/notices").text
    assert "Ana Kovač wrote to you." in page
    assert "notice--new" in page
    assert in_the_rail(page) == "0"
    visit(cast.carla, "/notices/seen", method="POST")
    assert "notice--new" not in visit(cast.carla, "/notices").text
    visit(cast.carla, f"/notices/seen?at={quote(NOW.isoformat())}", method="DELETE")
    assert "notice--new" in visit(cast.carla, "/notices").text

    cast.keep(ReadMark(conversation_id=conversation.id, person_id=cast.carla.id, read_at=message.sent_at))
    assert "notice--new" not in visit(cast.carla, "/notices").text


def test_titles_are_judged_for_the_reader_of_today(cast, visit, notice, gym):
    plan = gym.plan(title="Strong in spring")
    notice(cast.ana, NoticeKind.PLAN_PUBLISHED, subject_id=plan.id, other=cast.carla)
    assert "Carla Moreau published a plan for you: “Strong in spring”." in visit(cast.ana, "/notices").text

    cast.session.get(Plan, plan.id).published_at = None
    cast.session.commit()

    text = visit(cast.ana, "/notices").text
    assert "Strong in spring" not in text
    assert "Carla Moreau published a plan for you." in text


def test_a_finished_session_is_named_to_whoever_may_see_it(cast, visit, notice, gym):
    session = gym.sessions(gym.plan())[0]
    for person in (cast.carla, cast.otto):
        notice(person, NoticeKind.SESSION_FINISHED, subject_id=session.id, other=cast.ana)

    assert f"Ana Kovač finished “{session.title}”." in visit(cast.carla, "/notices").text
    assert "Ana Kovač finished a session." in visit(cast.otto, "/notices").text


@pytest.fixture
def refused(cast, notice):
    """A file of somebody's that could not be read, and the notice of it."""

    def refused(name, problem=Problem.NO_SAMPLES, *, state=ImportState.REFUSED, person=None):
        row = cast.keep(
            Import(
                athlete_id=(person or cast.ana).id,
                batch_id=new_id(),
                file_name=name,
                state=state,
                problem=problem,
                asked_at=NOW,
                finished_at=NOW,
            )
        )
        notice(cast.ana, NoticeKind.IMPORT_REFUSED, subject_id=row.id)
        return row

    return refused


def test_a_file_that_could_not_be_read_is_named_with_the_reason_and_found_where_the_notice_leads(cast, visit, refused):
    rows = [refused("first.fit"), refused("second.zip", Problem.ARCHIVE)]

    text = html.unescape(visit(cast.ana, "/notices").text)
    place = visit(cast.ana, "/activities/refused").text

    assert "“first.fit” could not be read. This file holds no recorded samples" in text
    assert "“second.zip” could not be read. This archive holds more than 50 files" in text
    assert all(f'id="import-{row.id}"' in place for row in rows)


def test_a_file_that_was_read_after_all_and_one_of_somebody_else_are_not_named(cast, visit, refused):
    refused("again.fit", None, state=ImportState.DONE), refused("other.fit", person=cast.sam)

    text = visit(cast.ana, "/notices").text

    assert text.count("One of your files could not be read when you handed it in.") == 2
    assert ".fit" not in text


def test_html_in_a_name_is_shown_as_it_is(cast, visit, notice):
    cast.ana.name = "<b>Ana</b>"
    cast.session.commit()
    notice(cast.carla, NoticeKind.COACHING_ENDED, other=cast.ana)

    text = visit(cast.carla, "/notices").text

    assert "<b>Ana" not in text
    assert "&lt;b&gt;Ana&lt;/b&gt; ended the coaching." in text


def test_many_are_read_page_by_page_at_the_same_cost(cast, visit, notice, queries):
    notice(cast.ana, minutes_ago=1)
    visit(cast.ana, "/notices")
    queries.clear()
    visit(cast.ana, "/notices")
    once = len(queries)
    for number in range(50):
        notice(cast.ana, minutes_ago=2 + number)
    queries.clear()

    first = visit(cast.ana, "/notices").text

    assert len(queries) == once <= 6
    assert first.count('class="notice ') == 40
    url = first.partition('href="/notices?before=')[2].partition('"')[0]
    second = visit(cast.ana, f"/notices?before={url}").text
    assert second.count('class="notice ') == 11
    assert "/notices?before=" not in second


@pytest.mark.parametrize("before", ["x", "01a1fdf1-d138-731a-a7e8-df2d98cf62aa"])
def test_a_strange_place_to_read_from_harms_nothing(cast, visit, notice, before):
    notice(cast.ana)

    assert visit(cast.ana, f"/notices?before={before}").status_code == 200


def test_an_empty_inbox_says_what_will_be_here(cast, visit):
    assert "Nothing yet" in visit(cast.ana, "/notices").text


def test_the_numbers_of_the_menu_are_fetched_alone(cast, visit, notice):
    notice(cast.ana)

    text = visit(cast.ana, "/counts").text

    assert in_the_rail(text) == "1"
    assert 'id="count-messages"' in text
    assert text.count("hx-swap-oob") == text.count('<span class="nav__count')
    assert visit(None, "/counts").status_code == 303


@pytest.fixture
def at_the_same_time(engine, cast):
    """Let another tab of Ana's say that she wants mails, right after this one has looked and found nothing."""

    values = [{"id": new_id(), "person_id": cast.ana.id, "by_mail": True, "chosen_at": NOW}]

    def choose(connection, _cursor, statement, *_):
        if values and statement.startswith("SELECT mail_wish"):
            connection.execute(sa.insert(MailWish.__table__).values(**values.pop()))

    sa.event.listen(engine, "after_cursor_execute", choose)
    yield
    sa.event.remove(engine, "after_cursor_execute", choose)


def test_a_wish_that_is_sent_twice_at_the_same_time_is_one(cast, visit, session, at_the_same_time):
    assert visit(cast.ana, "/notices/mail", method="POST").status_code == 303

    assert session.scalars(select(MailWish.by_mail).where(MailWish.person_id == cast.ana.id)).all() == [False]


def test_mails_are_on_until_somebody_switches_them_off(cast, visit):
    assert "checked" in visit(cast.ana, "/notices").text

    visit(cast.ana, "/notices/mail", method="POST")
    assert "checked" not in visit(cast.ana, "/notices").text
    assert "checked" in visit(cast.carla, "/notices").text

    visit(cast.ana, "/notices/mail", method="POST", by_mail="y")
    assert "checked" in visit(cast.ana, "/notices").text
    assert cast.session.query(MailWish).count() == 1


def test_old_notices_are_forgotten(cast, notice, app):
    notice(cast.ana, minutes_ago=181 * 24 * 60)
    kept = notice(cast.ana, minutes_ago=179 * 24 * 60)

    with app.app_context():
        forget_old_notices()

    assert [row.id for row in cast.session.query(Notice)] == [kept.id]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "soon"])
def test_a_moment_that_cannot_be_unsees_nothing(cast, visit, notice, session, at):
    notice(cast.ana, seen_at=NOW)

    assert visit(cast.ana, f"/notices/seen?at={quote(at)}", method="DELETE").status_code in {200, 303}

    assert session.scalar(select(Notice.seen_at)) == NOW
