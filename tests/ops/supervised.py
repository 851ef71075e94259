"""A supervisor with stand-ins for the portal's programs: `python -m tests.ops.supervised FOLDER PROGRAM …`.

A program is its name and what it does: `sleeper=sleep`, `stubborn=refuse`, `broken=fail`, `server=valkey`.
"""

import os
import sys
import time
from pathlib import Path

from workers.supervisor.output import Output
from workers.supervisor.program import CannotStart, Program
from workers.supervisor.running import Supervisor

SLEEP = "import time; time.sleep(1000)"
REFUSE = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"


def sleep():
    """Do nothing until told to stop, as a fork that shares what is loaded."""
    time.sleep(1000)
    return 0


BEHAVIOUR = {
    "sleep": {"argv": (sys.executable, "-c", SLEEP)},
    "fork": {"work": sleep},
    "refuse": {"argv": (sys.executable, "-c", REFUSE), "patience_s": 0.3},
    "fail": {"argv": (sys.executable, "-c", "raise SystemExit(3)")},
}


def main():
    folder, *words = sys.argv[1:]
    home = Path(folder)
    try:
        supervisor = Supervisor(home, Output(home, quiet=False), tied="TIED" in os.environ)
    except CannotStart as cannot:
        sys.exit(str(cannot))
    try:
        for word in words:
            name, _, behaviour = word.partition("=")
            if behaviour == "valkey":
                supervisor.start_server(home, home / "valkey.sock")
            else:
                supervisor.start(Program(name, **BEHAVIOUR[behaviour]))
        supervisor.output.say("started")
        return supervisor.watch(lambda: None)
    finally:
        supervisor.stop()


if __name__ == "__main__":
    sys.exit(main())
