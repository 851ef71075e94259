"""The page of an activity: everything it draws, in the reader's units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portal.activities.models import Activity
from portal.activities.queries.activities import Opened, channels_of, open_activity, sketch_named
from portal.activities.rules.bars import Bars, bars_of
from portal.activities.rules.charts import charts_of
from portal.activities.rules.drawing import sketch_of
from portal.activities.rules.laps import LapRow, between, lap_rows, shaded
from portal.activities.rules.matching import asked_of
from portal.activities.rules.recording import origin_url
from portal.activities.rules.route import HIDDEN_M, Route, Track, asides, away_from_ends, route_of
from portal.activities.rules.sketch import Sketch
from portal.activities.rules.table import Table, table_of
from portal.activities.rules.words import (
    SOURCES,
    Figure,
    asked_words,
    chart_notes,
    lap_notes,
    main_figures,
    more_figures,
    rate_name,
    title_of,
)
from portal.core.access import Actor
from portal.core.chart import Chart
from portal.core.sentence import Sentence
from portal.core.tokens import chance_of
from portal.core.units import System


@dataclass(frozen=True)
class Shown:
    """What the template draws."""

    opened: Opened
    title: Sentence
    source: Sentence
    origin_url: str | None
    """Where it stands at the service it came from."""
    rate: Sentence
    """What the sport calls how fast it was."""
    figures: Sequence[Figure]
    more: Sequence[Figure]
    charts: Sequence[Chart]
    quick_laps: bool
    laps: Sequence[LapRow]
    lap: LapRow | None
    """The lap whose samples are drawn, if one was chosen."""
    route: Route | None
    hidden_m: float | None
    """At least so far around start and end nothing is drawn; None for the athlete."""
    bars: Bars | None
    asked: Sentence | None
    is_own: bool

    @property
    def activity(self) -> Activity:
        """The record itself."""
        return self.opened.activity


def shown_activity(activity: Activity, actor: Actor, system: System, *, lap: int | None = None) -> Shown:
    """Return the page of this activity for this reader; `lap` counts from 1 and shows that lap alone."""
    opened = open_activity(activity, actor)
    planned = opened.planned
    rows = lap_rows(opened.laps, activity.sport)
    chosen = next((row for row in rows if row.number == lap), None)
    sketch = _sketch_of_lap(activity, chosen) if chosen else opened.sketch
    bands, are_quick = ([], False) if chosen else shaded(opened.laps, sketch)
    is_own = activity.athlete_id == actor.person_id
    track = opened.sketch.track
    return Shown(
        opened=opened,
        title=title_of(activity.own_name or activity.name or (planned.title if planned else ""), activity.sport),
        rate=rate_name(activity.sport),
        source=SOURCES[activity.source],
        origin_url=origin_url(activity.source, activity.external_id),
        figures=main_figures(activity),
        more=more_figures(activity),
        charts=charts_of(sketch, activity.sport, system, notes=_notes(activity, chosen), bands=bands),
        quick_laps=are_quick,
        laps=rows,
        lap=chosen,
        route=route_of([track] if is_own else _hidden(track, activity), system, has_ends=is_own),
        hidden_m=None if is_own else HIDDEN_M,
        bars=_bars(opened),
        asked=asked_words(asked_of(activity.asked or {})) if planned else None,
        is_own=is_own,
    )


def values_of(activity: Activity) -> Table:
    """Return the values behind the charts of this activity."""
    return table_of(sketch_named(activity), activity.sport)


def _sketch_of_lap(activity: Activity, lap: LapRow) -> Sketch:
    inside = between(channels_of(activity), lap.start_s, lap.start_s + lap.duration_s)
    return replace(sketch_of(inside, activity.sport), track=())


def _hidden(track: Track, activity: Activity) -> list[Track]:
    return away_from_ends(track, aside=asides(lambda use: chance_of(activity.athlete_id, use=use)))


def _notes(activity: Activity, lap: LapRow | None) -> Mapping[str, Sentence | None]:
    if lap is None:
        return chart_notes(activity)
    return lap_notes(lap.rate, mean_heart_rate_bpm=lap.mean_heart_rate_bpm, mean_power_w=lap.mean_power_w)


def _bars(opened: Opened) -> Bars | None:
    activity = opened.activity
    if opened.planned is None or not activity.asked:
        return None
    return bars_of(activity.asked, opened.laps, moving_s=activity.moving_s, distance_m=activity.distance_m)
