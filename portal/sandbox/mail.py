"""A mailbox for the demo: takes every mail, sends none on, shows them all. Run with `python -m portal.sandbox.mail`.

Listens on this machine only: SMTP on MAIL_SANDBOX_SMTP_PORT, pages on MAIL_SANDBOX_PORT, mails in TRACKSIDE_HOME.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

from portal.core.ids import new_id

HOST = "127.0.0.1"
MOST_BYTES = 10 * 1024 * 1024
LONGEST_LINE = 4096
LINK = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)])")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="icon" href="data:,"><style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }}
li {{ margin-block: .75rem }} pre {{ font: inherit; white-space: pre-wrap; overflow-wrap: anywhere }}
</style></head><body><h1>{title}</h1>{body}</body></html>"""


@dataclass(frozen=True)
class Mail:
    """A mail that was taken."""

    key: str
    to: str
    subject: str
    text: str
    html: str | None

    @property
    def links(self) -> list[str]:
        return LINK.findall(self.text)


class Mailbox:
    """A folder of mails; their names sort by time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def keep(self, content: bytes) -> None:
        """Keep a mail as it came."""
        (self._folder / f"{new_id()}.eml").write_bytes(content)

    def newest_first(self) -> list[Mail]:
        """Return all mails."""
        return [self._read(path) for path in sorted(self._folder.glob("*.eml"), reverse=True)]

    def find(self, key: str) -> Mail | None:
        """Return one mail."""
        return next((mail for mail in self.newest_first() if mail.key == key), None)

    def _read(self, path: Path) -> Mail:
        message = BytesParser(policy=default).parsebytes(path.read_bytes())
        return Mail(
            key=path.stem,
            to=str(message["To"]),
            subject=str(message["Subject"]),
            text=_part(message, "plain") or "",
            html=_part(message, "html"),
        )


def _part(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body(preferencelist=(kind,))
    return None if part is None else str(part.get_content())


class Smtp(StreamRequestHandler):
    """As much of SMTP as a sender needs."""

    mailbox: Mailbox

    def handle(self) -> None:
        """Talk until the other side says goodbye."""
        self._say("220 mailbox of the demo")
        for line in iter(lambda: self.rfile.readline(LONGEST_LINE), b""):
            verb = line.strip().decode("ascii", "replace").partition(" ")[0].upper()
            if verb == "QUIT":
                self._say("221 goodbye")
                return
            if verb == "DATA":
                self._take()
            else:
                self._say(ANSWERS.get(verb, "500 unknown"))

    def _take(self) -> None:
        self._say("354 go ahead")
        content = b"".join(self._lines())
        if len(content) > MOST_BYTES:
            self._say("552 too large")
            return
        self.mailbox.keep(content)
        self._say("250 taken")

    def _lines(self) -> Iterator[bytes]:
        left = MOST_BYTES + 1
        for line in iter(self.rfile.readline, b".\r\n"):
            if not line:
                return
            if left > 0:  # what is too much is read, and dropped
                yield line.removeprefix(b".")
            left -= len(line)

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


ANSWERS = {
    "HELO": "250 mailbox",
    "EHLO": "250-mailbox\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 10485760",
    "MAIL": "250 fine",
    "RCPT": "250 fine",
    "RSET": "250 fine",
    "NOOP": "250 fine",
}


class Pages(BaseHTTPRequestHandler):
    """The list, each mail, and all of them as JSON for tests."""

    mailbox: Mailbox

    def do_GET(self) -> None:
        """Answer a page, or 404."""
        pages: dict[str, Callable[[str], str | None]] = {"": self._list, "mails": self._mail, "html": self._html}
        _, first, *rest = self.path.split("/")
        if self.path == "/mails.json":
            mails = [{**vars(mail), "links": mail.links} for mail in self.mailbox.newest_first()]
            self._answer(json.dumps(mails), "application/json")
            return
        page = pages[first]("/".join(rest)) if first in pages else None
        if page is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self._answer(page, "text/html; charset=utf-8")

    def _list(self, _: str) -> str:
        rows = "".join(
            f'<li><a href="/mails/{mail.key}">{escape(mail.subject)}</a><br>to {escape(mail.to)}</li>'
            for mail in self.mailbox.newest_first()
        )
        body = f"<ul>{rows}</ul>" if rows else "<p>Nobody has been sent anything yet.</p>"
        return PAGE.format(title="Mails of the demo", body=body)

    def _mail(self, key: str) -> str | None:
        mail = self.mailbox.find(key)
        if mail is None:
            return None
        text = "".join(_linked(part) for part in LINK.split(mail.text))
        drawn = f'<p><a href="/html/{mail.key}">As a mail program draws it</a></p>' if mail.html else ""
        body = f'<p>to {escape(mail.to)}</p><pre>{text}</pre>{drawn}<p><a href="/">All mails</a></p>'
        return PAGE.format(title=escape(mail.subject), body=body)

    def _html(self, key: str) -> str | None:
        mail = self.mailbox.find(key)
        return mail.html if mail else None

    def _answer(self, content: str, kind: str) -> None:
        body = content.encode()
        self.send_response(HTTPStatus.OK)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *given: object) -> None:  # noqa: A002 -- the library's own name
        """Say nothing: paths of mails are nobody's business."""


def _linked(part: str) -> str:
    safe = escape(part)
    return f'<a href="{safe}">{safe}</a>' if LINK.fullmatch(part) else safe


class SmtpServer(ThreadingTCPServer):
    """Takes mails."""

    allow_reuse_address = True
    daemon_threads = True


def servers(folder: Path, *, smtp_port: int, port: int) -> tuple[SmtpServer, ThreadingHTTPServer]:
    """Return what takes mails and what shows them, both listening and neither answering yet."""
    mailbox = {"mailbox": Mailbox(folder)}
    taking = SmtpServer((HOST, smtp_port), type("Smtp", (Smtp,), mailbox))
    showing = ThreadingHTTPServer((HOST, port), type("Pages", (Pages,), mailbox))
    return taking, showing


def main() -> None:
    """Take and show mails until told to stop."""
    folder = Path(os.environ.get("TRACKSIDE_HOME", "var")) / "caught-mail"
    ports = {name: int(os.environ.get(f"MAIL_SANDBOX_{name.upper()}", "0")) for name in ("smtp_port", "port")}
    taking, showing = servers(folder, **ports)
    threading.Thread(target=taking.serve_forever, daemon=True).start()
    showing.serve_forever()


if __name__ == "__main__":
    main()
