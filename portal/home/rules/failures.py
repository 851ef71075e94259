"""What failed, why, and since when, in words that name nobody. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.core.sentence import Sentence, sentence

LATE_RELAY = timedelta(minutes=1)
"""What was not handed on by then, waits for something that is away."""


class Left(StrEnum):
    """Rows of the database that something was left undone for."""

    EVENTS = "events"
    FILES = "files"
    DAMAGED = "damaged"
    DOCUMENTS = "documents"
    REFUSED = "refused"
    UNREAD = "unread"
    STRAVA = "strava"
    ERASURES = "erasures"


FOR_GOOD = (Left.EVENTS, Left.DAMAGED, Left.REFUSED, Left.UNREAD)
"""Nothing can be tried again: it goes on by itself, or a damaged file is not kept."""
WHAT: Mapping[Left, Sentence] = {
    Left.EVENTS: sentence("Handing on what happened"),
    Left.FILES: sentence("Reading files that were handed in"),
    Left.DAMAGED: sentence("Reading damaged files"),
    Left.DOCUMENTS: sentence("Drawing documents"),
    Left.REFUSED: sentence("Talking to Strava"),
    Left.UNREAD: sentence("Opening the tokens of Strava accounts"),
    Left.STRAVA: sentence("Fetching activities from Strava"),
    Left.ERASURES: sentence("Erasing what came from Strava"),
}
WHY: Mapping[Left, Sentence] = {
    Left.EVENTS: sentence("The relay does not run, or the queue is away. It goes on by itself when both are back."),
    Left.FILES: sentence("No worker could read them for hours. The files are kept."),
    Left.DAMAGED: sentence("Nothing in them could be read. Whoever handed them in was told; the files are not kept."),
    Left.DOCUMENTS: sentence("They could not be drawn. Whoever asked for them was told."),
    Left.REFUSED: sentence(
        "Strava refuses this portal itself. Look at STRAVA_CLIENT_ID and STRAVA_CLIENT_SECRET. "
        "Once they are right, it goes on by itself."
    ),
    Left.UNREAD: sentence(
        "SECRET_KEY is another one than before. Bring it back, or have the athletes connect again. Nothing is erased."
    ),
    Left.STRAVA: sentence("Strava did not give them, or gave what could not be read, as often as it was asked."),
    Left.ERASURES: sentence("Strava does not confirm that our access has ended. It is tried again by itself as well."),
}
ALSO: Mapping[Left, str] = {Left.FILES: "activities.read_file", Left.DOCUMENTS: "exports.render_export"}
"""The jobs that did the same: they have nothing left to do once it is tried again."""

_MAIL = sentence("Sending mail")
_NOTICES = sentence("Writing notices")
_MATCHING = sentence("Bringing plans and recordings together")
_FORGETTING = sentence("Erasing what is old")
_GIVING_UP = sentence("Telling people of what could not be done")
_STRAVA = sentence("Following what happens at Strava")
_NAMING = sentence("Naming the sessions of plans")
JOBS: Mapping[str, Sentence] = {
    "accounts.mail_reset": _MAIL,
    "accounts.mail_password_changed": _MAIL,
    "accounts.mail_email_change": _MAIL,
    "accounts.forget_old_sign_ins": _FORGETTING,
    "activities.read_file": WHAT[Left.FILES],
    "activities.match_again": _MATCHING,
    "activities.settle_log": _MATCHING,
    "activities.settle_shared": _MATCHING,
    "activities.unlog_hidden": _FORGETTING,
    "activities.reckon_loads": sentence("Reckoning loads anew"),
    "activities.give_up_imports": _GIVING_UP,
    "activities.forget_deleted": _FORGETTING,
    "activities.sweep_files": _FORGETTING,
    "exports.render_export": WHAT[Left.DOCUMENTS],
    "exports.tell_it_is_ready": _NOTICES,
    "exports.tell_it_failed": _NOTICES,
    "exports.give_up_late_exports": _GIVING_UP,
    "exports.erase_exports_of": _FORGETTING,
    "exports.forget_exports": _FORGETTING,
    "exports.sweep_documents": _FORGETTING,
    "messaging.erase_deleted_messages": _FORGETTING,
    "notifications.tell_of_message": _NOTICES,
    "notifications.tell_of_plan": _NOTICES,
    "notifications.tell_of_session": _NOTICES,
    "notifications.tell_of_beginning": _NOTICES,
    "notifications.tell_of_end": _NOTICES,
    "notifications.tell_of_import": _NOTICES,
    "notifications.tell_of_strava": _NOTICES,
    "notifications.tell_of_erasure": _NOTICES,
    "notifications.mail_plan": _MAIL,
    "notifications.mail_end": _MAIL,
    "notifications.mail_message": _MAIL,
    "notifications.find_unread_messages": _MAIL,
    "notifications.forget_old_notices": _FORGETTING,
    "roster.mail_invitation": _MAIL,
    "roster.mail_registration": _MAIL,
    "roster.forget_unanswered_invitations": _FORGETTING,
    "strava.link_account": sentence("Connecting athletes with Strava"),
    "strava.follow_announcement": _STRAVA,
    "strava.follow_late": _STRAVA,
    "strava.ask_about_withdrawal": _STRAVA,
    "strava.start_backfill": WHAT[Left.STRAVA],
    "strava.continue_backfill": WHAT[Left.STRAVA],
    "strava.import_activity": WHAT[Left.STRAVA],
    "strava.erase_strava": WHAT[Left.ERASURES],
    "strava.finish_erasure": WHAT[Left.ERASURES],
    "strava.sweep_imports": _STRAVA,
    "strava.sweep_backfills": _STRAVA,
    "strava.sweep_events": _STRAVA,
    "strava.sweep_links": _STRAVA,
    "strava.sweep_erasures": _STRAVA,
    "strava.check_subscription": _STRAVA,
    "strava.tidy_strava": _FORGETTING,
    "training.forget_deleted_plans": _FORGETTING,
    "training.name_sessions": _NAMING,
    "training.name_sessions_of": _NAMING,
    "training.name_moved_sessions": _NAMING,
}

_DATABASE = sentence("The database did not answer.")
_REDIS = sentence("Redis did not answer.")
_DISK = sentence("The disk is full, or cannot be written.")
_GONE = sentence("What it was about is not there.")
ERRORS: Mapping[str, Sentence] = {
    "Killed": sentence("Its worker was killed in the middle of it, each time. Perhaps memory ran out."),
    "JobTimeoutException": sentence("It took too long."),
    "MailNotSent": sentence("The mail server did not take the mail. Look at SMTP_URL."),
    "StravaError": sentence("Strava did not answer, or refused."),
    "OperationalError": _DATABASE,
    "InterfaceError": _DATABASE,
    "ConnectionError": _REDIS,
    "TimeoutError": _REDIS,
    "StorageFull": _DISK,
    "OSError": _DISK,
    "NotStored": _GONE,
    "NoResultFound": _GONE,
}


@dataclass(frozen=True)
class Failure:
    """One line: so many of one kind, for one reason."""

    key: str
    """What to try again."""
    what: Sentence
    why: Sentence
    count: int
    since_at: datetime
    may_retry: bool


def job_words(name: str) -> Sentence:
    """Return what a job does."""
    return JOBS.get(name) or sentence("The job %(name)s", name=name)


def why_failed(error: str) -> Sentence:
    """Return why a job failed, from the name of its error."""
    if not error:
        return sentence("Nobody noted why. The logs of the worker say more.")
    return ERRORS.get(error) or sentence(
        "It is a fault in the program (%(error)s). The logs of the worker say more.", error=error
    )
