"""Sending e-mail; called by jobs only, because a mail server may take its time."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import closing, suppress
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import structlog
from flask import current_app

from portal.core import clock
from portal.core.ids import new_id

PATIENCE_S = 20.0
PORTS = {"smtp": 587, "smtps": 465}
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})

log = structlog.get_logger(__name__)


class MailNotSent(Exception):
    """The mail server could not be reached or refused; the job tries again."""


def leaves() -> bool:
    """Return whether mails leave this instance; if not, they are kept in TRACKSIDE_HOME/mail."""
    return bool(current_app.config["SMTP_URL"])


def send(*, to: str, subject: str, text: str, html: str | None = None) -> None:
    """Send one mail, or keep it in TRACKSIDE_HOME/mail when no mail server is set. Raises MailNotSent.

    A job that fails later sends it again: send last.
    """
    message = _message(to=to, subject=subject, text=text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    if server := current_app.config["SMTP_URL"]:
        _hand_over(message, urlsplit(server))
    else:
        _keep(message)


def _message(*, to: str, subject: str, text: str) -> EmailMessage:
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"
    message = EmailMessage()
    message["From"] = _sender(host)
    message["To"] = to
    message["Subject"] = " ".join(subject.split())  # names may hold line breaks; headers may not
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(domain=host)
    message["Auto-Submitted"] = "auto-generated"  # so that no absence notice answers it
    message.set_content(text)
    return message


def _sender(host: str) -> str:
    chosen = parse_qs(urlsplit(current_app.config["SMTP_URL"]).query).get("from")
    return chosen[0] if chosen else formataddr(("Trackside", f"no-reply@{host}"))


def _hand_over(message: EmailMessage, server: SplitResult) -> None:
    try:
        with closing(_connected(server)) as smtp:
            if server.username:
                smtp.login(unquote(server.username), unquote(server.password or ""))
            smtp.send_message(message)
            with suppress(OSError, smtplib.SMTPException):  # taken is taken, however the goodbye goes
                smtp.quit()
    except (OSError, smtplib.SMTPException) as error:
        # Not the error's own text: it may repeat the address or what the server knows of the account.
        raise MailNotSent(f"{server.hostname} did not take the mail: {type(error).__name__}") from None
    log.info("mail_sent", message_id=message["Message-ID"])


def _connected(server: SplitResult) -> smtplib.SMTP:
    host, port = server.hostname or "", server.port or PORTS[server.scheme]
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE_S, context=ssl.create_default_context())
    smtp = smtplib.SMTP(host, port, timeout=PATIENCE_S)
    if host not in OWN_MACHINE:
        _encrypt(smtp, needed=server.username is not None)
    return smtp


def _encrypt(smtp: smtplib.SMTP, *, needed: bool) -> None:
    smtp.ehlo()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=ssl.create_default_context())
    elif needed:
        smtp.close()
        raise smtplib.SMTPNotSupportedError("a password is not sent without encryption")


def _keep(message: EmailMessage) -> None:
    folder: Path = current_app.config["TRACKSIDE_HOME"] / "mail"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{new_id()}.eml"
    path.write_bytes(message.as_bytes())
    log.info("mail_kept", path=str(path), why="SMTP_URL is not set")
