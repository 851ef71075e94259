"""Run with `python -m bench`, or `make bench`: prints a table and writes bench/results/latest.json."""

from __future__ import annotations

import json
from pathlib import Path

from bench import engine, pages, webhook

GOALS = {"ratio": 12.0, "statements": 8, "bytes_sent": 25 * 1024}
RESULTS = Path(__file__).parent / "results" / "latest.json"


def main() -> None:
    """Measure everything once."""
    bare_ms, found = pages.measure()
    print(f"bare Flask view: {bare_ms:.2f} ms\n")
    print(f"{'page':<16}{'history':>8}{'ratio':>8}{'ms':>8}{'SQL':>6}{'bytes':>9}")
    for page in found:
        print(
            f"{page.name:<16}{page.history:>7}×{page.ratio:>8.1f}{page.median_ms:>8.1f}"
            f"{page.statements:>6}{page.bytes_sent:>9,}"
        )
    jobs = {"replay of 1,000 sessions, ms": engine.replay_ms()}
    for job in ("fit", "pdf"):
        jobs |= {f"{job}: {name}": value for name, value in engine.apart(job).items()}
    jobs |= webhook.measure()
    print()
    for name, value in jobs.items():
        print(f"{name:<40}{value:>10.1f}")
    missed = [
        f"{page.name} ({page.history}×): {name} {getattr(page, name):.1f} > {goal}"
        for page in found
        for name, goal in GOALS.items()
        if getattr(page, name) > goal
    ]
    missed += [f"{name}: {jobs[name]:.0f}" for name in webhook.SLOWEST if jobs[name] > webhook.GOAL_MS]
    print("\nall goals met" if not missed else "\nbeyond the goal:\n  " + "\n  ".join(missed))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps({"bare_ms": bare_ms, "pages": pages.as_rows(found), "jobs": jobs}, indent=1) + "\n")


if __name__ == "__main__":
    main()
