"""Rate limits: two pairs of numbers, two fixed windows, and headers in four moods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

QUARTER_S, DAY_S = 900, 86_400


class Headers(StrEnum):
    """Which headers an answer carries."""

    BOTH = "both"
    OVERALL = "overall"
    NONE = "none"
    BROKEN = "broken"


@dataclass
class Limits:
    """Counts requests of the whole application."""

    overall: tuple[int, int] = (600, 6_000)
    read: tuple[int, int] = (300, 3_000)
    headers: Headers = Headers.BOTH
    _counts: Counter[tuple[str, int, int]] = field(default_factory=Counter)

    def take(self, *, now: datetime, is_read: bool) -> bool:
        """Count one request, refused ones too; return whether it is within the limits."""
        pairs = {"overall": self.overall, "read": self.read} if is_read else {"overall": self.overall}
        self._count(pairs, 1, now)
        return all(
            used <= most
            for pair, limit in pairs.items()
            for used, most in zip(self.used(pair, now), limit, strict=True)
        )

    def use(self, requests: int, *, now: datetime) -> None:
        """Count requests that somebody else made."""
        self._count(("overall", "read"), requests, now)

    def used(self, pair: str, now: datetime) -> tuple[int, int]:
        """Return the requests in this quarter of an hour and this UTC day."""
        return self._counts[self._key(pair, QUARTER_S, now)], self._counts[self._key(pair, DAY_S, now)]

    def written(self, now: datetime) -> dict[str, str]:
        """Return the headers of an answer."""
        if self.headers is Headers.NONE:
            return {}
        if self.headers is Headers.BROKEN:
            return {"X-RateLimit-Limit": "plenty", "X-RateLimit-Usage": "3", "X-ReadRateLimit-Usage": ",,"}
        lines = {"X-RateLimit-Limit": _pair(self.overall), "X-RateLimit-Usage": _pair(self.used("overall", now))}
        if self.headers is Headers.BOTH:
            lines["X-ReadRateLimit-Limit"] = _pair(self.read)
            lines["X-ReadRateLimit-Usage"] = _pair(self.used("read", now))
        return lines

    def _count(self, pairs: Iterable[str], requests: int, now: datetime) -> None:
        for pair in pairs:
            for window_s in (QUARTER_S, DAY_S):
                self._counts[self._key(pair, window_s, now)] += requests

    @staticmethod
    def _key(pair: str, window_s: int, now: datetime) -> tuple[str, int, int]:
        return pair, window_s, int(now.timestamp()) // window_s


def _pair(numbers: tuple[int, int]) -> str:
    return f"{numbers[0]},{numbers[1]}"
