"""Third-party scripts: fetched by npm, checked, committed. No build step; only whoever upgrades needs npm.

The manifest `vendor.json` names packages and versions, never a host; npm knows where to ask.

    python scripts/vendor.py static/vendor tests/vendor            fetch what the manifests say
    python scripts/vendor.py static/vendor tests/vendor --check    offline: do the files match?

`integrity` is the SHA-512 of the whole package in npm's own form. It is noted at first sight and must match ever
after: a package whose content changed under the same version is refused, and nothing is written. To upgrade, change
the version and remove `integrity`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

MANIFEST = "vendor.json"
LICENCES = "licences"

Entry = dict[str, Any]


class RefusedError(Exception):
    """A package is not what the manifest says."""


def main(arguments: list[str]) -> None:
    """Refresh or check the folders named."""
    folders = [Path(argument) for argument in arguments if argument != "--check"]
    if "--check" in arguments:
        sys.exit("\n".join(line for folder in folders for line in differences(folder)) or 0)
    try:
        for folder in folders:
            refresh(folder)
    except RefusedError as reason:
        sys.exit(f"refused: {reason}")


def refresh(folder: Path) -> None:
    """Fetch every package of the manifest; nothing is written if one is refused."""
    fetched = [_fetch(entry) for entry in _manifest(folder)]
    for _, contents in fetched:
        for to, content in contents.items():
            (folder / to).parent.mkdir(parents=True, exist_ok=True)
            (folder / to).write_bytes(content)
    text = json.dumps([entry for entry, _ in fetched], indent=1, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def differences(folder: Path) -> list[str]:
    """Return one line for each file that is not as the manifest says. Asks nobody."""
    entries = _manifest(folder)
    noted = {to: digest for entry in entries for to, digest in entry.get("sha512", {}).items()}
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST]
    found = {path.relative_to(folder).as_posix(): _sha512(path.read_bytes()) for path in paths}
    return [
        *(f"{to}: missing" for to in sorted(noted.keys() - found.keys())),
        *(f"{to}: not in the manifest" for to in sorted(found.keys() - noted.keys())),
        *(f"{to}: changed" for to in sorted(noted) if found.get(to, noted[to]) != noted[to]),
        *(f"{entry['name']}: never fetched" for entry in entries if "sha512" not in entry),
    ]


def _manifest(folder: Path) -> list[Entry]:
    entries: list[Entry] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return entries


def _fetch(entry: Entry) -> tuple[Entry, dict[str, bytes]]:
    with tempfile.TemporaryDirectory() as temporary:
        packed = _npm_pack(f"{entry['name']}@{entry['version']}", Path(temporary))
        found = _sha512(packed.read_bytes())
        if entry.get("integrity", found) != found:
            raise RefusedError(f"{entry['name']} {entry['version']}: {found} is not what was noted")
        with tarfile.open(packed) as archive:
            licence = json.loads(_member(archive, "package.json")).get("license")
            contents = {to: _member(archive, source) for source, to in entry["files"].items()}
            contents[f"{LICENCES}/{_file_name(entry)}.txt"] = _licence_text(archive)
    if entry.get("licence", licence) != licence:
        raise RefusedError(f"{entry['name']}: its licence is now {licence}")
    digests = {to: _sha512(content) for to, content in contents.items()}
    return entry | {"licence": licence, "integrity": found, "sha512": digests}, contents


def _npm_pack(wanted: str, into: Path) -> Path:
    command = ["npm", "pack", wanted, "--silent", "--ignore-scripts", "--pack-destination", str(into)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- names come from our manifest
    return next(into.glob("*.tgz"))


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    try:
        file = archive.extractfile(f"package/{name}")
    except KeyError:
        raise RefusedError(f"no {name} in this package") from None
    if file is None:
        raise RefusedError(f"{name} is not a file")
    return file.read()


def _licence_text(archive: tarfile.TarFile) -> bytes:
    for name in sorted(name.removeprefix("package/") for name in archive.getnames()):
        if name.lower().startswith(("licen", "copying")):
            return _member(archive, name)
    raise RefusedError("the package brings no licence file")


def _file_name(entry: Entry) -> str:
    return str(entry["name"]).replace("@", "").replace("/", "-")


def _sha512(content: bytes) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


if __name__ == "__main__":
    main(sys.argv[1:])
