"""Replay, import and PDF: absolute times, each the best of several runs, because these run alone in a worker."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from portal.progression import presets, replay

SESSIONS = 1000


def best_ms(work: Callable[[], Any], times: int = 5) -> float:
    """Return the shortest time of several runs, in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took) * 1000


def replay_ms() -> float:
    """Return how long the replay of 1,000 logged sessions takes."""
    program = presets.expand("double_progression", start_load=20)
    planned = {"lift": [{"sets": 3, "reps": 8, "load": 20, "exact_load": 20, "amrap": False, "rpe": None}]}
    log = [
        {
            "id": str(number),
            "seq": number,
            "slot": number,
            "type": "done",
            "date": (date(2020, 1, 6) + timedelta(days=2 * number)).isoformat(),
            "planned": planned,
            "done": {"lift": [[20, 8], [20, 8], [20, 8 - number % 7 // 6]]},
        }
        for number in range(SESSIONS)
    ]
    return best_ms(lambda: replay.replay(program=program, log=log))


def apart(job: str) -> dict[str, float]:
    """Return what a job costs in a process of its own, as workers run it: milliseconds and peak megabytes."""
    with tempfile.TemporaryDirectory() as home:
        for step in ("world", job):
            command = [sys.executable, "-m", "bench.job", step, home]
            output = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 -- ourselves
        found: dict[str, float] = json.loads(output.stdout.splitlines()[-1])
        return found
