"""A row as text again, in the one spelling that reads back to the same row. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from portal.progression.notation.lines import WEEKDAYS, read_line
from portal.progression.notation.rows import Aim, Amount, Group, Opened, Part, Repeat, Row, Step


def write_line(row: Row, name: str) -> str:
    """Return the row with its label and name; the name is quoted where it would be read as something else."""
    plain = _joined(_label(row), name, write_row(row))
    read = read_line(plain)
    if read.row == row and read.name == name:
        return plain
    quoted = '"' + name.replace('"', '""') + '"'
    return _joined(_label(row), quoted, write_row(row))


def write_row(row: Row) -> str:
    """Return the row without label and name."""
    weeks = " | ".join(_week(week) for week in row.weeks)
    marks = [
        f"{row.maximum.kind}={_amount(row.maximum.load)}" if row.maximum else "",
        f"{row.result.race}={_clock(row.result.seconds)}" if row.result else "",
        f"r{_time(row.rest_s, minutes=False)}" if row.rest_s else "",
        f"t{row.tempo}" if row.tempo else "",
    ]
    return _joined(weeks, *marks)


def write_days(days: Sequence[int]) -> str:
    """Return a heading of these weekdays; Monday is 0."""
    names = [WEEKDAYS[day].capitalize() for day in days]
    return names[0] if len(names) == 1 else ", ".join(name[:3] for name in names)


def _label(row: Row) -> str:
    return f"{row.label})" if len(row.label) == 1 else row.label


def _week(parts: Sequence[Part]) -> str:
    if isinstance(parts[0], Group):
        return ", ".join(_group(part) for part in parts if isinstance(part, Group))
    return " + ".join(_piece(part) for part in parts if not isinstance(part, Group))


def _group(group: Group) -> str:
    if group.opened is Opened.ALL:
        count = Opened.ALL.value
    else:
        to = f"-{group.to}" if group.to else ""
        count = f"{group.count}{to}{group.opened.value if group.opened else ''}{group.counted.value}"
    load = f"@{_amount(group.load)}" if group.load else ""
    effort = f"{group.effort.scale}{_number(group.effort.value)}" if group.effort else ""
    return _joined(f"{group.sets}x{count}", load, effort)


def _piece(part: Step | Repeat) -> str:
    if isinstance(part, Step):
        return _step(part)
    first, *others = part.steps
    if not others or (len(others) == 1 and others[0].aim is Aim.JOG and first.aim is not Aim.JOG):
        return f"{part.times}x" + " ".join(_step(step) for step in part.steps)
    return f"{part.times}x(" + " + ".join(_step(step) for step in part.steps) + ")"


def _step(step: Step) -> str:
    if step.aim is Aim.JOG:
        return "j" + (_number(step.length.value) if _is_plain_metres(step.length) else _length(step.length))
    return f"{_length(step.length)} {_aim(step)}"


def _aim(step: Step) -> str:
    if step.aim is Aim.RACE:
        return f"@{step.race}"
    if step.aim is Aim.PACE:
        return "@" + "-".join(_clock(pace) for pace in reversed(step.at)) + f"/{step.per}"
    if step.aim is Aim.POWER:
        return f"@{_number(step.at[0])}W"
    if step.aim is Aim.HEART_RATE:
        return f"@{_number(step.at[0])}bpm"
    return "easy" if step.aim is Aim.EASY else "@threshold"


def _is_plain_metres(length: Amount) -> bool:
    return length.unit == "m" and 100 <= length.value == int(length.value)  # noqa: PLR2004 -- J40 is a label


def _length(length: Amount) -> str:
    return _time(int(length.value)) if length.unit == "s" else _amount(length)


def _time(seconds: int, *, minutes: bool = True) -> str:
    if seconds < 60:  # noqa: PLR2004 -- a minute
        return f"{seconds}s"
    if minutes and seconds % 60 == 0 and seconds < 6000:  # noqa: PLR2004 -- 100 minutes
        return f"{seconds // 60}'"
    return _clock(seconds)


def _clock(seconds: float) -> str:
    hours, rest = divmod(int(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def _amount(amount: Amount) -> str:
    return f"{_number(amount.value)}{amount.unit}"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
