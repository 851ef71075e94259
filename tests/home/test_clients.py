"""The clients page, the page of one, and the jump list."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from portal.accounts.models import Person
from portal.messaging.models import Conversation, Message
from portal.roster.models import Coaching, Consent, LifeStatus
from portal.roster.rules import CONSENT_TEXT, DataKind, Life
from portal.seed.people import coach
from tests.cast import CHEAP_HASH, NOW, TODAY
from tests.training.builders import Gym


@pytest.fixture
def gym(app, cast):
    return Gym(app, cast)


def newcomer(cast, name):
    email = f"{name.lower().replace(' ', '.')}@trackside.example"
    person = cast.keep(Person(name=name, email=email, password_hash=CHEAP_HASH, joined_at=NOW))
    coach(cast.carla, person, since=NOW)
    cast.session.commit()
    return person


@pytest.mark.parametrize(("who", "names"), [("carla", ["Ana"]), ("otto", []), ("ana", []), ("sam", []), ("ada", [])])
def test_each_sees_their_own_clients(cast, visit, who, names):
    text = visit(getattr(cast, who), "/clients").text

    assert ("Ana Kovač</a>" in text) == bool(names)


@pytest.mark.parametrize(("who", "status"), [("carla", 200), ("ana", 404), ("otto", 404), ("sam", 404), ("ada", 404)])
def test_a_client_page_is_the_current_trainers_alone(cast, visit, who, status):
    assert visit(getattr(cast, who), f"/clients/{cast.ana.id}").status_code == status


def test_a_missed_session_and_a_finished_one_stand_in_the_strip(gym, cast, visit, time):
    sessions = gym.sessions(gym.plan())
    gym.train(sessions[0])
    time.move(days=6)

    text = visit(cast.carla, "/clients").text

    assert "mark--bad" in text  # Wednesday was missed
    assert "no log for 6 days" in text
    assert "50%" in text


def test_the_page_of_clients_costs_the_same_however_many_there_are(cast, visit, queries):
    fresh, known = [], []
    for n in (1, 12):
        for number in range(n):
            newcomer(cast, f"Client {n} {number}")
        for counts in (fresh, known):
            queries.clear()
            visit(cast.carla, "/clients")
            counts.append(len([q for q in queries if q.startswith("SELECT")]))

    assert known == [3, 3]  # who is asking, the clients, what waits in the rail
    assert fresh == [5, 5]  # and for those of whom something is new: their last sessions, how they stand


def test_what_happens_to_a_client_shows_at_once(gym, cast, visit, session, time):
    sessions = gym.sessions(gym.plan())
    time.move(days=6)
    before = visit(cast.carla, "/clients").text

    gym.train(sessions[2], on=TODAY + timedelta(days=6))
    after = visit(cast.carla, "/clients").text

    assert "no log for 206 days" in before
    assert "no log for" not in after


def test_whoever_is_ill_and_asks_stands_on_top_and_both_are_said(cast, visit, session):
    ill = {"athlete_id": cast.ana.id, "kind": Life.ILL, "from_on": TODAY, "noted_by_id": cast.ana.id, "noted_at": NOW}
    cast.keep(LifeStatus(**ill))
    talk = cast.keep(Conversation(trainer_id=cast.carla.id, athlete_id=cast.ana.id, began_at=NOW))
    asked_at = NOW - timedelta(hours=26)
    cast.keep(Message(conversation_id=talk.id, sender_id=cast.ana.id, text="May I run?", sent_at=asked_at))

    text = visit(cast.carla, "/clients").text

    assert "Need me" in text
    assert "Away, not counted" not in text
    assert "waits for an answer, 26 h" in text
    assert re.search(r"<span>ill</span>", text)


def test_on_a_phone_a_second_line_has_what_the_columns_have(gym, cast, visit):
    plan = gym.plan()
    gym.train(gym.sessions(plan)[0])

    (line,) = re.findall(r'<td class="card-line card-only">(.*?)</td>', visit(cast.carla, "/clients").text, re.DOTALL)
    words = " ".join(re.sub(r"<[^>]+>", " ", line).split())

    assert words == "30 d 100% active May 18 until Jun 14"


def test_searching_finds_parts_of_names_and_says_when_there_are_none(cast, visit):
    newcomer(cast, "Ben Okafor")

    assert "Ben Okafor" in visit(cast.carla, "/clients?q=oka", target="client_rows").text
    assert "Ana Kovač" not in visit(cast.carla, "/clients?q=oka").text
    assert "No client has that name" in visit(cast.carla, "/clients?q=%25").text


@pytest.mark.parametrize("name", ["Čedo Barić", "Šime Žunić", "Öykü Ünal", "Émile Zola"])
@pytest.mark.parametrize("spelt", [str, str.lower, str.upper])
def test_clients_are_found_whatever_letters_their_names_begin_with(cast, visit, name, spelt):
    newcomer(cast, name)
    word = spelt(name.split()[0])

    assert name in visit(cast.carla, f"/clients?q={quote(word)}", target="client_rows").text
    assert name in visit(cast.carla, f"/jump?q={quote(word)}").text


@pytest.mark.parametrize("path", ["/clients", "/jump"])
def test_a_letter_that_no_database_keeps_is_not_looked_for(cast, visit, path):
    assert "Ana Kovač" in visit(cast.carla, f"{path}?q=a%00na").text
    assert visit(cast.carla, f"{path}?q=%00").status_code == 200


def test_plans_are_found_whatever_letters_their_titles_begin_with(gym, cast, visit):
    gym.plan(title="Žetva snage")

    assert "Žetva snage" in visit(cast.carla, "/jump?q=žetva").text


@pytest.mark.parametrize("who", ["carla", "otto"])
def test_inviting_is_one_step_from_the_clients(cast, visit, who):
    trainer = getattr(cast, who)

    text = visit(trainer, "/clients").text

    assert re.search(r'<a[^>]*href="/invitations/new"[^>]*hx-target="#dialog"', text)
    assert 'href="/invitations"' in visit(trainer, "/invitations/new", target="dialog").text


def test_an_empty_practice_says_what_to_do(cast, visit):
    assert "Invite a client" in visit(cast.otto, "/clients").text


def test_without_consent_nothing_of_training_shows(gym, cast, visit, session):
    plan = gym.plan(title="Threshold block")
    session.query(Consent).delete()
    session.commit()

    page = visit(cast.carla, f"/clients/{cast.ana.id}")

    assert page.status_code == 200
    assert "Back squat" not in page.text
    assert "does not show you their training" in page.text
    plans = visit(cast.carla, f"/clients/{cast.ana.id}/plans")
    assert plans.status_code == 200
    assert "has not agreed to show you training" in plans.text
    assert plan.title not in plans.text
    assert "New plan" not in plans.text
    assert visit(cast.carla, f"/clients/{cast.ana.id}/plans/new").status_code == 403


def test_without_consent_for_health_nothing_is_said_of_how_they_are(gym, cast, visit, session):
    paths = [f"/clients/{cast.ana.id}", f"/clients/{cast.ana.id}/plans", f"/clients/{cast.ana.id}/messages"]
    before = [visit(cast.carla, path).text for path in paths]
    session.query(Consent).delete()
    session.commit()

    after = [visit(cast.carla, path).text for path in paths]

    assert [re.search(r"\bactive</span>", text) is not None for text in before] == [True, True, True]
    assert [re.search(r"\bactive</span>|How they are", text) for text in after] == [None, None, None]


def test_without_consent_not_even_the_end_of_a_plan_shows_nor_that_there_is_none(gym, cast, visit, session):
    plan = gym.plan(weeks=1)
    before = visit(cast.carla, "/clients").text
    session.query(Consent).delete()
    session.commit()

    text = visit(cast.carla, "/clients").text

    assert f"May {plan.ends_on.day}" in before
    assert f"May {plan.ends_on.day}" not in text
    assert "has no plan" not in text


def test_what_the_instance_allows_holds_for_the_page_of_clients_at_once(cast, store, visit, session, strava_terms):
    store(cast.ana, source="strava")
    relation = session.query(Coaching).filter_by(trainer_id=cast.carla.id).one()
    cast.keep(Consent(coaching_id=relation.id, kind=DataKind.STRAVA, text_version=CONSENT_TEXT, granted_at=NOW))

    seen = []
    for may in (False, True, False):
        strava_terms(may)
        seen.append("May 14" in visit(cast.carla, "/clients").text)

    assert seen == [False, True, False]


def test_the_client_page_costs_the_same_with_a_long_history(gym, cast, visit, queries):
    counts = []
    for weeks in (1, 12):
        plan = gym.plan(weeks=weeks, starts_on=TODAY - timedelta(weeks=2))
        gym.train(gym.sessions(plan)[0], on=TODAY)
        queries.clear()
        visit(cast.carla, f"/clients/{cast.ana.id}")
        counts.append(len([q for q in queries if q.startswith("SELECT")]))

    assert counts[0] == counts[1] <= 8


def test_the_jump_list_finds_clients_plans_and_places(gym, cast, visit):
    gym.plan(title="Spring block")

    assert "Ana Kovač" in visit(cast.carla, "/jump?q=kov").text
    assert "Spring block" in visit(cast.carla, "/jump?q=spring").text
    assert "Messages" in visit(cast.carla, "/jump?q=mess").text
    assert "Spring block" not in visit(cast.otto, "/jump?q=spring").text
    assert 'href="/programs/percentage_cycle"' in visit(cast.carla, "/jump?q=5/3/1").text


def test_the_style_page_is_there_in_a_demo_and_not_in_an_instance(app, cast, visit, monkeypatch):
    answers = []
    for is_demo in (False, True):
        for name, value in {"TESTING": False, "DEMO": is_demo}.items():
            monkeypatch.setitem(app.config, name, value)
        answers.append(visit(cast.carla, "/styleguide").status_code)

    assert answers == [404, 200]
