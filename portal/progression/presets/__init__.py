"""Presets: three to six fields stand for a whole program, so that nobody needs to type an expression."""

from portal.progression.presets.expanding import Origin, catalogue, describe, expand, origin, preset, unfit_start
from portal.progression.presets.fields import Field, FieldType, ImpossibleFields, whole_pounds_kg
from portal.progression.presets.preset import LIFT, Preset

__all__ = [
    "LIFT",
    "Field",
    "FieldType",
    "ImpossibleFields",
    "Origin",
    "Preset",
    "catalogue",
    "describe",
    "expand",
    "origin",
    "preset",
    "unfit_start",
    "whole_pounds_kg",
]
