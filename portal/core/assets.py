"""Files for browsers: joined where that saves requests, named by their content, compressed once, kept for a year.

All styles become `css/portal.css` and all custom elements `js/portal.js`; neither exists on disk. A style or an
element joins by lying in its folder. Also: the parts of pages that are the same for all readers of a language.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from werkzeug.wrappers import Request, Response

Wsgi = Callable[..., Iterable[bytes]]
StartResponse = Callable[..., Any]

FIRST_STYLES = ("layers", "tokens", "base")
APART = frozenset({"dark", "styleguide"})
"""Styles that pages link by themselves."""
LONG = "public, max-age=31536000, immutable"
SHORT = "no-cache"
TEXTS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
}
BINARIES = {".woff2": "font/woff2", ".png": "image/png", ".jpg": "image/jpeg", ".ico": "image/x-icon"}
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_INDENT = re.compile(r"\n\s*")
_OWN_FILE = re.compile(r'url\("\.\./([^"?#]+)"\)')


@dataclass(frozen=True)
class Asset:
    """What a browser gets."""

    content: bytes
    mimetype: str

    @cached_property
    def digest(self) -> str:
        """The name of this content."""
        return hashlib.sha256(self.content).hexdigest()[:12]

    @cached_property
    def compressed(self) -> bytes | None:
        """The content for browsers that read gzip, None where that saves nothing."""
        return gzip.compress(self.content, 9, mtime=0) if self.mimetype in TEXTS.values() else None


class Shelf:
    """All files below one folder, and the joined ones, each read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, Asset] = {}
        self._joined: dict[str, Callable[[], str]] = {"css/portal.css": self._styles, "js/portal.js": self._elements}
        self._seen = 0.0

    def find(self, path: str) -> Asset:
        """Return the file of this name. Raises LookupError."""
        if path not in self._read:
            self._read[path] = self._load(path)
        return self._read[path]

    def forget_changes(self) -> None:
        """Read everything again if a file has changed: for development."""
        newest = max((path.stat().st_mtime for path in self._folder.rglob("*")), default=0.0)
        if newest > self._seen:
            self._seen = newest
            self._read.clear()

    def _load(self, path: str) -> Asset:
        mimetype = (TEXTS | BINARIES).get(Path(path).suffix, "application/octet-stream")
        if path in self._joined:
            return Asset(self._joined[path]().encode(), mimetype)
        if path not in self._names():
            raise LookupError(f"no static file is called {path}")
        return Asset((self._folder / path).read_bytes(), mimetype)

    def _names(self) -> set[str]:
        return {path.relative_to(self._folder).as_posix() for path in self._folder.rglob("*") if path.is_file()}

    def _styles(self) -> str:
        text = "\n".join(path.read_text(encoding="utf-8") for path in self._style_files())
        small = _INDENT.sub("\n", _COMMENT.sub("", text))
        return _OWN_FILE.sub(lambda found: f'url("../{found[1]}?v={self.find(found[1]).digest}")', small)

    def _style_files(self) -> Iterator[Path]:
        folder = self._folder / "css"
        yield from (folder / f"{name}.css" for name in FIRST_STYLES)
        yield from sorted((folder / "components").glob("*.css"))
        rest = (path for path in folder.glob("*.css") if path.stem not in APART.union(FIRST_STYLES))
        yield from sorted(rest)

    def _elements(self) -> str:
        # Each file in a block of its own, so that their names do not meet.
        files = sorted((self._folder / "js" / "elements").glob("*.js"))
        return "".join(f"{{\n{path.read_text(encoding='utf-8')}}}\n" for path in files)


class Counter:
    """Hands files out before the portal is asked: no session, so that a new cookie does not make them stale."""

    def __init__(self, wsgi: Wsgi, shelf: Shelf, path: str) -> None:
        self._wsgi, self._shelf, self._path = wsgi, shelf, f"{path}/"

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or not environ["PATH_INFO"].startswith(self._path):
            return self._wsgi(environ, start)
        return self._answer(Request(environ))(environ, start)

    def _answer(self, request: Request) -> Response:
        try:
            asset = self._shelf.find(request.path.removeprefix(self._path))
        except LookupError:
            return Response("There is no such file.\n", 404)
        packed = asset.compressed if request.accept_encodings.quality("gzip") > 0 else None
        response = Response(packed or asset.content, mimetype=asset.mimetype)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        if asset.compressed:
            response.vary.add("Accept-Encoding")
        response.set_etag(f"{asset.digest}-{'gzip' if packed else 'plain'}")
        response.headers["Cache-Control"] = LONG if request.args.get("v") == asset.digest else SHORT
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response.make_conditional(request)


def init_app(app: Flask) -> None:
    """Serve the static folder, and give templates `static_url`. Raises LookupError if a style names no file."""
    shelf = Shelf(Path(app.static_folder or "static"))
    path = app.static_url_path or "/static"

    def static_url(name: str) -> str:
        root = request.script_root if has_request_context() else ""
        return f"{root}{path}/{name}?v={shelf.find(name).digest}"

    app.jinja_env.globals["static_url"] = static_url
    app.wsgi_app = Counter(app.wsgi_app, shelf, path)  # type: ignore[assignment, method-assign]
    if app.debug:
        app.before_request(shelf.forget_changes)
    else:
        shelf.find("css/portal.css")
