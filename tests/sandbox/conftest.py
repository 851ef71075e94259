"""A sandbox without a network."""

from types import SimpleNamespace

import pytest

from portal.sandbox.strava.server import create_server
from portal.sandbox.strava.world import World

CREDENTIALS = {"client_id": "42", "client_secret": "sandbox-secret"}


@pytest.fixture
def world(time):
    return World(**CREDENTIALS, step_s=30)


@pytest.fixture
def browser(world):
    return create_server(world).test_client()


@pytest.fixture
def api(world, browser):
    """Calls with an athlete's token, and what they need."""

    def connect(athlete, scopes=("read", "activity:read_all")):
        code = world.tokens.offer(athlete.id, scopes, now=world.now())
        form = {**CREDENTIALS, "grant_type": "authorization_code", "code": code}
        return browser.post("/oauth/token", data=form).json

    def get(path, grant, **query):
        headers = {"Authorization": f"Bearer {grant['access_token']}"}
        return browser.get(f"/api/v3{path}", headers=headers, query_string=query)

    return SimpleNamespace(connect=connect, get=get)
