"""How often something may be tried, with Redis and without."""

import pytest
from flask import Blueprint

from portal.core import limits
from portal.core.guard import public
from portal.core.limits import TooMany, forgive, limited, spend


@pytest.fixture(params=["redis", "memory"])
def context(request, own_app, own_redis, monkeypatch):
    """An instance whose Redis is there, or not."""
    server = own_redis.connection_pool.connection_kwargs["server"]
    monkeypatch.setattr(server, "connected", request.param == "redis")
    with own_app.app_context():
        yield own_app


def test_so_many_tries_and_not_one_more(context):
    for _ in range(3):
        spend("3 per 5 minutes", "sign-in", "ana@trackside.example")

    with pytest.raises(TooMany) as refused:
        spend("3 per 5 minutes", "sign-in", "ana@trackside.example")

    assert 295 <= refused.value.wait_s <= 300


def test_each_key_has_its_own_count(context):
    spend("1 per minute", "sign-in", "ana@trackside.example")

    spend("1 per minute", "sign-in", "otto@trackside.example")
    spend("1 per minute", "reset", "ana@trackside.example")
    spend("1 per hour", "sign-in", "ana@trackside.example")
    with pytest.raises(TooMany):
        spend("1 per minute", "sign-in", "ana@trackside.example")


def test_keys_cannot_be_glued_into_one_another(context):
    spend("1 per minute", "a", "b:c")

    spend("1 per minute", "a:b", "c")
    with pytest.raises(TooMany):
        spend("1 per minute", "a", "b:c")


def test_after_a_success_the_tries_are_forgotten(context):
    spend("1 per minute", "sign-in", "ana")
    with pytest.raises(TooMany):
        spend("1 per minute", "sign-in", "ana")
    forgive("1 per minute", "sign-in", "ana")

    spend("1 per minute", "sign-in", "ana")
    with pytest.raises(TooMany):
        spend("1 per minute", "sign-in", "ana")


def test_in_memory_the_pause_ends(own_app, own_redis, time, monkeypatch):
    monkeypatch.setattr(own_redis.connection_pool.connection_kwargs["server"], "connected", False)
    with own_app.app_context():
        spend("1 per 15 minutes", "sign-in", "ana")
        time.move(minutes=14, seconds=59)
        with pytest.raises(TooMany):
            spend("1 per 15 minutes", "sign-in", "ana")

        time.move(seconds=1)

        spend("1 per 15 minutes", "sign-in", "ana")


def test_in_redis_the_count_goes_away_by_itself(own_app, own_redis):
    with own_app.app_context():
        spend("1 per 15 minutes", "sign-in", "ana@trackside.example")

    (key,) = own_redis.keys("trackside:tries:*")
    assert 0 < own_redis.ttl(key) <= 900
    assert b"ana" not in key


def test_memory_does_not_grow_for_ever(time, monkeypatch):
    monkeypatch.setattr(limits, "MOST_REMEMBERED", 100)
    tries = limits.Tries()
    for number in range(300):
        tries.count(str(number), 1, time())
        time.move(seconds=1)

    assert len(tries) <= 100


@pytest.mark.parametrize("rate", ["often", "5/minute", "5 per fortnight", "per minute", ""])
def test_a_rate_nobody_understands_is_found_when_it_is_written(rate):
    with pytest.raises(ValueError, match="is no rate"):
        limited(rate)


@pytest.fixture
def knock(own_app):
    """A page that may be asked for twice a minute."""
    bp = Blueprint("door", __name__)

    @bp.post("/door")
    @limited("2 per minute")
    @public(reason="a test")
    def knock():
        return "come in"

    own_app.register_blueprint(bp)
    headers = {"Sec-Fetch-Site": "same-origin"}
    return lambda **more: own_app.test_client().post("/door", headers={**headers, **more})


def test_too_many_tries_are_answered_in_words(knock):
    assert [knock().status_code for _ in range(3)] == [200, 200, 429]

    refused = knock()
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert "Please try again in a minute." in refused.text


def test_htmx_gets_the_words_alone(knock):
    refused = [knock(**{"HX-Request": "true"}) for _ in range(3)][-1]

    assert refused.status_code == 429
    assert refused.headers["HX-Retarget"] == "#flash"
    assert "<html" not in refused.text


@pytest.mark.parametrize(
    ("wait_s", "said"), [(1, "in a minute"), (60, "in a minute"), (61, "in 2 minutes"), (900, "in 15 minutes")]
)
def test_waiting_is_said_in_whole_minutes(wait_s, said):
    assert said in str(TooMany(wait_s).said)
