"""Settings, read once from the environment and checked before anything starts."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from portal.config import checks
from portal.config.reading import Reading, environment
from portal.config.secret import kept_secret, webhook_token, writable
from portal.config.unix import embedded_redis

DEFAULT_PORT = 8000
STAYS_SIGNED_IN_S = 90 * 24 * 3600
LIVE_SHARE = 0.6
"""Of the threads that draw pages: a live stream holds one, and the others are for pages."""
POOL_SIZE, SPARE_CONNECTIONS = 10, 4
DEMO_MARK = "this-is-a-demo"
"""A file in the folder of a demo: its people have a published password."""


class ConfigError(Exception):
    """The environment is not usable; the text lists every problem, one sentence a line."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything an installation can choose."""

    port: int
    host: str
    public_url: str
    trusted_proxies: int
    web_processes: int
    web_threads: int
    secret_key: str = field(repr=False)
    home: Path
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    smtp_url: str = field(repr=False)
    strava_base_url: str
    strava_client_id: str
    strava_client_secret: str = field(repr=False)
    strava_webhook_token: str = field(repr=False)
    strava_sharing: str
    demo: bool

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None, *, listens: bool = False) -> Config:
        """Return the settings. Raises ConfigError listing everything that is wrong.

        Whoever `listens` finds out whether one can do that there; the others ask neither the network nor its names.
        """
        reading = Reading(environment() if env is None else env)
        home = reading.value("TRACKSIDE_HOME", "var", Path).absolute()
        demo = reading.value("TRACKSIDE_DEMO", "0", checks.is_on)
        port = reading.value("PORT", str(DEFAULT_PORT), checks.port)
        reading.made(lambda: writable(home))
        secret_key = reading.value("SECRET_KEY", "", checks.secret_key) or reading.made(lambda: kept_secret(home))
        config = cls(
            port=port,
            host=reading.value("HOST", "127.0.0.1", checks.own_host if listens else checks.host),
            public_url=reading.value("PUBLIC_URL", f"http://localhost:{port}", checks.public_url),
            trusted_proxies=reading.value("TRUSTED_PROXIES", "0", checks.trusted_proxies),
            web_processes=reading.value("WEB_CONCURRENCY", "2", checks.web_processes),
            web_threads=reading.value("WEB_THREADS", "64", checks.web_threads),
            secret_key=secret_key,
            home=home,
            database_url=checks.beside(
                home, reading.value("DATABASE_URL", f"sqlite:///{home}/trackside.db", checks.database_url)
            ),
            redis_url=reading.value("REDIS_URL", embedded_redis(home), checks.redis_url),
            smtp_url=reading.value("SMTP_URL", "", checks.smtp_url),
            **_strava(reading, secret_key),
            demo=demo,
        )
        reading.problems += _contradictions(config, reading.wrong)
        if reading.problems:
            raise ConfigError("\n".join(reading.problems))
        return config

    @classmethod
    def or_exit(cls, *, listens: bool = False) -> Config:
        """Return the settings, or end this process saying what is wrong with them."""
        try:
            return cls.from_environment(listens=listens)
        except ConfigError as problems:
            sys.exit(f"Trackside cannot start with these settings:\n{problems}\nEach is explained in docs/settings.md.")

    @property
    def redis_is_embedded(self) -> bool:
        """Whether nobody chose a Redis, so that the supervisor starts one."""
        return self.redis_url == embedded_redis(self.home)

    @property
    def live_streams(self) -> int:
        """How many live streams one web process holds at most."""
        return int(self.web_threads * LIVE_SHARE)

    def for_flask(self) -> dict[str, object]:
        """Return what the application looks up by name."""
        public = urlsplit(self.public_url)
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": self._engine_options(),
            "SESSION_COOKIE_NAME": "trackside",
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": public.scheme == "https",
            "SESSION_REFRESH_EACH_REQUEST": False,
            "PERMANENT_SESSION_LIFETIME": STAYS_SIGNED_IN_S,
            "SERVER_NAME": public.netloc,  # how jobs, which have no request, know the address of a page
            "PREFERRED_URL_SCHEME": public.scheme,
            "PUBLIC_URL": self.public_url,
            "TRUSTED_PROXIES": self.trusted_proxies,
            "LIVE_STREAMS": self.live_streams,
            "TRACKSIDE_HOME": self.home,
            "REDIS_URL": self.redis_url,
            "SMTP_URL": self.smtp_url,
            "DEMO": self.demo,
            "STRAVA_BASE_URL": self.strava_base_url,
            "STRAVA_CLIENT_ID": self.strava_client_id,
            "STRAVA_CLIENT_SECRET": self.strava_client_secret,
            "STRAVA_WEBHOOK_TOKEN": self.strava_webhook_token,
            "STRAVA_SHARING": self.strava_sharing or "off",
        }

    def secrets(self) -> tuple[str, ...]:
        """Return the texts that must never stand in a log."""
        passwords = (urlsplit(url).password or "" for url in (self.database_url, self.redis_url, self.smtp_url))
        own = (self.secret_key, self.strava_client_secret, self.strava_webhook_token)
        return tuple(text for text in (*own, *passwords) if text)

    def _engine_options(self) -> dict[str, object]:
        # As many connections as pages are drawn at once: the other threads hold live streams, which keep none.
        more = max(0, self.web_threads - self.live_streams - POOL_SIZE) + SPARE_CONNECTIONS
        options: dict[str, object] = {"pool_size": POOL_SIZE, "max_overflow": more, "hide_parameters": True}
        if self.database_url.startswith("postgresql"):
            options |= {"pool_pre_ping": True, "connect_args": {"connect_timeout": 3}}
        return options


def _strava(reading: Reading, secret_key: str) -> dict[str, str]:
    return {
        "strava_base_url": reading.value("STRAVA_BASE_URL", "https://www.strava.com", checks.base_url),
        "strava_client_id": reading.value("STRAVA_CLIENT_ID", "", checks.strava_client_id),
        "strava_client_secret": reading.value("STRAVA_CLIENT_SECRET", "", checks.anything),
        "strava_webhook_token": reading.value("STRAVA_WEBHOOK_TOKEN", "", checks.webhook_token)
        or webhook_token(secret_key),
        "strava_sharing": reading.value("STRAVA_SHARING", "", checks.strava_sharing),
    }


def _contradictions(config: Config, wrong: set[str]) -> list[str]:
    """Return one sentence for each pair of settings that do not go together; what is `wrong` by itself is said."""
    found = []
    if bool(config.strava_client_id) != bool(config.strava_client_secret) and "STRAVA_CLIENT_ID" not in wrong:
        found.append("STRAVA_CLIENT_ID and STRAVA_CLIENT_SECRET belong together: set both, or neither.")
    complete = config.strava_client_id and config.strava_client_secret
    if complete and not config.strava_sharing and "STRAVA_SHARING" not in wrong:
        found.append(
            "STRAVA_SHARING says who may see what comes from Strava, and has no default: choose off (nothing is "
            "imported), athlete_only (athletes see their own) or coach_with_consent (a trainer sees what the athlete "
            "agreed to share). docs/settings.md says what Strava's terms ask of you."
        )
    if config.demo and not checks.is_loopback(config.host):
        found.append("HOST must be 127.0.0.1 in the demo: its passwords are published.")
    if not config.demo and (config.home / DEMO_MARK).exists():
        found.append("TRACKSIDE_HOME holds a demo, whose passwords are published: choose another folder.")
    return found
