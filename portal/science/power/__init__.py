"""Power: what a recording in watts says about load and about how long a power can be held."""

from portal.science.power.balance import w_balance_j, w_balance_tau_s
from portal.science.power.critical import CriticalPower, critical_power_fit, time_to_exhaustion_s
from portal.science.power.curve import curve_durations_s, mean_max_curve_w
from portal.science.power.weighted import intensity, power_load, weighted_power_w

__all__ = [
    "CriticalPower",
    "critical_power_fit",
    "curve_durations_s",
    "intensity",
    "mean_max_curve_w",
    "power_load",
    "time_to_exhaustion_s",
    "w_balance_j",
    "w_balance_tau_s",
    "weighted_power_w",
]
