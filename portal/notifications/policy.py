"""Who reads notices: only those they were made for."""

from __future__ import annotations

from portal.core.access import Permission
from portal.notifications.models import Notice

OWN_NOTICE = Permission("notifications.notice", Notice, lambda actor: Notice.person_id == actor.person_id)
