"""Energy: what training burns, what a day needs."""

from __future__ import annotations

from statistics import fmean

from portal.science.quantity import HOUR_S, MINUTE_S, MOST, age, finite, not_negative, positive
from portal.science.sex import FEMALE, MALE, rows_for

KJ_PER_KCAL = 4.184
CM_PER_M = 100
WEEK_DAYS = 7

# Source: Keytel 2005, kJ/min: level, per beat, per kg, per year.
KEYTEL = {MALE: (-55.0969, 0.6309, 0.1988, 0.2017), FEMALE: (-20.4022, 0.4472, -0.1263, 0.0740)}

# Source: 2024 Adult Compendium of Physical Activities (Herrmann 2024, pacompendium.com).
MET = {
    "01014": 7.0,  # cycling
    "01030": 8.0,
    "01040": 10.0,
    "02050": 6.0,  # weights
    "02054": 3.5,
    "02070": 7.3,  # rowing
    "12020": 7.5,  # jogging
    "12029": 7.8,  # running, faster and faster
    "12030": 8.5,
    "12045": 9.0,
    "12050": 9.3,
    "12060": 10.5,
    "12070": 11.0,
    "12080": 11.8,
    "12090": 12.0,
    "12100": 12.5,
    "12110": 13.0,
    "12120": 14.8,
    "17190": 3.8,  # walking
    "17200": 4.8,
    "18230": 9.8,  # swimming
    "18240": 5.8,
}

GROSS_EFFICIENCY = 0.24  # of cycling (science.md 4): about one kilocalorie for each kilojoule of work

# Source: Mifflin-St Jeor 1990, kcal/day: per kg, per cm, per year, and a constant for sex.
MIFFLIN = (10, 6.25, -5)
MIFFLIN_SEX = {MALE: 5, FEMALE: -161}
# Sources: Katch-McArdle (Cunningham 1991); Cunningham 1980. kcal/day: level, per kg of fat-free mass.
FAT_FREE_FORMULAS = {"katch_mcardle": (370, 21.6), "cunningham_1980": (500, 22)}
RESTING_FORMULAS = ("mifflin", *FAT_FREE_FORMULAS)

KCAL_PER_KG = 7700  # planning constant for body mass (nutrition.md 2.3); it overrates long forecasts


def heart_rate_energy_kcal(
    *, heart_rate_bpm: float, duration_s: float, mass_kg: float, age_years: float, sex: str | None
) -> float:
    """Return the energy of exercise in kcal, never below zero; the mean of both when sex is None.

    Source: Keytel 2005, made for heart rates from about 90 up. Raises ValueError for no mass or heart rate.
    """
    positive(heart_rate_bpm, "heart_rate_bpm")
    not_negative(duration_s, "duration_s")
    positive(mass_kg, "mass_kg")
    age(age_years)
    per_minute = [
        max(level + per_beat * heart_rate_bpm + per_kg * mass_kg + per_year * age_years, 0.0) / KJ_PER_KCAL
        for level, per_beat, per_kg, per_year in rows_for(sex, KEYTEL)
    ]
    return fmean(per_minute) * duration_s / MINUTE_S


def activity_met(*, compendium_code: str) -> float | None:
    """Return the metabolic equivalent of an activity, or None for a code that is not listed here.

    Source: 2024 Adult Compendium of Physical Activities.
    """
    return MET.get(compendium_code)


def met_energy_kcal(*, met: float, mass_kg: float, duration_s: float) -> float:
    """Return the energy of an activity in kcal, rest included: MET · kg · hours.

    Source: Compendium of Physical Activities. Raises ValueError for no mass or MET.
    """
    positive(met, "met")
    positive(mass_kg, "mass_kg")
    not_negative(duration_s, "duration_s")
    return met * mass_kg * duration_s / HOUR_S


def work_energy_kcal(*, work_kj: float, efficiency: float = GROSS_EFFICIENCY) -> float:
    """Return the energy in kcal behind mechanical work in kilojoules.

    Source: science.md 4. Raises ValueError for negative work and for an efficiency outside 0 to 1.
    """
    not_negative(work_kj, "work_kj")
    positive(efficiency, "efficiency")
    if efficiency > 1:
        raise ValueError("efficiency must not exceed 1")
    return work_kj / KJ_PER_KCAL / efficiency


def resting_energy_kcal(
    *,
    mass_kg: float,
    height_m: float | None = None,
    age_years: float | None = None,
    sex: str | None = None,
    formula: str = "mifflin",
    body_fat_fraction: float | None = None,
) -> float:
    """Return the resting energy in kcal a day; about 10 % off for any one person.

    Sources: Mifflin-St Jeor 1990 (height and age; the mean of both constants when sex is None), Katch-McArdle
    and Cunningham 1980 (body fat). Raises ValueError when what the formula needs is missing.
    """
    positive(mass_kg, "mass_kg")
    if formula not in RESTING_FORMULAS:
        raise ValueError(f"formula must be one of {', '.join(RESTING_FORMULAS)}")
    if formula == "mifflin":
        resting = _mifflin_kcal(mass_kg, height_m, age_years, sex)
    else:
        level, per_kg = FAT_FREE_FORMULAS[formula]
        resting = level + per_kg * _fat_free_mass_kg(mass_kg, body_fat_fraction)
    positive(resting, "resting energy")
    return resting


def total_energy_kcal(*, resting_kcal: float, activity_factor: float) -> float:
    """Return the energy of a whole day in kcal, training included in the factor.

    Source: nutrition.md 2.2. Raises ValueError for no resting energy and for a factor below 1.
    """
    positive(resting_kcal, "resting_kcal")
    if not 1 <= activity_factor <= MOST:
        raise ValueError("activity_factor must be at least 1")
    return resting_kcal * activity_factor


def energy_target_kcal(*, total_kcal: float, rate_kg_per_week: float) -> float:
    """Return the energy to eat in kcal a day for a change of body mass; it knows no guard rails.

    Source: nutrition.md 2.3, 7700 kcal per kg. Raises ValueError for a loss that no eating reaches.
    """
    positive(total_kcal, "total_kcal")
    finite(rate_kg_per_week, "rate_kg_per_week")
    target = total_kcal + rate_kg_per_week * KCAL_PER_KG / WEEK_DAYS
    not_negative(target, "the energy target")
    return target


def energy_availability_kcal_per_kg(*, intake_kcal: float, exercise_kcal: float, fat_free_mass_kg: float) -> float:
    """Return what eating leaves after exercise, in kcal per kg of fat-free mass and day; below 30 is a warning.

    Source: Loucks, IOC (nutrition.md 2.3). Raises ValueError for negative energy and for no mass.
    """
    not_negative(intake_kcal, "intake_kcal")
    not_negative(exercise_kcal, "exercise_kcal")
    positive(fat_free_mass_kg, "fat_free_mass_kg")
    return (intake_kcal - exercise_kcal) / fat_free_mass_kg


def _mifflin_kcal(mass_kg: float, height_m: float | None, age_years: float | None, sex: str | None) -> float:
    if height_m is None or age_years is None:
        raise ValueError("mifflin needs height_m and age_years")
    positive(height_m, "height_m")
    age(age_years)
    per_kg, per_cm, per_year = MIFFLIN
    constant = fmean(rows_for(sex, MIFFLIN_SEX))
    return per_kg * mass_kg + per_cm * height_m * CM_PER_M + per_year * age_years + constant


def _fat_free_mass_kg(mass_kg: float, body_fat_fraction: float | None) -> float:
    if body_fat_fraction is None or not 0 <= body_fat_fraction < 1:
        raise ValueError("this formula needs a body_fat_fraction from 0 to below 1")
    return mass_kg * (1 - body_fat_fraction)
