"""An athlete who trains by a program and logs what happened, for tests."""

from datetime import date, timedelta

from portal.progression import replay

START = date(2025, 1, 6)
"""A Monday."""


def as_planned(groups):
    return [[group["load"], group["reps"]] for group in groups for _ in range(group["sets"])]


def last_set(more):
    """Return a way to perform: everything as planned except the last set, so many repetitions more."""

    def perform(groups):
        *sets, (load, reps) = as_planned(groups)
        return [*sets, [load, reps + more]]

    return perform


def every_set(reps):
    return lambda groups: [[load, reps] for load, _ in as_planned(groups)]


fail = last_set(-1)


class Athlete:
    """Trains every so many days; `log` is what came of it."""

    def __init__(self, program, *, every=2):
        self.program, self.every = program, every
        self.log = []
        self.on = START

    def train(self, perform=as_planned, *, after=None, flags=()):
        """Train and return what was prescribed: track → groups or steps."""
        if self.log:
            self.on += timedelta(days=self.every if after is None else after)
        planned = replay.prescribe(program=self.program, log=self.log, on=self.on)
        done = {
            track: perform(groups) if "sets" in groups[0] else {"ratio": 1 if perform is as_planned else 0.4}
            for track, groups in planned.items()
        }
        self.add(type="done", date=self.on.isoformat(), planned=planned, done=done, flags=list(flags))
        return planned

    def lift(self, perform=as_planned, **how):
        """Train and return the groups of the only track."""
        (groups,) = self.train(perform, **how).values()
        return groups

    def run(self, ratio, *, after=None, flags=()):
        """Do so much of every step of the session."""
        self.on += timedelta(days=self.every if after is None else after)
        planned = replay.prescribe(program=self.program, log=self.log, on=self.on)
        done = {track: {"ratio": ratio} for track in planned}
        self.add(type="done", date=self.on.isoformat(), planned=planned, done=done, flags=list(flags))

    def miss(self, *, after=None):
        self.on += timedelta(days=self.every if after is None else after)
        self.add(type="missed", date=self.on.isoformat())

    def test(self, track="", **result):
        self.add(type="test", date=self.on.isoformat(), track=track, result=result)

    def add(self, **entry):
        self.log.append({"seq": len(self.log), "id": f"e{len(self.log)}", **entry})

    @property
    def state(self):
        return replay.replay(program=self.program, log=self.log)

    def value(self, name):
        """Return a variable of the only track, or a shared one."""
        return next(values[name] for values in self.state.variables.values() if name in values)


def loads(groups):
    return [group["load"] for group in groups]


def shapes(groups):
    return [(group["sets"], group["reps"], group["load"]) for group in groups]
