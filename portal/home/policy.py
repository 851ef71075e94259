"""Who may look after the instance."""

from __future__ import annotations

from portal.accounts.models import Person
from portal.core.access import Permission

RUN_INSTANCE = Permission(
    "home.run_instance", Person, lambda actor: (Person.id == actor.person_id) & Person.is_operator
)
"""An operator sees what failed and has it tried again; never whose it was."""
