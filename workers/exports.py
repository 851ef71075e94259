"""Documents in the background: drawn, announced, forgotten."""

from datetime import datetime

from portal.core.hub import nudge_all
from portal.exports.actions import sweeping
from portal.exports.actions.drawing import draw_export
from portal.exports.actions.requests import erase_exports, forget_old_exports, give_up_exports
from portal.exports.events import ExportFailed, ExportFinished, ExportRequested
from portal.notifications.actions.telling import tell
from portal.notifications.rules import NoticeKind
from portal.strava.events import StravaErased
from portal.strava.queries.accounts import receipt_of
from workers.job import errand, errand_on_event, job, on_event


@errand_on_event()
def render_export(fact: ExportRequested, *, now: datetime) -> None:
    """Draw the document somebody asked for."""
    draw_export(fact.export_id, now=now)


@on_event()
def tell_it_is_ready(fact: ExportFinished, *, now: datetime) -> None:
    """Tell whoever asked that the document is ready."""
    told = tell(fact.asked_by_id, NoticeKind.EXPORT_READY, subject_id=fact.export_id, other_id=None, now=now)
    nudge_all(told, "counts")


@on_event()
def tell_it_failed(fact: ExportFailed, *, now: datetime) -> None:
    """Tell whoever asked that there will be no document."""
    told = tell(fact.asked_by_id, NoticeKind.EXPORT_FAILED, subject_id=fact.export_id, other_id=None, now=now)
    nudge_all(told, "counts")


@on_event()
def erase_exports_of(fact: StravaErased, *, now: datetime) -> None:
    """Erase the documents of an athlete whose data from Strava is erased: their numbers may follow from it."""
    receipt = receipt_of(fact.erasure_id)
    erase_exports(receipt.athlete_id, until=receipt.done_at or now, now=now)


@job("slow")
def give_up_late_exports(*, now: datetime) -> None:
    """Tell people of documents that could not be drawn."""
    give_up_exports(now=now)


@errand()
def sweep_documents(*, now: datetime) -> None:
    """Erase documents that were left behind."""
    sweeping.sweep_documents(now=now)


@job("slow")
def forget_exports(*, now: datetime) -> None:
    """Delete documents whose time is over."""
    forget_old_exports(now=now)
