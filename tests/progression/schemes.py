"""Programs for tests: schemes that are not presets, and presets as people would fill them in."""

from portal.progression import presets


def one_track(track, **program):
    return {"sessions": [{"tracks": ["x"]}], **program, "tracks": {"x": track}}


THREE_DAYS = [{"tracks": ["x"]}] * 3

LINEAR = presets.expand("linear", start_load=60)
DOUBLE = presets.expand("double_progression", start_load=20)
CYCLE_LB = presets.expand("percentage_cycle", training_max=285, increment=10, rounding=5)
WAVE = presets.expand("wave", maximum=140)
VOLUME_LIGHT_HEAVY = presets.expand("volume_light_heavy", heavy_load=150)
STAGES = presets.expand("stages", start_load=80)
TOP_SET_TABLE = presets.expand(
    "top_set_table", training_max=200, jump_1=5, jump_2=10, jump_3=15, other_sets=False, rounding=5
)
VOLUME_BY_CYCLE = presets.expand("volume_by_cycle", training_max=300, increment=5, rounding=5)
BY_EFFORT = presets.expand("by_effort", estimate=180)
UNDULATING = presets.expand("undulating", maximum=140)
VOLUME_RAMP = presets.expand("volume_ramp", load=30)
RUN_PLAN = presets.expand("run_plan", running_index=45, weekly_km=40, long_run_km=16, sessions=2)
RACE_PLAN = presets.expand("race_plan", running_index=45, race_km=10, weeks=10, weekly_km=30, long_run_km=11)
FULL_RUN_PLAN = presets.expand("run_plan", running_index=45, weekly_km=50, long_run_km=14, sessions=5)

SCHEMES = {
    "linear": LINEAR,
    "double": DOUBLE,
    "cycle": CYCLE_LB,
    "volume, light, heavy": VOLUME_LIGHT_HEAVY,
    "stages": STAGES,
    "top set table": TOP_SET_TABLE,
    "volume by cycle": VOLUME_BY_CYCLE,
    "by effort": BY_EFFORT,
    "undulating": UNDULATING,
    "wave": WAVE,
    "volume ramp": VOLUME_RAMP,
    "run plan": RUN_PLAN,
    "full run plan": FULL_RUN_PLAN,
    "race plan": RACE_PLAN,
}
