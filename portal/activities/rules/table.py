"""The values behind the charts, for those who do not see them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from portal.activities.rules.sketch import Axis, Sketch
from portal.activities.rules.sports import Sport
from portal.activities.rules.words import rate_at, rate_name
from portal.core.sentence import Sentence, sentence
from portal.core.units import Altitude, Distance, Duration, HeartRate, Power, Quantity

WRITTEN: Mapping[str, Callable[[float], Quantity]] = {
    "power_w": Power,
    "heart_rate_bpm": HeartRate,
    "altitude_m": Altitude,
}
NAMES = {
    "power_w": sentence("Power"),
    "heart_rate_bpm": sentence("Heart rate"),
    "altitude_m": sentence("Altitude"),
}


@dataclass(frozen=True)
class Table:
    """Names of the columns, and rows of values; None where nothing was recorded."""

    columns: Sequence[Sentence]
    rows: Sequence[Sequence[Sentence | None]]


def table_of(sketch: Sketch, sport: Sport) -> Table:
    """Return the means of each stretch of the activity."""
    names = [name for name in ("speed_mps", *WRITTEN) if name in sketch.curves]
    by_distance = sketch.axis is Axis.DISTANCE
    columns = [sentence("Distance") if by_distance else sentence("Time")]
    columns += [sentence("Time")] if by_distance else []
    columns += [rate_name(sport) if name == "speed_mps" else NAMES[name] for name in names]
    rows = []
    for row in sketch.rows:
        places = [_plain(Distance(row.x)), _plain(Duration(row.time_s))] if by_distance else [_plain(Duration(row.x))]
        rows.append([*places, *(_value(name, row.means.get(name), sport) for name in names)])
    return Table(columns, rows)


def _value(name: str, value: float | None, sport: Sport) -> Sentence | None:
    if value is None:
        return None
    return rate_at(sport, value) if name == "speed_mps" else _plain(WRITTEN[name](value))


def _plain(quantity: Quantity) -> Sentence:
    return sentence("%(value)s", value=quantity)
