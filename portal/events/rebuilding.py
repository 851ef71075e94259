"""Making read models anew from the log."""

from __future__ import annotations

from sqlalchemy import delete, select

from portal.core.db import db
from portal.events.log import LoggedEvent
from portal.events.projection import REGISTER, Happened, Projection

AT_ONCE = 500


def rebuild() -> int:
    """Empty every read model and let it hear the whole log again; return how many facts it heard. May be repeated."""
    return sum(_rebuild(projection) for projection in REGISTER.values())


def _rebuild(projection: Projection) -> int:
    for table in projection.tables:
        db.session.execute(delete(table).execution_options(synchronize_session=False))
    db.session.expire_all()
    names = [fact.name for fact in projection.on]
    log = select(LoggedEvent).where(LoggedEvent.name.in_(names)).order_by(LoggedEvent.id)
    heard = 0
    for event in db.session.scalars(log.execution_options(yield_per=AT_ONCE)):
        fact = event.fact
        projection.on[type(fact)](fact, Happened(event.about_id, event.by_id, event.happened_at))
        heard += 1
    db.session.flush()
    return heard
