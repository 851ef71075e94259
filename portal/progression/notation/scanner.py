"""Reading a line from left to right, and saying at which character it cannot go on. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from portal.core.sentence import Sentence

SAME = str.maketrans(
    {"×": "x", "′": "'", "’": "'", "‘": "'", "″": '"', "“": '"', "”": '"', "–": "-", "—": "-", "−": "-"}
)
"""Signs that stand for others; each is one character, so places stay."""
BLANK = re.compile(r"[^\S\t]*")
WORD = re.compile(r"[^\s,|()+]+|\S")
LONGEST_SHOWN = 24


@dataclass(frozen=True)
class Problem:
    """What is wrong with a line: from which character to which (counted from 0), and what would do."""

    start: int
    end: int
    said: Sentence


class Wrong(Exception):
    """A line that cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.said))
        self.problem = problem


class Scanner:
    """A line and how far it was read."""

    def __init__(self, line: str, at: int = 0) -> None:
        self.line = line.translate(SAME)
        self.at = at

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return what comes next if it looks so, and go on behind it; blanks before it are passed, tabs are not."""
        found = self.peek(pattern)
        if found:
            self.at = found.end()
        return found

    def peek(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Return what comes next if it looks so, and stay."""
        return pattern.match(self.line, self.next_at)

    def take_tabs(self) -> int:
        """Pass tabs with the blanks around them; return how many they were."""
        count = 0
        while self.line[self.next_at : self.next_at + 1] == "\t":
            self.at = self.next_at + 1
            count += 1
        return count

    @property
    def is_done(self) -> bool:
        """Return whether nothing but blanks is left."""
        return self.next_at == len(self.line)

    @property
    def word(self) -> str:
        """Return the next word, to be quoted in a sentence."""
        found = self.peek(WORD)
        return found[0][:LONGEST_SHOWN] if found else ""

    def refuse(self, said: Sentence, *, since: int | None = None) -> NoReturn:
        """Say no to the next word, or to what was read since a place. Raises Wrong."""
        if since is not None:
            raise Wrong(Problem(since, max(self.at, since + 1), said))
        found = self.peek(WORD)
        start, end = found.span() if found else (len(self.line.rstrip()), len(self.line.rstrip()) + 1)
        raise Wrong(Problem(start, end, said))

    @property
    def next_at(self) -> int:
        """Return where the next word begins, or a tab, or the end."""
        found = BLANK.match(self.line, self.at)
        return found.end() if found else self.at
