"""What somebody who runs the instance has tried again: the sweeps find it within a minute."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from portal.core.db import db
from portal.strava.models.accounts import StravaErasure
from portal.strava.models.imports import StravaActivitySync
from portal.strava.queries.imports import is_late, may_be_brought
from portal.strava.rules.syncs import SyncState


def bring_again(*, now: datetime) -> None:
    """Want the activities once more that were given up. Doing it twice changes nothing."""
    wanted = {"state": SyncState.WANTED, "want_rev": StravaActivitySync.want_rev + 1, "attempts": 0, "next_at": now}
    db.session.execute(
        update(StravaActivitySync)
        .where(may_be_brought())
        .values(**wanted, given_up_at=None)
        .execution_options(synchronize_session=False)
    )


def erase_again(*, now: datetime) -> None:
    """Go on at once with erasures that should have ended long ago. Doing it twice changes nothing."""
    db.session.execute(
        update(StravaErasure).where(is_late(now)).values(next_at=now).execution_options(synchronize_session=False)
    )
