"""One background job in a process of its own: what it takes, and how much memory at its peak."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from bench.pages import environment
from portal.accounts.models import Person
from portal.activities.actions.imports import read_file, take_files
from portal.activities.models import Import
from portal.activities.rules.imports import Upload
from portal.app import create_app
from portal.config import Config
from portal.core import clock
from portal.core.access import Actor
from portal.core.db import db, transaction
from portal.exports.actions.drawing import draw_export
from portal.exports.actions.requests import request_export
from portal.exports.rules.exports import Paper, Wishes
from portal.seed.world import load_world
from portal.training.models.plans import Plan
from tests.activities import making

FOUR_HOURS_S = 14_400
WEEKS = 12
RUNS = 5


def world() -> dict[str, float]:
    """Fill an empty database, in a process of its own: what that needs is not the job's."""
    db.create_all()
    with transaction():
        load_world(now=clock.now())
    return {}


def fit() -> dict[str, float]:
    """Return the shortest of five imports of a 4-hour recording at 1 Hz, from bytes to stored with metrics."""
    took = []
    for run in range(RUNS):
        began = making.BEGAN.replace(minute=run)
        content = making.fit(FOUR_HOURS_S, sport="cycling", laps=8, began=began)
        with transaction():
            ana = db.session.scalars(select(Person).where(Person.email == "ana@trackside.example")).one()
            take_files([Upload("ride.fit", content)], actor=Actor(ana.id), now=clock.now())
        with transaction(writes=False):
            newest = db.session.scalars(select(Import.id).order_by(Import.id.desc()).limit(1)).one()
        took.append(_seconds(lambda waiting=newest: read_file(waiting, now=clock.now())))
    return {"best ms": min(took) * 1000}


def pdf() -> dict[str, float]:
    """Return how long twelve weeks of a plan take to draw."""
    with transaction():
        plan = db.session.scalars(
            select(Plan).where(Plan.published_at.is_not(None)).order_by(Plan.ends_on.desc()).limit(1)
        ).one()
        actor = Actor(plan.trainer_id, is_trainer=True)
        wishes = Wishes(weeks=WEEKS, paper=Paper.A4)
        export = request_export(plan, wishes, actor=actor, today=clock.now().date(), now=clock.now())
        export_id = export.id
    return {"seconds": _seconds(lambda: draw_export(export_id, now=clock.now()))}


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main(job: str, home: Path) -> None:
    """Prepare the demo world, or run a job on it; print one line of JSON."""
    app = create_app(Config.from_environment(environment(home)))
    with app.app_context():
        found = {"world": world, "fit": fit, "pdf": pdf}[job]()
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**found, "peak MB": peak_mb}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
