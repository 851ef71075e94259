"""Fixtures this folder shares with others."""

from tests.activities.conftest import upload

__all__ = ["upload"]
