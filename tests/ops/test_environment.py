"""What is missing on a machine is said in one sentence, with what to do."""

import os
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TARGETS = {"demo", "run", "test", "check", "dev", "bench", "help", "lock", "migration", "words", "events", "vendor"}


@pytest.fixture
def program(tmp_path):
    """Make a program that does as told."""

    def program(name, *lines):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["#!/bin/sh", *lines]) + "\n")
        path.chmod(0o755)
        return str(path)

    return program


@pytest.fixture
def environment_for(sh, tmp_path):
    def environment_for(python):
        return sh(ROOT / "scripts/environment", cwd=tmp_path, env={**os.environ, "PYTHON": python, "UV": ""})

    return environment_for


def test_an_old_python_is_said_with_its_version(environment_for, program):
    old = program("python3.9", 'case "$2" in *"print("*) echo 3.9 ;; *) exit 1 ;; esac')

    made = environment_for(old)

    assert made.returncode == 1
    assert f"Python 3.11 or newer is needed, and {old} is 3.9" in made.stderr
    assert "make PYTHON=" in made.stderr
    assert len(made.stderr.splitlines()) == 1


def test_no_python_at_all_is_said(environment_for):
    made = environment_for("/nowhere/python3")

    assert made.returncode == 1
    assert made.stderr.startswith("Python 3.11 or newer is needed, and /nowhere/python3 was not found")


def test_a_missing_venv_module_is_said_and_nothing_half_made_stays(environment_for, program, tmp_path):
    bare = program("python3", f'case "$*" in *ensurepip*) exit 1 ;; esac; exec {sys.executable} "$@"')

    made = environment_for(bare)

    assert made.returncode == 1
    assert made.stderr == (
        "Python's venv module is missing: on Debian or Ubuntu, apt install python3-venv, then try again.\n"
    )
    assert not (tmp_path / ".venv").exists()


def test_an_environment_that_is_there_is_left_alone(environment_for, program, tmp_path):
    program(".venv/bin/python", f'exec {sys.executable} "$@"')

    assert environment_for(sys.executable).returncode == 0
    assert (tmp_path / ".venv/bin/python").read_text().startswith("#!/bin/sh")


@pytest.mark.parametrize("thing", ["pango", "chromium"])
def test_what_the_tests_need_is_said_where_it_cannot_be_installed(sh, program, tmp_path, thing):
    program(".venv/bin/python", "exit 1")  # which looks for Pango
    for name in ("id", "uname"):
        program(f"bin/{name}", 'case "$0" in *id) echo 1000 ;; *) echo Linux ;; esac')

    needed = sh(ROOT / "scripts/need", thing, cwd=tmp_path, env={"PATH": f"{tmp_path}/bin"})

    assert needed.returncode == 1
    assert re.fullmatch(
        rf"The tests need {thing}, which is not here: on Debian or Ubuntu, apt install .+\.\n", needed.stderr
    )


def test_make_says_what_it_can_do(sh):
    listed = sh("make", "help", cwd=ROOT)

    assert {line.split()[0] for line in listed.stdout.splitlines()} >= TARGETS


def test_the_lock_names_no_host_and_hashes_everything():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        for line in re.findall(r"^[a-z0-9].*$", text, re.MULTILINE):
            assert line.endswith("\\"), f"{line} has no hash"


def test_the_image_copies_what_it_needs_and_nothing_is_forgotten():
    copied = set(re.findall(r"^COPY (?:--\S+ )?(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    let_through = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))

    assert {name for line in copied for name in line.split()} == let_through
    assert {"portal", "workers", "templates", "static", "migrations"} <= let_through


def test_compose_runs_the_four_programs():
    services = set(re.findall(r"^  (\w+):$", (ROOT / "deploy/compose.yaml").read_text(), re.MULTILINE))

    assert {"web", "worker", "relay", "schedule", "prepare", "database", "queue"} <= services
