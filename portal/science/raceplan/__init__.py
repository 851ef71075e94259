"""Race plans: the weeks up to a race, and what to do after a gap."""

from portal.science.raceplan.gap import GapRepair, repair_after_gap
from portal.science.raceplan.weeks import RACES, RacePlan, RaceWeek, long_run_limit_km, race_plan

__all__ = ["RACES", "GapRepair", "RacePlan", "RaceWeek", "long_run_limit_km", "race_plan", "repair_after_gap"]
