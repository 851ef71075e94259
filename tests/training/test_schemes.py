"""Ways to progress as trainers use them: filled in, computed in the week grid, opened again."""

import re

import pytest

from portal.core.units import KG_PER_LB
from portal.training.models.plans import Plan
from portal.training.queries.tables import table_of
from portal.training.rules.exercises import Measure
from tests.cast import TODAY
from tests.training.builders import exercise

SCHEMES = {
    "stages": {"start_load": "80"},
    "volume_light_heavy": {"heavy_load": "100"},
    "undulating": {"maximum": "140"},
    "top_set_table": {"training_max": "100"},
    "volume_by_cycle": {"training_max": "100"},
    "by_effort": {"estimate": "120", "effort": "8.5"},
    "volume_ramp": {"load": "30"},
}
THREE_DAYS = ("volume_light_heavy", "undulating")


def filled(html):
    """Return what stands in the form's fields."""
    inputs = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", html)]
    return {field["name"]: field["value"] for field in inputs if field.get("value") and "name" in field}


@pytest.mark.parametrize("preset", SCHEMES)
def test_a_scheme_is_filled_in_computed_and_opened_again(gym, cast, visit, preset):
    plan = gym.draft(weeks=6)
    url = f"/plans/{plan.id}/items"
    days = ["0", "2", "4"] if preset in THREE_DAYS else ["1"]
    form = {**filled(visit(cast.carla, f"{url}/new?preset={preset}").text), **SCHEMES[preset]}

    answer = visit(cast.carla, url, method="POST", data={**form, "exercise": "Back squat", "days": days})

    assert answer.status_code == 303
    page = visit(cast.carla, f"/plans/{plan.id}").text
    assert page.count("Back squat") >= len(days)
    assert "status--near" not in page
    opened = filled(visit(cast.carla, f"{url}/a").text)
    assert {name: opened[name] for name in SCHEMES[preset]} == SCHEMES[preset]


@pytest.mark.parametrize(("preset", "field"), [("top_set_table", "jump_1"), ("undulating", "weekly_step")])
def test_a_step_may_be_nothing_for_what_is_done_with_a_load(gym, cast, visit, preset, field):
    plan = gym.draft()
    url = f"/plans/{plan.id}/items"
    form = {**filled(visit(cast.carla, f"{url}/new?preset={preset}").text), **SCHEMES[preset], field: "0"}

    answer = visit(cast.carla, url, method="POST", data={**form, "exercise": "Back squat", "days": ["0", "2", "4"]})

    assert answer.status_code == 303


def test_a_scheme_of_three_days_asks_for_three_and_its_row_stays_to_be_mended(gym, cast, visit):
    plan = gym.plan(gym.squats(preset="undulating", maximum=140, days=(0, 2)), publish=False)

    page = visit(cast.carla, f"/plans/{plan.id}").text

    assert "“Back squat” needs 3 weekdays." in page
    assert page.count(f'href="/plans/{plan.id}/items/a"') == 2


def test_rows_may_follow_cycles_of_different_length(app, gym):
    wave = gym.squats("a", days=(0,), preset="wave", maximum=140)
    ramp = gym.squats("b", days=(3,), preset="volume_ramp", load=30)
    plan = gym.plan(wave, ramp, publish=False, weeks=10)

    cells = cells_by_key(app, plan)

    assert [cell.lead.values["sets"] for cell in cells["b", 3]] == [8, 10, 12, 14, 4, 8, 10, 12, 14, 4]
    assert loads_kg(cells["a", 0])[:5] == [100, 107.5, 115, 85, 102.5]
    assert loads_kg(cells["b", 3]) == [30] * 10


def test_cycles_that_differ_grow_each_at_its_own_end(app, gym):
    wave = gym.squats("a", days=(0,), preset="wave", maximum=140)
    plan = gym.plan(gym.runs(), wave, gym.squats("b", days=(0,), preset="volume_ramp", load=30), publish=False, weeks=9)

    cells = cells_by_key(app, plan)

    assert loads_kg(cells["a", 0])[::4] == [100, 102.5, 105]
    assert [cell.lead.values["sets"] for cell in cells["b", 0]] == [8, 10, 12, 14, 4, 8, 10, 12, 14]


def test_the_days_of_a_scheme_are_counted_among_other_sessions(app, gym):
    scheme = gym.squats("a", days=(1, 3, 5), preset="volume_light_heavy", heavy_load=150)
    plan = gym.plan(scheme, gym.squats("b", days=(0, 1, 2, 4)), publish=False, weeks=2)

    cells = cells_by_key(app, plan)

    assert [loads_kg(cells["a", day]) for day in (1, 3, 5)] == [[135, 137.5], [107.5, 110], [150, 152.5]]


def cells_by_key(app, plan):
    with app.test_request_context():
        table = table_of(plan, today=TODAY)
    return {(row.key, day.day): row.cells for day in table.days for row in day.rows}


def loads_kg(cells):
    return [cell.detail.values["load"].kg for cell in cells]


@pytest.mark.parametrize(("preset", "days"), [("undulating", ["0", "2"]), ("volume_light_heavy", ["1"])])
def test_a_scheme_on_too_few_days_is_refused_at_its_days(gym, cast, visit, session, preset, days):
    plan = gym.draft()
    url = f"/plans/{plan.id}/items"
    form = {**filled(visit(cast.carla, f"{url}/new?preset={preset}").text), **SCHEMES[preset]}

    answer = visit(cast.carla, url, method="POST", data={**form, "exercise": "Back squat", "days": days})

    assert answer.status_code == 422
    assert "needs 3 weekdays" in answer.text
    assert again(session, plan).layout["items"] == []


def test_what_is_counted_in_seconds_stays_as_it_is(gym, cast, visit):
    exercise(cast, name="Plank", slug="plank", measure=Measure.SECONDS)
    url = f"/plans/{gym.draft().id}/items"
    form = {"exercise": "Plank", "days": ["0"], "sets": "3", "reps": "10"}

    linear = visit(cast.carla, url, method="POST", data={**form, "preset": "linear", "start_load": "60"})
    fixed = visit(cast.carla, url, method="POST", data={**form, "preset": "fixed", "reps": "45"})

    assert linear.status_code == 422
    assert "counted in seconds" in linear.text
    assert fixed.status_code == 303


@pytest.mark.parametrize(("units", "step"), [("metric", 2.5), ("imperial", 5 * KG_PER_LB)])
def test_what_a_bar_cannot_carry_is_rounded_to_what_it_can(gym, cast, visit, session, units, step):
    cast.carla.units = units
    session.commit()
    plan = gym.draft()
    url = f"/plans/{plan.id}/items"
    form = {"preset": "double_progression", "exercise": "Back squat", "days": ["0"], "start_load": "60", "sets": "3"}

    visit(cast.carla, url, method="POST", data={**form, "reps_from": "8", "reps_to": "12", "increment": "2"})

    (item,) = again(session, plan).layout["items"]
    assert item["fields"]["rounding"] == pytest.approx(step)


def test_a_rounding_that_was_typed_stays(gym, cast, visit, session):
    plan = gym.draft()
    form = {"preset": "linear", "exercise": "Back squat", "days": ["0"], "start_load": "60", "rounding": "1"}

    visit(cast.carla, f"/plans/{plan.id}/items", method="POST", data=form)

    assert again(session, plan).layout["items"][0]["fields"]["rounding"] == 1


def again(session, plan):
    """Return the plan as it is stored now."""
    session.expire_all()
    return session.get(Plan, plan.id)
