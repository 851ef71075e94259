"""The supervisor: starts again what dies, stops everything in time, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.workers.conftest import children_of, wait_until
from workers.supervisor.ports import free_port, listenable
from workers.supervisor.program import CannotStart
from workers.supervisor.redis_server import answers

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks around in /proc")


@pytest.fixture
def supervise(short_folder):
    """Start a supervisor over stand-ins, which are known by a mark in their environment."""
    started = []

    def supervise(*words, **env):
        command = [sys.executable, "-m", "tests.ops.supervised", str(short_folder), *words]
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **env, "MARK": str(short_folder)}, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout.readline() == "started\n"
        return process

    yield supervise
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()
    wait_until(lambda: not left_behind(short_folder))


def left_behind(folder):
    """Return the processes of this test that live, by id and command line."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes()  # Valkey writes its title over its environment
            mine = f"MARK={folder}".encode() in (entry / "environ").read_bytes() or f"{folder}/".encode() in line
            dead = (entry / "stat").read_text().rpartition(")")[2].split()[0] == "Z"
            if mine and not dead:
                found[int(entry.name)] = line
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


def guardian_of(process):
    """The guardian is the supervisor's first child."""
    return min(children_of(process.pid))


def one(folder, word):
    """The process whose command line has this word."""
    (pid,) = (pid for pid, line in left_behind(folder).items() if word in line)
    return pid


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_it_stops_everything(supervise, short_folder, number):
    process = supervise("server=valkey", "one=sleep", "two=fork")

    process.send_signal(number)

    assert process.wait(timeout=5) == 0
    assert left_behind(short_folder) == {}
    assert not (short_folder / "valkey.sock").exists()


def test_a_program_that_refuses_is_killed_within_its_time(supervise, short_folder):
    process = supervise("stubborn=refuse", "server=valkey")
    began_s = time.monotonic()

    process.terminate()

    assert process.wait(timeout=5) == 0
    assert 1.2 < time.monotonic() - began_s < 4
    assert left_behind(short_folder) == {}


@pytest.mark.parametrize("kind", ["sleep", "fork"])
def test_a_program_that_dies_is_started_again(supervise, short_folder, kind):
    process = supervise(f"one={kind}")
    (first,) = set(children_of(process.pid)) - {guardian_of(process)}

    os.kill(first, signal.SIGKILL)

    wait_until(lambda: set(children_of(process.pid)) - {guardian_of(process), first})
    assert process.poll() is None


def test_a_program_that_keeps_dying_ends_everything(supervise, short_folder):
    process = supervise("good=sleep", "broken=fail")

    assert process.wait(timeout=30) == 1
    assert "broken ended with status 3; 5 times in a minute, so everything stops." in process.stdout.read()
    assert left_behind(short_folder) == {}


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_when_the_supervisor_is_killed_nothing_is_left(supervise, short_folder, number):
    process = supervise("server=valkey", "one=sleep", "two=fork", "stubborn=refuse")

    process.send_signal(number)
    process.wait()

    wait_until(lambda: not left_behind(short_folder), limit_s=5)
    assert left_behind(short_folder) == {}


def test_a_killed_guardian_is_replaced_and_the_new_one_knows_everything(supervise, short_folder):
    process = supervise("one=sleep", "server=valkey")
    first = guardian_of(process)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: len(children_of(process.pid)) == 3 and first not in children_of(process.pid))

    process.kill()
    process.wait()

    wait_until(lambda: not left_behind(short_folder), limit_s=5)
    assert left_behind(short_folder) == {}


def test_when_supervisor_and_guardian_are_killed_together_only_the_server_lives_on_until_the_next_start(
    supervise, short_folder
):
    process = supervise("server=valkey", "one=sleep", "two=fork")
    orphan = one(short_folder, b"valkey.sock")
    os.kill(process.pid, signal.SIGSTOP)  # so that it cannot replace the guardian
    os.kill(guardian_of(process), signal.SIGKILL)
    process.kill()
    process.wait()
    wait_until(lambda: list(left_behind(short_folder)) == [orphan])

    supervise("server=valkey")

    assert orphan not in left_behind(short_folder)
    assert answers(short_folder / "valkey.sock")


def test_tied_to_its_parent_it_ends_with_it(short_folder):
    command = [sys.executable, "-m", "tests.ops.supervised", str(short_folder), "one=sleep", "server=valkey"]
    parent = subprocess.Popen(
        [sys.executable, "-c", f"import subprocess; subprocess.run({command!r})"],
        cwd=ROOT,
        env={**os.environ, "TIED": "1", "MARK": str(short_folder)},
        stdout=subprocess.DEVNULL,
    )
    wait_until(lambda: answers(short_folder / "valkey.sock"))

    parent.kill()
    parent.wait()

    wait_until(lambda: not left_behind(short_folder), limit_s=8)
    assert left_behind(short_folder) == {}


def test_one_folder_has_one_supervisor(supervise, short_folder, sh):
    supervise("one=sleep")

    second = sh(
        sys.executable,
        "-c",
        "import sys; from workers.supervisor import running; running.LOCK_S = 0; "
        f"sys.argv = ['', {str(short_folder)!r}]; from tests.ops.supervised import main; main()",
        cwd=ROOT,
    )

    assert second.returncode == 1
    assert second.stderr.strip() == f"Trackside already runs with the data in {short_folder}: stop it first."


def test_what_was_queued_is_there_after_the_next_start(supervise, short_folder):
    path = short_folder / "valkey.sock"
    for command, answer in ((b"SET job 1\r\n", b"+OK\r\n"), (b"GET job\r\n", b"$1\r\n1\r\n")):
        process = supervise("server=valkey")
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))
            client.sendall(command)
            assert client.recv(64) == answer
        process.kill()
        process.wait()
        wait_until(lambda: not left_behind(short_folder), limit_s=5)
    assert left_behind(short_folder) == {}


def test_a_taken_port_is_said_in_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CannotStart, match=f"Port {port} is taken by another program"):
            listenable("127.0.0.1", port)
        assert free_port(port, not_in=[]) != port


def test_an_address_that_is_not_ours_is_said_in_a_sentence():
    with pytest.raises(CannotStart, match=r"Nothing can listen on 192\.0\.2\.1, port 8000"):
        listenable("192.0.2.1", 8000)


def test_no_child_takes_the_signal_of_its_parents_death_for_one_to_the_supervisor():
    script = (
        "import os, signal, sys\n"
        "from workers.supervisor.guardian import die_with\n"
        "signal.signal(signal.SIGTERM, lambda *_: None)\n"
        "die_with(os.getppid())\n"
        "sys.exit(signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
