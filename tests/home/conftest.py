"""Fixtures this folder shares with others."""

from tests.activities.conftest import store, strava_terms, upload

__all__ = ["store", "strava_terms", "upload"]
