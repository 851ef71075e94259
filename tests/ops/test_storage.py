"""Files: there whole or not at all, and nowhere else than they should be."""

import errno
import os
import stat
from datetime import timedelta

import pytest

from portal.core import storage
from portal.core.storage import NotStored, StorageFull
from tests.cast import NOW


@pytest.fixture(autouse=True)
def context(own_app):
    with own_app.app_context():
        yield


def files_of(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_what_was_put_can_be_got_replaced_and_deleted():
    storage.put("activities/0192-a.fit.gz", b"first")
    assert storage.get("activities/0192-a.fit.gz") == b"first"

    storage.put("activities/0192-a.fit.gz", b"second")
    assert storage.get("activities/0192-a.fit.gz") == b"second"

    storage.delete("activities/0192-a.fit.gz")
    storage.delete("activities/0192-a.fit.gz")
    with pytest.raises(NotStored):
        storage.get("activities/0192-a.fit.gz")


def test_files_are_for_the_portal_alone(tmp_path):
    storage.put("exports/plan.pdf", b"%PDF")

    assert stat.S_IMODE((tmp_path / "files/exports/plan.pdf").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "files/exports").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/",
        "../secret_key",
        "a/../../secret_key",
        "/etc/passwd",
        "a//b",
        "a/.hidden",
        ".draft-x",
        "A",
        "a b",
        "a\0b",
        "a/",
        "..",
        "a/..",
        "a\\b",
        "ä",
        "a" * 201,
        "a\n",
    ],
)
def test_a_key_cannot_lead_elsewhere(key):
    for use in (storage.get, storage.delete, storage.path_of, lambda key: storage.put(key, b"x")):
        with pytest.raises(ValueError, match="a key is made of"):
            use(key)


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_keeps_the_old_file_and_leaves_no_half_one(monkeypatch, tmp_path, reason):
    storage.put("exports/plan.pdf", b"old")

    def full(_):
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull):
        storage.put("exports/plan.pdf", b"new")

    assert storage.get("exports/plan.pdf") == b"old"
    assert files_of(tmp_path / "files") == ["exports/plan.pdf"]


def test_other_trouble_is_not_called_a_full_disk(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "exports").touch()

    with pytest.raises(FileExistsError):
        storage.put("exports/plan.pdf", b"new")


def test_a_file_is_on_the_disk_before_its_name_appears(monkeypatch, tmp_path):
    order = []
    fsync, rename = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda number: (order.append("disk"), fsync(number)))
    monkeypatch.setattr(os, "replace", lambda *names: (order.append("name"), rename(*names)))

    storage.put("a", b"x")

    assert order == ["disk", "name", "disk"]


def written(key, at, home):
    path = home / "files" / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (at.timestamp(), at.timestamp()))


def test_a_sweep_removes_what_is_old_and_nobodys(tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "AT_ONCE", 2)
    asked = []
    for number in range(5):
        written(f"exports/{number}.pdf", NOW - timedelta(days=2), tmp_path)
    written("exports/.draft-x", NOW - timedelta(days=2), tmp_path)
    written("exports/new.pdf", NOW, tmp_path)
    written("activities/elsewhere", NOW - timedelta(days=2), tmp_path)

    def kept(keys):
        asked.extend(keys)
        return {"exports/3.pdf"}

    storage.sweep("exports", before=NOW - timedelta(days=1), kept=kept)

    assert files_of(tmp_path / "files") == ["activities/elsewhere", "exports/3.pdf", "exports/new.pdf"]
    assert sorted(asked) == [f"exports/{number}.pdf" for number in range(5)]


def test_a_sweep_leaves_what_is_written_anew_meanwhile(tmp_path):
    written("exports/a.pdf", NOW - timedelta(days=2), tmp_path)

    def kept(_):
        written("exports/a.pdf", NOW, tmp_path)
        return ()

    storage.sweep("exports", before=NOW - timedelta(days=1), kept=kept)

    assert storage.get("exports/a.pdf") == b"x"
