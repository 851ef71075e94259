"""What people are told about, and in which words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.core.sentence import Sentence, sentence

MAILED_AFTER = timedelta(minutes=10)
"""How long a message may wait to be read before its reader gets a mail."""
FORGOTTEN_AFTER = timedelta(days=180)


class NoticeKind(StrEnum):
    """What happened. The subject is what it happened to; the other is who did it."""

    MESSAGE_SENT = "message_sent"
    """The subject is the conversation."""
    PLAN_PUBLISHED = "plan_published"
    SESSION_FINISHED = "session_finished"
    """The subject is the planned session."""
    COACHING_BEGAN = "coaching_began"
    COACHING_ENDED = "coaching_ended"
    IMPORT_REFUSED = "import_refused"
    """The subject is the import."""
    STRAVA_NEEDS_REAUTH = "strava_needs_reauth"
    """The subject is the account."""
    STRAVA_ERASED = "strava_erased"
    """The subject is the receipt."""
    EXPORT_READY = "export_ready"
    EXPORT_FAILED = "export_failed"


ICONS: Mapping[NoticeKind, str] = {
    NoticeKind.MESSAGE_SENT: "chat",
    NoticeKind.PLAN_PUBLISHED: "calendar",
    NoticeKind.SESSION_FINISHED: "done",
    NoticeKind.COACHING_BEGAN: "person",
    NoticeKind.COACHING_ENDED: "unlink",
    NoticeKind.IMPORT_REFUSED: "alert",
    NoticeKind.STRAVA_NEEDS_REAUTH: "link",
    NoticeKind.STRAVA_ERASED: "delete",
    NoticeKind.EXPORT_READY: "file",
    NoticeKind.EXPORT_FAILED: "alert",
}

_PLAIN: Mapping[NoticeKind, Sentence] = {
    NoticeKind.IMPORT_REFUSED: sentence("One of your files could not be read when you handed it in."),
    NoticeKind.STRAVA_NEEDS_REAUTH: sentence("Strava does not let us in any more. Connect it again to go on."),
    NoticeKind.STRAVA_ERASED: sentence("Strava is disconnected. Everything that came from there was erased here."),
    NoticeKind.EXPORT_READY: sentence("The document you asked for is ready."),
    NoticeKind.EXPORT_FAILED: sentence("The document you asked for could not be made. Its page says why."),
}


@dataclass(frozen=True)
class Told:
    """A notice, ready to be read."""

    id: UUID
    kind: NoticeKind
    words: Sentence
    told_at: datetime
    is_new: bool

    @property
    def icon(self) -> str:
        """The sign before it."""
        return ICONS[self.kind]


def words_of(kind: NoticeKind, *, name: str, title: str) -> Sentence:
    """Return what to say; `name` is who did it, `title` what it happened to, both empty when unknown."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if not name:
        return sentence("Something happened that can no longer be shown.")
    if title:
        return _WITH_TITLE[kind](name, title)
    return _WITH_NAME[kind](name)


def words_of_file(name: str, why: Sentence) -> Sentence:
    """Return what to say of a file that could not be read; `why` is a whole sentence."""
    return sentence("“%(name)s” could not be read. %(why)s", name=name, why=why)


_WITH_NAME = {
    NoticeKind.MESSAGE_SENT: lambda name: sentence("%(name)s wrote to you.", name=name),
    NoticeKind.PLAN_PUBLISHED: lambda name: sentence("%(name)s published a plan for you.", name=name),
    NoticeKind.SESSION_FINISHED: lambda name: sentence("%(name)s finished a session.", name=name),
    NoticeKind.COACHING_BEGAN: lambda name: sentence("%(name)s accepted your invitation.", name=name),
    NoticeKind.COACHING_ENDED: lambda name: sentence("%(name)s ended the coaching.", name=name),
}
_WITH_TITLE = {
    NoticeKind.PLAN_PUBLISHED: lambda name, title: sentence(
        "%(name)s published a plan for you: “%(title)s”.", name=name, title=title
    ),
    NoticeKind.SESSION_FINISHED: lambda name, title: sentence("%(name)s finished “%(title)s”.", name=name, title=title),
}


def url_of(kind: NoticeKind, *, subject_id: UUID, other_id: UUID | None, is_trainer: bool) -> str:
    """Return where the notice leads; `is_trainer` says whether its reader is one."""
    coaching = "/clients" if is_trainer else "/coaching"
    urls = {
        NoticeKind.MESSAGE_SENT: f"/messages/{subject_id}",
        NoticeKind.PLAN_PUBLISHED: f"/plans/{subject_id}",
        NoticeKind.SESSION_FINISHED: f"/sessions/{subject_id}",
        NoticeKind.COACHING_BEGAN: f"/clients/{other_id}",
        NoticeKind.COACHING_ENDED: coaching,
        NoticeKind.IMPORT_REFUSED: f"/activities/refused#import-{subject_id}",
        NoticeKind.STRAVA_NEEDS_REAUTH: "/settings/strava",
        NoticeKind.STRAVA_ERASED: "/settings/strava",
        NoticeKind.EXPORT_READY: f"/exports/{subject_id}",
        NoticeKind.EXPORT_FAILED: f"/exports/{subject_id}",
    }
    return urls[kind]
