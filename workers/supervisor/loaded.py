"""The portal's processes, as work for forked children that share all of its code. Imported late: it is a lot."""

from __future__ import annotations

import gc
import sys

from gunicorn.app.wsgiapp import WSGIApplication

import wsgi
from workers import background, prepare, worker
from workers.supervisor.program import Program

__all__ = ["PORTAL", "PREPARE", "wsgi"]

gc.collect()
gc.freeze()  # what is loaded now is never collected, so that children go on sharing it


def _web() -> int:
    sys.argv = ["gunicorn", "--config", "gunicorn.conf.py"]
    WSGIApplication("%(prog)s").run()
    return 0


def _worker() -> int:
    worker.main([])
    return 0


PREPARE = Program("prepare", work=prepare.main)
PORTAL = (
    Program("web", work=_web),
    Program("worker", work=_worker),
    Program("background", work=background.main),
)
