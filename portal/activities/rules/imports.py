"""Reading files: what is accepted, and what is said when something is not. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from portal.core.sentence import Sentence, sentence

MOST_BYTES = 64 * 1024 * 1024
"""The largest file, packed or unpacked."""
MOST_FILES = 50
"""In one upload, and in one archive."""


class ImportState(StrEnum):
    """How far reading a file is."""

    QUEUED = "queued"
    DONE = "done"
    REFUSED = "refused"


class Problem(StrEnum):
    """Why a file was refused, or what was lost of it."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    UNKNOWN = "unknown"
    NO_ACTIVITY = "no_activity"
    NO_SAMPLES = "no_samples"
    DAMAGED = "damaged"
    UNSAFE_XML = "unsafe_xml"
    WRONG_DATE = "wrong_date"
    ARCHIVE = "archive"
    PARTLY_READ = "partly_read"
    SOME_LEFT_OUT = "some_left_out"
    ALREADY_THERE = "already_there"
    GIVEN_UP = "given_up"


SENTENCES: dict[Problem, Sentence] = {
    Problem.EMPTY: sentence("This file is empty."),
    Problem.TOO_LARGE: sentence("This file is larger than 64 MB. An activity is never that large."),
    Problem.BOMB: sentence("Read whole, this file would take far more room than an activity does. It was not read."),
    Problem.UNKNOWN: sentence("This is not a FIT, GPX or TCX file. Export the activity in one of these formats."),
    Problem.NO_ACTIVITY: sentence(
        "This file holds settings, a workout, a course or body data, but no recorded activity."
    ),
    Problem.NO_SAMPLES: sentence("This file holds no recorded samples, so there is nothing to show."),
    Problem.DAMAGED: sentence("This file is damaged, and nothing in it could be read. Copy it from the device again."),
    Problem.UNSAFE_XML: sentence("This file declares a document type of its own, which recordings never do."),
    Problem.WRONG_DATE: sentence(
        "The date in this file cannot be right. Check the clock of the device, then correct the date in the file."
    ),
    Problem.ARCHIVE: sentence("This archive holds more than 50 files, or cannot be opened. Unpack it first."),
    Problem.PARTLY_READ: sentence("This file is damaged. What could be read was saved; the rest is missing."),
    Problem.SOME_LEFT_OUT: sentence(
        "Some files of this archive hold no activity that could be read, and were left out."
    ),
    Problem.ALREADY_THERE: sentence("This file was here already."),
    Problem.GIVEN_UP: sentence("This file could not be read. Please tell whoever runs this portal."),
}


@dataclass(frozen=True)
class Upload:
    """A file as somebody handed it in."""

    name: str
    content: bytes = field(repr=False)


class RecordingRefused(Exception):
    """What was handed in cannot become an activity."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(SENTENCES[problem]))
        self.problem = problem
