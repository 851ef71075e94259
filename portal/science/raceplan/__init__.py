"""Race plans: the weeks up to a race, and what to do after a gap."""

from portal.science.raceplan.gap import GapRepair, repair_after_gap
from portal.science.raceplan.weeks import RacePlan, RaceWeek, long_run_limit_km, race_plan

__all__ = ["GapRepair", "RacePlan", "RaceWeek", "long_run_limit_km", "race_plan", "repair_after_gap"]
