"""What people choose about notices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from portal.core.forms import BooleanField, Form, later


class MailForm(Form):
    """Whether mails are wanted."""

    by_mail = BooleanField(later("Tell me by e-mail too"))


def moment_of(typed: str | None) -> datetime | None:
    """Return the moment written in an address or a form, None if there is none."""
    try:
        moment = datetime.fromisoformat(typed or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def id_of(typed: str | None) -> UUID | None:
    """Return the id written in an address, None if there is none."""
    try:
        return UUID(typed or "")
    except ValueError:
        return None
