import pytest
from sqlalchemy import select

from portal.accounts.actions import offer_first_trainer
from portal.accounts.models import OneTimeLink, Person
from portal.core.db import transaction
from tests.cast import NOW

FORM = {
    "name": "Mira Novak",
    "email": "Mira@Trackside.example",
    "password": "three green hurdles",
    "time_zone": "Europe/Zagreb",
}


@pytest.fixture
def token(session):
    """The link of an instance that nobody uses yet."""
    with transaction():
        return offer_first_trainer(now=NOW)


@pytest.fixture
def come(app, session):
    """Visit an instance without people."""

    def come(url, *, method="GET", client=None, **form):
        client = client or app.test_client()
        return client.open(url, method=method, data=form, headers={"Sec-Fetch-Site": "same-origin"})

    return come


def test_the_first_trainer_comes_in_by_the_printed_link(come, token, session, app):
    browser = app.test_client()
    assert "Nobody has an account here yet." in come(f"/first/{token}").text

    response = come(f"/first/{token}", method="POST", client=browser, **FORM)

    assert (response.status_code, response.location) == (303, "/")
    person = session.scalars(select(Person)).one()
    assert (person.name, person.email, person.time_zone) == ("Mira Novak", "mira@trackside.example", "Europe/Zagreb")
    assert (person.is_trainer, person.is_operator) == (True, True)
    assert come("/settings", client=browser).status_code == 200


def test_the_link_works_once(come, token, session):
    come(f"/first/{token}", method="POST", **FORM)

    for method, form in (("GET", {}), ("POST", {**FORM, "email": "eve@trackside.example"}), ("POST", {})):
        answer = come(f"/first/{token}", method=method, **form)
        assert answer.status_code == 410
        assert "This link was used already" in answer.text
        assert 'href="/session/new"' in answer.text
    assert len(session.scalars(select(Person)).all()) == 1


def test_without_the_link_nobody_gets_in(come, token, session):
    for wrong in ("anything", token[:-1], token + "A"):
        assert come(f"/first/{wrong}", method="POST", **FORM).status_code == 404
        assert come(f"/first/{wrong}").status_code == 404
    assert session.scalars(select(Person)).all() == []


def test_a_newer_link_replaces_the_older(come, token):
    with transaction():
        newer = offer_first_trainer(now=NOW)

    assert come(f"/first/{token}").status_code == 404
    assert come(f"/first/{newer}").status_code == 200


def test_the_link_works_for_a_week(come, token, time):
    time.move(days=7)

    assert come(f"/first/{token}", method="POST", **FORM).status_code == 404


def test_where_somebody_is_already_no_link_is_offered_and_none_works(token, cast, visit, session):
    assert visit(None, f"/first/{token}").status_code == 404
    with transaction():
        assert offer_first_trainer(now=NOW) is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"email": "mira"}, "Write an e-mail address such as ana@example.org."),
        ({"password": "mira@trackside.example"}, "Your e-mail address is no secret."),
        ({"time_zone": "Nowhere/At all"}, "Choose a time zone from the list"),
    ],
)
def test_a_wrong_field_is_said_in_words_and_nothing_typed_is_lost(come, token, wrong, said):
    response = come(f"/first/{token}", method="POST", **{**FORM, **wrong})

    assert response.status_code == 422
    assert said in response.text
    assert {**FORM, **wrong}["name"] in response.text
    assert "three green hurdles" not in response.text
    assert come(f"/first/{token}", method="POST", **FORM).status_code == 303


def test_the_token_is_kept_only_as_a_hash(token, session):
    assert token not in session.scalars(select(OneTimeLink.token_hash)).all()
