"""The list of what an athlete deleted and may still bring back."""

import re
from datetime import timedelta

import pytest

from portal.activities.actions.recordings import forget_deleted
from portal.activities.rules import Sport
from tests.activities.conftest import later, run
from tests.cast import NOW


@pytest.fixture
def gone(cast, store, session):
    """Ana's activity that she deleted some time ago."""

    def gone(name="Along the Sava", *, number=0, ago=timedelta(0), person=None):
        recording = run(60, name=name, began=later(days=-number))
        activity = store(person or cast.ana, recording, external_id=f"{name}-{number}")
        activity.deleted_at = NOW - ago
        session.commit()
        return activity

    return gone


def names(response):
    return [name.strip() for name in re.findall(r'deleted__name">([^<]+)<', response.text)]


def test_what_was_deleted_is_listed_until_it_is_restored(cast, store, visit):
    activity = store(cast.ana, run(name="Along the Sava"))
    visit(cast.ana, f"/activities/{activity.id}/deletion", method="POST")

    listed = visit(cast.ana, "/activities/deleted")
    restored = visit(cast.ana, f"/activities/{activity.id}/deletion", method="DELETE")

    assert names(listed) == ["Along the Sava"]
    assert f"/activities/{activity.id}/deletion" in listed.text
    assert "Jun 17" in listed.text  # thirty days after 18 May
    assert restored.location == f"/activities/{activity.id}"
    assert "Nothing was deleted" in visit(cast.ana, "/activities/deleted").text


def test_the_list_is_reached_from_the_activities(cast, visit):
    assert 'href="/activities/deleted"' in visit(cast.ana, "/activities").text


def test_after_thirty_days_it_is_neither_listed_nor_there(cast, gone, visit, session):
    gone("Kept", ago=timedelta(days=29, hours=23))
    gone("Erased", ago=timedelta(days=30), number=1)

    assert names(visit(cast.ana, "/activities/deleted")) == ["Kept"]
    forget_deleted(now=NOW)
    session.commit()
    assert names(visit(cast.ana, "/activities/deleted")) == ["Kept"]


@pytest.mark.parametrize("who", ["carla", "otto", "sam", "ada"])
def test_everybody_sees_only_what_they_deleted_themselves(cast, gone, visit, who):
    gone()

    assert names(visit(getattr(cast, who), "/activities/deleted")) == []


def test_one_without_a_name_is_called_by_its_sport(cast, store, visit, session):
    activity = store(cast.ana, run(60, sport=Sport.RIDE))
    activity.deleted_at = NOW
    session.commit()

    assert names(visit(cast.ana, "/activities/deleted")) == ["Ride"]


def test_many_are_paged_the_last_deleted_first_in_constant_statements(cast, gone, visit, queries):
    for number in range(35):
        gone(f"Run {number:02}", number=number, ago=timedelta(minutes=number))

    queries.clear()
    first = visit(cast.ana, "/activities/deleted")
    statements = len(queries)
    following = re.search(r"/activities/deleted\?before=[0-9a-f-]+", first.text)[0]
    second = visit(cast.ana, following)

    assert names(first) + names(second) == [f"Run {number:02}" for number in range(35)]
    assert "before=" not in second.text
    assert statements <= 4
    assert names(visit(cast.ana, "/activities/deleted?before=nonsense")) == names(first)
