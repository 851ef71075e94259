"""Unpacking gzip and zip, never further than an activity can be large. Names inside mean nothing."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from portal.activities.rules.imports import MOST_BYTES, MOST_FILES, Problem, RecordingRefused

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
WITH_HEADER = 31
"""zlib's word for "gzip"."""
IN_PIECES = (ZIP_STORED, ZIP_DEFLATED)
"""What can be unpacked up to a limit; members packed otherwise are unpacked whole before anybody can count."""
ENTRY, MOST_ENTRIES = b"PK\x01\x02", 1000
"""The mark of an entry in a zip's directory, and how many a zip may have, folders included."""


@dataclass(frozen=True)
class Part:
    """A file that was packed, or the file itself; cut when its end is missing, empty when it cannot be unpacked."""

    content: bytes
    is_cut: bool = False
    problem: Problem | None = None


def unpacked(content: bytes) -> Iterator[Part]:
    """Yield what is packed in the file, or the file itself. Raises RecordingRefused."""
    if content.startswith(ZIP):
        yield from _zipped(content)
    elif content.startswith(GZIP):
        yield _gunzipped(content)
    else:
        yield Part(content)


def _gunzipped(content: bytes, room: int = MOST_BYTES) -> Part:
    stream = zlib.decompressobj(WITH_HEADER)
    try:
        plain = stream.decompress(content, room + 1)
    except zlib.error:
        return _until_damage(content, room)
    if len(plain) > room:
        raise RecordingRefused(Problem.BOMB)
    return Part(plain, is_cut=not stream.eof)


def _until_damage(content: bytes, room: int) -> Part:
    """Return what comes before the damage: fed in small pieces, zlib gives up later."""
    stream, plain = zlib.decompressobj(WITH_HEADER), bytearray()
    try:
        for start in range(0, len(content), 256):
            plain += stream.decompress(content[start : start + 256], room + 1 - len(plain))
            if len(plain) > room:
                raise RecordingRefused(Problem.BOMB)
    except zlib.error:
        pass
    if not plain:
        raise RecordingRefused(Problem.DAMAGED)
    return Part(bytes(plain), is_cut=True)


def _zipped(content: bytes) -> Iterator[Part]:
    room = MOST_BYTES
    archive, files = _opened(content)
    for entry in files:
        try:
            part = _member(archive, entry, room)
            room -= len(part.content)
            if part.content.startswith(GZIP):
                part = _gunzipped(part.content, room)
                room -= len(part.content)
        except RecordingRefused as refused:
            if refused.problem is Problem.BOMB:
                raise
            part = Part(b"", problem=refused.problem)
        yield part


def _opened(content: bytes) -> tuple[ZipFile, list[ZipInfo]]:
    if content.count(ENTRY) > MOST_ENTRIES:  # opening it would list them all
        raise RecordingRefused(Problem.ARCHIVE)
    try:
        archive = ZipFile(BytesIO(content))
        files = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise RecordingRefused(Problem.ARCHIVE) from error
    if not 0 < len(files) <= MOST_FILES:
        raise RecordingRefused(Problem.ARCHIVE)
    return archive, files


def _member(archive: ZipFile, entry: ZipInfo, room: int) -> Part:
    if entry.compress_type not in IN_PIECES:
        raise RecordingRefused(Problem.ARCHIVE)
    try:
        with archive.open(entry) as file:
            plain = file.read(room + 1)
    except (BadZipFile, RuntimeError, OSError, EOFError, zlib.error, ValueError) as error:  # encrypted, cut, unknown
        raise RecordingRefused(Problem.ARCHIVE) from error
    if len(plain) > room:
        raise RecordingRefused(Problem.BOMB)
    return Part(plain)
