"""Fair comparison: results of different bodies and ages on one scale."""

from portal.science.fairness.lifting import dots_points, gl_points, lifting_age_factor, wilks_points
from portal.science.fairness.running import (
    age_grade_percent,
    age_standard_s,
    open_standard_s,
    running_age_factor,
)

__all__ = [
    "age_grade_percent",
    "age_standard_s",
    "dots_points",
    "gl_points",
    "lifting_age_factor",
    "open_standard_s",
    "running_age_factor",
    "wilks_points",
]
