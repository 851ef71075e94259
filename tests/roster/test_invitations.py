import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import func, select, update

from portal.core.tokens import hash_of_token
from portal.events.log import LoggedEvent
from portal.roster.models import Invitation
from tests.cast import NOW
from workers.roster import forget_unanswered_invitations, mail_invitation

OTHERS = ["ana", "otto", "sam", "ada"]


@pytest.fixture
def invite(visit, cast):
    """Let Carla invite somebody; return the path of the link she hands over."""

    def invite(person=None, **form):
        fields = {"name": "Nora Vidal", **form}
        return visit(person or cast.carla, "/invitations", method="POST", data=fields).location

    return invite


@pytest.fixture
def invitation(session):
    return lambda: session.execute(select(Invitation.__table__).order_by(Invitation.id.desc())).first()


def test_an_invitation_that_is_sent_twice_is_made_once_and_the_link_shown_last_holds(visit, cast, invite, session):
    key = re.search(r'name="key" value="([\w-]+)"', visit(cast.carla, "/invitations/new").text)[1]

    first, second, other = (invite(name=name, key=key) for name in ("Nora Vidal", "Nora Vidal", "Ines Vidal"))

    assert session.scalars(select(Invitation.name).order_by(Invitation.id)).all() == ["Nora Vidal", "Ines Vidal"]
    assert visit(None, first).status_code == 404
    assert visit(None, second).status_code == visit(None, other).status_code == 200
    made = select(func.count()).where(LoggedEvent.name == "roster.InvitationMade")
    assert session.scalar(made) == 2


def test_nobody_gets_at_the_invitation_of_another_through_its_key(cast, invite, invitation, session):
    theirs = invite()
    session.execute(update(Invitation).values(trainer_id=cast.otto.id))
    session.commit()
    key = str(invitation().id)

    assert invite(key=key) != theirs

    assert session.scalar(select(func.count(Invitation.id))) == 2


def test_a_trainer_gets_a_link_and_a_code_to_hand_over(visit, cast, invite):
    path = invite()

    page = visit(cast.carla, path).text

    assert "This is your own invitation." in page
    assert f"http://localhost{path}</code>" in page
    assert f'src="{path}/code.svg"' in page
    assert "mailto:" in page


@pytest.mark.parametrize(
    ("server", "said", "unsaid"),
    [
        ("", "No mail leaves this instance, because SMTP_URL is not set.", "A mail is on its way"),
        ("smtp://mail.trackside.example", "A mail is on its way to nora@trackside.example.", "No mail leaves"),
    ],
)
def test_a_mail_is_promised_only_where_mails_leave(visit, cast, invite, app, monkeypatch, server, said, unsaid):
    monkeypatch.setitem(app.config, "SMTP_URL", server)

    page = visit(cast.carla, invite(email="nora@trackside.example")).text
    listed = visit(cast.carla, "/invitations").text

    assert said in page
    assert unsaid not in page
    assert ("mailed to nora@trackside.example" in listed) is bool(server)


def test_the_code_is_a_drawing_without_style_that_holds_the_link(visit, cast, invite):
    response = visit(None, invite() + "/code.svg")

    assert response.mimetype == "image/svg+xml"
    assert b"style=" not in response.data
    assert ET.fromstring(response.data).attrib["viewBox"]  # noqa: S314 -- our own drawing


def test_a_changed_code_or_link_opens_nothing(visit, cast, invite):
    path = invite()

    for wrong in (path[:-1], path + "A", "/invitations/" + "A" * 32):
        assert visit(None, wrong).status_code == 404
        assert visit(None, wrong + "/code.svg").status_code == 404
        assert visit(cast.sam, wrong + "/acceptance", method="POST").status_code == 404


def test_only_the_hash_of_the_link_is_kept(invite, invitation):
    token = invite().rpartition("/")[2]

    row = invitation()
    assert row.token_hash == hash_of_token(token)
    assert token not in str(row)
    assert row.ends_at == (NOW + timedelta(days=14)).replace(tzinfo=row.ends_at.tzinfo)


def test_with_an_address_a_mail_goes_out_with_a_link_of_its_own(visit, cast, invite, deliver, mails, link_in, session):
    path = invite(email="  Nora@Trackside.Example ")
    deliver()

    mail = mails()[0]
    assert mail["To"] == "nora@trackside.example"
    assert mail["Subject"] == "Carla Moreau invites you to Trackside"
    assert "carla@trackside.example" not in mail.as_string()
    mailed = link_in(mail, "/invitations/")
    assert mailed != path
    assert "Carla Moreau wants to coach you" in visit(None, mailed).text
    payload = session.scalar(select(LoggedEvent.payload).where(LoggedEvent.name == "roster.InvitationMade"))
    assert list(payload) == ["invitation_id"]


def test_an_invitation_that_is_mailed_twice_holds_one_link(visit, invite, deliver, mails, link_in, again):
    invite(email="nora@trackside.example")
    deliver()

    again(mail_invitation, "roster.InvitationMade")

    first, second = (link_in(mail, "/invitations/") for mail in mails())
    assert first == second
    assert "Carla Moreau wants to coach you" in visit(None, first).text


def test_without_an_address_no_mail_goes_out(invite, deliver, mails):
    invite()
    deliver()

    assert mails() == []


def test_an_invitation_taken_back_before_the_mail_went_out_is_not_mailed(
    visit, cast, invite, invitation, deliver, mails
):
    invite(email="nora@trackside.example")
    visit(cast.carla, f"/invitations/{invitation().id}/withdrawal", method="POST")
    deliver()

    assert mails() == []


def test_the_answer_does_not_tell_whether_the_address_has_an_account(visit, cast, invite):
    pages = [visit(cast.carla, invite(name="N", email=f"{who}@trackside.example")).text for who in ("sam", "xyz")]

    masked = [
        re.sub(r"/invitations/[\w-]{32}|%2Finvitations%2F[\w-]{32}|(sam|xyz)(@|%40)", "…", page) for page in pages
    ]
    assert re.sub(r"[\w-]{32}", "…", masked[0]) == re.sub(r"[\w-]{32}", "…", masked[1])


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"email": "nora"}, "Write an e-mail address such as ana@example.org."),
        ({"name": "x" * 81}, "At most 80 characters, please."),
    ],
)
def test_a_wrong_invitation_is_refused_in_words(visit, cast, session, form, said):
    fields = {"name": "Nora", "email": "", **form}

    response = visit(cast.carla, "/invitations", method="POST", target="dialog", data=fields)

    assert response.status_code == 422
    assert response.text.strip().startswith('<div id="dialog"')
    assert said in response.text
    assert session.scalar(select(func.count()).select_from(Invitation)) == 0


@pytest.mark.parametrize("who", ["ana", "sam", "ada"])
def test_who_is_no_trainer_invites_nobody(visit, cast, session, who):
    person = getattr(cast, who)

    for method, url in (("GET", "/invitations"), ("GET", "/invitations/new"), ("POST", "/invitations")):
        assert visit(person, url, method=method, name="Nora").status_code == 404
    assert session.scalar(select(func.count()).select_from(Invitation)) == 0


def test_open_invitations_are_listed_and_only_ones_own(visit, cast, invite):
    invite(name="Nora Vidal", email="nora@trackside.example")
    invite(cast.otto, name="Bruno Sala")

    page = visit(cast.carla, "/invitations").text

    assert "Nora Vidal" in page
    assert "nora@trackside.example" in page
    assert "Bruno Sala" not in page


def test_an_invitation_is_taken_back_and_put_back(visit, cast, invite, invitation):
    path, number = invite(), invitation().id

    gone = visit(cast.carla, f"/invitations/{number}/withdrawal", method="POST", target="invitation_list")

    assert gone.text.strip().startswith('<div id="invitation_list"')
    assert "The invitation of Nora Vidal was taken back." in gone.text
    assert "Undo" in gone.text
    closed = visit(None, path)
    assert closed.status_code == 410
    assert "Carla Moreau has taken this invitation back." in closed.text
    assert visit(cast.sam, path + "/acceptance", method="POST").status_code == 409

    visit(cast.carla, f"/invitations/{number}/withdrawal", method="DELETE", target="invitation_list")

    assert visit(None, path).status_code == 200


def test_taking_back_twice_is_harmless(visit, cast, invite, invitation, session):
    invite()
    for _ in range(2):
        visit(cast.carla, f"/invitations/{invitation().id}/withdrawal", method="POST")

    names = session.scalars(select(LoggedEvent.name)).all()
    assert names.count("roster.InvitationWithdrawn") == 1


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_touches_an_invitation(visit, cast, invite, invitation, who):
    path, number = invite(), invitation().id

    for method, url in (("POST", "withdrawal"), ("DELETE", "withdrawal"), ("POST", "link")):
        assert visit(getattr(cast, who), f"/invitations/{number}/{url}", method=method).status_code == 404
    assert visit(None, path).status_code == 200


def test_a_new_link_replaces_the_one_handed_over(visit, cast, invite, invitation, time):
    old = invite()
    time.move(days=20)

    new = visit(cast.carla, f"/invitations/{invitation().id}/link", method="POST").location

    assert visit(None, old).status_code == 404
    assert visit(None, new).status_code == 200


def test_an_accepted_invitation_is_listed_no_more_and_cannot_be_taken_back(visit, cast, invite, invitation):
    visit(cast.sam, invite() + "/acceptance", method="POST")

    assert "Nora Vidal" not in visit(cast.carla, "/invitations").text
    for url in ("withdrawal", "link"):
        response = visit(cast.carla, f"/invitations/{invitation().id}/{url}", method="POST")
        assert response.status_code == 409
        assert "This invitation was accepted" in response.text


def test_unanswered_invitations_are_deleted_after_a_while(visit, cast, invite, app, session, time):
    invite(email="nora@trackside.example")
    visit(cast.sam, invite() + "/acceptance", method="POST")
    time.move(days=45)

    with app.app_context():
        forget_unanswered_invitations()

    assert session.scalar(select(Invitation.accepted_by_id)) == cast.sam.id


def test_a_trainer_cannot_flood_the_world(visit, cast, invite):
    for _ in range(60):
        assert invite()

    assert visit(cast.carla, "/invitations", method="POST", name="Nora").status_code == 429


def test_more_invitations_ask_for_no_more(visit, cast, invite, queries):
    invite()
    queries.clear()
    visit(cast.carla, "/invitations")
    few = len(queries)
    for _ in range(9):
        invite()

    queries.clear()
    page = visit(cast.carla, "/invitations").text

    assert page.count("<b>Nora Vidal</b>") == 10
    assert len(queries) == few <= 5
