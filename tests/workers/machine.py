"""The portal's background processes with one subscription, to be killed: `python -m tests.workers.machine`.

Loads everything once. Each line on standard input names a process to fork; its id is the answer.
"""

import os
import signal
import sys

import wsgi  # noqa: F401 -- so that the children have it
from portal.accounts.events import PersonJoined
from tests.workers.counting import count
from workers import background, job, schedule, subscriptions, worker

KINDS = {"background": background.main, "worker": lambda: worker.main([])}

subscriptions.JOBS_ON.clear()
subscriptions.JOBS_ON[PersonJoined] = (count,)
schedule.EVERY = ()
job.RETRY_AFTER_S[:] = [1] * 30

signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead vanish by themselves
sys.stdout.write("ready\n")
sys.stdout.flush()
for line in sys.stdin:
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)  # its logs are no answers
        os._exit(KINDS[line.strip()]() or 0)
    sys.stdout.write(f"{pid}\n")
    sys.stdout.flush()
