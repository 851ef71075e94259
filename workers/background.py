"""Relay and schedule in one process, to save memory on one machine. Run with `python -m workers.background`."""

import sys

from workers import loop, relay, schedule
from workers.process import begin


def main() -> int:
    """Relay and schedule until told to stop."""
    process = begin("background")
    steps = {"relay": relay.step_of(process), "schedule": schedule.step_of(process)}
    return loop.run(process.connection, steps)


if __name__ == "__main__":
    sys.exit(main())
