"""Compact storage of channels: one blob an activity, about eight bytes a moment.

Each channel is rounded to its step, stored as differences between neighbours and its bytes sorted by
significance; all channels are compressed together. Differences are small, so their upper bytes are nearly
always 0 or 255: that is what the compressor finds. Plain Python: pages that unpack need no NumPy.

Version 1: "TS" and the byte 1, then one Zstandard frame with checksum and size. Inside: length of the
header (4 bytes), header in JSON (samples, then name, steps per unit and mask flag of each channel), then
for each channel the mask (one bit a sample, lowest first, only where something is missing) and the
differences (four planes of one byte a sample). Differences wrap around at 32 bits and back.
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from math import isfinite
from operator import sub

import zstandard

from portal.activities.rules.recording import STEPS, Channels

MAGIC = b"TS\x01"
LEVEL = 3
MOST_BYTES = 256 * 1024 * 1024
"""When unpacked: more than a week at 1 Hz in 100 channels."""
WIDTH = 4
FURTHEST = 2**31


def encode(channels: Channels) -> bytes:
    """Return the blob for channels of equal length; None, NaN and infinity count as missing.

    Raises ValueError for unequal lengths, an unknown channel, or a value out of range.
    """
    if unknown := channels.keys() - STEPS.keys():
        raise ValueError(f"no step for {', '.join(sorted(unknown))}")
    if len({len(values) for values in channels.values()}) > 1:
        raise ValueError("channels differ in length")
    count = len(next(iter(channels.values()), ()))
    described: list[list[object]] = []
    parts: list[bytes] = []
    for name, values in channels.items():
        per_unit = round(1 / STEPS[name], 6)
        whole, missing = _whole(values, per_unit)
        described.append([name, per_unit, int(missing is not None)])
        if missing is not None:
            parts.append(_packed(missing))
        parts.append(_differences(whole, name))
    header = json.dumps({"samples": count, "channels": described}, separators=(",", ":")).encode()
    body = struct.pack("<I", len(header)) + header + b"".join(parts)
    return MAGIC + zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(body)


def decode(blob: bytes) -> dict[str, list[float | None]]:
    """Return the channels by name, None where a sample is missing. Raises ValueError."""
    if blob[: len(MAGIC)] != MAGIC:
        raise ValueError("not a stream blob of version 1")
    frame = blob[len(MAGIC) :]
    try:
        if not 0 <= zstandard.frame_content_size(frame) <= MOST_BYTES:
            raise ValueError("stream blob is too large or does not tell its size")
        body = zstandard.ZstdDecompressor().decompress(frame)
        (length,) = struct.unpack_from("<I", body)
        header = json.loads(body[WIDTH : WIDTH + length])
        return _unpacked(body, WIDTH + length, header["samples"], header["channels"])
    except (zstandard.ZstdError, struct.error, LookupError, TypeError) as damage:
        raise ValueError(f"damaged stream blob: {damage}") from damage


def _whole(values: Sequence[float | None], per_unit: float) -> tuple[list[int], list[bool] | None]:
    """Return whole steps and what is missing; a gap repeats the sample before it, so that it costs nothing."""
    try:
        if per_unit == 1:
            return list(map(round, values)), None  # type: ignore[arg-type]
        return [round(value * per_unit) for value in values], None  # type: ignore[operator]
    except (TypeError, ValueError, OverflowError):  # None, NaN, infinity
        missing = [value is None or not isfinite(value) for value in values]
    held, last = [], 0
    for value, gap in zip(values, missing, strict=True):
        if not gap:
            last = round(value * per_unit)  # type: ignore[operator]
        held.append(last)
    return held, missing


def _differences(whole: list[int], name: str) -> bytes:
    if whole and (max(whole) >= FURTHEST or min(whole) <= -FURTHEST):
        raise ValueError(f"{name} has a value out of range")
    steps = _wrapped(list(map(sub, whole, chain((0,), whole))))
    if sys.byteorder == "big":
        steps.byteswap()
    raw = steps.tobytes()
    return b"".join(raw[plane::WIDTH] for plane in range(WIDTH))


def _wrapped(steps: list[int]) -> array[int]:
    try:
        return array("i", steps)
    except OverflowError:  # a jump from one end of the range to the other
        return array("i", ((step + FURTHEST) % (2 * FURTHEST) - FURTHEST for step in steps))


def _unpacked(body: bytes, at: int, count: int, channels: Iterable[Sequence[object]]) -> dict[str, list[float | None]]:
    found: dict[str, list[float | None]] = {}
    for name, per_unit, masked in channels:
        missing = None
        if masked:
            size = (count + 7) // 8
            missing = _bits(body[at : at + size], count)
            at += size
        values = _values(body[at : at + WIDTH * count], count, float(str(per_unit)))
        at += WIDTH * count
        found[str(name)] = values if missing is None else _with_gaps(values, missing)
    return found


def _values(planes: bytes, count: int, per_unit: float) -> list[float | None]:
    if len(planes) != WIDTH * count:
        raise ValueError("stream blob is cut short")
    raw = bytearray(WIDTH * count)
    for plane in range(WIDTH):
        raw[plane::WIDTH] = planes[plane * count : (plane + 1) * count]
    steps = array("i")
    steps.frombytes(bytes(raw))
    if sys.byteorder == "big":
        steps.byteswap()
    whole = list(accumulate(steps))
    if count and (min(whole) < -FURTHEST or max(whole) >= FURTHEST):
        whole = [(total + FURTHEST) % (2 * FURTHEST) - FURTHEST for total in whole]
    return [total / per_unit for total in whole]  # exact where multiplying by the step is not


def _with_gaps(values: list[float | None], missing: Sequence[bool]) -> list[float | None]:
    return [None if gap else value for value, gap in zip(values, missing, strict=True)]


def _packed(flags: Sequence[bool]) -> bytes:
    number = int("".join("1" if flag else "0" for flag in reversed(flags)), 2)
    return number.to_bytes((len(flags) + 7) // 8, "little")


def _bits(packed: bytes, count: int) -> list[bool]:
    text = f"{int.from_bytes(packed, 'little'):0{count}b}"[::-1]
    return [letter == "1" for letter in text[:count]]
