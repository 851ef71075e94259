"""Quantities, days and moments in the reader's notation, units and time zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time, format_timedelta
from babel.numbers import format_decimal, format_percent

from portal.core.catalogue import gettext, speech
from portal.core.units import (
    M_PER_FOOT,
    Altitude,
    Day,
    Distance,
    Duration,
    HeartRate,
    Mass,
    Moment,
    Number,
    Pace,
    Percent,
    Power,
    Quantity,
    Speed,
    System,
    clock_text,
    shown_distance,
    shown_load,
    shown_pace,
)
from portal.core.visitor import reader

A_MINUTE = timedelta(minutes=1)
QUANTITIES = (Mass, Distance, Altitude, Duration, Pace, Speed, Power, HeartRate, Percent, Number, Day, Moment)


def zone() -> tzinfo:
    """Return the reader's time zone."""
    return zone_named(reader().time_zone)


def zone_named(name: str) -> tzinfo:
    """Return the time zone of this name, UTC if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def time_zone_names() -> list[str]:
    """Return the names a person may choose from."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix")))


def written(quantity: Quantity) -> str:  # noqa: C901, PLR0911 -- a table of types, one line each
    """Return the quantity with its unit, for whoever is reading."""
    match quantity:
        case Mass(kg):
            return _mass(kg)
        case Distance(m):
            return _distance(m)
        case Altitude(m):
            return _altitude(m)
        case Duration(s):
            return clock_text(s)
        case Pace(s_per_km):
            return _pace(s_per_km)
        case Speed(m_per_s):
            return _speed(m_per_s)
        case Power(w):
            return gettext("%(number)s W", number=number(w, 0))
        case HeartRate(bpm):
            return gettext("%(number)s bpm", number=number(bpm, 0))
        case Percent(fraction):
            return percent(fraction)
        case Number(value, digits):
            return number(value, digits)
        case Day(on):
            return day(on)
        case Moment(at):
            return moment(at)


def number(value: float, digits: int = 1) -> str:
    """Return the number with at most so many decimals, in the reader's notation."""
    rounded = round(float(value), digits)
    if rounded == int(rounded) and abs(rounded) < 1000:  # noqa: PLR2004 -- below the first separator
        return str(int(rounded)).replace("-", "−")
    return _decimal(rounded, digits, locale())


def percent(fraction: float) -> str:
    """Return a share in whole per cent."""
    return _percent(fraction, locale())


def day(on: date, *, weekday: bool = True) -> str:
    """Return a day the way people write it in a list; the year only when it is not the present one."""
    same_year = on.year == _now().astimezone(zone()).year
    skeleton = ("MMMEd" if weekday else "MMMd") if same_year else ("yMMMEd" if weekday else "yMMMd")
    return _skeleton(skeleton, on, locale())


def moment(at: datetime) -> str:
    """Return day and time in the reader's time zone."""
    local = at.astimezone(zone())
    return gettext("%(day)s, %(time)s", day=day(local.date()), time=_clock(local.hour, local.minute, locale()))


def clock_time(at: datetime) -> str:
    """Return the time of day in the reader's time zone."""
    local = at.astimezone(zone())
    return _clock(local.hour, local.minute, locale())


def ago(at: datetime) -> str:
    """Return how long ago that was, roughly; what another machine's clock puts ahead of ours was now."""
    delta = at - _now()
    if delta > -A_MINUTE:
        return gettext("now")
    return _ago(round(delta / A_MINUTE), locale())


def _now() -> datetime:
    from portal.core import clock  # noqa: PLC0415 -- looked up late, so that tests can stop the clock

    return clock.now()


def locale() -> Locale:
    """Return the reader's locale."""
    return speech().locale


# Reading a pattern takes Babel longer than all else on a page of many rows.
_decimal = lru_cache(4096)(
    lambda value, digits, locale: format_decimal(value, format="#,##0." + "#" * digits, locale=locale)
)
_percent = lru_cache(1024)(lambda fraction, locale: format_percent(fraction, locale=locale))
_skeleton = lru_cache(4096)(lambda skeleton, on, locale: format_skeleton(skeleton, on, locale=locale))
_clock = lru_cache(2048)(lambda hour, minute, locale: format_time(time(hour, minute), "short", locale=locale))
_ago = lru_cache(4096)(
    lambda minutes, locale: format_timedelta(
        timedelta(minutes=minutes), add_direction=True, granularity="minute", locale=locale
    )
)


def _mass(kg: float) -> str:
    shown = number(shown_load(kg, reader().units), 2 if reader().units is System.METRIC else 1)
    if reader().units is System.METRIC:
        return gettext("%(number)s kg", number=shown)
    return gettext("%(number)s lb", number=shown)


def _distance(m: float) -> str:
    system = reader().units
    if system is System.METRIC and abs(m) < 1000:  # noqa: PLR2004 -- below a kilometre people say metres
        return gettext("%(number)s m", number=number(m, 0))
    shown = shown_distance(m, system)
    digits = number(shown, 2 if abs(shown) < 100 else 1)  # noqa: PLR2004 -- ten metres matter up to 100 km
    if system is System.METRIC:
        return gettext("%(number)s km", number=digits)
    return gettext("%(number)s mi", number=digits)


def _altitude(m: float) -> str:
    if reader().units is System.METRIC:
        return gettext("%(number)s m", number=number(m, 0))
    return gettext("%(number)s ft", number=number(m / M_PER_FOOT, 0))


def _pace(s_per_km: float) -> str:
    shown = clock_text(shown_pace(s_per_km, reader().units))
    if reader().units is System.METRIC:
        return gettext("%(time)s /km", time=shown)
    return gettext("%(time)s /mi", time=shown)


def _speed(m_per_s: float) -> str:
    shown = number(shown_distance(m_per_s * 3600, reader().units), 1)
    if reader().units is System.METRIC:
        return gettext("%(number)s km/h", number=shown)
    return gettext("%(number)s mph", number=shown)


FILTERS: Mapping[str, Any] = {
    "load_typed": lambda kg: number(shown_load(kg, reader().units), 2),
    "mass": lambda kg: written(Mass(kg)),
    "distance": lambda m: written(Distance(m)),
    "altitude": lambda m: written(Altitude(m)),
    "duration": lambda s: written(Duration(s)),
    "pace": lambda s_per_km: written(Pace(s_per_km)),
    "speed": lambda m_per_s: written(Speed(m_per_s)),
    "power": lambda w: written(Power(w)),
    "bpm": lambda bpm: written(HeartRate(bpm)),
    "percent": percent,
    "number": number,
    "quantity": written,
    "day": day,
    "short_day": lambda on: day(on, weekday=False),
    "long_day": lambda on: format_date(on, "long", locale=locale()),
    "weekday": lambda on: format_date(on, "EEE", locale=locale()),
    "weekday_name": lambda on: format_date(on, "EEEE", locale=locale()),
    "month": lambda on: format_date(on, "MMMM", locale=locale()),
    "moment": moment,
    "long_moment": lambda at: format_datetime(at.astimezone(zone()), "long", locale=locale()),
    "clock": clock_time,
    "ago": ago,
}
