"""What people choose about notices."""

from __future__ import annotations

from uuid import UUID

from portal.core.forms import BooleanField, Form, later


class MailForm(Form):
    """Whether mails are wanted."""

    by_mail = BooleanField(later("Tell me by e-mail too"))


def id_of(typed: str | None) -> UUID | None:
    """Return the id written in an address, None if there is none."""
    try:
        return UUID(typed or "")
    except ValueError:
        return None
