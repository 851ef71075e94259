"""How an athlete is, who says so, and which days that excuses."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, insert, literal, select

from portal.core.access import Actor
from portal.core.ids import new_id
from portal.events.log import LoggedEvent
from portal.roster.models import Consent, LifeStatus
from portal.roster.queries import client_head, excused_days, excuses
from portal.roster.rules import EXCUSING, Life, LifeDraft, covers, in_force, problem
from tests.cast import NOW, TODAY

DAYS = st.dates(date(2026, 5, 1), date(2026, 5, 20))


@dataclass(frozen=True)
class Status:
    id: UUID
    from_on: date
    until_on: date | None
    kind: Life = Life.ILL


STATUSES = st.builds(
    lambda first, length, kind: Status(
        new_id(), first, None if length is None else first + timedelta(days=length), kind
    ),
    DAYS,
    st.none() | st.integers(0, 9),
    st.sampled_from(Life),
)


def in_may(day):
    return date(2026, 5, day)


@pytest.fixture
def note(visit, cast):
    def note(person=None, *, athlete=None, target=None, **changes):
        form = {"kind": "ill", "from_on": "2026-05-18", "lasts": "open", "until_on": "", **changes}
        url = f"/athletes/{(athlete or cast.ana).id}/life-status"
        return visit(person or cast.ana, url, method="POST", target=target, data=form)

    return note


@pytest.fixture
def statuses(session):
    return lambda: session.scalars(select(LifeStatus).order_by(LifeStatus.id)).all()


@pytest.fixture
def close_health(session, cast):
    def close():
        for consent in session.scalars(select(Consent).where(Consent.kind == "health")):
            consent.revoked_at = NOW
        session.commit()

    return close


@pytest.mark.parametrize(("day", "holds"), [(9, False), (10, True), (12, True), (13, False)])
def test_a_status_holds_from_its_first_to_its_last_day(day, holds):
    assert covers(Status(new_id(), in_may(10), in_may(12)), in_may(day)) is holds


def test_an_open_status_holds_until_it_is_changed():
    assert covers(Status(new_id(), in_may(10), None), date(2027, 1, 1))


def test_of_what_holds_that_counts_which_began_last():
    ill = Status(new_id(), in_may(1), None, Life.ILL)
    back = Status(new_id(), in_may(8), None, Life.ACTIVE)

    assert [in_force([back, ill], in_may(day)) for day in (7, 8, 30)] == [ill, back, back]


@given(st.lists(STATUSES, max_size=6), DAYS)
def test_what_counts_holds_and_nothing_that_holds_began_later(rows, day):
    found = in_force(rows, day)

    assert (found is None) == (not any(covers(row, day) for row in rows))
    assert found is None or all(row.from_on <= found.from_on for row in rows if covers(row, day))


@pytest.mark.parametrize(
    ("until", "said"),
    [(in_may(9), "before the first"), (date(2027, 5, 12), "longer than a year"), (in_may(10), None), (None, None)],
)
def test_days_that_do_not_go_together_are_refused_in_words(until, said):
    found = problem(LifeDraft(Life.ILL, in_may(10), until))

    assert (said in str(found)) if said else found is None


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_athlete_and_trainer_note_how_it_is(visit, cast, note, statuses, session, who):
    person = getattr(cast, who)
    asked = visit(person, f"/athletes/{cast.ana.id}/life-status/new", target="dialog")
    assert asked.text.strip().startswith('<div id="dialog"')
    assert 'value="2026-05-18"' in asked.text

    response = note(person, lasts="day", until_on="2026-05-20")

    assert response.location == f"/athletes/{cast.ana.id}/life-status"
    (status,) = statuses()
    assert (status.kind, status.from_on, status.until_on) == ("ill", in_may(18), in_may(20))
    assert status.noted_by_id == person.id
    noted = session.scalar(select(LoggedEvent).where(LoggedEvent.name == "roster.LifeStatusNoted"))
    assert (noted.about_id, noted.by_id, noted.payload) == (cast.ana.id, person.id, {"life_status_id": str(status.id)})
    assert "until Wed, May 20" in visit(person, response.location).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "dead"}, "Not a valid choice"),
        ({"from_on": ""}, "Please fill this in."),
        ({"from_on": "9999-01-01"}, "Choose a day between the years 1900 and 2200."),
        ({"from_on": "soon"}, "Choose a day, or write it as 2026-05-18."),
        ({"lasts": "day"}, "Choose the last day, or “until it is changed”."),
        ({"lasts": "day", "until_on": "2026-05-01"}, "The last day is before the first."),
        ({"lasts": "day", "until_on": "2030-05-01"}, "That is longer than a year."),
        ({"lasts": "never"}, "Not a valid choice"),
    ],
)
def test_a_wrong_status_is_refused_in_words(note, statuses, wrong, said):
    response = note(target="dialog", **wrong)

    assert response.status_code == 422
    assert said in response.text
    assert statuses() == []


def test_what_is_noted_twice_by_one_form_is_noted_once_and_another_beside_it(visit, cast, note, statuses, session):
    form = visit(cast.ana, f"/athletes/{cast.ana.id}/life-status/new").text
    key = re.search(r'name="key" value="([\w-]+)"', form)[1]

    for kind in ("ill", "ill", "injured"):
        assert note(cast.ana, kind=kind, key=key).status_code == 303

    assert [status.kind for status in statuses()] == ["ill", "injured"]
    noted = select(func.count()).where(LoggedEvent.name == "roster.LifeStatusNoted")
    assert session.scalar(noted) == 2


@pytest.fixture
def at_the_same_time(engine, cast):
    """Let another process note the same, right after this one has looked and found nothing."""
    key = new_id()
    values = {"id": key, "athlete_id": cast.ana.id, "kind": "ill", "from_on": TODAY, "until_on": None}
    waiting = [{**values, "noted_by_id": cast.ana.id, "noted_at": NOW}]

    def insert_first(connection, _cursor, statement, *_):
        if waiting and statement.startswith("SELECT life_status"):
            connection.execute(insert(LifeStatus.__table__).values(**waiting.pop()))

    event.listen(engine, "after_cursor_execute", insert_first)
    yield key
    event.remove(engine, "after_cursor_execute", insert_first)


def test_of_two_forms_at_the_same_moment_one_is_kept(cast, note, statuses, at_the_same_time):
    assert note(cast.ana, from_on=TODAY.isoformat(), key=str(at_the_same_time)).status_code == 303

    assert [status.id for status in statuses()] == [at_the_same_time]


def test_what_was_taken_back_is_noted_anew_by_the_form_one_goes_back_to(visit, cast, note, statuses):
    key = str(new_id())
    note(cast.ana, key=key)
    visit(cast.ana, f"/life-statuses/{statuses()[0].id}/withdrawal", method="POST")

    note(cast.ana, key=key)

    assert [status.withdrawn_at is None for status in statuses()] == [False, True]


def test_a_form_that_was_refused_keeps_its_key(cast, note):
    key = str(new_id())

    assert f'name="key" value="{key}"' in note(cast.ana, target="dialog", kind="dead", key=key).text


@pytest.mark.parametrize(
    ("until", "said"), [({"lasts": "day", "until_on": "2026-05-24"}, "until Sun, May 24"), ({}, "until it is changed")]
)
def test_today_says_until_when_and_leads_to_where_it_is_ended(visit, cast, note, until, said):
    assert "I am ill or away" in visit(cast.ana, "/today").text

    note(cast.ana, **until)

    text = visit(cast.ana, "/today").text
    assert "<span>ill</span>" in text
    assert said in text
    assert f'href="/athletes/{cast.ana.id}/life-status"' in text
    assert "I am ill or away" not in text
    note(cast.ana, kind="active", from_on=TODAY.isoformat())
    assert "I am ill or away" in visit(cast.ana, "/today").text


@pytest.mark.parametrize("who", ["otto", "sam", "ada"])
def test_strangers_neither_read_nor_say_how_somebody_is(visit, cast, note, statuses, who):
    person = getattr(cast, who)

    assert note(person).status_code == 404
    for rest in ("life-status", "life-status/new"):
        assert visit(person, f"/athletes/{cast.ana.id}/{rest}").status_code == 404
    assert statuses() == []


def test_without_consent_to_health_the_trainer_neither_reads_nor_says_it(visit, cast, note, statuses, close_health):
    note()
    close_health()

    assert client_head(Actor(cast.carla.id), cast.ana.id, today=TODAY).life is Life.ACTIVE
    assert visit(cast.carla, f"/athletes/{cast.ana.id}/life-status").status_code == 403
    assert note(cast.carla).status_code == 403
    assert visit(cast.carla, f"/life-statuses/{statuses()[0].id}/withdrawal", method="POST").status_code == 404
    assert len(statuses()) == 1


def test_with_consent_the_head_of_the_client_says_it(cast, note):
    note(kind="injured", lasts="day", until_on="2026-05-25")

    head = client_head(Actor(cast.carla.id), cast.ana.id, today=TODAY)

    assert (head.life, head.life_until) == (Life.INJURED, in_may(25))
    assert client_head(Actor(cast.carla.id), cast.ana.id, today=in_may(26)).life is Life.ACTIVE


def test_a_status_is_taken_back_and_put_back(visit, cast, note, statuses, session):
    note()
    url = f"/life-statuses/{statuses()[0].id}/withdrawal"

    gone = visit(cast.ana, url, method="POST", target="life_list")

    assert gone.text.strip().startswith('<div id="life_list"')
    assert "Undo" in gone.text
    assert excused_days(cast.ana.id, TODAY, TODAY) == frozenset()

    for _ in range(2):
        visit(cast.carla, url, method="DELETE", target="life_list")

    assert excused_days(cast.ana.id, TODAY, TODAY) == {TODAY}
    names = session.scalars(select(LoggedEvent.name).order_by(LoggedEvent.id)).all()
    assert names == ["roster.LifeStatusNoted", "roster.LifeStatusWithdrawn", "roster.LifeStatusRestored"]


@pytest.mark.parametrize("who", ["otto", "sam", "ada"])
def test_strangers_take_nothing_back(visit, cast, note, statuses, who):
    note()

    for method in ("POST", "DELETE"):
        url = f"/life-statuses/{statuses()[0].id}/withdrawal"
        assert visit(getattr(cast, who), url, method=method).status_code == 404


@pytest.mark.parametrize("kind", Life)
def test_everything_but_training_and_travelling_excuses(cast, note, kind):
    note(kind=kind.value)

    assert bool(excused_days(cast.ana.id, TODAY, TODAY)) is (kind in EXCUSING)
    assert (kind in EXCUSING) is (kind not in {Life.ACTIVE, Life.TRAVEL})


def test_who_is_back_early_is_excused_no_more(cast, note):
    note(kind="holiday", from_on="2026-05-10", lasts="day", until_on="2026-05-20")
    note(kind="active", from_on="2026-05-16")

    assert sorted(excused_days(cast.ana.id, in_may(8), in_may(22))) == [in_may(day) for day in range(10, 16)]


@given(st.lists(STATUSES, max_size=5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_and_the_rules_agree_on_every_day(session, cast, rows):
    athlete_id = cast.ana.id
    for row in rows:
        session.add(
            LifeStatus(
                id=row.id,
                athlete_id=athlete_id,
                kind=row.kind,
                from_on=row.from_on,
                until_on=row.until_on,
                noted_by_id=athlete_id,
                noted_at=NOW,
            )
        )
    session.flush()

    by_rules = excused_days(athlete_id, in_may(1), in_may(31))
    days = [in_may(day) for day in range(1, 32)]
    by_clause = {day for day in days if session.scalar(select(excuses(literal(athlete_id), literal(day))))}

    assert by_rules == by_clause
    session.rollback()
