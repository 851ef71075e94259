"""What people type into conversations."""

from __future__ import annotations

from uuid import UUID

from portal.core.forms import Form, LongTextField, TextField, at_most, filled, later
from portal.core.ids import id_of, new_id
from portal.messaging.rules import LONGEST, About, MessageDraft, about_of


class MessageForm(Form):
    """A message, and what it is about."""

    text = LongTextField(later("Your message"), [filled, at_most(LONGEST)])
    about = TextField(later("About"))
    key = TextField(later("Key"))

    @property
    def wanted_about(self) -> About | None:
        """What it is about, as far as that can be read."""
        return about_of(self.about.data or "")

    def draft(self) -> MessageDraft:
        """Return the message."""
        return MessageDraft(self.text.data, self.wanted_about, _key(self.key.data))


def _key(typed: str) -> UUID:
    return id_of(typed) or new_id()
