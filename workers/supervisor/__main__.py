"""Run everything: `python -m workers.supervisor [--demo] [--reload] [--tied]`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from portal.config import Config
from portal.config.unix import redis_socket
from workers.supervisor import development, table
from workers.supervisor.greeting import Greeter
from workers.supervisor.output import Output
from workers.supervisor.ports import listenable
from workers.supervisor.program import CannotStart, Program
from workers.supervisor.running import Supervisor

NO_MAIL = "No mail leaves it, because SMTP_URL is not set: pass invitations on by their link or code."


def main() -> int:
    """Start, watch, stop; return the exit status."""
    asked = _asked()
    if asked.demo:
        table.enter_demo()
    config = Config.or_exit(listens=True)
    try:
        listenable(config.host, config.port)
        output = Output(config.home, quiet=sys.stdout.isatty() and not asked.reload)
        supervisor = Supervisor(config.home, output, tied=asked.tied)
        try:
            return _run(supervisor, config, reload=asked.reload)
        finally:
            supervisor.stop()
    except CannotStart as cannot:
        sys.exit(str(cannot) or 1)


def _run(supervisor: Supervisor, config: Config, *, reload: bool) -> int:
    os.environ.update(table.FOR_ALL, TRACKSIDE_HOME=str(config.home), REDIS_URL=config.redis_url)
    supervisor.output.say("Starting …")
    if config.redis_is_embedded:
        supervisor.start_server(config.home, redis_socket(config.home))
    addresses = _stand_ins(supervisor, config) if config.demo else ()
    prepare, programs = _from_files(config) if reload else _loaded()
    prepared = supervisor.finish(prepare).strip()
    if supervisor.stopping:
        return 0
    for program in programs:
        supervisor.start(program)
    mails = "" if config.demo or config.smtp_url else NO_MAIL
    last = f"Everything it keeps is in {_short(config.home)}. Ctrl-C stops it."
    lines = (f"Trackside is ready: {config.public_url}", prepared, *addresses, mails, last)
    greeter = Greeter(supervisor.output, config.host, config.port, "\n".join(filter(None, lines)))
    return supervisor.watch(_reloading(supervisor, greeter) if reload else greeter.look)


def _loaded() -> tuple[Program, tuple[Program, ...]]:
    from workers.supervisor import loaded  # noqa: PLC0415 -- takes seconds, so what can be wrong was looked at before

    return loaded.PREPARE, loaded.PORTAL


def _from_files(config: Config) -> tuple[Program, tuple[Program, ...]]:
    return development.PREPARE, development.programs(config.host, config.port)


def _reloading(supervisor: Supervisor, greeter: Greeter) -> Callable[[], None]:
    changes = development.Changes()

    def look() -> None:
        greeter.look()
        if changes.any():
            supervisor.restart(*development.RELOADED)

    return look


def _stand_ins(supervisor: Supervisor, config: Config) -> tuple[str, str]:
    demo = table.Demo.beside(config.port)
    table.mark_demo(config.home)
    os.environ.update(demo.env())
    for program in demo.programs():
        supervisor.start(program)
    mails, strava = (f"http://127.0.0.1:{port}" for port in (demo.mail_port, demo.strava_port))
    return f"Its mails: {mails}", f"Its stand-in for Strava: {strava}"


def _short(home: Path) -> str:
    return str(home.relative_to(Path.cwd())) if home.is_relative_to(Path.cwd()) else str(home)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m workers.supervisor", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="an invented world and stand-ins, on this machine only")
    parser.add_argument("--reload", action="store_true", help="start programs again when the code changes")
    parser.add_argument("--tied", action="store_true", help="stop when whoever started this is gone")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
