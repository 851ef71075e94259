"""Reading conversations, one module a noun."""

from portal.messaging.queries.counts import last_heard, oldest_unread, unanswered, unread_count, unread_in

__all__ = ["last_heard", "oldest_unread", "unanswered", "unread_count", "unread_in"]
