"""The live channel: tells browsers that something they show has changed; they fetch it with their reader's rights.

What goes down is only the name of a topic, so a nudge that is lost, doubled or late does no harm. `core.streams` holds
the streams of this process; static/js/live.js is the other end.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import structlog
from flask import Blueprint, Flask, current_app, request
from werkzeug.wrappers import Response

from portal.core.access import Actor
from portal.core.db import after_commit
from portal.core.errors import SignInNeeded
from portal.core.guard import signed_in
from portal.core.redis import RedisError, connect, connection
from portal.core.streams import CHANNEL, THE_END, Full, Hub
from portal.core.visitor import visitor

AGAIN_S = 10
"""When to ask again after a full house."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

bp = Blueprint("live", __name__)
log = structlog.get_logger(__name__)


def nudge(person_id: UUID, *topics: str) -> None:
    """Tell this person's browsers, once the open transaction is kept, that something about these topics has changed.

    Topics are words such as "counts" or "conversation-<id>". What Redis does not take is lost, and harmless.
    """
    after_commit(lambda: _publish(person_id, " ".join(topics)))


def nudge_all(person_ids: Iterable[UUID], *topics: str) -> None:
    """Nudge each of them."""
    for person_id in person_ids:
        nudge(person_id, *topics)


def hang_up(sign_in_id: UUID) -> None:
    """End the streams of a sign-in, once the open transaction is kept."""
    after_commit(lambda: _publish(sign_in_id, THE_END))


def init_app(app: Flask) -> None:
    """Answer GET /live."""
    url = app.config["REDIS_URL"]
    app.extensions["hub"] = Hub(lambda: connect(url), capacity=app.config["LIVE_STREAMS"])
    app.register_blueprint(bp)


@bp.get("/live")
@signed_in(reason="everyone hears only what is meant for them")
def listen(actor: Actor) -> Response:
    """Answer with a stream of topics. It is a plain iterator: the database is let go before the first byte."""
    found = visitor()
    if found is None or request.method == "HEAD":  # nobody would ever read, nor close
        return Response(mimetype="text/event-stream", headers=HEADERS)
    hub: Hub = current_app.extensions["hub"]
    try:
        stream = hub.open(actor.person_id, found.sign_in_id)
    except Full:
        return Response(status=503, headers={"Retry-After": str(AGAIN_S), **HEADERS})
    return Response(stream, mimetype="text/event-stream", headers=HEADERS)


@bp.errorhandler(SignInNeeded)
def tell_to_stop(_: SignInNeeded) -> Response:
    """End the stream of a browser whose sign-in is over: it cannot follow the way to the sign-in page."""
    return Response(status=204, headers=HEADERS)


def _publish(key: UUID, topics: str) -> None:
    try:
        connection().publish(f"{CHANNEL}{key}", topics)
    except RedisError as error:
        log.warning("nudge_lost", topics=topics, error=type(error).__name__)
