"""One job whose effects can be counted: each fact it hears of becomes a row, and nothing stops a second one."""

import random
import time

import sqlalchemy as sa

from portal.core.db import db
from workers.job import on_event

EFFECT = sa.Table("effect", sa.MetaData(), sa.Column("about", sa.Uuid))


@on_event()
def count(fact, *, now):
    """Write a row, not too fast, so that there is time to die before, while and after."""
    _dawdle()
    db.session.execute(EFFECT.insert().values(about=fact.person_id))
    _dawdle()


def _dawdle():
    time.sleep(random.uniform(0, 0.004))  # noqa: S311 -- any moment
