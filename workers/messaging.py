"""Jobs of the messaging slice."""

from datetime import datetime

from portal.messaging.actions import erase_deleted
from workers.job import job


@job()
def erase_deleted_messages(*, now: datetime) -> None:
    """Forget the words of messages that were taken back."""
    erase_deleted(now=now)
