"""Fixtures this folder shares with others."""

from tests.people import known, link_in, mails, no_tries_yet

__all__ = ["known", "link_in", "mails", "no_tries_yet"]
