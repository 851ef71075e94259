"""How the web server runs: a thread per page being drawn and per live stream."""

import gc
import logging
import os
import re

from gunicorn.glogging import Logger

from portal.config import Config
from portal.core import logs

ours = Config.or_exit(listens=True)
logs.prepare(secrets=ours.secrets(), process="web")


ADDRESS = re.compile(r"(?<![^\s'\"=])/[^\s'\"]+")
"""A path with its query, as it stands in what gunicorn says about a request."""


def without_addresses(record: logging.LogRecord) -> bool:
    """Take addresses out of a line: some hold a token. The portal logs the pattern of each itself."""
    record.msg, record.args = ADDRESS.sub("/…", record.getMessage()), ()
    return True


class OurLogger(Logger):
    """Leaves the writing to the portal's own logs, which also know each request."""

    def setup(self, cfg: object) -> None:  # noqa: ARG002 -- gunicorn's own signature
        """Send everything to the root logger."""
        self.error_log.handlers, self.access_log.handlers = [], []
        self.error_log.propagate = True
        self.error_log.setLevel("INFO")
        self.error_log.addFilter(without_addresses)


bind = f"[{ours.host}]:{ours.port}" if ":" in ours.host else f"{ours.host}:{ours.port}"
wsgi_app = "wsgi:app"
worker_class = "gthread"
workers = ours.web_processes
threads = ours.web_threads
graceful_timeout = 3  # live streams never end by themselves
control_socket_disable = True
preload_app = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 -- a heartbeat, never on a slow disk
logger_class = OurLogger
forwarded_allow_ips = "127.0.0.1"


def when_ready(server: object) -> None:  # noqa: ARG001 -- gunicorn's own signature
    """Keep what was loaded out of the garbage collector, so that the processes go on sharing its memory."""
    gc.collect()
    gc.freeze()
