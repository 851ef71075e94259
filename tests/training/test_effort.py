"""By effort: the top set says how hard it is to be, asks how hard it was, and moves the estimate."""

import re

import pytest

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


@pytest.fixture
def plan(gym):
    return gym.plan(gym.squats(preset="by_effort", estimate=180, effort=8, days=EVERY_DAY))


def rows_of(html):
    return [row for _, row in re.findall(r'<li id="set_a_(\d+)">(.*?)</li>', html, re.DOTALL)]


def typed_in(row):
    """Return what the fields of a set send when nobody touches them."""
    inputs = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", row)]
    return {field["name"]: field["value"] for field in inputs if field.get("type") != "radio"}


def offered(row, name):
    return re.findall(rf'name="{name}" value="([^"]*)"', row)


def train(cast, visit, session, rpe):
    """Log a whole session through the fields of its own page; every question about effort is answered."""
    url = f"/sessions/{session.id}"
    for row in rows_of(visit(cast.ana, url).text):
        answers = {"rpe": rpe} if rpe in offered(row, "rpe") else {"reserve": offered(row, "reserve")[:1]}
        assert visit(cast.ana, f"{url}/sets", method="POST", data={**typed_in(row), **answers}).status_code == 303
    assert visit(cast.ana, f"{url}/completion", method="POST").status_code == 303


def goal(html):
    """Return what an exercise asks for, under its name."""
    line = re.search(r'<p class="small soft">(.*?)</p>', html, re.DOTALL)[1]
    return " ".join(line.split(" · ")[0].replace("\xa0", " ").split())


def test_the_set_with_a_target_says_it_and_asks_in_halves(cast, visit, gym, plan):
    html = visit(cast.ana, f"/sessions/{gym.sessions(plan)[0].id}").text

    top, *others = rows_of(html)
    assert "@ RPE 8" in top
    assert offered(top, "rpe") == ["6", "6.5", "7", "7.5", "8", "8.5", "9", "9.5", "10"]
    assert not any("RPE" in row for row in others)
    assert [offered(row, "reserve") for row in others] == [[], [], ["0", "1", "2", "3", "4"]]
    assert goal(html) == "5 × 145 kg @ RPE 8, 3 × 5 × 137.5 kg"


def test_a_half_point_is_kept_and_shown_again(cast, visit, gym, plan):
    session = gym.sessions(plan)[0]
    url = f"/sessions/{session.id}"
    fields = typed_in(rows_of(visit(cast.ana, url).text)[0])

    visit(cast.ana, f"{url}/sets", method="POST", data={**fields, "rpe": "8.5"})

    top = rows_of(visit(cast.ana, url).text)[0]
    assert "@ RPE 8.5" in top
    assert re.findall(r'value="([^"]*)" checked', top) == ["8.5"]


@pytest.mark.parametrize(("rpe", "way"), [("10", -1), ("6", 1), ("8", 0)])
def test_three_sessions_through_the_page_move_the_estimate(cast, visit, gym, plan, rpe, way):
    sessions = gym.sessions(plan)
    first = goal(visit(cast.ana, f"/sessions/{sessions[0].id}").text)

    for session in sessions[:3]:
        train(cast, visit, session, rpe)

    then = goal(visit(cast.ana, f"/sessions/{sessions[3].id}").text)
    loads = [float(re.search(r"([\d.]+) kg", said)[1]) for said in (first, then)]
    assert (loads[1] > loads[0]) - (loads[1] < loads[0]) == way


def test_a_lift_without_a_target_asks_as_before(cast, visit, gym):
    session = gym.sessions(gym.plan())[0]

    rows = rows_of(visit(cast.ana, f"/sessions/{session.id}").text)

    assert [offered(row, "reserve") for row in rows] == [[], [], ["0", "1", "2", "3", "4"]]
    assert not any(offered(row, "rpe") for row in rows)
