"""What the presets for running have in common: fields, and how the running index follows tests and breaks."""

from __future__ import annotations

from typing import Any

from portal.core.sentence import sentence
from portal.progression.presets.fields import Field, FieldType
from portal.progression.presets.preset import text

RUNNING_INDEX = Field(
    "running_index",
    FieldType.INDEX,
    sentence("Running index"),
    sentence("From a recent race or test; it sets every pace."),
    low=20,
    high=85,
    is_required=True,
)
RUNS_A_WEEK = Field("sessions", FieldType.COUNT, sentence("Runs a week"), sentence("From two to six."), 3, 2, 6)
INDEX_STEP = 1.5
"""One test raises the running index by at most this."""
INDEX_AFTER_BREAK = [{"if": "days>5", "set": {"v": "max(v*clamp(1-.003*(days-5),.8,1),15)"}}]
"""Source: Daniels' table of breaks is a straight line (science.md 2.2)."""


def weekly_distance(*, low_km: float) -> Field:
    """Return the field for what is run in a week now, in kilometres."""
    about = sentence("What is run in a week now.")
    label = sentence("Weekly distance")
    return Field("weekly_km", FieldType.DISTANCE, label, about, low=low_km, high=200, is_required=True)


def index_after_test(step: float) -> list[dict[str, Any]]:
    """Return the rules by which a test moves the running index: up by at most so much, down halfway."""
    return [
        {"if": "index>v", "set": {"v": f"min(index,v+{text(step)})"}},
        {"if": "index<v-1", "set": {"v": "(v+index)/2"}},
    ]
