"""What has to be done before the portal starts: migrations, starter exercises, the demo world or the first link.

Run with `python -m workers.prepare`; again and again does no harm. It prints what a person should know.
"""

from __future__ import annotations

import sys

from portal.accounts.actions.joining import offer_first_trainer
from portal.config import Config
from portal.core import clock
from portal.core.db import AddressRefused, DatabaseAway, db, transaction
from portal.core.migrations import upgrade
from portal.core.redis import RedisError
from portal.seed.people import PASSWORD
from portal.seed.world import load_world
from portal.training.actions.exercises import load_starter
from workers.beat import forget_beats
from workers.process import Process, begin

DEMO = f"""Sign in as carla@trackside.example (a trainer) or ana@trackside.example (whom she trains).
The password of everybody is {PASSWORD}, here and nowhere else."""
FIRST = """Nobody is here yet. Whoever opens this link first becomes the first trainer:
{public_url}/first/{token}"""


def main() -> int:
    """Prepare, or say in a sentence why that cannot be."""
    process = begin("prepare", stream=sys.stderr)
    with process.app.app_context():
        _require_redis(process)
        _require_database()
        upgrade(db.engine)
        with transaction():
            said = _furnish(process.config)
    sys.stdout.write(said and f"{said}\n")
    return 0


def _furnish(config: Config) -> str:
    now = clock.now()
    if config.demo:
        load_world(now=now)
        return DEMO
    load_starter(now)
    token = offer_first_trainer(now=now)
    return FIRST.format(public_url=config.public_url, token=token) if token else ""


def _require_redis(process: Process) -> None:
    if process.config.redis_is_embedded:  # whoever starts this has started that, and nothing else yet
        forget_beats(process.connection)
        return
    try:
        process.connection.ping()
    except RedisError as error:
        sys.exit(f"Redis does not answer ({_reason(error)}): start it, or correct REDIS_URL.")


def _require_database() -> None:
    try:
        with db.engine.connect():
            return
    except (*DatabaseAway, AddressRefused) as error:
        address = db.engine.url.render_as_string(hide_password=True)
        sys.exit(f"The database {address} does not answer ({_reason(error.orig)}): start it, or correct DATABASE_URL.")


def _reason(error: BaseException | None) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


if __name__ == "__main__":
    sys.exit(main())
