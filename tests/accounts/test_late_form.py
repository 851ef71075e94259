"""A sign-in ends while somebody types: nothing of it is lost, with script and without."""

import html
import re

import pytest

from portal.core.ids import new_id
from tests.people import PASSWORD

ANA = {"email": "ana@trackside.example", "password": PASSWORD}
CARLA = {"email": "carla@trackside.example", "password": PASSWORD}


@pytest.fixture
def browser(known, visit, app, time):
    """A browser in which Ana's sign-in has ended."""
    client = app.test_client()
    assert visit(None, "/session", method="POST", client=client, data=ANA).status_code == 303
    time.move(hours=12)
    return client


def hidden_inputs(page):
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text)
    return [(html.unescape(name), html.unescape(value)) for name, value in found]


def form_action(page, button):
    form = next(form for form in re.findall(r"<form.*?</form>", page.text, re.DOTALL) if button in form)
    return html.unescape(re.search(r'action="([^"]*)"', form)[1])


def test_a_plain_form_is_carried_through_signing_in_and_sent(visit, browser, known):
    asked = visit(None, "/settings/name", method="POST", client=browser, name="Ana <b>Kovač-Horvat</b>")
    assert asked.status_code == 401
    assert "Nothing you typed is lost" in asked.text
    assert "<b>Kovač" not in asked.text

    ready = visit(None, "/session", method="POST", client=browser, data={**ANA, **dict(hidden_inputs(asked))})
    assert ready.status_code == 200
    assert "Send it now" in ready.text
    assert "were not kept" not in ready.text
    assert form_action(ready, "Send it now") == "/settings/name"

    done = visit(None, "/settings/name", method="POST", client=browser, data=dict(hidden_inputs(ready)))
    assert done.status_code == 303
    assert "Ana &lt;b&gt;Kovač-Horvat&lt;/b&gt;" in visit(None, "/settings", client=browser).text


def test_a_wrong_password_on_the_way_loses_nothing(visit, browser):
    asked = visit(None, "/settings/name", method="POST", client=browser, name="Ana K.")
    kept = dict(hidden_inputs(asked))

    again = visit(None, "/session", method="POST", client=browser, data={**ANA, **kept, "password": "wrong password"})

    assert again.status_code == 422
    assert dict(hidden_inputs(again)) == kept


def test_fields_of_many_values_and_of_the_sign_in_forms_own_names_are_carried(visit, browser):
    data = {"kinds": ["a", "b"], "email": "b@trackside.example", "stay": "y", "next": "/x", "again": "1"}
    asked = visit(None, "/settings/sign-ins?_method=DELETE", method="POST", client=browser, data=data)

    kept = hidden_inputs(asked)
    fields = {**ANA, "kept_path": dict(kept)["kept_path"]}
    fields |= {name: [value for key, value in kept if key == name] for name, _ in kept if name != "kept_path"}
    ready = visit(None, "/session", method="POST", client=browser, data=fields)

    assert form_action(ready, "Send it now") == "/settings/sign-ins?_method=DELETE"
    expected = [("kinds", "a"), ("kinds", "b"), ("email", "b@trackside.example")]
    assert hidden_inputs(ready) == [*expected, ("stay", "y"), ("next", "/x"), ("again", "1")]


def test_passwords_are_not_carried(visit, browser):
    data = {"present": "x", "email": "new@trackside.example", "password": "very secret words"}

    asked = visit(None, "/settings/email", method="POST", client=browser, data=data)

    assert "very secret words" not in asked.text
    assert ("kept.email", "new@trackside.example") in hidden_inputs(asked)
    ready = visit(None, "/session", method="POST", client=browser, data={**ANA, **dict(hidden_inputs(asked))})
    assert "Files and passwords were not kept." in ready.text


@pytest.mark.parametrize("path", ["//elsewhere.example/", "https://elsewhere.example/", "javascript:alert(1)", ""])
def test_a_forged_way_for_the_form_is_not_followed(visit, browser, path):
    data = {**ANA, "kept_path": path, "kept.note": "text"}

    response = visit(None, "/session", method="POST", client=browser, data=data)

    assert (response.status_code, response.location) == (303, "/")


def test_somebody_else_does_not_send_what_was_typed(visit, browser):
    asked = visit(None, "/settings/name", method="POST", client=browser, name="Ana K.")

    response = visit(None, "/session", method="POST", client=browser, data={**CARLA, **dict(hidden_inputs(asked))})

    assert (response.status_code, response.location) == (303, "/session/unsent")
    said = visit(None, response.location, client=browser)
    assert "You are signed in as Carla" in said.text
    assert "was not sent" in said.text


def test_a_page_asked_for_too_late_is_shown_after_signing_in(visit, browser):
    asked = visit(None, "/settings?saved=name", client=browser)
    assert asked.location == "/session/new?next=/settings?saved%3Dname"

    page = visit(None, asked.location, client=browser)
    response = visit(None, "/session", method="POST", client=browser, data={**ANA, **dict(hidden_inputs(page))})

    assert response.location == "/settings?saved=name"


def test_htmx_is_told_to_ask_in_place(visit, browser):
    response = visit(None, "/settings/name", method="POST", client=browser, target="name_part", name="Ana K.")

    assert (response.status_code, response.headers["HX-Trigger"], response.text) == (401, "sign-in-needed", "")


def test_the_dialog_over_the_page_holds_only_a_form(visit, browser):
    response = visit(None, "/session/new?again=1", client=browser, target="sign_in_again")

    assert response.text.strip().startswith('<form id="again_form"')
    assert "<html" not in response.text


def test_back_in_place_the_same_person_goes_on(visit, browser):
    data = {**ANA, "again": "1"}

    response = visit(None, "/session", method="POST", client=browser, target="again_form", data=data)

    assert (response.status_code, response.headers["HX-Trigger"]) == (204, "signed-in")
    assert visit(None, "/settings/name", method="POST", client=browser, name="Ana K.").status_code == 303


def test_back_in_place_somebody_else_is_told_that_nothing_was_sent(visit, browser):
    data = {**CARLA, "again": "1"}

    response = visit(None, "/session", method="POST", client=browser, target="again_form", data=data)

    assert "HX-Trigger" not in response.headers
    assert response.headers["HX-Redirect"] == "/session/unsent"


def test_where_it_is_unknown_who_typed_nothing_is_sent(known, visit, app):
    data = {**ANA, "again": "1"}

    response = visit(None, "/session", method="POST", client=app.test_client(), target="again_form", data=data)

    assert "HX-Trigger" not in response.headers
    assert response.headers["HX-Redirect"] == "/session/unsent"


@pytest.mark.parametrize(
    ("who", "header"), [(ANA, ("HX-Trigger", "signed-in")), (CARLA, ("HX-Redirect", "/session/unsent"))]
)
def test_without_a_cookie_the_person_of_the_page_goes_on_and_nobody_else(known, visit, app, cast, who, header):
    asked = {"data": {**who, "again": "1"}, "headers": {"Drawn-For": str(cast.ana.id)}}

    response = visit(None, "/session", method="POST", client=app.test_client(), target="again_form", **asked)

    assert {"HX-Trigger", "HX-Redirect"} & set(response.headers.keys()) == {header[0]}
    assert response.headers[header[0]] == header[1]


def test_a_page_drawn_for_somebody_else_outweighs_the_cookie(visit, browser):
    asked = {"data": {**ANA, "again": "1"}, "headers": {"Drawn-For": str(new_id())}}

    response = visit(None, "/session", method="POST", client=browser, target="again_form", **asked)

    assert response.headers["HX-Redirect"] == "/session/unsent"


def test_where_somebody_else_signed_in_meanwhile_the_person_of_the_page_goes_on(known, visit, app, cast):
    client, headers = app.test_client(), {"Drawn-For": str(cast.ana.id)}
    visit(None, "/session", method="POST", client=client, data=CARLA)
    typed = {"method": "POST", "client": client, "headers": headers}
    asked = visit(None, "/settings/name", **typed, target="name_part", name="Ana K.")
    assert (asked.status_code, asked.headers["HX-Trigger"]) == (401, "sign-in-needed")
    assert visit(None, "/session/new?again=1", client=client, target="sign_in_again").status_code == 200

    response = visit(None, "/session", **typed, target="again_form", data={**ANA, "again": "1"})

    assert (response.status_code, response.headers["HX-Trigger"]) == (204, "signed-in")
    assert visit(None, "/settings/name", **typed, target="name_part", name="Ana K.").status_code == 200


@pytest.mark.parametrize(("who", "status"), [(ANA, 200), (CARLA, 303)])
def test_a_plain_form_of_whom_somebody_else_signed_in_meanwhile_is_carried_for_its_person(
    known, visit, app, cast, who, status
):
    address = f"/settings/name?drawn_for={cast.ana.id}"
    plain = {"method": "POST", "client": app.test_client()}
    visit(None, "/session", **plain, data=CARLA)
    asked = visit(None, address, **plain, name="Ana K.")
    assert asked.status_code == 401

    ready = visit(None, form_action(asked, "Sign in"), **plain, data={**who, **dict(hidden_inputs(asked))})

    assert ready.status_code == status
    if status == 303:
        assert ready.location == "/session/unsent"
        return
    done = visit(None, form_action(ready, "Send it now"), **plain, data=dict(hidden_inputs(ready)))
    assert done.status_code == 303
    assert "Ana K." in visit(None, "/settings", client=plain["client"]).text


def test_reading_asks_nobody_for_whom_it_was_drawn(known, visit, cast):
    assert visit(cast.carla, f"/settings?drawn_for={cast.ana.id}").status_code == 200


def test_a_wrong_password_in_the_dialog_is_said_there(visit, browser):
    data = {**ANA, "again": "1", "password": "wrong password"}

    response = visit(None, "/session", method="POST", client=browser, target="again_form", data=data)

    assert response.status_code == 422
    assert response.text.strip().startswith('<form id="again_form"')
    assert "That e-mail address and password do not match." in response.text
