"""Every page of the site map, for everybody, read by a careful reader."""

import re
from collections import Counter
from urllib.parse import urlencode
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.activities.models.activities import Activity
from portal.activities.models.files import Import
from portal.core.access import REGISTER, Actor
from portal.core.db import transaction
from portal.core.ids import new_id
from portal.core.language import PSEUDO
from portal.messaging.models import Message
from portal.roster.actions.invitations import invite
from portal.roster.models import Coaching, Invitation
from portal.roster.rules import InvitationDraft
from portal.seed.world import load_world
from portal.training.models.exercises import Exercise
from portal.training.models.logs import SessionLog
from portal.training.models.plans import Adjustment, Plan, PlannedSession
from tests.browser import Page, faults, untranslated
from tests.cast import NOW, Cast
from tests.contracts.records import RECORDS, Scene

EVERYBODY = ("carla", "ana", "ben", "otto", "sam", "ada", "nobody")
ENDLESS = "/live"
"""A stream never ends, so nobody reads it to its end."""
PARTS = {"track": "a", "key": "a", "day": 1, "kind": "health", "exercise_id": UUID(int=1)}
"""What stands in URLs beside ids, as it is in the plan of the scene; nobody has the exercise."""


def getting(app):
    """Return the rules one can visit."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and rule.endpoint != "static"]
    return sorted((rule for rule in rules if rule.rule != ENDLESS), key=lambda rule: rule.rule)


def permission_of(app, rule):
    """Return the permission that the page of one record needs, if it is such a page."""
    return REGISTER.get(app.view_functions[rule.endpoint].access) if "id" in rule.arguments else None


def url_of(app, rule, **values):
    """Write the address of a rule."""
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, {**PARTS, **values}, append_unknown=False)


def allowed(session, where, record, actor):
    return session.scalar(select(type(record).id).where(type(record).id == record.id, where(actor))) is not None


def expected(session, permission, record, person):
    """Return the statuses that the where-clauses of the permission promise."""
    if person is None:
        return {303}
    actor = Actor(person.id, is_trainer=person.is_trainer, is_operator=person.is_operator)
    if allowed(session, permission.where, record, actor):
        return {200, 302, 303, 404, 409}
    view = permission.view or permission
    return {403} if allowed(session, view.where, record, actor) else {404}


def html_of(answer):
    """Return the page of an answer, or nothing where it is a file or only says where to go."""
    html = answer.get_data(as_text=True) if answer.mimetype == "text/html" and not answer.location else ""
    answer.close()
    return html


def complaints(answer):
    return faults(html_of(answer))


@pytest.fixture
def scene(app, cast):
    return Scene(app, cast)


@pytest.fixture
def people(scene):
    cast = scene.cast
    known = {who: getattr(cast, who) for who in EVERYBODY if hasattr(cast, who)}
    return known | {"ben": scene.ben, "nobody": None}


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_page_of_a_record_keeps_to_its_permission(app, session, scene, people, visit, who):
    wrong, opened = [], 0
    for rule in getting(app):
        permission = permission_of(app, rule)
        for state, make in RECORDS[permission.model.__name__].items() if permission else ():
            record = make(scene)
            hoped = expected(session, permission, record, people[who])
            answer = visit(people[who], url_of(app, rule, id=record.id))
            opened += answer.status_code == 200
            if answer.status_code not in hoped:
                wrong.append(f"{rule.rule} ({state}): {answer.status_code}, hoped for {hoped}")
            wrong += [f"{rule.rule} ({state}): {fault}" for fault in complaints(answer)]

    assert wrong == []
    assert opened > {"carla": 40, "ana": 25, "ben": 5}.get(who, -1)


@pytest.mark.parametrize("who", EVERYBODY)
def test_each_page_without_a_record_can_be_read(app, people, visit, who):
    wrong, opened = [], 0
    for rule in getting(app):
        if permission_of(app, rule):
            continue
        values = {name: new_id() if name in {"id", "batch"} else "forged" for name in rule.arguments - set(PARTS)}
        answer = visit(people[who], url_of(app, rule, **values))
        opened += answer.status_code == 200
        if answer.status_code >= 500 and rule.rule != "/health":
            wrong.append(f"{rule.rule}: {answer.status_code}")
        wrong += [f"{rule.rule}: {fault}" for fault in complaints(answer)]

    assert wrong == []
    assert opened > (3 if who == "nobody" else 8)


@pytest.mark.parametrize("who", ["carla", "ana"])
@pytest.mark.parametrize("target", ["dialog", "main"])
def test_each_fragment_is_well_formed(app, scene, people, visit, who, target):
    wrong = []
    for rule in getting(app):
        permission = permission_of(app, rule)
        if permission or not rule.arguments:
            make = next(iter(RECORDS[permission.model.__name__].values())) if permission else None
            values = {"id": make(scene).id} if make else {}
            answer = visit(people[who], url_of(app, rule, **values), target=target)
            wrong += [f"{rule.rule}: {fault}" for fault in complaints(answer)]

    assert wrong == []


@pytest.mark.parametrize("who", ["carla", "ana", "sam"])
def test_an_id_that_nobody_gave_is_a_page_that_is_not_there(app, people, visit, who):
    for rule in getting(app):
        if permission_of(app, rule):
            answer = visit(people[who], url_of(app, rule, id=new_id()))
            assert answer.status_code == 404, rule.rule


def test_a_tampered_address_is_a_page_that_is_not_there(app, scene, people, visit):
    plan = str(scene.plan.id)
    for broken in (plan[:-1], plan + "0", plan[:-1] + "g", "../" + plan, "%00", "-1", "' OR 1=1 --", "é" * 40):
        assert visit(people["carla"], f"/plans/{broken}").status_code == 404


# -- the pseudo-locale, in the demo world --------------------------------------------------------------------

TYPED = (
    (Person, ("name", "email", "time_zone")),
    (Message, ("text",)),
    (Plan, ("title",)),
    (PlannedSession, ("title", "note")),
    (Adjustment, ("reason",)),
    (SessionLog, ("note",)),
    (Activity, ("name", "own_name", "note", "device", "raw_sport")),
    (Import, ("file_name",)),
    (Coaching, ("note",)),
    (Invitation, ("name", "email")),
)


def typed_by_people(session):
    """Return every text that somebody wrote: no translation touches it."""
    found = set()
    for model, columns in TYPED:
        for row in session.query(model):
            found.update(filter(None, (getattr(row, column) for column in columns)))
    found.update(session.scalars(select(Exercise.name).where(Exercise.owner_id.is_not(None))))
    names = [name.split() for name in session.scalars(select(Person.name))]
    found.update(word for name in names for word in (*name, name[0][0] + name[-1][0]))
    return frozenset(found)


@pytest.fixture
def world(app, session):
    """Half a year of Carla's practice."""
    with app.app_context(), transaction():
        load_world(now=NOW)
    return session


@pytest.fixture
def read_by(world):
    """Return a person by key, who reads the pseudo-locale."""

    def read(who):
        person = world.scalar(select(Person).where(Person.email == f"{who}@trackside.example"))
        person.language = PSEUDO
        world.commit()
        return person

    return read


class Stranger(Cast):
    """Signs in whoever lives in a world that is already there."""

    def __init__(self, session):
        self.session, self._sign_ins = session, {}


def links_on(html):
    """Return where a page leads: links, dialogs, and what it loads by itself."""
    found = [each[name] for each in Page(html).elements for name in ("href", "hx-get") if each.tag != "use"]
    return [url for url in found if url and url.startswith("/") and not url.startswith(("/static", "//"))]


def walked(app, client, *beginnings, each=2):
    """Yield address and answer of what can be reached by links, `each` times a rule."""
    rules, waiting, seen, visits = app.url_map.bind("localhost"), list(beginnings), set(), Counter()
    while waiting:
        url = waiting.pop(0).partition("#")[0]
        endpoint = rules.match(url.partition("?")[0])[0]
        if url in seen or visits[endpoint] >= each or endpoint == "live.listen":
            continue
        seen.add(url)
        visits[endpoint] += 1
        html = html_of(client.get(url))
        if html:
            yield url, html
            waiting += links_on(html)


def plain_words(app, client, typed, *beginnings):
    """Return each untranslated word that can be reached, with its page and its sentence."""
    found, pages = {}, 0
    for url, html in walked(app, client, *beginnings):
        pages += 1
        for word, said in untranslated(html, typed).items():
            found.setdefault(word, f"{url}: {said}")
    return found, pages


@pytest.mark.parametrize("who", ["carla", "ana", "jonas"])
def test_no_english_word_is_left_in_the_pseudo_locale(app, world, read_by, who):
    client = app.test_client(user=Stranger(world).visitor(read_by(who)))
    beginnings = ["/clients", "/exercises/new"] if who == "carla" else ["/today", "/calendar", "/activities"]

    found, pages = plain_words(app, client, typed_by_people(world), "/settings", "/messages", "/notices", *beginnings)

    assert found == {}
    assert pages > 12


def test_the_walk_finds_a_word_that_nobody_translated():
    html = "<p>⟦Šávé thé þláñ···⟧ Forgotten <b>Ana</b> 12 kg, Monday</p>"

    assert list(untranslated(html, frozenset({"Ana"}))) == ["Forgotten"]


# -- bad input at large --------------------------------------------------------------------------------------

HUGE = "x" * 2_000_000
NASTY = "<img src=x onerror=alert(1)>\"'><script>2</script>{{ 7191 * 7 }} %(name)s ﷽"


@pytest.mark.parametrize("target", [None, "dialog"])
def test_a_huge_form_is_too_large_in_words(app, scene, people, visit, target):
    for url in (
        "/session",
        f"/messages/{scene.conversation(scene.cast.carla).id}",
        f"/plans/{scene.plan.id}/description",
    ):
        answer = visit(people["carla"], url, method="POST", target=target, title=HUGE, text=HUGE)
        assert answer.status_code == 413
        assert "larger than what the portal takes" in answer.get_data(as_text=True)
        assert complaints(answer) == ()


FIELDS = {
    "message": ("/messages/{talk}", {"text": NASTY}, "/messages/{talk}"),
    "plan": ("/clients/{ana}/plans", {"title": NASTY, "starts_on": "2026-06-01", "weeks": "4", "missed": "skip"}, None),
    "note": ("/coachings/{coaching}/note", {"note": NASTY}, "/clients/{ana}/note"),
    "invitation": ("/invitations", {"name": NASTY}, "/invitations"),
    "name": ("/settings/name", {"name": NASTY}, "/settings"),
    "exercise": (
        "/exercises",
        {
            "name": NASTY,
            "cues": NASTY,
            "kind": "strength",
            "measure": "load_reps",
            "pattern": "squat",
            "level": "beginner",
            "primary": "quadriceps",
        },
        None,
    ),
}


@pytest.mark.parametrize("what", FIELDS)
def test_html_and_script_are_only_ever_words(scene, people, visit, what):
    url, fields, shown_on = FIELDS[what]
    ids = {
        "talk": scene.conversation(scene.cast.carla).id,
        "ana": scene.cast.ana.id,
        "coaching": scene.coaching(current=True).id,
    }
    answer = visit(people["carla"], url.format(**ids), method="POST", **fields)
    assert answer.status_code == 303, re.findall(r'href="#\w+">([^<]+)', html_of(answer))

    shown = html_of(visit(people["carla"], shown_on.format(**ids) if shown_on else answer.location))
    assert_only_words(shown)


@pytest.mark.parametrize("url", ["/exercises", "/jump"])
def test_what_is_searched_is_only_ever_words(people, visit, url):
    answer = visit(people["carla"], f"{url}?{urlencode({'q': NASTY})}")

    assert answer.status_code == 200
    assert [fault for fault in complaints(answer) if not fault.startswith("a leak")] == []


def assert_only_words(html):
    page = Page(html)
    assert any("onerror=alert(1)" in said for said in page.said())
    assert "50337" not in html
    assert not [each for each in page.all("img") if each["src"] == "x"]
    assert [fault for fault in faults(html) if not fault.startswith("a leak")] == []


DAYS = ("0001-01-01", "1900-01-01", "2026-02-30", "9999-12-31", "10000-01-01", "tomorrow", "-5", "", "２０２６-06-01")


@pytest.mark.parametrize("day", DAYS)
def test_an_absurd_day_is_refused_in_words_or_taken(scene, people, visit, day):
    ana = scene.cast.ana.id
    forms = {
        f"/clients/{ana}/plans": {"title": "Base", "starts_on": day, "weeks": "52", "missed": "shift"},
        f"/athletes/{ana}/life-status": {"kind": "ill", "from_on": day, "lasts": "until", "until_on": day},
        f"/plans/{scene.gym.plan(publish=False).id}/description": {
            "title": "Base",
            "starts_on": day,
            "weeks": "4",
            "missed": "skip",
        },
    }
    for url, form in forms.items():
        answer = visit(people["carla"], url, method="POST", **form)
        assert answer.status_code in {303, 409, 422}, url
        if answer.location:
            answer = visit(people["carla"], answer.location)
            assert answer.status_code == 200
        assert complaints(answer) == ()
    for url in (f"/calendar?from={day}", f"/clients/{ana}?from={day}"):
        assert visit(people["ana" if "calendar" in url else "carla"], url).status_code < 500, url


NUMBERS = ("-1", "0", "1e308", "NaN", "inf", "9" * 400, "٣", "1,2,3", "<b>", "")


@pytest.mark.parametrize("number", NUMBERS)
def test_an_absurd_number_is_refused_in_words_or_taken(scene, people, visit, number):
    session = scene.gym.sessions(scene.plan)[0].id
    sheet = Page(html_of(visit(people["ana"], f"/sessions/{session}")))
    shown = next(each["value"] for each in sheet.all("input") if each["name"] == "shown")
    forms = {
        f"/sessions/{session}/sets": {"track": "a", "position": "0", "shown": shown, "load": number, "reps": number},
        f"/sessions/{session}/completion": {"shown": shown, "rpe": number},
        "/activities/thresholds": {"max_bpm": number, "pace_s_per_km": number, "power_w": number},
    }
    for url, form in forms.items():
        answer = visit(people["ana"], url, method="POST", **form)
        assert answer.status_code in {303, 409, 422}, (url, answer.status_code)
        assert complaints(answer) == ()


def test_an_invitation_is_accepted_once(scene, people, visit):
    with transaction():
        _, token = invite(scene.cast.carla, InvitationDraft("Sam"), now=NOW)
    url = f"/invitations/{token}"

    assert visit(people["sam"], url).status_code == 200
    assert visit(people["sam"], f"{url}/acceptance", method="POST", training="y").status_code == 303
    assert visit(people["sam"], f"{url}/acceptance", method="POST", training="y").status_code == 303
    for who in ("otto", "ada", "ana"):
        replayed = visit(people[who], f"{url}/acceptance", method="POST", training="y")
        assert replayed.status_code == 409
        assert complaints(replayed) == ()
    assert visit(None, url).status_code == 410
    assert scene.session.query(Coaching).filter_by(athlete_id=scene.cast.sam.id).count() == 1


def test_a_tampered_invitation_leads_nowhere(scene, people, visit):
    with transaction():
        _, token = invite(scene.cast.carla, InvitationDraft("Sam"), now=NOW)

    for broken in (token[:-1], token + "x", token.swapcase(), "%00", "x" * 5000):
        for who in ("sam", "nobody"):
            assert visit(people[who], f"/invitations/{broken}").status_code == 404
            assert visit(people[who], f"/invitations/{broken}/code.svg").status_code == 404
