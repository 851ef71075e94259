"""Relay, workers and work-horses are killed at any moment: every effect happens, and once."""

import random
import time
from collections import Counter

from sqlalchemy import func, select

from portal.accounts.events import PersonJoined
from portal.core.db import db, transaction
from portal.core.ids import new_id
from portal.events.log import LoggedEvent, record
from tests.cast import NOW
from tests.workers.conftest import children_of, kill, wait_until

ROUNDS, FACTS_A_ROUND = 12, 6


def test_whoever_is_killed_and_whenever_every_effect_happens_once(background):
    people = []
    running = {kind: background.start(kind) for kind in ("background", "worker")}

    for number in range(ROUNDS):
        people += announce(background.app, FACTS_A_ROUND)
        time.sleep(random.uniform(0.01, 0.3))  # noqa: S311 -- any moment
        if number % 3 == 0:
            for work_horse in children_of(running["worker"]):
                kill(work_horse)
        else:
            restart(background, running, ("background", "worker")[number % 3 - 1])
    restart(background, running, "worker")  # what the last victims had begun is found when the next one starts
    wait_until(lambda: everything_is_done(background), limit_s=60)

    assert Counter(background.effects()) == Counter(people), background.said()[-3000:]


def announce(app, count):
    """Record facts as requests would; return whom they are about."""
    people = [new_id() for _ in range(count)]
    with app.app_context():
        for person_id in people:
            with transaction():
                record(PersonJoined(person_id), about=person_id, by=None, now=NOW)
    return people


def restart(background, running, kind):
    kill(running[kind])
    background.let_a_minute_pass()
    running[kind] = background.start(kind)


def everything_is_done(background):
    with background.app.app_context(), transaction(writes=False):
        waiting = db.session.scalar(select(func.count()).where(LoggedEvent.relayed_at.is_(None)))
    return not waiting and background.is_idle()
