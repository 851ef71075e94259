"""Reading large XML element by element, keeping what comes before damage. The format is sniffed before: no DOCTYPE.

Only what a reader asked for is held in memory, and no more than a recording can be made of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from math import isfinite
from typing import Any, cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from portal.activities.rules.imports import Problem, RecordingRefused

PIECE_BYTES = 4 * 1024
MOST_SILENT_BYTES = 256 * 1024
"""The longest tag or text."""
MOST_ELEMENTS = 2_500_000
"""As many as the points of the largest file have: position, height and time take no less than 80 bytes."""
CLOSING = (b"</", b"<\x00/")
"""How the end of an element begins, also where a letter takes two bytes."""
MOST_HELD = 1000
"""Elements in memory at once: open ones, and what a reader wants to see at their end."""


class Reader:
    """Yields elements as they begin and end; afterwards `is_whole` tells whether the document was.

    An element named in `whole` has all that stands in it when it ends; one named in `kept` is, besides, still there
    when its parent ends. Everything else has gone by then. Raises RecordingRefused for more elements than there may be.
    """

    def __init__(self, content: bytes, *, whole: Collection[str], kept: Collection[str]) -> None:
        self._content = content.lstrip()
        self._kept = frozenset(kept)
        self._whole = self._kept | frozenset(whole)
        self.is_whole = True
        if _elements_in(content) > MOST_ELEMENTS:  # counting them takes no time, reading them does
            raise RecordingRefused(Problem.BOMB)

    def __iter__(self) -> Iterator[tuple[str, str, Element]]:
        """Yield "start" or "end", the name without namespace, and the element. Raises RecordingRefused."""
        held = inside = 0
        path: list[tuple[Element, int]] = []
        for event, element in self._events():
            name = local(element)
            if event == "start":
                path.append((element, held))
                held, inside = held + 1, inside + (name in self._whole)
                if held > MOST_HELD:
                    raise RecordingRefused(Problem.BOMB)
                yield event, name, element
                continue
            yield event, name, element
            _, held_before = path.pop()
            inside -= name in self._whole
            if path and not inside and name not in self._kept:
                path[-1][0].remove(element)
                held = held_before

    def _events(self) -> Iterator[tuple[str, Element]]:
        parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
        silent_bytes = 0
        try:
            for start in range(0, len(self._content), PIECE_BYTES):
                parser.feed(self._content[start : start + PIECE_BYTES])
                silent_bytes += PIECE_BYTES
                for event in _read(parser):
                    silent_bytes = 0
                    yield event
                if silent_bytes > MOST_SILENT_BYTES:
                    raise RecordingRefused(Problem.BOMB)
            parser.close()
            yield from _read(parser)
        except (ParseError, ValueError, LookupError):
            self.is_whole = False


def _elements_in(content: bytes) -> int:
    return content.count(b"<") - sum(content.count(closing) for closing in CLOSING)


def says_nothing(element: Element) -> bool:
    """Return whether an element has neither attributes nor anything in it."""
    return not len(element) and not element.attrib


def _read(parser: XMLPullParser[Any]) -> Iterator[tuple[str, Element]]:
    return cast("Iterator[tuple[str, Element]]", parser.read_events())


def local(element: Element) -> str:
    """Return the element's name in lower case, without its namespace."""
    tag: str = element.tag
    return tag[tag.rfind("}") + 1 :].lower()


def child_text(element: Element, name: str) -> str | None:
    """Return the text of the first child of this name."""
    return next((child.text for child in element if local(child) == name), None)


def number(text: str | None) -> float | None:
    """Return the number in a text, or None when it is none."""
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and isfinite(value) else None
