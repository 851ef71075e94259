"""A run plan that cannot begin so: its dialog says where, and what would do."""

from portal.training.models.plans import Plan

RUNS = {"preset": "run_plan", "days": ["1", "3", "6"], "running_index": "44.7", "weekly_km": "45", "long_run_km": "14"}


def saved(visit, cast, plan, **typed):
    return visit(cast.carla, f"/plans/{plan.id}/items", method="POST", data={**RUNS, "sessions": "3", **typed})


def test_runs_that_cannot_add_up_are_refused_at_the_field_and_what_was_typed_stays(gym, cast, visit, session):
    plan = gym.draft()

    response = saved(visit, cast, plan)

    assert response.status_code == 422
    assert "3 runs of at most 14 km make 42 km a week." in response.text
    assert 'value="45"' in response.text
    session.expire_all()
    assert session.get(Plan, plan.id).layout["items"] == []


def test_what_the_refusal_proposes_is_taken(gym, cast, visit, session):
    plan = gym.draft()

    assert saved(visit, cast, plan, weekly_km="42").status_code == 303

    session.expire_all()
    assert session.get(Plan, plan.id).layout["items"][0]["fields"]["long_run_share"] is None


def test_a_plan_that_was_published_before_the_runs_added_up_stays_as_it_was(gym, cast, visit, session):
    plan = gym.plan(gym.runs())
    plan.program = {**plan.program, "tracks": {**plan.program["tracks"], "r_easy": old_easy_run(plan)}}
    session.flush()

    text = visit(cast.carla, f"/plans/{plan.id}").text

    assert "7.5 km" in text


def old_easy_run(plan):
    easy = plan.program["tracks"]["r_easy"]
    return {**easy, "steps": [{**easy["steps"][0], "dist": 7500}]}
