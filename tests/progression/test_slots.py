from datetime import date, timedelta

import pytest

from portal.progression import replay

MONDAY = date(2025, 1, 6)
SLOTS = [(0, MONDAY), (1, MONDAY + timedelta(days=2)), (2, MONDAY + timedelta(days=7))]


def done(slot):
    return {"id": f"d{slot}", "date": MONDAY.isoformat(), "type": "done", "slot": slot, "done": {}}


def missed(*, today, **how):
    entries = replay.missed_entries(slots=SLOTS, log=how.pop("log", []), today=today, **how)
    return [(entry["slot"], entry["type"]) for entry in entries]


@pytest.mark.parametrize(("days", "expected"), [(2, []), (3, [(0, "missed")])])
def test_a_session_is_missed_when_its_grace_has_passed(days, expected):
    assert missed(today=MONDAY + timedelta(days=days)) == expected


@pytest.mark.parametrize(("grace", "expected"), [(0, [(0, "missed")]), (1, [])])
def test_the_grace_may_be_another(grace, expected):
    assert missed(today=MONDAY + timedelta(days=1), grace_days=grace) == expected


def test_what_was_done_is_not_missed():
    assert missed(today=MONDAY + timedelta(days=6), log=[done(0)]) == [(1, "missed")]


def test_what_lies_in_an_excused_span_is_excused():
    until_monday = [(MONDAY - timedelta(days=9), MONDAY)]
    from_wednesday = [(MONDAY + timedelta(days=2), MONDAY + timedelta(days=20))]

    assert missed(today=MONDAY + timedelta(days=6), excused=until_monday) == [(0, "excused"), (1, "missed")]
    assert missed(today=MONDAY + timedelta(days=6), excused=from_wednesday) == [(0, "missed"), (1, "excused")]


def test_a_miss_is_dated_with_its_slot_and_always_the_same():
    (first, second) = (
        replay.missed_entries(slots=SLOTS[:1], log=[], today=MONDAY + timedelta(days=days)) for days in (3, 30)
    )

    assert first == second
    assert first[0]["date"] == "2025-01-06"


def test_a_miss_counts_after_what_was_done_that_day():
    late = {"id": "d", "date": "2025-01-08", "seq": 5, "type": "done", "slot": 0, "done": {}}
    log = [late, *replay.missed_entries(slots=SLOTS[1:2], log=[late], today=date(2025, 1, 20))]

    assert [entry["type"] for entry in replay.in_order(log).entries] == ["done", "missed"]


@pytest.mark.parametrize(
    ("days", "slot"), [(-3, None), (-2, 0), (0, 0), (1, 0), (2, 1), (4, 1), (5, 2), (9, 2), (10, None)]
)
def test_a_training_counts_as_the_nearest_open_slot_within_the_grace(days, slot):
    assert replay.slot_for(slots=SLOTS, log=[], on=MONDAY + timedelta(days=days)) == slot


@pytest.mark.parametrize(("days", "slot"), [(2, 0), (3, None)])
def test_the_grace_ends_after_two_days(days, slot):
    assert replay.slot_for(slots=SLOTS[:1], log=[], on=MONDAY + timedelta(days=days)) == slot


def test_a_done_slot_is_open_no_more():
    assert replay.slot_for(slots=SLOTS, log=[done(0)], on=MONDAY) == 1
