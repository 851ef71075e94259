"""What if: the coming weeks beside each other, touching nothing."""

import re

import pytest

from portal.training.models.logs import SessionLog
from portal.training.queries.whatif import outlook_of
from portal.training.rules.plans import Missed
from portal.training.rules.whatif import Case, Own
from tests.cast import TODAY


def cells(text):
    """Return the rows of the table, each as the texts of its cells."""
    rows = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
    plain = [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows
    ]
    return [[" ".join(cell.split()) for cell in row] for row in plain]


@pytest.fixture
def days(app):
    def days(plan, case, own=None):
        with app.test_request_context():
            return outlook_of(plan, today=TODAY).days(case, own)

    return days


@pytest.mark.parametrize(("who", "status"), [("carla", 200), ("ana", 200), ("otto", 404), ("sam", 404), ("ada", 404)])
def test_who_sees_the_plan_may_ask_what_if(gym, cast, visit, who, status):
    plan = gym.plan()

    assert visit(getattr(cast, who), f"/plans/{plan.id}/what-if").status_code == status


def test_a_missed_session_holds_the_load_back_where_it_waits(gym, cast, visit):
    plan = gym.plan(missed=Missed.SHIFT)

    rows = cells(visit(cast.carla, f"/plans/{plan.id}/what-if?case=miss").text)

    assert rows[1:4] == [
        ["Back squat", "3 × 5 with 60 kg", "–"],
        ["Back squat", "3 × 5 with 62.5 kg", "3 × 5 with 60 kg changed"],
        ["Back squat", "3 × 5 with 65 kg", "3 × 5 with 62.5 kg changed"],
    ]


def test_a_session_that_falls_short_is_asked_for_again(gym, cast, days):
    found = days(gym.plan(), Case.SHORT)

    loads = [(line.planned[0].values["load"].kg, line.otherwise[0].values["load"].kg) for line in lines(found)]
    assert loads[:3] == [(60, 60), (62.5, 60), (65, 62.5)]
    assert [line.differs for line in lines(found)][:2] == [False, True]


def test_two_weeks_off_cost_what_the_rules_of_breaks_say(gym, cast, days):
    found = days(gym.plan(weeks=6), Case.OFF)

    assert [day.is_left_out for day in found][:7] == [True] * 6 + [False]
    assert lines(found)[6].otherwise[0].values["load"].kg == 60  # nothing was trained yet: no break is known
    assert lines(found)[6].planned[0].values["load"].kg == 75


def test_own_numbers_count_once(gym, cast, days):
    found = days(gym.plan(gym.squats(preset="double_progression", start_load=20)), Case.OWN, Own("a", reps=12))

    asked = [
        (line.planned[0].values["shape"].values["reps"], line.otherwise[0].values["shape"].values["reps"])
        for line in lines(found)
    ]
    assert asked[:3] == [("8", "8"), ("9", "8"), ("10", "9")]
    assert lines(found)[1].otherwise[0].values["load"].kg == 22


def test_own_numbers_are_typed_and_checked(gym, cast, visit):
    plan = gym.plan(gym.squats(), gym.runs())
    url = f"/plans/{plan.id}/what-if?case=own"

    empty = visit(cast.carla, url)
    taken = visit(cast.carla, f"{url}&track=a&load=55&reps=&share=")
    wrong = visit(cast.carla, f"{url}&track=a&load=-5&reps=5")
    foreign = visit(cast.carla, f"{url}&track=nothing&load=5")

    assert [answer.status_code for answer in (empty, taken, wrong, foreign)] == [200, 200, 422, 422]
    assert "Share of the run" in empty.text
    assert ["Back squat", "3 × 5 with 62.5 kg", "3 × 5 with 60 kg changed"] in cells(taken.text)
    assert 'value="-5"' in wrong.text


def test_own_numbers_are_computed_without_loading_the_page_again(gym, cast, visit):
    plan = gym.plan()

    answer = visit(cast.carla, f"/plans/{plan.id}/what-if?case=own&track=a&load=55", target="outlook")

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="outlook">')


def test_an_effort_of_ones_own_moves_what_goes_by_effort(gym, cast, visit, days):
    plan = gym.plan(gym.squats(preset="by_effort", estimate=140))
    url = f"/plans/{plan.id}/what-if?case=own&track=a"

    strong, weak = (lines(days(plan, Case.OWN, Own("a", load_kg=load, reps=5))) for load in (150, 80))
    hard = lines(days(plan, Case.OWN, Own("a", rpe=10)))

    assert [any(line.differs for line in found) for found in (strong, weak, hard)] == [True, True, True]
    assert "Effort of every set" in visit(cast.carla, url).text
    assert visit(cast.carla, f"{url}&rpe=11").status_code == 422
    assert "Effort of every set" not in visit(cast.carla, f"/plans/{gym.plan().id}/what-if?case=own").text


def test_a_run_cut_short_is_a_run_cut_short(gym, cast, days):
    runs = gym.plan(gym.runs(), weeks=8)
    (track,) = {line.track for line in lines(days(runs, Case.MISS)) if line.name == "Long run"}

    cut, whole = (days(runs, Case.OWN, Own(track, share=share)) for share in (0.2, 1.0))

    assert not any(line.differs for line in lines(whole))
    assert any(line.differs for line in lines(cut))


def test_looking_changes_nothing(gym, cast, visit, session):
    plan = gym.plan()
    before = plan.version

    for case in Case:
        visit(cast.ana, f"/plans/{plan.id}/what-if?case={case}&track=a&load=100")

    assert plan.version == before
    assert session.query(SessionLog).count() == 0


def test_a_draft_can_be_looked_ahead_in_before_anybody_sees_it(gym, cast, visit):
    plan = gym.plan(publish=False)

    assert "3 × 5 with 60 kg" in visit(cast.carla, f"/plans/{plan.id}/what-if").text
    assert visit(cast.ana, f"/plans/{plan.id}/what-if").status_code == 404


def test_what_cannot_be_computed_says_why(gym, cast, visit):
    unfinished = gym.plan(gym.squats(preset="undulating", maximum=140, days=(0, 2)), publish=False)
    empty = gym.draft()

    assert "needs 3 weekdays" in visit(cast.carla, f"/plans/{unfinished.id}/what-if").text
    assert "Add at least one exercise" in visit(cast.carla, f"/plans/{empty.id}/what-if").text


def test_an_unknown_case_is_the_first_one(gym, cast, visit):
    plan = gym.plan()

    assert visit(cast.carla, f"/plans/{plan.id}/what-if?case=magic").status_code == 200


def lines(days):
    return [line for day in days for line in day.lines]
