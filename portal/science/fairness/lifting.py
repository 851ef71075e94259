"""Points for lifted totals: what a total is worth at a body mass, and an allowance for age."""

from __future__ import annotations

import math
from typing import NamedTuple

from portal.science.line import value_at
from portal.science.quantity import age, not_negative, positive
from portal.science.sex import FEMALE, MALE, row_for


class _Polynomial(NamedTuple):
    coefficients: tuple[float, ...]  # ascending powers of body mass in kg
    lightest_kg: float  # body mass is clamped to this range
    heaviest_kg: float


# Source of the three tables: OpenPowerlifting, crates/coefficients. Points are the scale times total over polynomial.
DOTS_SCALE = 500
DOTS = {
    MALE: _Polynomial((-307.75076, 24.0900756, -0.1918759221, 0.0007391293, -0.000001093), 40, 210),
    FEMALE: _Polynomial((-57.96288, 13.6175032, -0.1126655495, 0.0005158568, -0.0000010706), 40, 150),
}
WILKS_SCALE = {"original": 500, "2020": 600}
WILKS = {
    "original": {
        MALE: _Polynomial(
            (-216.0475144, 16.2606339, -0.002388645, -0.00113732, 7.01863e-6, -1.291e-8),
            *(40, 201.9),
        ),
        FEMALE: _Polynomial(
            (594.31747775582, -27.23842536447, 0.82112226871, -0.00930733913, 4.731582e-5, -9.054e-8),
            *(26.51, 154.53),
        ),
    },
    "2020": {
        MALE: _Polynomial(
            (
                *(47.4617885411949, 8.47206137941125, 0.073694103462609),
                *(-0.00139583381094385, 7.07665973070743e-6, -1.20804336482315e-8),
            ),
            *(40, 200.95),
        ),
        FEMALE: _Polynomial(
            (
                *(-125.425539779509, 13.7121941940668, -0.0330725063103405),
                *(-0.0010504000506583, 9.38773881462799e-6, -2.3334613884954e-8),
            ),
            *(40, 150.95),
        ),
    },
}

# Source: IPF GL formula sheet, 100·total / (A − B·e^(−C·body mass)); no points below 35 kg.
GL_LIGHTEST_KG = 35
GL = {
    ("full", "raw"): {
        MALE: (1199.72839, 1025.18162, 0.00921),
        FEMALE: (610.32796, 1045.59282, 0.03048),
    },
    ("full", "equipped"): {
        MALE: (1236.25115, 1449.21864, 0.01644),
        FEMALE: (758.63878, 949.31382, 0.02435),
    },
    ("bench", "raw"): {
        MALE: (320.98041, 281.40258, 0.01008),
        FEMALE: (142.40398, 442.52671, 0.04724),
    },
    ("bench", "equipped"): {
        MALE: (381.22073, 733.79378, 0.02398),
        FEMALE: (221.82209, 357.00377, 0.02937),
    },
}

# Source: McCulloch and Foster, years and factor; linear between, clamped outside (a proposal).
AGE_FACTORS = ((14, 1.23), (18, 1.06), (23, 1), (40, 1), (50, 1.130), (60, 1.340), (70, 1.645), (80, 2.050))


def dots_points(*, sex: str, body_mass_kg: float, total_kg: float) -> float:
    """Return DOTS points of a total in kilograms.

    Source: OpenPowerlifting. Raises ValueError for no body mass, a negative total and an unknown sex.
    """
    return _points(row_for(sex, DOTS), DOTS_SCALE, body_mass_kg, total_kg)


def wilks_points(*, sex: str, body_mass_kg: float, total_kg: float, version: str = "original") -> float:
    """Return Wilks points of a total in kilograms, original or 2020.

    Source: OpenPowerlifting. Raises ValueError for an unknown version and as `dots_points`.
    """
    if version not in WILKS:
        raise ValueError(f"version must be one of {', '.join(WILKS)}")
    return _points(row_for(sex, WILKS[version]), WILKS_SCALE[version], body_mass_kg, total_kg)


def gl_points(*, sex: str, body_mass_kg: float, total_kg: float, event: str = "full", equipment: str = "raw") -> float:
    """Return IPF GL points of a total in kilograms; none below 35 kg of body mass.

    Source: IPF GL formula sheet. Raises ValueError for an unknown event or equipment and as `dots_points`.
    """
    positive(body_mass_kg, "body_mass_kg")
    not_negative(total_kg, "total_kg")
    if (event, equipment) not in GL:
        raise ValueError("event must be full or bench, equipment raw or equipped")
    limit, gap, rate = row_for(sex, GL[event, equipment])
    if body_mass_kg < GL_LIGHTEST_KG:
        return 0.0
    return 100 * total_kg / (limit - gap * math.exp(-rate * body_mass_kg))


def lifting_age_factor(*, age_years: float) -> float:
    """Return what to multiply points by for age.

    Source: McCulloch and Foster. Raises ValueError for an age nobody has.
    """
    age(age_years)
    return value_at(age_years, AGE_FACTORS)


def _points(polynomial: _Polynomial, scale: float, body_mass_kg: float, total_kg: float) -> float:
    positive(body_mass_kg, "body_mass_kg")
    not_negative(total_kg, "total_kg")
    mass = min(max(body_mass_kg, polynomial.lightest_kg), polynomial.heaviest_kg)
    divisor = sum(coefficient * mass**power for power, coefficient in enumerate(polynomial.coefficients))
    return scale * total_kg / divisor
