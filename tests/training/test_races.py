"""The running index of a run plan, worked out from a race in its own dialog."""

import re
from urllib.parse import urlencode

import pytest

from portal.science.running import running_index
from portal.training.models.plans import Plan

RUNS = {"preset": "run_plan", "days": ["1", "3", "6"], "weekly_km": "40", "long_run_km": "16", "sessions": "3"}
TEN_KM_IN_45 = running_index(distance_m=10_000, duration_s=2700)
SHOWN = f"{TEN_KM_IN_45:.1f}"


def asked(**typed):
    return "?" + urlencode({**RUNS, "running_index": "", "race_known": "", **typed}, doseq=True)


def saved(visit, cast, plan, **typed):
    form = {**RUNS, "running_index": "", "race_distance": "", "race_time": "", **typed}
    return visit(cast.carla, f"/plans/{plan.id}/items", method="POST", data=form)


def index_of(session, plan):
    session.expire_all()
    (row,) = session.get(Plan, plan.id).layout["items"]
    return row["fields"]["running_index"]


def words(text):
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def value_of(text, name):
    (tag,) = re.findall(rf'<input[^>]* name="{name}"[^>]*>', text)
    return re.search(r'value="([^"]*)"', tag)[1]


def test_a_race_shows_its_index_while_it_is_typed(gym, cast, visit):
    plan = gym.draft()
    url = f"/plans/{plan.id}/items/new" + asked(race_distance="10", race_time="45:00")

    response = visit(cast.carla, url, target="race_index")

    assert response.text.strip().startswith('<div id="race_index"')
    assert value_of(response.text, "running_index") == SHOWN
    assert f"10 km in 45:00 is a running index of {SHOWN}." in response.text


def test_without_script_the_dialog_comes_back_with_everything_typed(gym, cast, visit):
    plan = gym.draft()
    url = f"/plans/{plan.id}/items/new" + asked(race_distance="10", race_time="45:00", weekly_km="43.5")

    text = visit(cast.carla, url).text

    assert value_of(text, "running_index") == SHOWN
    assert value_of(text, "weekly_km") == "43.5"
    assert value_of(text, "race_time") == "45:00"
    assert re.search(r'<button[^>]*formmethod="get"[^>]*>', text)
    assert len(re.findall(r"<input checked [^>]*name=\"days\"", text)) == 3


def test_the_row_is_made_with_the_index_of_the_race(gym, cast, visit, session):
    plan = gym.draft()

    assert saved(visit, cast, plan, race_distance="10", race_time="45:00").status_code == 303
    assert index_of(session, plan) == pytest.approx(TEN_KM_IN_45, abs=0.05)


def test_who_changes_the_index_after_the_race_keeps_what_they_wrote(gym, cast, visit, session):
    plan = gym.draft()
    text = visit(
        cast.carla, f"/plans/{plan.id}/items/new" + asked(race_distance="10", race_time="45:00"), target="race_index"
    ).text
    known = value_of(text, "race_known")

    saved(visit, cast, plan, race_distance="10", race_time="45:00", race_known=known, running_index="44")

    assert index_of(session, plan) == 44


def test_a_race_that_was_not_worked_out_yet_counts_when_a_row_is_changed(gym, cast, visit, session):
    plan = gym.plan(gym.runs(), publish=False)
    form = {**RUNS, "running_index": "45", "race_distance": "10", "race_time": "40:00", "race_known": ""}

    response = visit(cast.carla, f"/plans/{plan.id}/items/r", method="POST", data=form)

    assert response.status_code == 303
    assert index_of(session, plan) == pytest.approx(running_index(distance_m=10_000, duration_s=2400), abs=0.05)


def test_miles_are_read_as_miles(gym, cast, visit, session):
    cast.carla.units = "imperial"
    plan = gym.draft()
    url = f"/plans/{plan.id}/items/new" + asked(race_distance="6.213712", race_time="45")

    assert value_of(visit(cast.carla, url, target="race_index").text, "running_index") == SHOWN


@pytest.mark.parametrize(
    ("distance", "time", "said"),
    [
        ("10", "", "Write the time of the race, too."),
        ("", "45:00", "Write how long the race was, too."),
        ("10", "soon", "Write a time such as 45, 4:05 or 1:04:05."),
        ("10", "45.30", "Write minutes and seconds with a colon"),
        ("10", "45,30", "Write minutes and seconds with a colon"),
        ("ten", "45:00", "Write a number."),
        ("0.4", "1:30", "Choose a value from"),
        ("10", "20:00", "no run plan goes that far"),
        ("10", "2:50:00", "no run plan goes that far"),
        ("5", "11:59:00", "Choose a value from"),
        ("-10", "45:00", "Choose a value from"),
    ],
)
def test_an_impossible_race_is_refused_in_words_and_nothing_is_lost(gym, cast, visit, distance, time, said):
    plan = gym.draft()
    race = {"race_distance": distance, "race_time": time}

    shown = visit(cast.carla, f"/plans/{plan.id}/items/new" + asked(**race, running_index="47"), target="race_index")
    refused = saved(visit, cast, plan, **race, running_index="47", weekly_km="43.5")

    assert shown.status_code == 200
    assert said in shown.text or not (distance and time)
    assert value_of(shown.text, "running_index") == "47"
    assert refused.status_code == 422
    assert said in refused.text
    assert value_of(refused.text, "race_distance") == distance
    assert value_of(refused.text, "weekly_km") == "43.5"


def test_a_race_moves_the_index_of_a_running_plan(gym, cast, visit):
    plan = gym.plan(gym.runs())
    listed = visit(cast.carla, f"/plans/{plan.id}/values").text
    url = re.search(r'Running index.*?href="([^"]+)"', listed, re.DOTALL)[1]
    race = {"race_distance": "10", "race_time": "45:00", "race_known": "", "number": "45", "reason": "Raced."}

    seen = visit(cast.carla, f"{url}?{urlencode(race)}", target="race_index").text
    done = visit(cast.carla, url, method="POST", data=race)

    assert value_of(seen, "number") == SHOWN
    assert f"10 km in 45:00 is a running index of {SHOWN}." in seen
    assert done.status_code == 303
    assert re.search(rf"Running index\s+{SHOWN}", words(visit(cast.carla, f"/plans/{plan.id}/values").text))


def test_other_values_ask_for_no_race(gym, cast, visit):
    assert "race_time" not in visit(cast.carla, f"/plans/{gym.plan().id}/values/a.w").text


def test_lifting_rows_ask_for_no_race(gym, cast, visit):
    assert "race_time" not in visit(cast.carla, f"/plans/{gym.draft().id}/items/new?what=exercise").text


@pytest.mark.parametrize(("who", "status"), [("carla", 200), ("ana", 404), ("sam", 404)])
def test_only_the_trainer_works_it_out(gym, cast, visit, who, status):
    url = f"/plans/{gym.draft().id}/items/new" + asked(race_distance="10", race_time="45:00")

    assert visit(getattr(cast, who), url, target="race_index").status_code == status
