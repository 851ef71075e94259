"""Settings: read from the environment, checked, documented."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.config import DEMO_MARK, Config, ConfigError
from portal.config.reading import from_file
from portal.config.secret import kept_secret

SET_BY_OTHERS = {"TRACKSIDE_DEMO"}


class Asked(dict):
    """An environment that remembers what it was asked for."""

    def __init__(self, known):
        super().__init__(known)
        self.names = set()

    def get(self, name, default=None):
        self.names.add(name)
        return super().get(name, default)


@pytest.fixture
def problems(tmp_path):
    def problems(**settings):
        with pytest.raises(ConfigError) as refused:
            Config.from_environment({"TRACKSIDE_HOME": str(tmp_path), **settings}, listens=True)
        return str(refused.value).splitlines()

    return problems


@pytest.fixture
def config(tmp_path):
    return lambda **settings: Config.from_environment({"TRACKSIDE_HOME": str(tmp_path), **settings})


def test_nothing_has_to_be_set(config, tmp_path):
    plain = config()

    assert (plain.host, plain.port, plain.public_url) == ("127.0.0.1", 8000, "http://localhost:8000")
    assert plain.database_url == f"sqlite:///{tmp_path}/trackside.db"
    assert plain.redis_is_embedded
    assert plain.for_flask()["STRAVA_SHARING"] == "off"


@pytest.mark.parametrize("threads", [8, 64, 512])
def test_every_thread_that_draws_a_page_finds_a_connection(config, threads):
    chosen = config(WEB_THREADS=str(threads))

    options = chosen.for_flask()["SQLALCHEMY_ENGINE_OPTIONS"]
    assert options["pool_size"] + options["max_overflow"] >= threads - chosen.live_streams


def test_everything_that_is_wrong_is_said_at_once(problems):
    found = problems(PORT="http", DATABASE_URL="mysql://here", SMTP_URL="mail.example.org", SECRET_KEY="short")

    assert [line.split()[0] for line in found] == ["PORT", "SECRET_KEY", "DATABASE_URL", "SMTP_URL"]


ALL_WRONG = {
    "TRACKSIDE_DEMO": "2",
    "PORT": "0",
    "TRACKSIDE_HOME": "/dev/null/here",
    "SECRET_KEY": "short",
    "HOST": "nope",
    "PUBLIC_URL": "nope",
    "TRUSTED_PROXIES": "nope",
    "WEB_CONCURRENCY": "0",
    "WEB_THREADS": "0",
    "DATABASE_URL": "nope",
    "REDIS_URL": "nope",
    "SMTP_URL": "nope",
    "STRAVA_BASE_URL": "nope",
    "STRAVA_CLIENT_ID": "nope",
    "STRAVA_WEBHOOK_TOKEN": "nope",
    "STRAVA_SHARING": "nope",
}


def test_every_setting_can_be_wrong_at_once_and_each_is_said_once(problems):
    found = problems(**ALL_WRONG, STRAVA_CLIENT_SECRET="any text will do")

    assert [line.split()[0] for line in found] == list(ALL_WRONG)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "²"),
        ("HOST", "http://localhost"),
        ("HOST", "nope.invalid"),
        ("HOST", "a..b"),
        ("HOST", "192.0.2.1"),
        ("HOST", "127.0.0.1:8000"),
        ("PUBLIC_URL", "training.example.org"),
        ("PUBLIC_URL", "https://example.org/trackside"),
        ("PUBLIC_URL", "https://[::1"),
        ("PUBLIC_URL", "https://exam ple.org"),
        ("PUBLIC_URL", "https://example.org:0"),
        ("TRUSTED_PROXIES", "yes"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_CONCURRENCY", "many"),
        ("WEB_THREADS", "7"),
        ("WEB_THREADS", "513"),
        ("SECRET_KEY", "fifteen letters"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://user:pa:ss/word@host/name"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://localhost/first"),
        ("REDIS_URL", "unix:///run/redis.sock?db=first"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mail.example.org?from=nobody"),
        ("STRAVA_CLIENT_ID", "my app"),
        ("STRAVA_CLIENT_ID", "²"),
        ("STRAVA_WEBHOOK_TOKEN", "too short"),
        ("STRAVA_WEBHOOK_TOKEN", "../../../../../etc/passwd"),
        ("STRAVA_SHARING", "everybody"),
        ("STRAVA_BASE_URL", "ftp://strava"),
        ("STRAVA_BASE_URL", "https://strava?here"),
        ("TRACKSIDE_DEMO", "yes"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(problems, name, value):
    (sentence,) = problems(**{name: value})

    assert sentence.startswith(f"{name} ")


def test_a_wrong_secret_is_not_repeated(problems):
    assert "hunter2" not in "".join(problems(SECRET_KEY="hunter2", DATABASE_URL="pg://me:hunter2@host/name"))


def test_strava_needs_a_decision_about_sharing_and_says_between_what(problems):
    (sentence,) = problems(STRAVA_CLIENT_ID="42", STRAVA_CLIENT_SECRET="secret")

    assert sentence.startswith("STRAVA_SHARING")
    assert all(choice in sentence for choice in ("off", "athlete_only", "coach_with_consent"))


def test_half_of_stravas_credentials_is_none(problems):
    (sentence,) = problems(STRAVA_CLIENT_ID="42", STRAVA_SHARING="off")

    assert "STRAVA_CLIENT_SECRET" in sentence


@pytest.mark.parametrize("host", ["portal.internal", "192.0.2.1", "::1", "0.0.0.0", "localhost"])  # noqa: S104 -- in words
def test_who_does_not_listen_asks_no_network_where_the_portal_does(config, host, monkeypatch):
    """A worker, the relay, the schedule: in containers of their own the name of the portal may mean nothing."""
    for name in ("getaddrinfo", "socket"):
        monkeypatch.setattr(f"portal.config.checks.socket.{name}", lambda *_, **__: pytest.fail("asked the network"))

    assert config(HOST=host).host == host


@pytest.mark.parametrize("host", ["http://localhost", "a..b", "127.0.0.1:8000", "[::1]", "no place"])
def test_everybody_refuses_what_can_be_no_host(config, host):
    with pytest.raises(ConfigError, match="HOST must be an address or name of this machine"):
        config(HOST=host)


def test_a_demo_listens_on_this_machine_alone(problems, config):
    assert problems(TRACKSIDE_DEMO="1", HOST="192.0.2.1")[0].startswith("HOST")
    assert config(TRACKSIDE_DEMO="1", HOST="::1").demo


def test_the_folder_of_a_demo_never_becomes_a_real_instance(problems, config, tmp_path):
    (tmp_path / DEMO_MARK).touch()

    assert problems()[0].startswith("TRACKSIDE_HOME")
    assert config(TRACKSIDE_DEMO="1").demo


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(problems, tmp_path):
    (tmp_path / "file").touch()

    (sentence,) = problems(TRACKSIDE_HOME=str(tmp_path / "file" / "below"))

    assert str(tmp_path) in sentence
    assert "writable" in sentence


def test_the_secret_key_is_made_once_and_for_its_owner_alone(config, tmp_path):
    first = config().secret_key

    assert config().secret_key == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_processes_that_start_together_agree_on_the_key(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(kept_secret, [tmp_path] * 8))

    assert len(keys) == 1


def test_a_chosen_key_is_written_nowhere(config, tmp_path):
    assert config(SECRET_KEY="chosen by the operator").secret_key.startswith("chosen")
    assert list(tmp_path.iterdir()) == []


def test_secrets_do_not_show_when_the_settings_are_printed(config):
    shown = repr(config(SECRET_KEY="chosen by the operator", DATABASE_URL="postgresql://me:my-password@host/name"))

    assert "operator" not in shown
    assert "my-password" not in shown


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://host/name", "postgresql://host/name"),
        ("postgresql+psycopg://host/name", "postgresql://host/name"),
        ("postgresql://me:p%40ss@host/name", "postgresql://me:p%40ss@host/name"),
        ("sqlite:////srv/portal.db", "sqlite:////srv/portal.db"),
    ],
)
def test_databases_are_understood_however_they_are_written(config, given, used):
    assert config(DATABASE_URL=given).database_url == used


def test_a_relative_database_file_lies_in_the_folder_of_the_instance(config, tmp_path):
    assert config(DATABASE_URL="sqlite:///mine.db").database_url == f"sqlite:///{tmp_path}/mine.db"


def test_a_folder_with_a_long_path_still_gets_a_socket(config, tmp_path):
    deep = tmp_path / ("d" * 120)

    socket = config(TRACKSIDE_HOME=str(deep)).redis_url.removeprefix("unix://").removesuffix("?db=0")

    assert len(socket) <= 100


def test_a_file_fills_in_what_the_environment_does_not_say(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("PORT=9000\nexport HOST='::1'\n# PORT=1\n\nSMTP_URL=\"smtp://host\"\nnonsense\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "9100")

    config = Config.from_environment()

    assert (config.port, config.host, config.smtp_url) == (9100, "::1", "smtp://host")


def test_the_demo_keeps_away_from_the_settings_of_a_real_instance(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("DATABASE_URL=postgresql://real/practice\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKSIDE_DEMO", "1")

    assert Config.from_environment().database_url.startswith("sqlite")


def test_without_a_file_there_is_nothing_to_fill_in(tmp_path):
    assert from_file(tmp_path / ".env") == {}


def test_every_setting_is_documented_and_nothing_else(config, tmp_path):
    asked = Asked({"TRACKSIDE_HOME": str(tmp_path)})
    Config.from_environment(asked)
    settings = asked.names - SET_BY_OTHERS
    table = Path("docs/settings.md").read_text().partition("## Set by others")[0]

    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == settings
    assert set(re.findall(r"^#([A-Z_]+)=", Path(".env.example").read_text(), re.MULTILINE)) == settings
