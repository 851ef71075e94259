"""Behind reverse proxies the visitor's address is believed only as far as the operator said."""

import pytest
from flask import request

from portal.app import create_app
from portal.config import Config

FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "t.example",
}


@pytest.fixture
def seen(own_environment):
    def seen(proxies):
        app = create_app(Config.from_environment({**own_environment, "TRUSTED_PROXIES": proxies}))
        app.view_functions["health.show_health"] = lambda: f"{request.remote_addr} {request.host_url}"
        return app.test_client().get("/health", headers=FORWARDED).text

    return seen


@pytest.mark.parametrize(
    ("proxies", "visitor"),
    [
        ("0", "127.0.0.1 http://localhost/"),
        ("1", "198.51.100.7 https://t.example/"),
        ("2", "203.0.113.9 http://localhost/"),
    ],
)
def test_as_many_proxies_are_believed_as_were_set(seen, proxies, visitor):
    assert seen(proxies) == visitor
