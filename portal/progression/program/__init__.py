"""Programs as data: what a valid one looks like, its one written form, and what an edit changes."""

from portal.progression.program.canonical import canonical_json, fingerprint
from portal.progression.program.differences import Difference, differences
from portal.progression.program.validation import validate, warnings
from portal.progression.program.words import TEST_RESULTS
from portal.progression.replay import Problem

__all__ = [
    "TEST_RESULTS",
    "Difference",
    "Problem",
    "canonical_json",
    "differences",
    "fingerprint",
    "validate",
    "warnings",
]
