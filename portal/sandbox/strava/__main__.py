"""Run it: `python -m portal.sandbox.strava`, on this machine only."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from werkzeug.serving import make_server

from portal.sandbox.strava.memory import restore
from portal.sandbox.strava.server import create_server
from portal.sandbox.strava.world import World

HOST = "127.0.0.1"
STEP_S = 2


def main() -> None:
    """Serve until told to stop."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # its request lines hold codes and secrets
    home = Path(os.environ.get("TRACKSIDE_HOME", "var"))
    home.mkdir(parents=True, exist_ok=True)
    path = home / "strava-sandbox.json"
    world = World(
        client_id=os.environ["STRAVA_CLIENT_ID"], client_secret=os.environ["STRAVA_CLIENT_SECRET"], step_s=STEP_S
    )
    restore(world, path)
    server = make_server(
        HOST, int(os.environ.get("STRAVA_SANDBOX_PORT", "0")), create_server(world, path=path), threaded=True
    )
    print(f"The Strava sandbox listens on http://{HOST}:{server.server_port}", flush=True)  # noqa: T201 -- for its starter
    server.serve_forever()


if __name__ == "__main__":
    main()
