"""Sending less: text answers are compressed when the browser can read them."""

from __future__ import annotations

import gzip

from flask import Flask, request
from werkzeug.wrappers import Response

WORTHWHILE = 600
"""Bytes below which compressing costs more than it saves."""
LEVEL = 4
TEXT = ("text/", "application/json", "image/svg")


def init_app(app: Flask) -> None:
    """Compress what is text and long enough."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    # Pages hold no secret beside what others typed (no CSRF token), so lengths give nothing away.
    if (
        response.direct_passthrough
        or response.is_streamed
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(TEXT)
    ):
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) >= WORTHWHILE and request.accept_encodings["gzip"]:
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
