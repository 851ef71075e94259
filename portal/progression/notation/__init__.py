"""What trainers type, as rows of a plan and back: `Back squat 5x5 @75% r3:00 t31X0`. docs/notation.md tells it all."""

from portal.progression.notation.lines import MOST_CHARACTERS, Line, read_line, read_row, read_text
from portal.progression.notation.making import program_of
from portal.progression.notation.rows import RACES_M, Counted, Row
from portal.progression.notation.scanner import Problem
from portal.progression.notation.writing import write_days, write_line, write_row

__all__ = [
    "MOST_CHARACTERS",
    "RACES_M",
    "Counted",
    "Line",
    "Problem",
    "Row",
    "program_of",
    "read_line",
    "read_row",
    "read_text",
    "write_days",
    "write_line",
    "write_row",
]
