"""Reading conversations, one module a noun."""

from portal.messaging.queries.counts import oldest_unread, unanswered, unread_count, unread_in

__all__ = ["oldest_unread", "unanswered", "unread_count", "unread_in"]
