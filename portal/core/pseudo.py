"""A language nobody speaks: it shows every sentence that can be translated, and how pages bear longer words."""

from __future__ import annotations

import re

from babel.support import NullTranslations

_ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "áçéíñöšúýžÁÇÉÍÑÖŠÚÝŽ")
_KEPT = re.compile(r"(%\(\w+\)[sdf]|%%|<[^>]+>|&\w+;)")
_LONGER = 0.4  # German needs about this much more room


def pseudo(words: str) -> str:
    """Return the sentence in brackets, accented and about 40 % longer; placeholders and markup stay."""
    if not words.strip():
        return words
    parts = _KEPT.split(words)
    spoken = "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in parts)
    return f"⟦{spoken}{'·' * round(len(words) * _LONGER)}⟧"


class PseudoTranslations(NullTranslations):
    """A catalogue that has everything."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    ugettext = gettext
    ungettext = ngettext
