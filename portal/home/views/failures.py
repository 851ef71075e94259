"""What failed in the background, for whoever runs the instance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.activities.actions.imports import read_again
from portal.core import clock
from portal.core.access import Actor, find
from portal.core.db import after_commit, let_go
from portal.core.errors import Hidden, Refusal
from portal.core.failures import ask_again
from portal.core.guard import lists
from portal.core.redis import RedisError
from portal.core.sentence import sentence
from portal.core.web import page
from portal.exports.actions.requests import draw_again
from portal.home.policy import RUN_INSTANCE
from portal.home.queries.failures import failures
from portal.home.rules.failures import ALSO, JOBS, Left
from portal.strava.actions.again import bring_again, erase_again

bp = Blueprint("failures", __name__)

AGAIN: Mapping[str, Callable[..., None]] = {
    Left.FILES: read_again,
    Left.DOCUMENTS: draw_again,
    Left.STRAVA: bring_again,
    Left.ERASURES: erase_again,
}


class QueueAway(Refusal):
    """Failed jobs are in the queue, and nobody reaches it."""

    def __init__(self) -> None:
        super().__init__(sentence("Redis does not answer, so nothing can be tried again now. See to it first."))


@bp.get("/failures")
@lists(RUN_INSTANCE)
def list_failures(visitor: Actor) -> Response:
    _check(visitor)
    return _shown(tried="tried" in request.args)


@bp.post("/failures/<kind>/retry")
@lists(RUN_INSTANCE)
def create_retry(visitor: Actor, kind: str) -> Response:
    _check(visitor)
    if kind in AGAIN:
        AGAIN[kind](now=clock.now())
        _forget_jobs(Left(kind))
    elif kind in JOBS:
        _queue_jobs(kind)
    else:
        raise Hidden
    return _shown(then=url_for(".list_failures", tried=1), tried=True)


def _check(visitor: Actor) -> None:
    """Let operators pass. Raises Hidden."""
    find(RUN_INSTANCE, visitor, visitor.person_id)


def _forget_jobs(left: Left) -> None:
    """Let the jobs that did the same have their end; while Redis is away they stay where they are."""
    if name := ALSO.get(left):
        after_commit(lambda: _end(name))


def _end(name: str) -> None:
    with suppress(RedisError):
        ask_again(name)


def _queue_jobs(name: str) -> None:
    let_go()  # nobody waits for Redis while the database is held
    try:
        ask_again(name)
    except RedisError:
        raise QueueAway from None


def _shown(*, then: str | None = None, tried: bool = False) -> Response:
    found = failures(now=clock.now())
    return page("home/failures.html", "failures", then=then, found=found, tried=tried)
