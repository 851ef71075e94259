"""The webhook: handshake, events, and everything that happens to events on their way."""

from __future__ import annotations

import json
import secrets
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

PATIENCE_S = 2.0
ATTEMPTS = 3
GAP_S = 5.0
"""Strava's own gap is about two minutes."""
OK = 200

Event = dict[str, Any]


class Mode(StrEnum):
    """What happens to events."""

    SEND = "send"
    HOLD = "hold"
    DROP = "drop"


@dataclass
class Subscription:
    """Where an application wants its events."""

    id: int
    callback_url: str


@dataclass
class Delivery:
    """One attempt to hand an event over."""

    event: Event
    status: int
    """0 when nobody answered in time."""
    attempt: int


class Hooks:
    """Hands events to the subscriber."""

    def __init__(self) -> None:
        self.mode = Mode.SEND
        self.copies = 1
        self.subscription: Subscription | None = None
        self.held: list[Event] = []
        self.deliveries: deque[Delivery] = deque(maxlen=200)
        self._stop = threading.Event()

    def subscribe(self, callback_url: str, verify_token: str, *, number: int) -> Subscription | None:
        """Visit the address; return the subscription if it repeated our challenge in time."""
        challenge = secrets.token_hex(8)
        query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify_token}
        address = f"{callback_url}?{urllib.parse.urlencode(query)}"
        answer = _visit(urllib.request.Request(address))  # noqa: S310 -- _visit checks the scheme
        try:
            repeated = answer.status == OK and json.loads(answer.body).get("hub.challenge") == challenge
        except (ValueError, AttributeError):
            repeated = False
        if not repeated:
            return None
        self.subscription = Subscription(number, callback_url)
        return self.subscription

    def announce(self, event: Event) -> None:
        """Do with the event what the mode says."""
        if self.subscription is None or self.mode is Mode.DROP:
            return
        event = {**event, "subscription_id": self.subscription.id}
        if self.mode is Mode.HOLD:
            self.held.extend([event] * self.copies)
            return
        for _ in range(self.copies):
            threading.Thread(target=self.send, args=(event,), daemon=True).start()

    def take_held(self) -> list[Event]:
        """Return the events that were held back, and hold them no longer."""
        held, self.held = self.held, []
        return held

    def send(self, event: Event) -> bool:
        """Hand one event over, three times at most; then it is lost for ever."""
        for attempt in range(1, ATTEMPTS + 1):
            status = self.post(event)
            self.deliveries.append(Delivery(event, status, attempt))
            if status == OK:
                return True
            if self._stop.wait(GAP_S):
                break
        return False

    def post(self, event: Event) -> int:
        """Post the event once; return the answer's status."""
        if self.subscription is None:
            return 0
        request = urllib.request.Request(  # noqa: S310 -- _visit checks the scheme
            self.subscription.callback_url,
            data=json.dumps(event).encode(),
            headers={"Content-Type": "application/json"},
        )
        return _visit(request).status

    def close(self) -> None:
        """Give up what is still under way."""
        self._stop.set()


@dataclass
class _Answer:
    status: int
    body: bytes = b""


def _visit(request: urllib.request.Request) -> _Answer:
    if request.type not in ("http", "https"):
        return _Answer(0)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 -- the scheme is checked above
            return _Answer(answer.status, answer.read(4096))
    except urllib.error.HTTPError as error:
        with error:
            return _Answer(error.code)
    except (OSError, ValueError):
        return _Answer(0)
