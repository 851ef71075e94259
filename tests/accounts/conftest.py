"""Fixtures this folder shares with others."""

from tests.people import again, known, link_in, mails, no_tries_yet

__all__ = ["again", "known", "link_in", "mails", "no_tries_yet"]
