"""Replay: a program and its log in, the state and the next sessions out. Nothing is stored, nothing reads a clock."""

from portal.progression.replay.log import in_order
from portal.progression.replay.prescribing import (
    Prescription,
    State,
    caught_up,
    prescribe,
    prescribe_from,
    rendering_from,
    replay,
)
from portal.progression.replay.results import ENDURANCE_RESULTS, STRENGTH_RESULTS, result_of
from portal.progression.replay.simulating import (
    PREVIEW,
    Outcome,
    Outcomes,
    Step,
    applied,
    chosen,
    failed_on,
    first_reset,
    missed_every,
    preview,
    preview_from,
    simulated_entry,
    slots_on,
)
from portal.progression.replay.slots import GRACE_DAYS, is_missed, missed_entries, slot_for
from portal.progression.replay.state import SHARED, Change, Edit, Position, Problem, Rendering

__all__ = [
    "ENDURANCE_RESULTS",
    "GRACE_DAYS",
    "PREVIEW",
    "SHARED",
    "STRENGTH_RESULTS",
    "Change",
    "Edit",
    "Outcome",
    "Outcomes",
    "Position",
    "Prescription",
    "Problem",
    "Rendering",
    "State",
    "Step",
    "applied",
    "caught_up",
    "chosen",
    "failed_on",
    "first_reset",
    "in_order",
    "is_missed",
    "missed_entries",
    "missed_every",
    "prescribe",
    "prescribe_from",
    "preview",
    "preview_from",
    "rendering_from",
    "replay",
    "result_of",
    "simulated_entry",
    "slot_for",
    "slots_on",
]
