"""Today without a plan: whoever has no trainer is told so, and what one can do."""

import re

import pytest

from portal.roster.models import Coaching
from tests.cast import NOW

UPLOAD = r'<a class="button button--main" href="/activities">.*?Upload an activity'


@pytest.fixture
def today(cast, visit):
    return lambda who: visit(getattr(cast, who), "/today").text


def test_who_has_a_trainer_is_led_to_them(today):
    text = today("ana")

    assert "Your trainer writes your plan." in text
    assert "Write to your trainer" in text
    assert "Upload an activity" not in text


@pytest.mark.parametrize("who", ["sam", "ada", "carla"])
def test_who_has_none_is_told_so_and_what_one_can_do(today, who):
    text = today(who)

    assert "You have no trainer here" in text
    assert "ask a trainer for an invitation" in text
    assert re.search(UPLOAD, text, re.DOTALL)
    assert "our trainer writes your plan" not in text
    assert "Write to your trainer" not in text


def test_who_had_a_trainer_once_has_none_now(today, session):
    session.query(Coaching).filter(Coaching.ended_at.is_(None)).update({"ended_at": NOW})
    session.commit()

    assert "You have no trainer here" in today("ana")


@pytest.mark.parametrize(("who", "links"), [("ada", 1), ("sam", 0), ("ana", 0)])
def test_who_runs_the_instance_is_led_to_what_failed(today, who, links):
    assert len(re.findall(r'<a class="button[^"]*" href="/failures">', today(who))) == links
