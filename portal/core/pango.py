"""Whether the system has Pango, without which no PDF can be drawn. No Python package brings it along."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from functools import cache

from portal.core.sentence import Sentence, sentence

LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("libfontconfig.so.1", "libfontconfig.1.dylib"),
)
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@cache
def problem() -> Sentence | None:
    """Return why no PDF can be drawn here and what to do about it, or None. The answer holds until the next start."""
    if all(_is_there(names) for names in LIBRARIES):
        return None
    return sentence(
        "PDFs cannot be made on this server, because Pango is missing. Whoever runs it can install it "
        "(on Debian: %(packages)s) and start the portal again.",
        packages=PACKAGES,
    )


def _is_there(names: tuple[str, ...]) -> bool:
    for name in names:
        with suppress(OSError):
            ctypes.CDLL(name)
            return True
    return False
