"""Whether one program lives, for the health check of its container: `python -m workers.healthy worker`.

Loads as little as it can, because it is asked all the time.
"""

from __future__ import annotations

import http.client
import socket
import sys

from redis import Redis
from redis.exceptions import RedisError

from portal.config import Config
from portal.core.beats import BEAT, BEATS

PATIENCE_S = 3
OK = 200


def main(program: str) -> int:
    """Return 0 if the program lives, else 1."""
    config = Config.or_exit()
    try:
        return 0 if (_answers(config.port) if program == "web" else _beats(config.redis_url, program)) else 1
    except (OSError, RedisError, http.client.HTTPException):
        return 1


def _answers(port: int) -> bool:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    asking.request("GET", "/health")
    return asking.getresponse().status == OK


def _beats(redis_url: str, program: str) -> bool:
    connection = Redis.from_url(redis_url, socket_timeout=PATIENCE_S)
    names = [name if isinstance(name, str) else name.decode() for name in connection.smembers(BEATS)]
    mine = program if program != "worker" else f"worker:{socket.gethostname().replace('.', '-')}-"
    return any(connection.exists(BEAT + name) for name in names if name.startswith(mine))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
