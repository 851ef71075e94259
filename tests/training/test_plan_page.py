"""The athlete's way to a whole plan, and what stands there."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from portal.core.db import transaction
from portal.training.actions import plans
from portal.training.rules.exercises import Measure
from tests.cast import NOW, TODAY
from tests.training.builders import exercise


def links(response):
    return re.findall(r'href="(/plans/[0-9a-f-]{36})"', response.text)


def week_numbers(response):
    return re.findall(r'<th scope="col"[^>]*><b>(\d+)</b>', response.text)


@pytest.mark.parametrize("path", ["/calendar", "/today"])
def test_the_athlete_comes_to_the_plan_from_the_pages_of_its_days(gym, cast, visit, path):
    plan = gym.plan()

    assert f"/plans/{plan.id}" in links(visit(cast.ana, path))


def test_on_a_rest_day_the_plan_is_one_link_away(gym, cast, visit):
    plan = gym.plan(gym.squats(days=(3,)))

    response = visit(cast.ana, "/today")

    assert "Rest day" in response.text
    assert links(response) == [f"/plans/{plan.id}"]


def test_a_plan_that_begins_in_a_month_is_not_called_no_plan(gym, cast, visit):
    plan = gym.plan(starts_on=TODAY + timedelta(weeks=4))

    response = visit(cast.ana, "/today")

    assert "No plan yet" not in response.text
    assert "Nothing is planned for you yet" not in response.text
    assert links(response) == [f"/plans/{plan.id}"]
    assert links(visit(cast.ana, "/calendar")) == [f"/plans/{plan.id}"]


def test_nobody_is_led_to_a_draft_or_to_an_ended_plan_today(gym, cast, visit, session):
    draft, ended = gym.plan(publish=False), gym.plan()
    with transaction():
        plans.end_plan(ended, today=TODAY, actor=gym.carla, now=NOW)

    assert links(visit(cast.ana, "/today")) == []
    assert links(visit(cast.ana, "/calendar")) == [f"/plans/{ended.id}"]
    assert str(draft.id) not in visit(cast.ana, "/calendar").text


def test_the_calendar_of_other_weeks_leads_to_the_plans_of_those_weeks(gym, cast, visit):
    old = gym.plan(starts_on=TODAY - timedelta(weeks=12), weeks=4, title="Winter")
    new = gym.plan(title="Spring")

    assert links(visit(cast.ana, "/calendar")) == [f"/plans/{new.id}"]
    assert links(visit(cast.ana, f"/calendar?from={TODAY - timedelta(weeks=11)}")) == [f"/plans/{old.id}"]


def test_the_athletes_page_of_a_plan_has_its_weeks_what_comes_and_print(gym, cast, visit):
    plan = gym.plan(weeks=4)

    response = visit(cast.ana, f"/plans/{plan.id}")
    text = response.text

    assert text.count("plan-grid__now") == 1
    assert week_numbers(response) == ["1", "2", "3", "4"]
    assert [f"/sessions/{row.id}" for row in gym.sessions(plan) if f"/sessions/{row.id}" not in text] == []
    assert f"/plans/{plan.id}/exports/new" in text
    for act in ("publication", "items", "end"):
        assert f"/plans/{plan.id}/{act}" not in text


def test_the_athlete_sees_this_week_first_and_the_trainer_what_was(gym, cast, visit):
    plan = gym.plan(starts_on=TODAY - timedelta(weeks=5), weeks=8)

    assert week_numbers(visit(cast.ana, f"/plans/{plan.id}")) == ["6", "7", "8"]
    assert week_numbers(visit(cast.carla, f"/plans/{plan.id}")) == ["3", "4", "5", "6", "7", "8"]
    assert len(week_numbers(visit(cast.ana, f"/plans/{plan.id}?whole=1"))) == 8


@pytest.mark.parametrize(
    ("measure", "words"), [(Measure.SECONDS, "3×45 s"), (Measure.DISTANCE, "3×45 m"), (Measure.REPS, "3×45</a>")]
)
def test_the_grid_says_what_is_counted(gym, cast, visit, measure, words):
    plank = exercise(cast, name="Plank", slug="plank", measure=measure)
    row = gym.squats(days=(0,), preset="fixed", sets=3, reps=45)
    plan = gym.plan(replace(row, exercise=str(plank.id), name="Plank"))

    assert words in visit(cast.ana, f"/plans/{plan.id}").text


def test_a_plan_that_is_over_is_shown_whole(gym, cast, visit):
    plan = gym.plan(starts_on=TODAY - timedelta(weeks=12), weeks=4)

    assert week_numbers(visit(cast.ana, f"/plans/{plan.id}")) == ["1", "2", "3", "4"]
