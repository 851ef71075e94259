import pytest
from sqlalchemy import select

from portal.roster.models import Coaching, Consent
from portal.roster.rules import CONSENT_TEXT, DataKind
from tests.activities import making
from tests.activities.conftest import run
from tests.cast import NOW


def coaching(cast, session):
    return session.scalars(select(Coaching).where(Coaching.trainer_id == cast.carla.id)).one()


def agree(cast, session, kind=DataKind.STRAVA):
    return cast.keep(
        Consent(coaching_id=coaching(cast, session).id, kind=kind, text_version=CONSENT_TEXT, granted_at=NOW)
    )


def revoke(cast, session, kind):
    for consent in session.scalars(select(Consent).where(Consent.kind == kind)):
        consent.revoked_at = NOW
    session.commit()


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("carla", 200), ("otto", 404), ("sam", 404), ("ada", 404)])
def test_athlete_and_trainer_see_an_activity_and_nobody_else(cast, store, visit, who, status):
    activity = store(cast.ana)

    assert visit(getattr(cast, who), f"/activities/{activity.id}").status_code == status


@pytest.mark.parametrize(("who", "status"), [("ana", 404), ("carla", 200), ("otto", 404), ("sam", 404)])
def test_only_the_trainer_sees_the_clients_list(cast, store, visit, who, status):
    store(cast.ana, run(name="Along the Sava"))

    answer = visit(getattr(cast, who), f"/clients/{cast.ana.id}/activities")

    assert answer.status_code == status
    assert ("Along the Sava" in answer.text) == (status == 200)


def test_everybodys_own_list_holds_only_their_own(cast, store, visit):
    store(cast.ana, run(name="Along the Sava"))

    for who in (cast.carla, cast.otto, cast.sam, cast.ada):
        assert "Along the Sava" not in visit(who, "/activities").text


def test_without_consent_the_trainer_sees_why_there_is_nothing(cast, store, visit, session):
    activity = store(cast.ana, run(name="Along the Sava"))
    revoke(cast, session, DataKind.ACTIVITIES)

    page = visit(cast.carla, f"/clients/{cast.ana.id}/activities").text

    assert "has not agreed to show you activities" in page
    assert "Along the Sava" not in page
    assert visit(cast.carla, f"/activities/{activity.id}").status_code == 404


def test_access_ends_with_the_coaching(cast, store, visit, session):
    activity = store(cast.ana)
    coaching(cast, session).ended_at = NOW
    session.commit()

    assert visit(cast.carla, f"/activities/{activity.id}").status_code == 404


@pytest.mark.parametrize(
    ("allowed", "consents", "status"), [(True, True, 200), (True, False, 404), (False, True, 404), (False, False, 404)]
)
def test_strava_needs_the_instance_and_a_consent_of_its_own(
    cast, store, visit, session, strava_terms, allowed, consents, status
):
    activity = store(cast.ana, run(name="Along the Sava"), source="strava")
    strava_terms(allowed)
    if consents:
        agree(cast, session)

    listed = "Along the Sava" in visit(cast.carla, f"/clients/{cast.ana.id}/activities").text

    assert visit(cast.carla, f"/activities/{activity.id}").status_code == status
    assert visit(cast.ana, f"/activities/{activity.id}").status_code == 200
    assert listed == (status == 200)


def test_strava_is_not_shown_without_the_consent_for_activities(cast, store, visit, session, strava_terms):
    activity = store(cast.ana, source="strava")
    strava_terms(True)  # noqa: FBT003 -- allowed
    agree(cast, session)
    revoke(cast, session, DataKind.ACTIVITIES)

    assert visit(cast.carla, f"/activities/{activity.id}").status_code == 404


def test_the_file_is_shown_where_its_twin_from_strava_may_not_be(cast, store, visit, strava_terms):
    strava_terms(False)  # noqa: FBT003 -- not allowed
    twin = store(cast.ana, run(name="From Strava"), source="strava")
    file = store(cast.ana, run(name="From the watch"))

    page = visit(cast.carla, f"/clients/{cast.ana.id}/activities").text

    assert "From the watch" in page
    assert "From Strava" not in page
    assert [visit(cast.carla, f"/activities/{row.id}").status_code for row in (file, twin)] == [200, 404]


def test_others_do_not_see_where_somebody_lives(cast, store, visit):
    activity = store(cast.ana, run(1800))

    own, shared = (visit(who, f"/activities/{activity.id}").text for who in (cast.ana, cast.carla))

    assert own.count('class="dot') == 2
    assert shared.count('class="dot') == 0
    assert "At least 200 m around start and end are not shown to you." in shared
    assert "is shown to you" not in own


def test_of_a_short_way_others_see_nothing(cast, store, visit):
    activity = store(cast.ana, run(150))

    assert 'class="route"' in visit(cast.ana, f"/activities/{activity.id}").text
    assert 'class="route"' not in visit(cast.carla, f"/activities/{activity.id}").text


@pytest.mark.parametrize(("who", "status"), [("ana", 200), ("carla", 403), ("otto", 404), ("sam", 404)])
def test_the_original_file_is_the_athletes_alone(cast, upload, deliver, visit, session, who, status):
    content = making.fit(300)
    upload(cast.ana, ("evening.fit", content))
    deliver()
    activity = next(part for part in visit(cast.ana, "/activities").text.split('"') if part.startswith("/activities/0"))

    answer = visit(getattr(cast, who), f"{activity}/file")

    assert answer.status_code == status
    if status == 200:
        assert answer.data == content
        assert "evening.fit" in answer.headers["Content-Disposition"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_an_activity_without_a_file_has_none_to_download(cast, store, visit):
    assert visit(cast.ana, f"/activities/{store(cast.ana).id}/file").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "description"), ("GET", "description"), ("POST", "deletion"), ("DELETE", "deletion")]
)
@pytest.mark.parametrize(("who", "status"), [("carla", 403), ("otto", 404), ("sam", 404), ("ada", 404)])
def test_only_the_athlete_changes_an_activity(cast, store, visit, fresh, method, path, who, status):
    activity = store(cast.ana)

    answer = visit(getattr(cast, who), f"/activities/{activity.id}/{path}", method=method, name="Mine now")

    assert answer.status_code == (404 if method == "DELETE" else status)
    assert (fresh(activity).own_name, fresh(activity).deleted_at) == (None, None)
