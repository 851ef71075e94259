"""What the supervisor says while it runs: what is being waited for, and then where the portal is."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from workers.supervisor.health import missing
from workers.supervisor.output import Output

EVERY_S = 30.0


@dataclass
class Greeter:
    """Greets once, when the portal is healthy."""

    output: Output
    host: str
    port: int
    greeting: str
    _greeted: bool = False
    _patient_until_s: float = field(default_factory=lambda: time.monotonic() + EVERY_S)

    def look(self) -> None:
        """Greet if it is time to; say what is missing if that takes long."""
        if self._greeted:
            return
        awaited = missing(self.host, self.port)
        if not awaited:
            self.output.say(self.greeting)
            self._greeted = True
        elif time.monotonic() > self._patient_until_s:
            self.output.say(f"Still waiting. {awaited}")
            self._patient_until_s = time.monotonic() + EVERY_S
