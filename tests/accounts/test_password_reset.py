import pytest
from sqlalchemy import func, select

from portal.accounts.models import OneTimeLink, SignIn
from portal.core import passwords
from portal.events.log import LoggedEvent
from tests.people import PASSWORD
from workers.accounts import forget_old_sign_ins, mail_reset

NEW = "four red bicycles"


@pytest.fixture
def ask(visit):
    return lambda email: visit(None, "/password-reset/new", method="POST", email=email)


@pytest.fixture
def link(known, ask, deliver, mails, link_in):
    """Ask for Ana and return the path of the link in her mail."""

    def asked():
        ask("ana@trackside.example")
        deliver()
        return link_in(mails()[-1], "/password-reset/")

    return asked


def choose(visit, path, password=NEW):
    return visit(None, path, method="POST", password=password)


def may_sign_in(visit, password):
    data = {"email": "ana@trackside.example", "password": password}
    return visit(None, "/session", method="POST", data=data).status_code == 303


def test_a_new_password_by_mail(visit, link, mails, session):
    path = link()
    assert mails()[-1]["To"] == "ana@trackside.example"
    assert mails()[-1]["Subject"] == "Choose a new password for Trackside"
    assert "Hello Ana Kovač," in mails()[-1].get_content()
    assert visit(None, path).status_code == 200

    assert choose(visit, path).location == "/session/new?said=password"

    assert may_sign_in(visit, NEW)
    assert not may_sign_in(visit, PASSWORD)


def test_the_answer_is_the_same_whether_the_address_exists(known, ask, deliver, mails):
    there, nowhere = ask("ana@trackside.example"), ask("nobody@trackside.example")

    assert (there.status_code, nowhere.status_code) == (200, 200)
    assert there.text == nowhere.text
    deliver()
    assert [mail["To"] for mail in mails()] == ["ana@trackside.example"]


def test_as_much_is_done_whether_the_address_exists(known, ask, queries):
    done = []
    for email in ("ana@trackside.example", "nobody@trackside.example"):
        queries.clear()
        ask(email)
        done.append(list(queries))

    assert done[0] == done[1]


def test_an_unknown_address_is_compared_with_a_hash_that_costs_as_much(full_cost):
    costs = [hashed.rsplit("$", 2)[0] for hashed in (passwords.NOBODYS, passwords.hash_of("any words at all"))]

    assert costs[0] == costs[1]
    assert not passwords.matches("any words at all", passwords.NOBODYS)
    assert not passwords.is_outdated(passwords.NOBODYS)


def test_what_was_typed_stands_neither_in_the_log_nor_in_the_queue(known, ask, session):
    ask("ana@trackside.example")
    ask("nobody@trackside.example")

    payloads = session.scalars(select(LoggedEvent.payload)).all()
    assert [list(payload) for payload in payloads] == [["link_id"], ["link_id"]]
    assert session.scalars(select(OneTimeLink.token_hash)).all() == [None, None]


def test_an_unknown_address_is_forgotten_with_the_job(known, ask, deliver, session):
    ask("nobody@trackside.example")
    deliver()

    assert session.scalar(select(func.count()).select_from(OneTimeLink)) == 0


def test_the_token_itself_is_kept_nowhere(visit, link, session):
    token = link().rpartition("/")[2]

    assert token not in str(session.execute(select(OneTimeLink.token_hash)).all())


def test_a_link_works_once(visit, link):
    path = link()
    choose(visit, path)

    for response in (visit(None, path), choose(visit, path, "five yellow skis")):
        assert response.status_code == 410
        assert "This link does not work any more" in response.text
    assert may_sign_in(visit, NEW)


def test_a_mail_that_is_sent_twice_holds_one_link(visit, link, mails, again, link_in):
    path = link()

    again(mail_reset, "accounts.PasswordResetAsked")

    assert [link_in(mail, "/password-reset/") for mail in mails()] == [path, path]
    assert choose(visit, path).status_code == 303
    again(mail_reset, "accounts.PasswordResetAsked")
    assert len(mails()) == 2  # used: nothing more is sent


def test_two_resets_have_two_links(link):
    assert link() != link()


def test_a_link_works_for_an_hour(visit, link, time):
    path = link()
    time.move(minutes=60)

    assert visit(None, path).status_code == 410
    assert choose(visit, path).status_code == 410
    assert may_sign_in(visit, PASSWORD)


@pytest.mark.parametrize(
    "change", [lambda p: p[:-1] + ("A" if p[-1] != "A" else "B"), lambda p: p + "A", lambda p: p[:-1]]
)
def test_a_changed_link_opens_nothing(visit, link, change):
    assert choose(visit, change(link())).status_code == 410


def test_using_one_link_ends_all_others(visit, link):
    first, second = link(), link()

    choose(visit, second)

    assert visit(None, first).status_code == 410


def test_a_new_password_ends_every_sign_in(visit, link, app, session, known):
    phone = app.test_client()
    visit(None, "/session", method="POST", client=phone, email="ana@trackside.example", password=PASSWORD)

    choose(visit, link())

    assert visit(None, "/settings", client=phone).status_code == 303
    assert session.scalar(select(func.count()).where(SignIn.person_id == known.ana.id, SignIn.ended_at.is_(None))) == 0


def test_the_person_hears_of_the_new_password(visit, link, deliver, mails):
    choose(visit, link())
    deliver()

    assert [mail["Subject"] for mail in mails()][-1] == "Your password was changed"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "At least 10 characters"),
        ("1234567890", "among the first that others try"),
        ("password!!!123", "among the first that others try"),
        ("aaaaaaaaaaaa", "among the first that others try"),
        ("Trackside-Demo", "among the first that others try"),
        ("x" * 201, "At most 200 characters"),
        ("", "Please fill this in."),
    ],
)
def test_a_weak_password_is_refused_in_words_and_the_link_lives_on(visit, link, password, said):
    path = link()

    response = choose(visit, path, password)

    assert response.status_code == 422
    assert said in response.text
    assert choose(visit, path).status_code == 303


def test_nobody_is_flooded_with_mails(known, ask, time):
    answers = [ask("ana@trackside.example").status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]
    time.move(hours=1)
    assert ask("ana@trackside.example").status_code == 200


def test_what_is_no_address_is_refused_in_words(known, ask):
    response = ask("ana at trackside")

    assert response.status_code == 422
    assert "Write an e-mail address such as ana@example.org." in response.text


def test_old_links_and_sign_ins_are_deleted(visit, link, app, session, time, known):
    link()
    visit(None, "/session", method="POST", email="ana@trackside.example", password=PASSWORD)
    time.move(days=31)
    with app.app_context():
        forget_old_sign_ins()

    assert session.scalar(select(func.count()).select_from(OneTimeLink)) == 0
    assert session.scalar(select(func.count()).select_from(SignIn)) == 0


@pytest.mark.parametrize(("server", "said"), [("", "No mail leaves this instance"), ("smtp://m.example", "on its way")])
def test_a_mail_is_promised_only_where_mails_leave(known, ask, app, monkeypatch, server, said):
    monkeypatch.setitem(app.config, "SMTP_URL", server)

    assert said in ask("ana@trackside.example").text
