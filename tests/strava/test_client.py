"""The one door to Strava: every trouble is one word, and no secret gets out."""

import logging

import pytest

from portal.sandbox.strava.faults import Fault
from portal.strava.client.gateway import Gateway
from portal.strava.client.problems import Problem, StravaError
from portal.strava.client.sealing import Box, SealBroken
from tests.strava.conftest import ANA, CREDENTIALS

TROUBLE = {
    "401": Problem.NEEDS_REAUTH,
    "401_scope": Problem.SCOPE_MISSING,
    "402": Problem.SUBSCRIBER_ONLY,
    "403_inactive": Problem.APP_INACTIVE,
    "403_cap": Problem.ATHLETE_CAP,
    "404": Problem.NOT_FOUND,
    "409": Problem.DUPLICATE,
    "429": Problem.RATE_LIMITED,
    "500": Problem.UNAVAILABLE,
    "502_html": Problem.UNAVAILABLE,
    "200_html": Problem.UNREADABLE,
    "cut": Problem.UNAVAILABLE,
    "hang": Problem.UNAVAILABLE,
}


@pytest.fixture
def gateway(world, line):
    with Gateway(base_url=line.url, **CREDENTIALS, timeout_s=(1.5, 1.5)) as gateway:
        yield gateway


@pytest.fixture
def token(world):
    code = world.tokens.offer(ANA.id, ("read", "activity:read"), now=world.now())
    return next(iter(world.tokens.redeem(code, now=world.now()).access))


def problem_of(call):
    with pytest.raises(StravaError) as caught:
        call()
    assert "s3cret" not in str(caught.value)
    return caught.value.problem


@pytest.mark.parametrize("fault", TROUBLE)
def test_each_trouble_has_one_name(gateway, world, token, fault):
    world.faults.add(Fault(fault))

    assert problem_of(lambda: gateway.profile(token)) is TROUBLE[fault]


def test_a_slow_answer_is_waited_for(gateway, world, token):
    world.faults.add(Fault("slow", seconds=0.05))

    assert gateway.profile(token)["id"] == ANA.id


def test_nobody_there_is_trouble_in_one_word():
    with Gateway(base_url="http://127.0.0.1:1", **CREDENTIALS) as gateway:
        assert problem_of(gateway.subscriptions) is Problem.UNAVAILABLE


def test_the_answer_to_an_exchange_holds_the_scopes(gateway, world):
    code = world.tokens.offer(ANA.id, ("read", "activity:read"), now=world.now())

    grant = gateway.exchange_code(code)

    assert grant["scope"] == "read,activity:read"
    assert problem_of(lambda: gateway.exchange_code(code)) is Problem.NEEDS_REAUTH


def test_an_old_refresh_token_is_dead_at_once(gateway, world, token, time):
    old = world.tokens.grants[ANA.id].refresh_token
    time.move(hours=7)

    new = gateway.refresh(old)["refresh_token"]

    assert new != old
    assert problem_of(lambda: gateway.refresh(old)) is Problem.NEEDS_REAUTH
    assert gateway.refresh(new)["refresh_token"] == new  # more than an hour is left


def test_revoking_ends_both_tokens_and_unknown_ones_are_fine(gateway, world, token):
    gateway.revoke(token)
    gateway.revoke("unknown")

    assert problem_of(lambda: gateway.profile(token)) is Problem.NEEDS_REAUTH


def test_limits_are_remembered_from_the_last_answer(gateway, world, token):
    world.limits.read = (10, 100)
    gateway.profile(token)

    assert gateway.usage.quarter == 0.1


def test_credentials_of_the_environment_and_netrc_are_ignored(gateway, world, token, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("STRAVA_CLIENT_ID", "1")
    monkeypatch.setenv("STRAVA_CLIENT_SECRET", "from the environment")

    assert gateway.profile(token)["id"] == ANA.id


def test_a_token_goes_to_strava_only(world):
    from portal.strava.client.protocol import Protocol, make_session  # noqa: PLC0415

    session = make_session((1, 1))
    api = Protocol(api_url="http://a.example/api/v3", oauth_url="http://a.example", session=session, on_response=print)

    assert api.resolve_url("/athlete") == "http://a.example/api/v3/athlete"
    assert api.resolve_url("/oauth/token") == "http://a.example/oauth/token"
    with pytest.raises(ValueError, match="a path is needed"):
        api.resolve_url("https://elsewhere.example/athlete")


def test_loading_stravalib_changes_nothing_for_others():
    import portal.strava.client.protocol  # noqa: F401, PLC0415

    assert logging.getLogger("py.warnings").handlers == []
    assert not logging.getLogger("urllib3").isEnabledFor(logging.DEBUG)


def test_what_is_sealed_opens_with_the_same_secret_only():
    box = Box("a secret of this instance")
    sealed = box.seal("token")

    assert "token" not in sealed
    assert box.open(sealed) == "token"
    for other, text in ((Box("another"), sealed), (box, sealed[:-2]), (box, "")):
        with pytest.raises(SealBroken):
            other.open(text)
