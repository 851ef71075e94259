"""A draft that nobody needs any more can be deleted, and brought back."""

import pytest
from sqlalchemy import select

from portal.core.db import transaction
from portal.events.log import LoggedEvent
from portal.exports.queries.exports import with_documents
from portal.roster.models import Coaching, Consent
from portal.roster.rules import CONSENT_TEXT, DataKind
from portal.training.actions import plans
from portal.training.models.plans import Plan
from tests.cast import NOW

OFFER = "Delete draft"
LISTED = "Deleted drafts"


def titles(visit, cast, client):
    return visit(cast.carla, f"/clients/{client.id}/plans").text


def events(session):
    names = session.scalars(select(LoggedEvent.name).order_by(LoggedEvent.id))
    return [name for name in names if name in ("training.PlanDeleted", "training.PlanRestored")]


def test_a_deleted_draft_is_gone_everywhere_and_its_undo_is_offered(gym, cast, visit, session):
    plan = gym.plan(publish=False, title="Hill block")
    assert "Hill block" in visit(cast.carla, "/jump?q=hill").text

    response = visit(cast.carla, f"/plans/{plan.id}/deletion", method="POST")

    assert response.status_code == 303
    page = visit(cast.carla, response.location).text
    assert "“Hill block” was deleted." in page
    assert f"/plans/{plan.id}/deletion?_method=DELETE" in page
    assert visit(cast.carla, f"/plans/{plan.id}").status_code == 404
    assert f'href="/plans/{plan.id}"' not in titles(visit, cast, cast.ana)
    assert "Hill block" not in visit(cast.carla, "/jump?q=hill").text
    assert events(session) == ["training.PlanDeleted"]


def test_undoing_brings_it_back_as_it_was(gym, cast, visit, session):
    plan = gym.plan(publish=False, title="Hill block")
    before = visit(cast.carla, f"/plans/{plan.id}").text
    visit(cast.carla, f"/plans/{plan.id}/deletion", method="POST")

    for _ in range(2):
        response = visit(cast.carla, f"/plans/{plan.id}/deletion", method="DELETE")

    assert response.location == f"/plans/{plan.id}"
    assert visit(cast.carla, f"/plans/{plan.id}").text == before
    assert events(session) == ["training.PlanDeleted", "training.PlanRestored"]


def test_deleted_drafts_are_listed_while_they_are_kept_each_with_its_way_back(gym, cast, visit, time):
    first, second = gym.plan(publish=False, title="Hill block"), gym.plan(publish=False, title="Track block")
    assert LISTED not in titles(visit, cast, cast.ana)
    for plan in (first, second):
        visit(cast.carla, f"/plans/{plan.id}/deletion", method="POST")
        time.move(hours=1)

    section = titles(visit, cast, cast.ana).partition(LISTED)[2]
    assert section.index("Track block") < section.index("Hill block")
    assert section.count("Bring back") >= 2

    visit(cast.carla, f"/plans/{first.id}/deletion", method="DELETE")
    assert "Hill block" not in titles(visit, cast, cast.ana).partition(LISTED)[2]
    time.move(days=31)
    assert LISTED not in titles(visit, cast, cast.ana)


def test_deleting_in_two_tabs_answers_twice_the_same(gym, cast, visit, session):
    plan = gym.plan(publish=False, title="Hill block")

    first, second = (visit(cast.carla, f"/plans/{plan.id}/deletion", method="POST") for _ in range(2))

    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert "“Hill block” was deleted." in visit(cast.carla, second.location).text
    assert events(session) == ["training.PlanDeleted"]


def test_a_deleted_draft_is_named_on_the_page_of_its_client_alone(gym, cast, visit):
    plan = gym.plan(publish=False, title="Hill block")
    visit(cast.carla, f"/plans/{plan.id}/deletion", method="POST")
    sams = cast.keep(Coaching(trainer_id=cast.carla.id, athlete_id=cast.sam.id, began_at=NOW))
    cast.keep(Consent(coaching_id=sams.id, kind=DataKind.TRAINING, text_version=CONSENT_TEXT, granted_at=NOW))

    page = visit(cast.carla, f"/clients/{cast.sam.id}/plans?deleted={plan.id}")

    assert page.status_code == 200
    assert "Hill block" not in page.text


@pytest.mark.parametrize(("who", "status"), [("carla", 303), ("ana", 404), ("otto", 404), ("sam", 404), ("ada", 404)])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_only_those_who_may_edit_the_plan_delete_it_or_bring_it_back(gym, cast, visit, who, status, method):
    plan = gym.draft()
    if method == "DELETE":
        visit(cast.carla, f"/plans/{plan.id}/deletion", method="POST")

    assert visit(getattr(cast, who), f"/plans/{plan.id}/deletion", method=method).status_code == status


def test_a_published_plan_is_not_deleted(gym, cast, visit, session):
    plan = gym.plan()

    response = visit(cast.carla, f"/plans/{plan.id}/deletion", method="POST")

    assert response.status_code == 409
    assert "Withdraw it first" in response.text
    assert session.scalars(select(Plan.deleted_at)).all() == [None]


def test_the_offer_stands_on_drafts_alone(gym, cast, visit):
    draft, published = gym.draft(), gym.plan()

    assert OFFER in visit(cast.carla, f"/plans/{draft.id}").text
    assert OFFER not in visit(cast.carla, f"/plans/{published.id}").text


def test_a_withdrawn_plan_is_a_draft_again_and_can_be_deleted(gym, cast, visit):
    plan = gym.plan()
    visit(cast.carla, f"/plans/{plan.id}/publication", method="DELETE")

    assert visit(cast.carla, f"/plans/{plan.id}/deletion", method="POST").status_code == 303


def test_what_was_deleted_a_month_ago_is_erased(gym, cast, visit, session, time):
    kept, published, withdrawn = gym.draft(), gym.plan(), gym.plan()
    first = gym.sessions(withdrawn)[0]
    form = {"sets": "2", "reps": "5", "load": "50", "reason": "Tired week."}
    visit(cast.carla, f"/sessions/{first.id}/adjustments/a", method="POST", **form)
    visit(cast.carla, f"/plans/{withdrawn.id}/publication", method="DELETE")
    visit(cast.carla, f"/plans/{withdrawn.id}/deletion", method="POST")
    time.move(days=31)
    visit(cast.carla, f"/plans/{kept.id}/deletion", method="POST")

    with transaction():
        assert [plans.forget_deleted_plans(besides=with_documents(), now=time()) for _ in range(2)] == [1, 0]

    assert set(session.scalars(select(Plan.id))) == {kept.id, published.id}
    assert visit(cast.carla, f"/plans/{withdrawn.id}/deletion", method="DELETE").status_code == 404
    assert visit(cast.carla, f"/plans/{kept.id}/deletion", method="DELETE").status_code == 303


def test_nobody_is_told_the_name_of_a_plan_by_its_address(gym, cast, visit):
    plan = gym.draft(title="Hill block")
    visit(cast.carla, f"/plans/{plan.id}/deletion", method="POST")

    for deleted in (plan.id, cast.ana.id, "x"):
        page = visit(cast.ana, f"/clients/{cast.ana.id}/plans?deleted={deleted}")
        assert page.status_code == 404
    assert "was deleted" not in visit(cast.carla, f"/clients/{cast.ana.id}/plans?deleted={cast.ana.id}").text
