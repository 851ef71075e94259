"""Who needs the trainer, and why: the rules alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.ids import new_id
from portal.home.rules.attention import Client, Group, row_of, sorted_by_need
from portal.home.rules.jumps import Jump
from portal.home.rules.past import SessionDay, compliance_pct, past_of, strip_of
from portal.home.rules.reasons import Standing, steady_reasons
from portal.home.rules.stalls import Stall
from portal.roster.rules import Life
from portal.training.rules.sessions import Outcome
from tests.cast import NOW, TODAY


def standing(*, sessions=(), **changed):
    usual = {
        "life": Life.ACTIVE,
        "life_until": None,
        "life_noted_at": None,
        "past": past_of(sessions, today=TODAY),
        "last_active_on": TODAY,
        "coached_since": date(2026, 1, 1),
        "programmed_until": TODAY + timedelta(days=60),
        "plan_id": None,
        "shows_training": True,
        "hurt_at": None,
        "changed_at": None,
        "jump": None,
        "stalls": (),
    }
    return Standing(**{**usual, **changed})


def ago(days, *, pct=None, excused=False, missed=False):
    return SessionDay(TODAY - timedelta(days=days), pct, excused=excused, missed=missed)


def row(*, name="Ana", waiting_since=None, heard_at=None, **changed):
    found = standing(**changed)
    steady = steady_reasons(found, today=TODAY)
    return row_of(Client(new_id(), new_id(), name, found, steady, waiting_since, heard_at), now=NOW)


def said(**changed):
    reason = row(**changed).reason
    return str(reason.words) if reason else ""


def test_somebody_on_track_gives_no_reason():
    found = row(sessions=(ago(1, pct=100), ago(3, pct=95)))

    assert (found.group, found.reason) == (Group.ON_TRACK, None)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"waiting_since": NOW - timedelta(minutes=5)}, "has just written"),
        ({"waiting_since": NOW - timedelta(hours=14)}, "waits for an answer, 14 h"),
        ({"waiting_since": NOW - timedelta(hours=50)}, "waits for an answer, 2 days"),
        ({"sessions": (ago(3, missed=True), ago(5, missed=True))}, "2 sessions missed"),
        ({"last_active_on": TODAY - timedelta(days=8), "sessions": (ago(9, pct=90),)}, "no log for 8 days"),
        ({"programmed_until": None}, "has no plan"),
        ({"sessions": (ago(1, pct=40),)}, "40 % of the week done"),
        ({"sessions": (ago(1, pct=150),)}, "150 % of the week done"),
        ({"hurt_at": NOW - timedelta(days=1)}, "pain noted"),
        ({"changed_at": NOW - timedelta(days=1)}, "plan changed"),
        ({"jump": Jump(1.38, TODAY)}, "load +38 %"),
        ({"stalls": (Stall("Bench press", 2, NOW),)}, "Bench press stalled"),
    ],
)
def test_each_reason_is_said_in_words(changed, words):
    assert said(**changed) == words
    assert row(**changed).group is Group.NEED_ME


@pytest.mark.parametrize(("days", "is_said"), [(7, True), (8, False), (0, True), (-3, True)])
def test_a_plan_that_ends_within_a_week_is_named(days, is_said):
    until = TODAY + timedelta(days=days)

    assert ("plan end" in said(programmed_until=until)) == is_said


@pytest.mark.parametrize("life", [Life.ILL, Life.HOLIDAY, Life.PAUSED, Life.INJURED])
def test_whoever_is_away_stands_apart_and_is_not_blamed(life):
    found = row(life=life, sessions=(ago(1, excused=True), ago(2, excused=True)), last_active_on=None)

    assert found.group is Group.AWAY
    assert (found.past.week_pct, found.past.month_pct) == (None, None)


@pytest.mark.parametrize("life", [Life.ILL, Life.HOLIDAY, Life.PAUSED, Life.INJURED])
def test_a_question_of_somebody_away_is_ranked_like_any_other(life):
    asked = NOW - timedelta(hours=26)
    rows = [row(name="Asks since noon", waiting_since=NOW - timedelta(hours=3)), row(name="Away", life=Life.ILL)]

    asks = row(name="Away and asks", life=life, waiting_since=asked, programmed_until=None)

    assert (asks.group, str(asks.reason.words)) == (Group.NEED_ME, "waits for an answer, 26 h")
    assert [found.name for found in sorted_by_need([*rows, asks])] == ["Away and asks", "Asks since noon", "Away"]


def test_nothing_else_is_asked_of_somebody_away():
    found = row(life=Life.ILL, life_until=TODAY, programmed_until=None, last_active_on=None)

    assert (found.group, str(found.reason.words)[:3]) == (Group.AWAY, "ill")


def test_excused_and_open_sessions_do_not_count_and_missed_ones_count_as_nothing():
    sessions = (ago(0), ago(1, pct=90), ago(2, excused=True), ago(3, missed=True))

    assert compliance_pct(sessions, today=TODAY, days=7) == 45


def test_nothing_planned_is_no_percentage_and_never_a_hundred():
    assert compliance_pct((), today=TODAY, days=7) is None


def test_the_strip_shows_the_worst_of_a_day_and_rest_where_nothing_was():
    strip = strip_of((ago(1, pct=100), ago(1, missed=True), ago(6, pct=100)), today=TODAY)

    assert [outcome for _, outcome in strip] == [Outcome.DONE, None, None, None, None, Outcome.MISSED, None]


def test_of_two_who_wait_long_the_longer_wait_comes_first():
    rows = [row(name=f"{hours} h", waiting_since=NOW - timedelta(hours=hours)) for hours in (14, 40, 26)]

    assert [found.name for found in sorted_by_need(rows)] == ["40 h", "26 h", "14 h"]


@given(st.permutations(range(6)))
def test_the_order_does_not_depend_on_how_rows_arrive(order):
    rows = [
        row(name="Waits", waiting_since=NOW - timedelta(hours=30)),
        row(name="Missed", sessions=(ago(3, missed=True), ago(4, missed=True))),
        row(name="Ends", programmed_until=TODAY + timedelta(days=2)),
        row(name="Away", life=Life.ILL),
        row(name="Fine B"),
        row(name="Fine A"),
    ]

    names = [found.name for found in sorted_by_need([rows[n] for n in order])]

    assert names == ["Waits", "Missed", "Ends", "Fine A", "Fine B", "Away"]


def test_every_reason_says_why_and_the_heaviest_comes_first():
    found = row(
        waiting_since=NOW - timedelta(hours=14),
        sessions=(ago(3, missed=True), ago(5, missed=True)),
        hurt_at=NOW,
        changed_at=NOW,
        programmed_until=TODAY + timedelta(days=2),
    )

    assert [reason.icon for reason in found.reasons] == ["chat", "pain", "missed", "ends", "edit", "under"]
    assert all(str(reason.why) for reason in found.reasons)
    assert [reason.weight for reason in found.reasons] == sorted((r.weight for r in found.reasons), reverse=True)
