"""What people are told about."""

from __future__ import annotations

from enum import StrEnum


class NoticeKind(StrEnum):
    """What happened. The subject is what it happened to; the other is who did it."""

    MESSAGE_SENT = "message_sent"
    """The subject is the conversation."""
    PLAN_PUBLISHED = "plan_published"
    SESSION_FINISHED = "session_finished"
    """The subject is the planned session."""
    COACHING_BEGAN = "coaching_began"
    COACHING_ENDED = "coaching_ended"
    ACTIVITY_IMPORTED = "activity_imported"
    EXPORT_READY = "export_ready"
    EXPORT_FAILED = "export_failed"
    IMPORT_REFUSED = "import_refused"
    """The subject is the file."""
