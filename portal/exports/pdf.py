"""Drawing documents as PDF. The only module that knows WeasyPrint, and it is imported on use: it takes a second."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import segno
import structlog
from flask import current_app, render_template

from portal.core import pango
from portal.core.sentence import Sentence

if TYPE_CHECKING:
    from weasyprint import CSS, HTML, Document
    from weasyprint.document import Page

STYLE = "css/print/plan.css"
"""Below static/. It draws with the same face as pages."""
TAGGED = "pdf/ua-1"

log = structlog.get_logger(__name__)


class CannotDraw(Exception):
    """The machine lacks what drawing needs; `problem` says what."""


def problem() -> Sentence | None:
    """Return why no PDF can be drawn here and what to do about it, or None. Cheap: nothing is loaded."""
    return pango.problem()


def code(address: str) -> str:
    """Return a QR code that opens this address, as an image to be put into a document.

    Its dots, not its outlines: thirty-six drawn paths cost ten times the memory, and print alike.
    """
    drawn: str = segno.make(address, error="m", micro=False).png_data_uri(border=0, scale=4)
    return drawn


class Drawing:
    """A document under way: sheet after sheet, so that everybody sees how far it is. Raises CannotDraw."""

    def __init__(self) -> None:
        self._kit = _Kit()
        self._drawn: list[Document] = []

    def add(self, template: str, **values: Any) -> None:
        """Draw one more part, in the language and units of whoever reads; it begins on a sheet of its own.

        What runs over onto a second sheet is drawn closer together, if that saves the sheet.
        """
        drawn = self._kit.laid_out(render_template(template, is_dense=False, **values))
        if len(drawn.pages) > 1:
            dense = self._kit.laid_out(render_template(template, is_dense=True, **values))
            drawn = min(drawn, dense, key=lambda part: len(part.pages))
        self._drawn.append(drawn)

    @property
    def pages(self) -> list[Page]:
        """The sheets so far."""
        return [page for part in self._drawn for page in part.pages]

    def content(self) -> bytes:
        """Return the whole document."""
        found: bytes = self._drawn[0].copy(self.pages).write_pdf(pdf_variant=TAGGED)
        return found


class _Kit:
    """What all parts share: the library, the styles read once, one set of fonts."""

    def __init__(self) -> None:
        try:
            import weasyprint  # noqa: PLC0415 -- a second, and 40 MB: only where something is drawn
            from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        except (ImportError, OSError) as error:
            log.warning("cannot_draw", error=str(error))
            raise CannotDraw from error
        static = Path(current_app.static_folder or "static").resolve()
        self._html: type[HTML] = weasyprint.HTML
        self._fetcher = local_only(static)
        self._fonts = FontConfiguration()
        self._style: CSS = weasyprint.CSS(filename=static / STYLE, url_fetcher=self._fetcher, font_config=self._fonts)

    def laid_out(self, html: str) -> Document:
        """Return the pages of one part."""
        parsed = self._html(string=html, url_fetcher=self._fetcher)
        return parsed.render(font_config=self._fonts, stylesheets=[self._style])


def local_only(folder: Path) -> Any:
    """Return a fetcher for files below the folder and for nothing else: no page may make the server read or call."""
    from weasyprint.urls import URLFetcher  # noqa: PLC0415

    class LocalOnly(URLFetcher):  # type: ignore[misc]  # its base is untyped
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "file" and not Path(url2pathname(parts.path)).resolve().is_relative_to(folder):
                raise ValueError(f"not a file of ours: {url}")
            return super().fetch(url, headers)

    return LocalOnly(allowed_protocols=("file", "data"))
