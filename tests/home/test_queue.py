"""Where clients stand in the review: the rules alone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.ids import new_id
from portal.home.rules.attention import sorted_by_need
from portal.home.rules.review import Looked, Moment, Queue, State, entry_of
from portal.roster.rules import Life
from tests.cast import NOW, TODAY
from tests.home.test_attention import ago, row

ZAGREB = ZoneInfo("Europe/Zagreb")
AT = Moment(NOW, ZAGREB)
"""Monday, twelve past nine."""
MISSED = {"sessions": (ago(3, missed=True), ago(5, missed=True))}


def looked(at, *, until=None, batch=None):
    return Looked(new_id(), batch or new_id(), at, at, until)


def state(client, last, now=NOW):
    return entry_of(client, last, Moment(now, ZAGREB)).state


def test_weeks_begin_on_the_trainers_monday():
    assert AT.week_began_at == datetime(2026, 5, 17, 22, tzinfo=UTC)
    late_on_sunday = Moment(datetime(2026, 5, 17, 21, 59, tzinfo=UTC), ZAGREB)
    assert late_on_sunday.week_began_at == datetime(2026, 5, 10, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (None, State.OPEN),
        (looked(NOW - timedelta(days=3)), State.OPEN),  # of last week
        (looked(NOW - timedelta(hours=1)), State.DONE),
        (looked(NOW - timedelta(hours=1), until=NOW + timedelta(hours=20)), State.SNOOZED),
        (looked(NOW - timedelta(days=1), until=NOW - timedelta(minutes=1)), State.OPEN),
        (looked(NOW - timedelta(days=3), until=NOW + timedelta(days=2)), State.SNOOZED),  # into the next week
    ],
)
def test_everybody_waits_once_a_week_and_a_snooze_ends_on_its_day(last, expected):
    assert state(row(), last) is expected


def test_what_was_known_at_the_review_does_not_open_it_again():
    asks = row(waiting_since=NOW - timedelta(hours=5), heard_at=NOW - timedelta(hours=5), **MISSED)

    assert state(asks, looked(NOW - timedelta(hours=1))) is State.DONE


@pytest.mark.parametrize("until", [None, NOW + timedelta(days=2)])
def test_news_open_it_again_and_end_a_snooze(until):
    last = looked(NOW - timedelta(hours=1), until=until)
    asks = row(waiting_since=NOW - timedelta(minutes=5), heard_at=NOW - timedelta(minutes=5))

    assert state(asks, last) is State.OPEN
    assert [reason.icon for reason in entry_of(asks, last, AT).news] == ["chat"]


def test_another_message_is_news_although_an_older_one_waits_too():
    asks = row(waiting_since=NOW - timedelta(hours=30), heard_at=NOW - timedelta(minutes=2))

    assert state(asks, looked(NOW - timedelta(hours=1))) is State.OPEN


def test_one_more_missed_session_is_news_on_the_day_it_counts_as_missed():
    one_more = row(sessions=(ago(3, missed=True),))  # was due on Friday, missed since this morning

    assert state(one_more, looked(NOW - timedelta(days=1))) is State.OPEN
    assert state(one_more, looked(NOW - timedelta(hours=9))) is State.DONE


def test_a_silence_that_goes_on_is_news_only_once():
    silent = row(last_active_on=TODAY - timedelta(days=8), sessions=(ago(9, pct=90),))
    wednesday = NOW + timedelta(days=2)

    assert state(silent, looked(NOW), wednesday) is State.DONE


def test_good_numbers_and_what_has_no_beginning_wait_for_next_week():
    half = row(sessions=(ago(1, pct=40),))

    assert state(half, looked(NOW - timedelta(hours=1))) is State.DONE


def test_how_somebody_is_must_be_known_once_and_is_then_fine():
    ill = row(life=Life.ILL, life_noted_at=NOW - timedelta(hours=2))

    fresh = entry_of(ill, looked(NOW - timedelta(hours=3)), AT)
    known = entry_of(ill, looked(NOW - timedelta(days=4) + timedelta(days=4)), AT)
    assert (fresh.state, fresh.is_fine) == (State.OPEN, False)
    assert (known.state, known.is_fine) == (State.DONE, True)


def queue(*entries):
    rows = [entry_of(client, last, AT) for client, last in entries]
    order = [found.client.coaching_id for found in sorted_by_need([entry.row for entry in rows])]
    return Queue(tuple(sorted(rows, key=lambda entry: order.index(entry.coaching_id))), AT)


def test_the_queue_ends_when_everybody_was_looked_at():
    now = looked(NOW - timedelta(minutes=1))
    found = queue((row(name="A", **MISSED), now), (row(name="B"), now))

    assert (found.waiting, len(found.done), found.needing, found.fine) == (0, 2, (), ())


def test_the_last_act_names_everybody_it_looked_at():
    batch = new_id()
    together = [looked(NOW - timedelta(minutes=1), batch=batch) for _ in range(2)]
    before = looked(NOW - timedelta(minutes=9))
    found = queue((row(name="A"), together[0]), (row(name="B"), before), (row(name="C"), together[1]))

    assert [entry.row.name for entry in found.acted] == ["A", "C"]


def test_nothing_of_yesterday_is_offered_to_be_undone():
    assert queue((row(), looked(NOW - timedelta(days=1)))).acted == ()


def test_the_way_leads_through_those_in_need_and_then_those_who_are_fine():
    found = queue((row(name="Fine"), None), (row(name="Missed", **MISSED), None))
    missed, fine = found.entries

    assert found.around(missed) == (None, fine)
    assert found.around(fine) == (missed, None)
    assert found.following(missed) is None  # all who are fine are one step


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 200), st.none() | st.integers(-50, 50)), max_size=12))
def test_everybody_stands_in_exactly_one_place(clients):
    found = queue(
        *(
            (
                row(name=str(number), **(MISSED if needs else {})),
                looked(NOW - timedelta(hours=ago_h), until=None if until is None else NOW + timedelta(hours=until))
                if ago_h
                else None,
            )
            for number, (needs, ago_h, until) in enumerate(clients)
        )
    )

    places = [*found.needing, *found.fine, *found.done, *found.snoozed]
    assert sorted(entry.row.name for entry in places) == sorted(str(number) for number in range(len(clients)))
    assert found.waiting == len(found.needing) + len(found.fine)


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_look_that_knew_more_never_leaves_more_open(first_h, second_h):
    client = row(
        waiting_since=NOW - timedelta(hours=100),
        heard_at=NOW - timedelta(hours=50),
        hurt_at=NOW - timedelta(hours=120),
        **MISSED,
    )
    older, newer = sorted((first_h, second_h), reverse=True)

    if state(client, looked(NOW - timedelta(hours=older))) is State.DONE:
        assert state(client, looked(NOW - timedelta(hours=newer))) is State.DONE
