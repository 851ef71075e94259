"""Every page of the site map, for everybody, read by a careful reader."""

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
from portal.training.models.plans import Adjustment, PlannedSession, Plan
from tests.browser import faults, untranslated
from tests.cast import NOW
from tests.contracts.records import RECORDS, Scene

EVERYBODY = ("carla", "ana", "ben", "otto", "sam", "ada", "nobody")
ENDLESS = "/live"
"""A stream never ends, so nobody reads it to its end."""
PARTS = {"track": "a", "key": "a", "day": 1, "kind": "health"}
"""What stands in URLs beside ids, as it is in the plan of the scene."""


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


def complaints(answer):
    return faults(answer.get_data(as_text=True)) if answer.mimetype == "text/html" else ()


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
    assert opened > {"carla": 40, "ana": 40, "ben": 5}.get(who, -1)


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
    words = {name for text in session.scalars(select(Person.name)) for name in text.split()}
    return frozenset(found | words)


@pytest.fixture
def world(app, session):
    """Half a year of Carla's practice."""
    with app.app_context(), transaction():
        load_world(now=NOW)
    return session


WHO = {"trainer": "carla", "lifter": "ana", "runner": "jana"}


@pytest.fixture
def read_by(world):
    """Return a person by key, who reads the pseudo-locale."""

    def read(who):
        person = world.scalar(select(Person).where(Person.email == f"{who}@trackside.example"))
        person.language = PSEUDO
        world.commit()
        return person

    return read
