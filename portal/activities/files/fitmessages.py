"""The messages of a FIT file, by a fast decoder, or by a patient one where the file is damaged.

Both give the same: rows by message name, moments in Unix seconds, positions in semicircles, enumerations as words.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import fitdecode  # type: ignore[import-untyped]
import fitfast

from portal.activities.rules.imports import Problem, RecordingRefused

Row = dict[Any, Any]
Messages = dict[str, list[Row]]

MOST_MESSAGES = 1_500_000
"""A week at 2 Hz; a file of 64 MB can hold ten times as many and would fill the memory."""
COUNTED_BYTES = 2 * 1024 * 1024
"""Smaller files cannot hold too many."""
PATIENCE_BYTES = 16 * 1024 * 1024
"""The patient decoder needs more than a second for each megabyte."""
WANTED = frozenset({"file_id", "record", "session", "lap", "activity", "device_info"})


def messages_in(content: bytes) -> tuple[Messages, bool]:
    """Return the messages, and whether the file was whole. Raises RecordingRefused when it holds too many."""
    try:
        count = fitfast.count(content)[0] if len(content) > COUNTED_BYTES else 0
        messages = fitfast.parse(content) if count <= MOST_MESSAGES else None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 -- besides its own error the decoder panics, which is no Exception
        return _patiently(content)
    if messages is None:
        raise RecordingRefused(Problem.TOO_LARGE)
    return messages, True


def _patiently(content: bytes) -> tuple[Messages, bool]:
    # The fast decoder gives up on some files that are whole: the checksums say which. A file may hold several
    # recordings, one after the other, each with a checksum at its end.
    found: Messages = {}
    matched: list[bool] = []
    if len(content) > PATIENCE_BYTES:
        raise RecordingRefused(Problem.DAMAGED)
    try:
        with fitdecode.FitReader(
            content, check_crc=fitdecode.CrcCheck.READONLY, error_handling=fitdecode.ErrorHandling.IGNORE
        ) as reader:
            for frame in reader:
                if isinstance(frame, fitdecode.FitDataMessage) and frame.name in WANTED:
                    found.setdefault(frame.name, []).append(_row(frame))
                elif isinstance(frame, fitdecode.FitCRC):
                    matched.append(frame.matched)
    except Exception:  # noqa: BLE001 -- damage breaks the decoder anywhere; what was read until then is kept
        matched.append(False)
    return found, bool(matched) and all(matched)


def _row(frame: fitdecode.FitDataMessage) -> Row:
    return {field.name: _plain(field) for field in frame.fields if field.value is not None}


def _plain(field: Any) -> Any:
    return field.value.timestamp() if isinstance(field.value, datetime) else field.value
