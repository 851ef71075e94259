"""Sports, and what devices and services call them. Pure."""

from __future__ import annotations

from enum import StrEnum


class Sport(StrEnum):
    """What kind of activity it was, as far as numbers and pages differ."""

    RUN = "run"
    RIDE = "ride"
    SWIM = "swim"
    WALK = "walk"
    ROW = "row"
    SKI = "ski"
    STRENGTH = "strength"
    OTHER = "other"


NAMES: dict[Sport, str] = {
    Sport.RUN: "run running runner jog jogging treadmill trail street track trailrun virtualrun treadmillrunning "
    "trailrunning trackrunning indoorrunning obstacle ultrarun",
    Sport.RIDE: "ride riding bike biking cycling cycle bicycle ebiking ebikeride virtualride gravelride "
    "mountainbikeride emountainbikeride velomobile handcycle roadbiking mountainbiking indoorcycling indoorbiking "
    "spin spinning roadcycling mountain road gravelcycling cyclocross bmx commuting trackcycling",
    Sport.SWIM: "swim swimming lapswimming openwater openwaterswimming",
    Sport.WALK: "walk walking hike hiking speedwalking casualwalking snowshoe snowshoeing mountaineering nordicwalking",
    Sport.ROW: "row rowing indoorrowing virtualrow kayaking canoeing paddling standuppaddling standuppaddleboarding "
    "sup crew",
    Sport.SKI: "ski skiing nordicski crosscountryskiing alpineskiing backcountryski rollerski snowboard snowboarding "
    "classicskiing skateskiing xcskiing crosscountryclassicskiing crosscountryskatingskiing",
    Sport.STRENGTH: "strength strengthtraining weighttraining crossfit gym "
    "weightlifting hiit functionalstrengthtraining",
}


def _plain(raw: str) -> str:
    return "".join(letter for letter in raw.casefold() if letter.isalnum())


SPORT_OF = {_plain(name): sport for sport, names in NAMES.items() for name in names.split()}


def sport_of(*raw: str) -> Sport:
    """Return the sport that the first known of these names means; capitals and spaces do not matter."""
    return next((SPORT_OF[name] for name in map(_plain, raw) if name in SPORT_OF), Sport.OTHER)
