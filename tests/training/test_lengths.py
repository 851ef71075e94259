"""How long the steps of a run are: short ones as they are measured on a track, in whatever units one reads."""

import re

import pytest

from portal.core.language import say
from portal.core.units import System
from portal.core.visitor import Reader
from portal.training.rules.words import step_words

FAST = {"duration_s": None, "fast_s_per_km": 240, "slow_s_per_km": None, "power_w": None, "heart_rate_bpm": None}


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (50, "50 m"),
        (400, "400 m"),
        (1000, "1,000 m"),
        (1600, "1,600 m"),
        (610, "0.38 mi"),
        (1609.344, "1 mi"),
        (5000, "3.11 mi"),
    ],
)
def test_a_short_step_is_said_in_metres_to_imperial_readers(app, monkeypatch, metres, said):
    with app.test_request_context():
        monkeypatch.setattr("portal.core.writing.reader", lambda: Reader(units=System.IMPERIAL))
        assert say(step_words(distance_m=metres, **FAST)).startswith(f"{said} at ")


@pytest.mark.parametrize("units", System)
def test_intervals_are_in_metres_on_the_plan_and_in_the_session(gym, cast, visit, session, units):
    plan = gym.plan(gym.runs())
    cast.ana.units = units.value
    session.commit()

    grid = visit(cast.ana, f"/plans/{plan.id}").text
    sheets = [visit(cast.ana, f"/sessions/{row.id}").text for row in gym.sessions(plan)[:3]]

    assert re.search(r"\d×\d[\d,]*00\xa0?\s?m\b", grid)
    assert not re.search(r"×\d+(\.\d+)?\s(mi|km)\b", grid)
    times = next(text for text in sheets if " times</b>" in text)
    assert re.search(r" times</b>\s*<ol class=\"steps\"><li>[\d,]+ m at ", times)
