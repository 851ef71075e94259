"""The words of the reader's language: catalogues are loaded once a process and looked up once a page."""

from __future__ import annotations

from typing import Any, NamedTuple

from babel import Locale
from babel.support import NullTranslations
from flask import Flask, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale

from portal.core.pseudo import PseudoTranslations
from portal.core.reader import Reader
from portal.core.visitor import reader

LANGUAGES = {"en": "English"}  # one more for each folder in translations/
PSEUDO = "en-XA"  # every word in brackets and with accents: what stays plain was forgotten


class Speech(NamedTuple):
    """How one reader is spoken to."""

    reader: Reader
    words: NullTranslations
    locale: Locale


def speech() -> Speech:
    """Return how whoever is reading is spoken to."""
    somebody = reader()
    if not has_app_context():
        return _speech(somebody)
    kept: Speech | None = g.get("speech")
    if kept is None or kept.reader is not somebody:
        kept = g.speech = _speech(somebody)
    return kept


def gettext(source: str, /, **values: object) -> str:
    """Return the sentence in the reader's language, with these values in it."""
    found = speech().words.ugettext(source)
    return found % values if values else found


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """Return the sentence for so many in the reader's language; `num` stands for their number."""
    return speech().words.ungettext(one, many, num) % {"num": num, **values}


def _speech(somebody: Reader) -> Speech:
    with force_locale(_preferred()):  # whoever was written for before, in this context
        return Speech(somebody, _DOMAIN.words_of(somebody.language), get_locale() or Locale("en"))


class _OneDomain(Domain):
    """The catalogues of Flask-Babel, and the pseudo language, which needs none."""

    def get_translations(self) -> NullTranslations:
        return speech().words

    def words_of(self, language: str) -> NullTranslations:
        if language == PSEUDO:
            return PseudoTranslations()
        found: NullTranslations = super().get_translations()  # type: ignore[no-untyped-call]
        return found


_DOMAIN = _OneDomain()  # type: ignore[no-untyped-call]


class _Babel(Babel):
    # Flask-Babel makes a domain for each request, and reads the files again.
    domain_instance = _DOMAIN


def init_app(app: Flask) -> None:
    """Translate templates and forms."""
    _Babel(app, locale_selector=_preferred)  # type: ignore[no-untyped-call]
    environment: Any = app.jinja_env
    environment.install_gettext_callables(
        lambda words: speech().words.ugettext(words),  # noqa: PLW0108 -- asked anew for each reader
        lambda one, many, num: speech().words.ungettext(one, many, num),  # noqa: PLW0108
        newstyle=True,
    )


def _preferred() -> str:
    wanted = reader().language
    if wanted in LANGUAGES:
        return wanted
    if not has_request_context() or wanted == PSEUDO:
        return "en"
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"
