"""What a file is, told from its first bytes."""

from __future__ import annotations

from enum import Enum, auto
from xml.parsers import expat

from portal.activities.rules.imports import Problem, RecordingRefused

BEGINNING = 64 * 1024
FIT_AT, FIT_MARK = 8, b".FIT"
XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<")


class Format(Enum):
    """The formats that are read."""

    FIT = auto()
    GPX = auto()
    TCX = auto()


ROOTS = {"gpx": Format.GPX, "trainingcenterdatabase": Format.TCX}


class _Root(Exception):
    """The first element began; the rest is not needed."""


def format_of(content: bytes) -> Format:
    """Return the format of the file. Raises RecordingRefused for any other, and for XML that defines entities."""
    if content[FIT_AT : FIT_AT + len(FIT_MARK)] == FIT_MARK:
        return Format.FIT
    if not content.lstrip().startswith(XML_STARTS):
        raise RecordingRefused(Problem.UNKNOWN)
    found = ROOTS.get(_root_of(content).lower())
    if found is None:
        raise RecordingRefused(Problem.UNKNOWN)
    return found


def _root_of(content: bytes) -> str:
    """Return the name of the first element. A DOCTYPE can only stand before it, and is refused."""

    def refuse(*_: object) -> None:
        raise RecordingRefused(Problem.UNSAFE_XML)

    def begin(name: str, _: object) -> None:
        raise _Root(name)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    try:
        parser.Parse(content.lstrip()[:BEGINNING], False)  # noqa: FBT003 -- expat's own: this is not the end
    except _Root as root:
        return str(root.args[0]).rpartition(" ")[2]
    except (expat.ExpatError, ValueError, LookupError) as error:  # unknown encodings among them
        raise RecordingRefused(Problem.DAMAGED) from error
    raise RecordingRefused(Problem.UNSAFE_XML)
