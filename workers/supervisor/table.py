"""What all programs are given, and what a demo runs beside the portal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.config import DEMO_MARK
from workers.supervisor.ports import free_port
from workers.supervisor.program import Program

FOR_ALL = {
    # One thread for mathematics in each process: pages and jobs are what runs side by side here.
    **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")},
    "MALLOC_ARENA_MAX": "1",  # threads that share their memory need far less of it, and take turns in Python anyway
    "PYTHONUNBUFFERED": "1",
}


@dataclass(frozen=True)
class Demo:
    """The stand-ins of a demo, and how the portal finds them."""

    strava_port: int
    smtp_port: int
    mail_port: int

    @classmethod
    def beside(cls, port: int) -> Demo:
        """Return a demo on ports near the portal's, so that they stay the same from start to start."""
        taken: list[int] = [port]
        for wanted in (port + 1, port + 2, port + 3):
            taken.append(free_port(wanted, not_in=taken))
        return cls(*taken[1:])

    def env(self) -> Mapping[str, str]:
        """Return the settings that connect portal and stand-ins."""
        return {
            "SMTP_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "STRAVA_BASE_URL": f"http://127.0.0.1:{self.strava_port}",
            "STRAVA_CLIENT_ID": "4242",
            "STRAVA_CLIENT_SECRET": "secret-of-the-demo-world",
            "STRAVA_WEBHOOK_TOKEN": "webhook-of-the-demo-world",
            "STRAVA_SHARING": "coach_with_consent",
            "STRAVA_SANDBOX_PORT": str(self.strava_port),
            "MAIL_SANDBOX_SMTP_PORT": str(self.smtp_port),
            "MAIL_SANDBOX_PORT": str(self.mail_port),
        }

    def programs(self) -> tuple[Program, ...]:
        """Return the stand-ins."""
        return _module("strava", "portal.sandbox.strava"), _module("mail", "portal.sandbox.mail")


def enter_demo() -> None:
    """Make this process and its children a demo, with a folder of its own."""
    home = Path(os.environ.get("TRACKSIDE_HOME") or "var", "demo").absolute()
    os.environ.update({"TRACKSIDE_DEMO": "1", "TRACKSIDE_HOME": str(home)})


def mark_demo(home: Path) -> None:
    """Keep a real instance from ever using this folder."""
    (home / DEMO_MARK).touch()


def _module(name: str, module: str) -> Program:
    return Program(name, (sys.executable, "-m", module))
