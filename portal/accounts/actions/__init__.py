"""What people do with their accounts, one module a noun."""

from portal.accounts.actions.joining import offer_first_trainer

__all__ = ["offer_first_trainer"]
