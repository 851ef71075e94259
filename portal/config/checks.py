"""What each setting may be. A check returns the value, or raises what is wrong with it."""

from __future__ import annotations

import re
import socket
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

from portal.config.reading import Wrong

LAST_PORT = 65535
SHORTEST_SECRET = 16
MOST_PROXIES = 5
MOST_WEB_PROCESSES = 64
FEWEST_WEB_THREADS, MOST_WEB_THREADS = 8, 512
SHARING = ("off", "athlete_only", "coach_with_consent")
HOST_NAME = re.compile(r"[A-Za-z0-9._:%-]+")
"""What a name or address consists of; other letters are written as xn--…"""
LABELS = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?")
"""The name of a machine."""
NOT_OURS = "must be an address or name of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them."
SQLITE = "sqlite:///"
POSTGRESQL = ("postgresql://", "postgresql+psycopg://", "postgres://")


def anything(text: str) -> str:
    """Return the text as it is."""
    return text


def is_on(text: str) -> bool:
    """Return whether a switch is on: 1 or 0."""
    if text not in {"0", "1"}:
        raise Wrong("must be 1 or 0.")
    return text == "1"


def port(text: str) -> int:
    """Return a port as a number."""
    return _whole(text, 1, LAST_PORT)


def host(text: str) -> str:
    """Return an address to listen on, as far as its letters tell."""
    if not _is_address(text) and not LABELS.fullmatch(text):
        raise Wrong(NOT_OURS)
    return text


def own_host(text: str) -> str:
    """Return an address of this machine to listen on."""
    if not _is_ours(host(text)):
        raise Wrong(NOT_OURS)
    return text


def is_loopback(name: str) -> bool:
    """Return whether only this machine itself can reach what listens on `name`."""
    try:
        return ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name == "localhost"


def trusted_proxies(text: str) -> int:
    """Return how many proxies may say who the visitor is."""
    if text not in {str(n) for n in range(MOST_PROXIES + 1)}:
        raise Wrong(f"must be how many reverse proxies stand before the portal: 0 to {MOST_PROXIES}.")
    return int(text)


def web_processes(text: str) -> int:
    """Return how many processes draw pages."""
    return _whole(text, 1, MOST_WEB_PROCESSES)


def web_threads(text: str) -> int:
    """Return how many threads each of them has."""
    return _whole(text, FEWEST_WEB_THREADS, MOST_WEB_THREADS)


def public_url(text: str) -> str:
    """Return scheme and host of the address people type."""
    parts = _split(text)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Wrong("must be the address people type, such as https://training.example.org")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise Wrong("must be an address without a path: the portal has a host of its own.")
    return f"{parts.scheme}://{parts.netloc}"


def base_url(text: str) -> str:
    """Return the address of an outside service, without a slash at the end."""
    parts = _split(text)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise Wrong("must be an address that begins with https:// (or http:// for a stand-in on this machine).")
    return text.rstrip("/")


def secret_key(text: str) -> str:
    """Return a key long enough to sign with, or nothing."""
    if text and len(text) < SHORTEST_SECRET:
        raise Wrong(f"needs at least {SHORTEST_SECRET} characters. Leave it out and one is made and kept.")
    return text


def database_url(text: str) -> str:
    """Return the address as SQLAlchemy wants it."""
    if text.startswith(POSTGRESQL):
        if _split(text) is None:
            raise Wrong("is no address: characters such as / or @ in the password must be percent-encoded.")
        return "postgresql" + text[text.index("://") :]
    if not text.startswith(SQLITE):
        raise Wrong("must begin with postgresql:// or sqlite:///")
    if text == SQLITE or ":memory:" in text:
        raise Wrong("must name a file: several processes share it.")
    return text


def beside(home: Path, url: str) -> str:
    """Return the address with a relative SQLite file placed in `home`."""
    return f"{SQLITE}{home / url.removeprefix(SQLITE)}" if url.startswith(SQLITE) else url


def redis_url(text: str) -> str:
    """Return an address redis-py understands."""
    parts = _split(text)
    if parts is None or parts.scheme not in {"redis", "rediss", "unix"} or not (parts.hostname or parts.path):
        raise Wrong("must begin with redis://, rediss:// or unix://")
    number = parse_qs(parts.query).get("db", [""])[0] or ("" if parts.scheme == "unix" else parts.path.strip("/"))
    if number and not (number.isascii() and number.isdigit()):
        raise Wrong("must end with the number of a database, such as redis://localhost:6379/0")
    return text


def smtp_url(text: str) -> str:
    """Return the address of a mail server, or nothing."""
    if not text:
        return text
    parts = _split(text)
    if parts is None or parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise Wrong("must look like smtp://user:password@mail.example.org:587 (or smtps:// with port 465).")
    sender = parse_qs(parts.query).get("from", [""])[0]
    if sender and "@" not in parseaddr(sender)[1]:
        raise Wrong("must name a sender after ?from= such as Trackside%20%3Chello%40example.org%3E")
    return text


def strava_client_id(text: str) -> str:
    """Return the number of the Strava application, or nothing."""
    if text and not (text.isascii() and text.isdigit()):
        raise Wrong("must be the number Strava shows under “My API Application”.")
    return text


def webhook_token(text: str) -> str:
    """Return a token fit for a path, or nothing."""
    if text and not re.fullmatch(rf"[A-Za-z0-9_-]{{{SHORTEST_SECRET},200}}", text):
        raise Wrong(f"must be at least {SHORTEST_SECRET} letters, digits, - or _. Leave it out and one is derived.")
    return text


def strava_sharing(text: str) -> str:
    """Return who may see what comes from Strava, or nothing."""
    if text and text not in SHARING:
        raise Wrong(f"must be one of {', '.join(SHARING)}.")
    return text


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_ours(name: str) -> bool:
    """Return whether something can listen there: the name is known, and its address is this machine's."""
    try:
        found = socket.getaddrinfo(name, 0, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):  # unknown, too long, or nothing between two dots
        return False
    return any(_may_listen(family, address) for family, _, _, _, address in found)


def _may_listen(family: int, address: tuple[object, ...]) -> bool:
    try:
        with socket.socket(family) as probe:
            probe.bind(address)
    except OSError:
        return False
    return True


def _split(text: str) -> SplitResult | None:
    """Return the parts of an address; nothing when it has blanks, or a host or port that cannot be."""
    try:
        parts = urlsplit(text)
        usable = parts.port != 0 and HOST_NAME.fullmatch(parts.hostname or "-") and not re.search(r"\s", text)
    except ValueError:  # the port is no number, or too large
        return None
    return parts if usable else None


def _whole(text: str, least: int, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise Wrong(f"must be a number from {least} to {most}.")
    return int(text)
