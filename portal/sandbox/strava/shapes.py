"""Athletes and activities in the shapes of Strava's API."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from portal.sandbox.strava.activities import Activity
from portal.sandbox.strava.athletes import Athlete
from portal.sandbox.strava.streams import Samples, laps_of, samples_of

OFFSET_S = 7_200
ZONE = "(GMT+01:00) Europe/Zagreb"

Row = dict[str, Any]


def athlete_row(athlete: Athlete) -> Row:
    """Return what a token's holder may read about themselves."""
    return {
        "id": athlete.id,
        "resource_state": 2,
        "firstname": athlete.firstname,
        "lastname": athlete.lastname,
        "city": athlete.city,
        "country": "Slovenia",
        "summit": False,
        "weight": athlete.weight_kg,
        "ftp": athlete.ftp_w,
        "measurement_preference": "meters",
    }


def summary_row(activity: Activity) -> Row:
    """Return a row of the list."""
    return {
        "id": activity.id,
        "resource_state": 2,
        "external_id": f"invented-{activity.id}.fit",
        "athlete": {"id": activity.athlete_id},
        "name": activity.name,
        "type": activity.sport_type,
        "sport_type": activity.sport_type,
        "distance": activity.distance_m,
        "moving_time": activity.moving_s,
        "elapsed_time": activity.elapsed_s,
        "total_elevation_gain": activity.gain_m,
        "start_date": _iso(activity.starts_at),
        "start_date_local": _iso(activity.starts_at + timedelta(seconds=OFFSET_S)),  # a wall clock with a false Z
        "timezone": ZONE,
        "utc_offset": float(OFFSET_S),
        "start_latlng": [],
        "visibility": activity.visibility,
        "private": activity.visibility == "only_me",
        "manual": activity.is_manual,
        "trainer": activity.sport_type == "VirtualRide",
        "athlete_count": 0,
        "average_speed": activity.speed_mps,
        "has_heartrate": not activity.is_manual,
        "device_name": activity.device,
    }


def detail_row(activity: Activity, samples: Samples) -> Row:
    """Return an activity in full."""
    row = {**summary_row(activity), "resource_state": 3, "description": "", "calories": activity.moving_s * 0.19}
    if not activity.is_manual:
        heart_rates = samples["heartrate"]
        row["average_heartrate"] = round(sum(heart_rates) / len(heart_rates), 1)
        row["max_heartrate"] = float(max(heart_rates))
        row["laps"] = laps_of(activity, samples)
    if activity.has_power:
        row["average_watts"] = float(activity.power_w)
    return row


def streams_row(samples: Samples, keys: set[str]) -> Row:
    """Return the streams asked for, by type; the distance comes anyway."""
    return {
        kind: {"data": data, "series_type": "distance", "original_size": len(data), "resolution": "high"}
        for kind, data in samples.items()
        if kind in keys or kind == "distance"
    }


def samples_for(activity: Activity, athlete: Athlete, *, step_s: int) -> Samples:
    """Return the samples of an activity, none for one that was typed in."""
    return {} if activity.is_manual else samples_of(activity, step_s=step_s, home=athlete.home)


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
