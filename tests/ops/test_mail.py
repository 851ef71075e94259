"""Mail leaves through a server, or stays in a folder; the demo's mailbox takes it and shows it."""

import json
import smtplib
import threading
from email import message_from_bytes
from email.policy import default
from urllib.request import urlopen

import pytest

from portal.core import mail
from portal.sandbox.mail import servers


@pytest.fixture
def mailbox(tmp_path):
    """The demo's mailbox, running; calling it returns a page of it."""
    both = servers(tmp_path / "caught", smtp_port=0, port=0)
    threads = [threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}) for server in both]
    for thread in threads:
        thread.start()
    taking, showing = both

    def page(path):
        with urlopen(f"http://127.0.0.1:{showing.server_address[1]}{path}", timeout=5) as answer:
            return answer.read().decode()

    page.smtp_url = f"smtp://127.0.0.1:{taking.server_address[1]}"
    yield page
    for server in both:
        server.shutdown()
        server.server_close()
    for thread in threads:
        thread.join()


@pytest.fixture
def send(own_app):
    def send(smtp_url="", **given):
        own_app.config["SMTP_URL"] = smtp_url
        with own_app.app_context():
            mail.send(**{"to": "ana@trackside.example", "subject": "Hello", "text": "A plan waits.", **given})

    return send


def mails_in(page):
    return json.loads(page("/mails.json"))


def test_a_mail_reaches_the_server(send, mailbox):
    send(mailbox.smtp_url, subject="Žana’s plan", text="Open http://localhost/plans/1, then rest.\n.\n..dots")

    (taken,) = mails_in(mailbox)
    assert taken["to"] == "ana@trackside.example"
    assert taken["subject"] == "Žana’s plan"
    assert taken["text"].split() == ["Open", "http://localhost/plans/1,", "then", "rest.", ".", "..dots"]
    assert taken["links"] == ["http://localhost/plans/1"]


def test_a_mail_may_come_in_two_shapes(send, mailbox):
    send(mailbox.smtp_url, html="<p>A <b>plan</b> waits.</p>")

    (taken,) = mails_in(mailbox)
    assert (taken["text"].strip(), taken["html"].strip()) == ("A plan waits.", "<p>A <b>plan</b> waits.</p>")


def test_a_line_break_in_a_name_makes_no_header(send, mailbox):
    send(mailbox.smtp_url, subject="Plan for Ana\r\nBcc: everyone@trackside.example")

    assert mails_in(mailbox)[0]["subject"] == "Plan for Ana Bcc: everyone@trackside.example"


def test_without_a_server_the_mail_stays_in_the_folder(send, tmp_path):
    send()

    (path,) = (tmp_path / "mail").glob("*.eml")
    kept = message_from_bytes(path.read_bytes(), policy=default)
    assert kept["To"] == "ana@trackside.example"
    assert kept["From"] == "Trackside <no-reply@localhost>"
    assert kept["Auto-Submitted"] == "auto-generated"
    assert kept.get_content().strip() == "A plan waits."


def test_the_operator_may_choose_the_sender(send, mailbox, tmp_path):
    send(f"{mailbox.smtp_url}?from=Carla%20%3Ccarla%40trackside.example%3E")

    (path,) = (tmp_path / "caught").glob("*.eml")
    assert b"From: Carla <carla@trackside.example>" in path.read_bytes()


def test_a_server_that_is_away_is_an_error_that_names_no_secret(send):
    with pytest.raises(mail.MailNotSent) as failed:
        send("smtp://me:my-password@127.0.0.1:1")

    assert "my-password" not in str(failed.value)
    assert failed.value.__cause__ is None


def test_a_password_never_travels_in_the_clear(send, mailbox, monkeypatch):
    monkeypatch.setattr(mail, "OWN_MACHINE", frozenset())  # as if it were another machine, without encryption
    said = []
    monkeypatch.setattr(smtplib.SMTP, "login", lambda *given: said.append(given))

    with pytest.raises(mail.MailNotSent):
        send(mailbox.smtp_url.replace("//", "//me:my-password@"))

    assert said == []
    assert mails_in(mailbox) == []


def test_the_mailbox_shows_mails_newest_first_and_runs_nothing_in_them(send, mailbox):
    send(mailbox.smtp_url, subject="first")
    send(
        mailbox.smtp_url,
        subject="<script>alert(1)</script>",
        text="<img src=x onerror=alert(1)> https://a.example/?b&c.",
    )

    page = mailbox("/")
    newest = mails_in(mailbox)[0]

    assert page.index("&lt;script&gt;") < page.index("first")
    assert "<script>" not in page
    shown = mailbox(f"/mails/{newest['key']}")
    assert "<img" not in shown
    assert '<a href="https://a.example/?b&amp;c">https://a.example/?b&amp;c</a>.' in shown


def test_an_empty_mailbox_says_so(mailbox):
    assert "Nobody has been sent anything yet." in mailbox("/")


def test_a_mail_that_is_too_large_is_refused(send, mailbox, monkeypatch):
    monkeypatch.setattr("portal.sandbox.mail.MOST_BYTES", 1000)

    with pytest.raises(mail.MailNotSent):
        send(mailbox.smtp_url, text="long " * 1000)

    assert mails_in(mailbox) == []
