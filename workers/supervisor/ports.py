"""Ports: whether one is free, and another one if it is not."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Sequence

from workers.supervisor.program import CannotStart

LOOPBACK = "127.0.0.1"


def listenable(host: str, port: int) -> None:
    """Make sure that the portal can listen there. Raises CannotStart."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise CannotStart(_why_not(host, port, error)) from None


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: stop it, or choose another one, such as PORT={port + 10}."
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than you have: choose one above 1023, such as PORT=8000."
    return f"Nothing can listen on {host}, port {port} ({error.strerror}): choose another HOST or PORT."


def free_port(wanted: int, *, not_in: Sequence[int]) -> int:
    """Return the wanted port, or one the system chooses if that is taken."""
    for port in (wanted, 0):
        with contextlib.suppress(OSError, OverflowError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((LOOPBACK, port))
            found: int = probe.getsockname()[1]
            if found not in not_in:
                return found
    raise OSError("no port is free")
