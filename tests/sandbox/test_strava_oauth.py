"""Saying yes, tokens and their end."""

from urllib.parse import parse_qs, urlsplit

import pytest

from portal.sandbox.strava.athletes import ATHLETES
from tests.sandbox.conftest import CREDENTIALS

ANA, BEN, _ = ATHLETES
ASKED = {
    "client_id": "42",
    "redirect_uri": "http://localhost/strava/callback",
    "response_type": "code",
    "scope": "read,activity:read_all",
    "state": "abc",
}


def back(response):
    return {name: values[0] for name, values in parse_qs(urlsplit(response.location).query).items()}


def renew(browser, refresh_token):
    form = {**CREDENTIALS, "grant_type": "refresh_token", "refresh_token": refresh_token}
    return browser.post("/oauth/token", data=form)


def test_the_page_offers_every_scope_as_a_box(browser):
    page = browser.get("/oauth/authorize", query_string=ASKED).text

    assert 'value="activity:read_all" checked' in page
    assert 'value="activity:read" checked' in page
    assert "Cancel" in page


@pytest.mark.parametrize("path", ["/oauth/authorize", "/"])
def test_pages_bring_their_icon_so_that_browsers_ask_for_none(browser, path):
    page = browser.get(path, query_string=ASKED, follow_redirects=True)

    assert page.status_code == 200
    assert '<link rel="icon" href="data:,">' in page.text


@pytest.mark.parametrize(
    "wrong", [{"client_id": "43"}, {"redirect_uri": "javascript:alert(1)"}, {"response_type": "token"}]
)
def test_a_wrong_question_is_refused(browser, wrong):
    assert browser.get("/oauth/authorize", query_string={**ASKED, **wrong}).status_code == 400


def test_only_ticked_scopes_come_back(browser):
    answer = {**ASKED, "athlete": ANA.id, "scope": "activity:read", "answer": "yes"}

    found = back(browser.post("/oauth/authorize", data=answer))

    assert found["scope"] == "read,activity:read"
    assert found["state"] == "abc"
    assert found["code"]


def test_no_comes_back_as_access_denied(browser):
    assert back(browser.post("/oauth/authorize", data={**ASKED, "answer": "no"})) == {
        "state": "abc",
        "error": "access_denied",
    }


def test_a_code_works_once_and_not_for_ever(browser, world, time):
    form = {**CREDENTIALS, "grant_type": "authorization_code"}
    fresh, old = (world.tokens.offer(ANA.id, ("read",), now=world.now()) for _ in range(2))

    assert browser.post("/oauth/token", data={**form, "code": fresh}).json["athlete"]["id"] == ANA.id
    assert browser.post("/oauth/token", data={**form, "code": fresh}).status_code == 400
    time.move(minutes=11)
    assert browser.post("/oauth/token", data={**form, "code": old}).json["errors"][0]["resource"] == "AuthorizationCode"


def test_a_wrong_secret_is_refused(browser, world):
    code = world.tokens.offer(ANA.id, ("read",), now=world.now())
    form = {"client_id": "42", "client_secret": "guess", "grant_type": "authorization_code", "code": code}

    assert browser.post("/oauth/token", data=form).status_code == 401


def test_renewing_early_gives_the_same_token_and_late_a_new_pair(browser, api, time):
    first = api.connect(ANA)

    early = renew(browser, first["refresh_token"]).json
    time.move(hours=5, minutes=1)
    late = renew(browser, first["refresh_token"]).json

    assert early["access_token"] == first["access_token"]
    assert late["access_token"] != first["access_token"]
    assert late["refresh_token"] != first["refresh_token"]
    assert renew(browser, first["refresh_token"]).status_code == 400
    assert api.get("/athlete", first).status_code == 200  # both serve until they end


def test_a_token_ends_after_six_hours(api, time):
    grant = api.connect(ANA)

    time.move(hours=6, seconds=1)

    assert api.get("/athlete", grant).status_code == 401


def test_the_athlete_cap(browser, world, api):
    world.cap = 1
    api.connect(ANA)

    refused = api.connect(BEN)

    assert refused["message"] == "Limit of connected athletes exceeded"
    assert api.connect(ANA)["access_token"]


def test_revoking_one_token_ends_both(browser, api):
    grant = api.connect(ANA)
    auth = (CREDENTIALS["client_id"], CREDENTIALS["client_secret"])

    assert (
        browser.post("/oauth/revoke", data={"token": grant["refresh_token"]}, auth=("42", "guess")).status_code == 401
    )
    answer = browser.post("/oauth/revoke", data={"token": grant["refresh_token"]}, auth=auth)

    assert (answer.status_code, answer.data) == (200, b"")
    assert browser.post("/oauth/revoke", data={"token": "unknown"}, auth=auth).status_code == 200
    assert api.get("/athlete", grant).status_code == 401


def test_the_old_way_to_deauthorise(browser, api):
    grant = api.connect(ANA)
    headers = {"Authorization": f"Bearer {grant['access_token']}"}

    assert browser.post("/oauth/deauthorize", headers=headers).json == {"access_token": grant["access_token"]}
    assert api.get("/athlete", grant).status_code == 401
