"""What may be behind the per cents and paces of a typed row: offered with its source, never filled in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from portal.core.sentence import Sentence, sentence
from portal.core.units import Day, System, clock_text, shown_load
from portal.progression.notation import RACES_M
from portal.science.plates import round_to
from portal.science.running import race_duration_s
from portal.training.rules.layout import TYPED, Layout
from portal.training.rules.reading import Read
from portal.training.rules.records import BestSet
from portal.training.rules.typed import row_of

MAXIMA = {"training_max": "TM", "maximum": "1RM"}
"""Fields of presets that name a maximum."""
OF_THE_LOG = {System.METRIC: (0.5, "kg"), System.IMPERIAL: (1.0, "lb")}


class Offer(NamedTuple):
    """What would be written behind the row, and where it comes from."""

    mark: str
    source: Sentence


def offers_for(one: Read, *, layout: Layout, best: Mapping[str, BestSet], system: System) -> tuple[Offer, ...]:
    """Return what the plan and the log know; `best` is the athlete's best set by exercise."""
    if one.needs == "result":
        return _of_races(layout)
    if one.needs != "maximum" or one.exercise is None:
        return ()
    found = [*_of_plan(layout, one.exercise.id, system)]
    if one.exercise.id in best:
        found.append(_of_log(best[one.exercise.id], system))
    return tuple({offer.mark: offer for offer in found}.values())


def _of_plan(layout: Layout, exercise: str, system: System) -> list[Offer]:
    source = sentence("as in another row of this plan")
    found = []
    for item in layout.items:
        if item.exercise == exercise and item.preset == TYPED:
            maximum = row_of(item).maximum
            found += (
                [Offer(f"{maximum.kind}={_plain(maximum.load.value)}{maximum.load.unit}", source)] if maximum else []
            )
        elif item.exercise == exercise:
            loads = ((kind, item.fields.get(field)) for field, kind in MAXIMA.items())
            found += [Offer(_mark(kind, load, system), source) for kind, load in loads if load]
    return found


def _of_log(best: BestSet, system: System) -> Offer:
    source = sentence("estimated from %(set)s on %(day)s", set=best.value, day=Day(best.on))
    return Offer(_mark("1RM", best.one_rep_max_kg, system), source)


def _of_races(layout: Layout) -> tuple[Offer, ...]:
    results = (row_of(item).result for item in layout.items if item.preset == TYPED)
    found = [
        Offer(f"{result.race}={clock_text(result.seconds)}", sentence("as in another row of this plan"))
        for result in results
        if result
    ]
    for item in layout.items:
        if index := item.fields.get("running_index"):
            seconds = race_duration_s(running_index=index, distance_m=RACES_M["5k"])
            found.append(Offer(f"5k={clock_text(seconds)}", sentence("as fast as the run plan's index says")))
    return tuple({offer.mark: offer for offer in found}.values())


def _mark(kind: str, load_kg: float, system: System) -> str:
    step, unit = OF_THE_LOG[system]
    return f"{kind}={_plain(round_to(value=shown_load(load_kg, system), step=step))}{unit}"


def _plain(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
