"""Age grading of road races from 5 km to the marathon."""

from __future__ import annotations

import math
from typing import NamedTuple

from portal.science.line import power_law_at, value_at
from portal.science.quantity import age, positive
from portal.science.sex import FEMALE, MALE, row_for

# Source of both tables: Alan Jones, Age-Grade-Tables, 2025 road tables (CC0).
# Open standards: metres and seconds.
OPEN_STANDARDS = {
    MALE: ((5000, 769), (10000, 1584), (21097.5, 3451), (42195, 7235)),
    FEMALE: ((5000, 834), (10000, 1726), (21097.5, 3772), (42195, 7796)),
}


class _AgeCurve(NamedTuple):
    """Factor by age: 1, then a bend, then straight down, then a second bend."""

    starts: float  # age at which it leaves 1
    width: float  # years of the bend
    bend: float
    late: float  # age from which it falls faster
    late_bend: float


# Five constants for each sex and distance, fitted for this project; the published factors from 28 to 100 within 0.0001.
AGE_CURVES = {
    MALE: (
        (5000, _AgeCurve(29.5865, 5.82684, 0.000600663, 67.3013, 0.000300027)),
        (10000, _AgeCurve(30.0052, 10.2831, 0.000364667, 70.0062, 0.000335129)),
        (21097.5, _AgeCurve(30.9976, 8.70403, 0.000446921, 70.004, 0.000341113)),
        (42195, _AgeCurve(35.6894, 3.32937, 0.00123151, 70.9972, 0.000349941)),
    ),
    FEMALE: (
        (5000, _AgeCurve(25.997, 19.0053, 0.000255451, 76.8029, 0.000380129)),
        (10000, _AgeCurve(26.9935, 22.3132, 0.000222732, 74.9994, 0.000379994)),
        (21097.5, _AgeCurve(27.0055, 21.8865, 0.000236442, 75.1505, 0.000400009)),
        (42195, _AgeCurve(27.0012, 29.1915, 0.000189415, 72.9968, 0.000399955)),
    ),
}
OLDEST_GRADED_YEARS = 100  # the tables end here; older runners get the last factor (a proposal)


def open_standard_s(*, sex: str, distance_m: float) -> float:
    """Return the open road standard in seconds; between the distances of the table on a power law.

    Source: Alan Jones, 2025 road tables. Raises ValueError outside 5 km to marathon and for an unknown sex.
    """
    standards = row_for(sex, OPEN_STANDARDS)
    _on_the_road(distance_m)
    return power_law_at(distance_m, standards)


def running_age_factor(*, sex: str, age_years: float, distance_m: float) -> float:
    """Return the open standard over the standard for this age; 1 up to about 26, which understates juniors.

    Source: Alan Jones, 2025 road tables, as fitted here. Raises ValueError as `open_standard_s` and for no age.
    """
    curves = row_for(sex, AGE_CURVES)
    _on_the_road(distance_m)
    age(age_years)
    years = min(age_years, OLDEST_GRADED_YEARS)
    return value_at(math.log(distance_m), [(math.log(metres), _factor(curve, years)) for metres, curve in curves])


def age_standard_s(*, sex: str, age_years: float, distance_m: float) -> float:
    """Return the standard for this age in seconds. Source and errors as `running_age_factor`."""
    factor = running_age_factor(sex=sex, age_years=age_years, distance_m=distance_m)
    return open_standard_s(sex=sex, distance_m=distance_m) / factor


def age_grade_percent(*, sex: str, age_years: float, distance_m: float, duration_s: float) -> float:
    """Return the standard for this age as a percentage of the time run; 100 is the standard itself.

    Source: Alan Jones, 2025 road tables. Raises ValueError for no time and as `running_age_factor`.
    """
    positive(duration_s, "duration_s")
    return 100 * age_standard_s(sex=sex, age_years=age_years, distance_m=distance_m) / duration_s


def _on_the_road(distance_m: float) -> None:
    shortest, longest = OPEN_STANDARDS[MALE][0][0], OPEN_STANDARDS[MALE][-1][0]
    if not shortest <= distance_m <= longest:
        raise ValueError(f"distance_m must be between {shortest:g} and {longest:g}")


def _factor(curve: _AgeCurve, years: float) -> float:
    past = max(years - curve.starts, 0.0)
    bent = min(past, curve.width)
    straight = past - bent
    late = max(years - curve.late, 0.0)
    return 1 - curve.bend * bent**2 - 2 * curve.bend * curve.width * straight - curve.late_bend * late**2
