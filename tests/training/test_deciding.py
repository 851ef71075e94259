"""Sets that differ: tables tell of those that decide, and other numbers for one session change those alone."""

import re

import pytest

from portal.core.language import say
from portal.training.queries.tables import table_of
from tests.cast import TODAY

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
TOP_SET = {"preset": "top_set_table", "training_max": 100}
BY_EFFORT = {"preset": "by_effort", "estimate": 180, "effort": 8}


def first_cell(html):
    """Return what stands first in the grid, as it is seen."""
    cell = re.search(r"<td>(?:<a[^>]*>)?(\d.*?)</td>", html, re.DOTALL)[1]
    seen = re.sub(r'<span class="unseen">.*?</span>', "", cell)
    return " ".join(re.sub(r"<[^>]+>", " ", seen).replace("\xa0", " ").split())


def typed(html):
    """Return what the fields for other numbers hold."""
    inputs = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", html)]
    return {field["name"]: field["value"] for field in inputs if field.get("name") in ("sets", "reps", "load")}


def asked(gym, session):
    sets = gym.sheet(session, today=session.on).sheet.tracks[0].sets
    return [(row.load_kg, row.reps, row.is_amrap, row.rpe) for row in sets]


@pytest.mark.parametrize(
    ("fields", "cell"),
    [
        (TOP_SET, "1×1+ 95 kg +8"),
        (BY_EFFORT, "1×5 145 kg @ RPE 8 +3"),
        ({"preset": "percentage_cycle", "training_max": 100}, "1×5+ 85 kg +2"),
        ({"preset": "linear", "start_load": 60}, "3×5 60 kg"),
    ],
    ids=lambda value: value["preset"] if isinstance(value, dict) else value,
)
def test_the_grid_tells_of_the_sets_that_decide_and_how_many_more_there_are(gym, cast, visit, fields, cell):
    plan = gym.plan(gym.squats(days=(0,), **fields), publish=False)

    assert first_cell(visit(cast.carla, f"/plans/{plan.id}").text) == cell


def test_the_deload_without_an_open_set_tells_of_the_heaviest(app, gym):
    plan = gym.plan(gym.squats(preset="percentage_cycle", training_max=100, days=(0,)), publish=False)

    with app.test_request_context():
        (day,) = table_of(plan, today=TODAY).days
        leads = [(say(cell.lead), say(cell.detail).replace("\xa0", " "), cell.more) for cell in day.rows[0].cells]

    assert leads[3] == ("1×5", "60 kg", 2)


@pytest.mark.parametrize(
    ("fields", "now", "kept"),
    [(TOP_SET, ("1", "1", "95"), (True, None)), (BY_EFFORT, ("1", "5", "145"), (False, 8))],
    ids=lambda value: value.get("preset") if isinstance(value, dict) else "",
)
def test_other_numbers_are_for_the_sets_that_decide(gym, cast, visit, fields, now, kept):
    session = gym.sessions(gym.plan(gym.squats(days=EVERY_DAY, **fields)))[0]
    before, url = asked(gym, session), f"/sessions/{session.id}/adjustments/a"
    at = next(number for number, row in enumerate(before) if row[2:] == kept)

    dialog = visit(cast.carla, f"{url}/new").text
    visit(cast.carla, url, method="POST", sets="2", reps="3", load="87.5", reason="Tired.")

    assert typed(dialog) == dict(zip(("sets", "reps", "load"), now, strict=True))
    assert re.search(r"This is for the sets that decide, [^;<]*; \d other sets stay as they are\.", dialog)
    after = asked(gym, session)
    assert after[:at] + after[at + 2 :] == before[:at] + before[at + 1 :]
    changed = after[at : at + 2]
    assert [row[:2] for row in changed] == [(87.5, 3), (87.5, 3)]
    assert changed[-1][2:] == kept
    assert re.search(r"2×3\+? at 87.5", visit(cast.carla, f"/plans/{session.plan_id}").text)


def test_a_single_group_keeps_its_open_set_and_says_nothing_of_others(gym, cast, visit):
    item = gym.squats(days=EVERY_DAY, preset="stages", start_load=80, last_set_open=True)
    session = gym.sessions(gym.plan(item))[0]
    url = f"/sessions/{session.id}/adjustments/a"

    dialog = visit(cast.carla, f"{url}/new").text
    visit(cast.carla, url, method="POST", sets="2", reps="4", load="50", reason="Tired.")

    assert "that decide" not in dialog
    assert asked(gym, session) == [(50, 4, False, None), (50, 4, True, None)]
