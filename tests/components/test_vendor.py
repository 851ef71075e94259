"""Third-party files are what was noted when they were fetched."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDERS = ["static/vendor", "tests/vendor"]


def check(*folders):
    command = [sys.executable, "scripts/vendor.py", *map(str, folders), "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_vendored_file_matches_its_manifest():
    assert check(*FOLDERS).stderr == ""


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_manifest_names_licence_and_hash_but_no_host(folder):
    text = Path(folder, "vendor.json").read_text()

    assert "http" not in text
    for entry in json.loads(text):
        assert entry["licence"]
        assert entry["integrity"].startswith("sha512-")
        assert f"licences/{entry['name']}.txt" in entry["sha512"]


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda folder: (folder / "htmx.min.js").write_text("alert(1)"), "htmx.min.js: changed"),
        (lambda folder: (folder / "htmx.min.js").unlink(), "htmx.min.js: missing"),
        (lambda folder: (folder / "more.js").write_text(""), "more.js: not in the manifest"),
    ],
)
def test_a_changed_missing_or_added_file_is_found(tmp_path, spoil, found):
    folder = tmp_path / "vendor"
    shutil.copytree("static/vendor", folder)

    spoil(folder)

    assert found in check(folder).stderr


def test_the_font_brings_its_licence():
    assert "SIL OPEN FONT LICENSE" in Path("static/fonts/OFL.txt").read_text().upper()
