"""Who may do what to accounts. Nobody acts on another's."""

from __future__ import annotations

from portal.accounts.models import SignIn
from portal.core.access import Permission

OWN_SIGN_IN = Permission("accounts.sign_in", SignIn, lambda actor: SignIn.person_id == actor.person_id)
