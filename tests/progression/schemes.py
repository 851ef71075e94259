"""Programs for tests: schemes that are not presets, and presets as people would fill them in."""

from portal.progression import presets


def one_track(track, **program):
    return {"sessions": [{"tracks": ["x"]}], **program, "tracks": {"x": track}}


THREE_DAYS = [{"tracks": ["x"]}] * 3

TEXAS = one_track(
    {
        "state": {"top": 150},
        "meaning": {"top": "load"},
        "work": [
            {"if": "day==1", "sets": 5, "reps": 5, "load": ".9*top"},
            {"if": "day==2", "sets": 2, "reps": 5, "load": ".8*.9*top"},
            {"if": "day==3", "sets": 1, "reps": 5, "load": "top"},
        ],
        "on": {
            "done": [
                {"if": "day==3 and ok", "set": {"top": "top+2.5"}},
                {"if": "day==3 and fail_run>=2", "set": {"top": "round_to(.95*top,2.5)", "fail_run": 0}},
            ]
        },
    },
    sessions=THREE_DAYS,
)

STAGES = one_track(
    {
        "state": {"w": 80, "stage": 1},
        "meaning": {"w": "load", "stage": "stage"},
        "work": [
            {"sets": "pick(stage,5,6,10)-1", "reps": "pick(stage,3,2,1)", "load": "w"},
            {"sets": 1, "reps": "pick(stage,3,2,1)", "load": "w", "amrap": True},
        ],
        "on": {
            "done": [
                {"if": "ok", "set": {"w": "w+2.5"}},
                {"if": "stage<3", "set": {"stage": "stage+1"}},
                {"set": {"stage": 1, "w": "round_to(.85*w,2.5)"}},
            ]
        },
    }
)

TOP_SET_TABLE = one_track(
    {
        "state": {"tm": 200},
        "meaning": {"tm": "training_max"},
        "round": 5,
        "work": [{"sets": 1, "reps": 1, "load": ".95*tm", "amrap": True}],
        "on": {"done": [{"set": {"tm": "tm+pick(1+amrap,0,0,5,5,10,10,15)"}}]},
    }
)

VOLUME_BY_CYCLE = one_track(
    {
        "state": {"tm": 300},
        "meaning": {"tm": "training_max"},
        "round": 5,
        "work": [{"sets": 1, "reps": "pick(cycle,10,8,5,3)", "load": "tm*pick(cycle,.75,.8,.85,.9)", "amrap": True}],
        "on": {
            "done": [
                {"if": "ok", "set": {"tm": "tm+5*min(extra,10)"}},
                {"set": {"tm": ".9*epley(load_top,max(reps_top,1))"}},
            ]
        },
    }
)

BY_EFFORT = one_track(
    {
        "state": {"e1": 180},
        "meaning": {"e1": "estimate"},
        "work": [
            {"sets": 1, "reps": 5, "load": "e1*rpe_share(5,8)", "rpe": 8},
            {"sets": 3, "reps": 5, "load": ".95*e1*rpe_share(5,8)"},
        ],
        "on": {"done": [{"if": "rpe_top>0", "set": {"e1": ".7*e1+.3*clamp(e1rm_new,.9*e1,1.1*e1)"}}]},
    }
)

UNDULATING = one_track(
    {
        "state": {"rm": 140},
        "meaning": {"rm": "maximum"},
        "work": [{"sets": "pick(day,4,5,3)", "reps": "pick(day,8,3,5)", "load": "rm*pick(day,.70,.85,.80)"}],
        "on": {"week_end": [{"if": "week_ratio>=.66", "set": {"rm": "rm+1"}}]},
    },
    sessions=THREE_DAYS,
)

VOLUME_RAMP = one_track(
    {
        "state": {"first": 8, "most": 20, "w": 30},
        "meaning": {"first": "sets", "w": "load"},
        "work": [{"sets": "first/2 if week==5 else min(first+2*(week-1),most)", "reps": 10, "load": "w"}],
        "on": {},
    },
    weeks=5,
)

LINEAR = presets.expand("linear", start_load=60)
DOUBLE = presets.expand("double_progression", start_load=20)
CYCLE_LB = presets.expand("percentage_cycle", training_max=285, increment=10, rounding=5)
WAVE = presets.expand("wave", maximum=140)
RUN_PLAN = presets.expand("run_plan", running_index=45, weekly_km=40, long_run_km=16, sessions=2)
FULL_RUN_PLAN = presets.expand("run_plan", running_index=45, weekly_km=50, long_run_km=14, sessions=5)

SCHEMES = {
    "linear": LINEAR,
    "double": DOUBLE,
    "cycle": CYCLE_LB,
    "texas": TEXAS,
    "stages": STAGES,
    "top set table": TOP_SET_TABLE,
    "volume by cycle": VOLUME_BY_CYCLE,
    "by effort": BY_EFFORT,
    "undulating": UNDULATING,
    "wave": WAVE,
    "volume ramp": VOLUME_RAMP,
    "run plan": RUN_PLAN,
    "full run plan": FULL_RUN_PLAN,
}
