"""Loops wait out what passes, and end with what does not."""

import threading

import pytest
from fakeredis import FakeRedis, FakeServer
from redis.exceptions import ConnectionError as RedisIsAway
from sqlalchemy.exc import OperationalError

from portal.core.beats import BEAT, BEATS
from workers.beat import Beat, beating
from workers.loop import Loop


@pytest.fixture
def redis():
    return FakeRedis(server=FakeServer())


class Stopped(threading.Event):
    """Waits no time at all, and remembers how long it was asked to; ends the loop after so many rounds."""

    def __init__(self, *, after):
        super().__init__()
        self.waits, self._after = [], after

    def wait(self, timeout=None):
        self.waits.append(timeout)
        if len(self.waits) >= self._after:
            self.set()
        return True


def run(redis, outcomes):
    steps = iter(outcomes)

    def step():
        outcome = next(steps)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    stopped, loop = Stopped(after=len(outcomes)), Loop("relay", step, Beat(redis, "relay"))
    loop.run(stopped)
    return loop, stopped.waits


@pytest.mark.parametrize("absence", [RedisIsAway(), OperationalError("SELECT", {}, Exception("gone"))])
def test_absent_neighbours_are_waited_for_longer_and_longer(redis, absence):
    loop, waits = run(redis, [absence] * 5 + [0.25])

    assert waits == [0.5, 1.0, 2.0, 5.0, 5.0, 0.25]
    assert not loop.broke


def test_after_a_good_round_patience_begins_anew(redis):
    _, waits = run(redis, [RedisIsAway(), 0.25, RedisIsAway()])

    assert waits == [0.5, 0.25, 0.5]


def test_what_nobody_expected_ends_the_loop(redis):
    loop, _ = run(redis, [ZeroDivisionError()])

    assert loop.broke


def test_only_a_good_round_is_a_sign_of_life(redis):
    sign = Beat(redis, "relay")
    assert not redis.exists(BEAT + "relay")

    sign.beat()

    assert 0 < redis.ttl(BEAT + "relay") <= 30
    assert redis.smembers(BEATS) == {b"relay"}


def test_who_ends_on_purpose_is_not_missed(redis):
    run(redis, [0.25])

    assert redis.keys("trackside:*") == []


def test_a_worker_beats_beside_its_work(redis):
    with beating(redis, "worker:here"):
        while not redis.exists(BEAT + "worker:here"):
            pass

    assert not redis.exists(BEAT + "worker:here")
