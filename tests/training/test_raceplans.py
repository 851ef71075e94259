"""A plan up to a race: asked for, previewed, made a draft of; refused in words where it cannot be."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from portal.exports.queries.sheets import weeks_of
from portal.training.actions import plans
from portal.training.models.plans import Plan, PlannedSession
from tests.cast import NOW, TODAY

SUNDAY = TODAY + timedelta(days=(6 - TODAY.weekday()) % 7)
WISH = {
    "goal": "10000.0",
    "race_on": (SUNDAY + timedelta(weeks=10)).isoformat(),
    "days": ["1", "3", "6"],
    "weekly": "30",
    "longest": "11",
    "running_index": "45",
}


def asked(visit, cast, who=None, **typed):
    query = urlencode({**WISH, "show": "1", **typed}, doseq=True)
    return visit(who or cast.carla, f"/clients/{cast.ana.id}/race-plans/new?{query}")


def made(visit, cast, who=None, **typed):
    return visit(who or cast.carla, f"/clients/{cast.ana.id}/race-plans", method="POST", data={**WISH, **typed})


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def plan_of(session):
    session.expire_all()
    return session.scalars(select(Plan)).one()


def test_the_weeks_are_shown_before_anything_is_made(gym, cast, visit, session):
    response = asked(visit, cast)

    said = words(response)
    assert response.status_code == 200
    assert "11 weeks" in said or "10 weeks" in said
    assert "Taper" in said
    assert "Make a draft of it" in said
    assert session.scalar(select(func.count()).select_from(Plan)) == 0


def test_the_draft_is_a_plan_like_any_other_and_ends_with_the_race(gym, cast, visit, session):
    response = made(visit, cast)

    plan = plan_of(session)
    assert response.status_code == 303
    assert plan.published_at is None
    assert plan.ends_on.isoformat() == WISH["race_on"]
    assert visit(cast.carla, f"/plans/{plan.id}").status_code == 200
    assert visit(cast.carla, f"/plans/{plan.id}/publication", method="POST").status_code == 303
    session.expire_all()
    sessions = session.scalars(select(PlannedSession).order_by(PlannedSession.slot)).all()
    assert [row.title for row in sessions[-3:]][-1] == "Race"
    assert sessions[-1].on == plan.ends_on
    assert {row.title for row in sessions[:-3]} == {"Quality run", "Easy run", "Long run"}
    text = visit(cast.ana, f"/sessions/{sessions[-1].id}").text
    assert "10 km" in text
    assert "Long run" not in text


def test_a_double_click_makes_one_draft(gym, cast, visit, session):
    made(visit, cast)
    made(visit, cast)

    assert session.scalar(select(func.count()).select_from(Plan)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"race_on": (TODAY - timedelta(days=1)).isoformat()}, "Choose a day from"),
        ({"race_on": (TODAY + timedelta(days=1)).isoformat()}, "Choose a day from"),
        ({"race_on": "9999-12-31"}, "Choose a day between the years 1900 and 2200."),
        ({"race_on": "2199-01-06"}, "Choose a day from"),
        ({"race_on": "soon"}, "Choose a day, or write it as"),
        ({"race_on": ""}, "Please fill this in."),
        ({"days": []}, "Choose two to six weekdays."),
        ({"days": ["6"]}, "Choose two to six weekdays."),
        ({"days": list("0123456")}, "Choose two to six weekdays."),
        ({"days": ["1", "3"]}, "Choose the weekday of the race too"),
        ({"weekly": "900"}, "Choose a value from 10 km to 200 km."),
        ({"weekly": "0"}, "Choose a value from 10 km to 200 km."),
        ({"weekly": ""}, "Please fill this in."),
        ({"weekly": "nan"}, "Write a number."),
        ({"weekly": "60"}, "3 runs of at most 11 km make 33 km a week."),
        ({"longest": "40"}, "The longest run cannot be longer than the week."),
        ({"running_index": ""}, "Please fill this in."),
        ({"running_index": "3"}, "Choose a value from 20 to 85."),
        ({"goal": "7"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(gym, cast, visit, session, typed, said):
    for response in (asked(visit, cast, **typed), made(visit, cast, **typed)):
        assert response.status_code == 422
        assert said in words(response)
        assert 'value="11"' in response.text or "longest" in typed
    assert session.scalar(select(func.count()).select_from(Plan)) == 0


def test_everything_that_is_wrong_is_said_at_once(gym, cast, visit):
    said = words(asked(visit, cast, race_on="2020-01-05", days=["1"], weekly="900", running_index=""))

    for sentence in (
        "Choose a day from",
        "Choose two to six weekdays.",
        "from 10 km to 200 km",
        "Please fill this in.",
    ):
        assert sentence in said
    assert "Please check 4 things." in said


def test_a_race_without_time_is_called_infeasible_and_the_nearest_ways_are_one_click(gym, cast, visit):
    response = asked(visit, cast, goal="42195.0", weekly="30")

    assert "this race asks for 26 km" in words(response)
    links = re.findall(r'<a class="button" href="([^"]+)"[^>]*><span>([^<]+)</span>', response.text)
    ways = {label: url.replace("&amp;", "&") for url, label in links if "race-plans" in url}
    assert any("instead" in label for label in ways)
    for url in ways.values():
        again = visit(cast.carla, url)
        assert again.status_code == 200
        assert "this race asks for" not in words(again)
        assert "Make a draft of it" in words(again)


def test_the_weekday_of_the_race_is_added_with_one_click(gym, cast, visit):
    response = asked(visit, cast, days=["1", "3"])

    (url,) = re.findall(r'href="([^"]+race-plans/new\?[^"]+)"', response.text)
    assert "days=6" in url
    assert visit(cast.carla, url.replace("&amp;", "&")).status_code == 200


def test_a_race_tells_the_index(gym, cast, visit):
    query = urlencode({**WISH, "running_index": "", "race_distance": "10", "race_time": "45:00"}, doseq=True)

    text = visit(cast.carla, f"/clients/{cast.ana.id}/race-plans/new?{query}", target="race_index").text

    assert text.strip().startswith('<div id="race_index"')
    assert "10 km in 45:00 is a running index of" in text


def test_who_looked_yesterday_looks_again(gym, cast, visit, session):
    response = made(visit, cast, starts_on=(TODAY - timedelta(days=3)).isoformat())

    assert response.status_code == 422
    assert "Another day has come since you looked" in words(response)
    assert session.scalar(select(func.count()).select_from(Plan)) == 0


@pytest.mark.parametrize(("who", "status"), [("ana", 404), ("otto", 404), ("sam", 404)])
def test_others_find_nothing(gym, cast, visit, who, status):
    person = getattr(cast, who)

    assert asked(visit, cast, person).status_code == status
    assert made(visit, cast, person).status_code == status


def test_a_draft_up_to_a_race_moves_by_whole_weeks_only(gym, cast, visit, session):
    made(visit, cast)
    plan = plan_of(session)
    form = {"title": plan.title, "weeks": str(plan.layout["weeks"]), "missed": "skip"}

    url = f"/plans/{plan.id}/description"
    for wrong in (
        {**form, "starts_on": (plan.starts_on + timedelta(days=2)).isoformat()},
        {**form, "starts_on": plan.starts_on.isoformat(), "weeks": "4"},
        {**form, "starts_on": plan.starts_on.isoformat(), "missed": "shift"},
    ):
        response = visit(cast.carla, url, method="POST", data=wrong)
        assert response.status_code == 409
        assert "This plan ends with a race" in response.text
    right = {**form, "starts_on": (plan.starts_on + timedelta(days=7)).isoformat()}
    assert visit(cast.carla, url, method="POST", data=right).status_code == 303


def test_the_row_says_what_it_is_and_leads_back_to_its_numbers(gym, cast, visit, session):
    made(visit, cast)
    plan = plan_of(session)

    response = visit(cast.carla, f"/plans/{plan.id}/items/a")

    assert "Every fourth week is lighter" in words(response)
    (url,) = set(re.findall(r'href="([^"]+race-plans/new\?[^"]+)"', response.text))
    assert visit(cast.carla, url.replace("&amp;", "&")).status_code == 200


def test_the_same_way_cannot_be_chosen_as_a_row(gym, cast, visit):
    plan = gym.draft()

    assert visit(cast.carla, f"/plans/{plan.id}/items/new?preset=race_plan").status_code == 404
    form = {"preset": "race_plan", "days": ["1", "6"]}
    assert visit(cast.carla, f"/plans/{plan.id}/items", method="POST", data=form).status_code == 404


def test_the_share_of_the_distance_is_set_by_hand(gym, cast, visit, session):
    made(visit, cast)
    plan = plan_of(session)
    plans.publish_plan(plan, actor=gym.carla, now=NOW)
    session.commit()
    form = {"number": "70", "reason": "Tired after the flu"}

    page = visit(cast.carla, f"/plans/{plan.id}/values/.part")
    response = visit(cast.carla, f"/plans/{plan.id}/values/.part", method="POST", data=form)

    assert 'value="100"' in page.text
    assert response.status_code == 303
    assert "70%" in visit(cast.carla, f"/plans/{plan.id}").text


def published(gym, cast, visit, session, **typed):
    made(visit, cast, **typed)
    plan = plan_of(session)
    visit(cast.carla, f"/plans/{plan.id}/publication", method="POST")
    session.expire_all()
    return plan, gym.sessions(plan)


def test_its_runs_are_trained_changed_and_printed_like_any_other(gym, cast, visit, session):
    plan, sessions = published(gym, cast, visit, session)
    gym.train(sessions[0], on=sessions[0].on)
    easy = sessions[1]

    form = {"distance": "6", "reason": "Heat"}
    changed = visit(cast.carla, f"/sessions/{easy.id}/adjustments/a_easy", method="POST", data=form)

    assert changed.status_code == 303
    assert "6 km" in visit(cast.ana, f"/sessions/{easy.id}").text
    weeks = weeks_of(plan, today=TODAY, most=26)
    assert len(weeks) == plan.layout["weeks"]


def test_what_is_missed_holds_the_long_run_back(gym, cast, visit, session):
    _, sessions = published(gym, cast, visit, session)
    last = [row for row in sessions if row.title == "Long run"][3]

    asked_m = gym.sheet(last, today=last.on).sheet.tracks[0].distance_m

    assert 0 < asked_m <= 1.1 * 11_000 + 500


def test_the_page_asks_the_database_little(gym, cast, visit, queries):
    asked(visit, cast)

    counts = []
    for weeks in (3, 25):
        queries.clear()
        asked(visit, cast, race_on=(SUNDAY + timedelta(weeks=weeks)).isoformat())
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 8


def test_a_plan_that_goes_on_in_these_weeks_is_named(gym, cast, visit, session):
    gym.plan(gym.squats(), title="Strength", weeks=6)
    gym.plan(gym.squats(), title="Only a draft", weeks=6, publish=False)

    said = words(asked(visit, cast))

    assert "“Strength” goes on until" in said
    assert "Only a draft" not in said
