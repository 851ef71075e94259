"""What people choose about notices."""

from __future__ import annotations

from portal.core.forms import BooleanField, Form, later


class MailForm(Form):
    """Whether mails are wanted."""

    by_mail = BooleanField(later("Tell me by e-mail too"))
