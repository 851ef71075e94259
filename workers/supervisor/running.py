"""The supervisor: starts programs, starts again what dies, stops them in order, leaves nothing behind."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TextIO

from workers.supervisor import redis_server
from workers.supervisor.fork import fork
from workers.supervisor.guardian import Guardian, die_with
from workers.supervisor.output import Output
from workers.supervisor.program import CannotStart, Child, Program, Running
from workers.supervisor.stopping import Leader, kill_group, stop

DEATHS, WITHIN_S = 5, 60.0
"""So many deaths in so short a time end everything: the program cannot run here."""
LOCK_S = 15.0
"""How long the last supervisor's guardian may still be clearing up."""
LOADING_S = 60.0
"""How long the embedded server may read its file."""
LOOK_EVERY_S = 0.1


class Supervisor:
    """Runs programs until told to stop. It has one thread, because it forks."""

    def __init__(self, home: Path, output: Output, *, tied: bool) -> None:
        self.output = output
        self.stopping = False
        self._children: list[Child] = []
        self._parent = os.getppid() if tied else None
        self._lock = _lock(home)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self._guardian = Guardian()  # before any child, so that it inherits nothing of theirs

    def start(self, program: Program) -> Running:
        """Start a program in a session of its own: Ctrl-C reaches the supervisor alone."""
        return self._start(program, [])

    def start_server(self, home: Path, path: Path) -> None:
        """Start the embedded Redis and wait until it is ready. Raises CannotStart."""
        path.parent.mkdir(mode=0o700, exist_ok=True)
        redis_server.end_orphan(path)
        process = self.start(redis_server.program(home, path))
        deadline_s = time.monotonic() + LOADING_S
        while not redis_server.answers(path) and not self.stopping:
            if process.poll() is not None or time.monotonic() > deadline_s:
                raise CannotStart(f"The embedded Redis did not start; {home / 'valkey.log'} says why.")
            time.sleep(0.02)

    def finish(self, program: Program) -> str:
        """Run a program to its end and return what it wrote. Raises CannotStart when it failed and said why."""
        read, write = os.pipe()
        process = self._launch(program, stdout=write, stderr=None)
        os.close(write)
        while process.poll() is None:
            if self.stopping:
                kill_group(process.pid)
            time.sleep(0.02)
        self._guardian.forget(process.pid)
        with os.fdopen(read, encoding="utf-8") as file:
            written = file.read()
        if process.poll() and not self.stopping:
            raise CannotStart("")
        return written

    def restart(self, *names: str) -> None:
        """Let these programs end and start again, as if they had died for the first time."""
        for child in self._children:
            if child.program.name in names and child.start_at_s is None:
                child.deaths_s.clear()
                os.kill(child.process.pid, signal.SIGTERM)

    def watch(self, look: Callable[[], None]) -> int:
        """Start again what dies, until told to stop; `look` is called all the time. Return the exit status."""
        while not self.stopping:
            for child in self._children:
                if not self._tend(child):
                    return 1
            self._guardian.keep_alive(self._children)
            self.output.shorten()
            look()
            time.sleep(LOOK_EVERY_S)
            if self._parent not in {None, os.getppid()}:  # `make` was killed outright, which tells nobody
                self.stopping = True
        self.output.say("Stopping …")
        return 0

    def stop(self) -> None:
        """Stop all programs in order, then let the guardian and the folder go."""
        alive = {child.process.pid: child for child in self._children if child.start_at_s is None}

        def has_ended(pid: int) -> bool:
            if alive[pid].process.poll() is None:
                return False
            self._bury(alive[pid])
            return True

        stop(_leaders(alive.values()), has_ended)
        self._guardian.dismiss()
        self._lock.close()

    def _start(self, program: Program, deaths_s: list[float]) -> Running:
        file = self.output.of(program.name)
        number = None if file is None else file.fileno()
        process = self._launch(program, stdout=number, stderr=number)
        if file is not None:
            file.close()
        self._children.append(Child(program, process, deaths_s))
        return process

    def _launch(self, program: Program, *, stdout: int | None, stderr: int | None) -> Running:
        process: Running
        if program.work is not None:
            ours = (self._guardian.pipe, self._lock.fileno())
            process = fork(program, stdout=stdout, stderr=stderr, closing=ours)
        else:
            process = subprocess.Popen(  # noqa: S603 -- our own table
                program.argv,
                env={**os.environ, **program.env},
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
                preexec_fn=None if program.server else partial(die_with, os.getpid()),  # noqa: PLW1509 -- there is one thread
            )
        self._guardian.learn(process.pid, program)
        return process

    def _tend(self, child: Child) -> bool:
        """Start a dead child again when its time has come; return False when it died too often."""
        if child.start_at_s is not None:
            if time.monotonic() >= child.start_at_s:
                self._children.remove(child)
                self._start(child.program, child.deaths_s)
            return True
        if child.process.poll() is None:
            return True
        self._bury(child)
        return self._plan_return(child)

    def _plan_return(self, child: Child) -> bool:
        now_s = time.monotonic()
        child.deaths_s = [at_s for at_s in child.deaths_s if now_s - at_s < WITHIN_S] + [now_s]
        wait_s = 0.25 * 2 ** len(child.deaths_s)
        child.start_at_s = now_s + wait_s
        again = len(child.deaths_s) < DEATHS
        name, status = child.program.name, child.process.poll()
        plan = f"again in {wait_s:g} s" if again else f"{DEATHS} times in a minute, so everything stops"
        if status:
            self.output.say(f"{self.output.last_words(name)}\n{name} ended with status {status}; {plan}.".lstrip())
        return again

    def _bury(self, child: Child) -> None:
        kill_group(child.process.pid)
        self._guardian.forget(child.process.pid)

    def _on_signal(self, *_: object) -> None:
        self.stopping = True


def _leaders(children: Iterable[Child]) -> list[Leader]:
    return [Leader(c.process.pid, c.program.patience_s, server=c.program.server) for c in children]


def _lock(home: Path) -> TextIO:
    handle = (home / "run.lock").open("w")
    deadline_s = time.monotonic() + LOCK_S
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline_s:
                raise CannotStart(f"Trackside already runs with the data in {home}: stop it first.") from None
            time.sleep(0.2)
        else:
            return handle
