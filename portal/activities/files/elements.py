"""Reading large XML element by element, keeping what comes before damage. The format is sniffed before: no DOCTYPE."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from math import isfinite
from xml.etree.ElementTree import Element, ParseError, iterparse


class Reader:
    """Yields elements as they begin and end; afterwards `is_whole` tells whether the document was."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.is_whole = True

    def __iter__(self) -> Iterator[tuple[str, str, Element]]:
        """Yield "start" or "end", the name without namespace, and the element."""
        try:
            for event, element in iterparse(BytesIO(self._content.lstrip()), events=("start", "end")):  # noqa: S314 -- sniff.py refuses every DOCTYPE
                yield event, local(element), element
        except (ParseError, ValueError, LookupError):
            self.is_whole = False


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
