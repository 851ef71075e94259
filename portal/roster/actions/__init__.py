"""Who coaches whom, one module a noun."""

from portal.roster.actions.coachings import grant, revoke

__all__ = ["grant", "revoke"]
