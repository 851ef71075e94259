"""What a process found out lately and may use again: so many answers at most."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """The latest answers; what nobody asked for goes first. Threads share it."""

    def __init__(self, most: int) -> None:
        """Begin with nothing."""
        self._most = most
        self._answers: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """Return how many answers there are."""
        return len(self._answers)

    def among(self, keys: Iterable[K]) -> dict[K, V]:
        """Return the answers that are still there."""
        with self._lock:
            found = {key: self._answers[key] for key in keys if key in self._answers}
            for key in found:
                self._answers.move_to_end(key)
            return found

    def keep(self, key: K, answer: V) -> None:
        """Keep the answer in place of an older one."""
        with self._lock:
            self._answers[key] = answer
            self._answers.move_to_end(key)
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
