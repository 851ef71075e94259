"""Checks: what is wrong with what was typed, in words."""

from __future__ import annotations

import re
from collections.abc import Callable

from wtforms import Field, ValidationError
from wtforms import Form as _Form
from wtforms.validators import StopValidation

from portal.core.forms.fields import Check
from portal.core.language import number, say
from portal.core.sentence import sentence
from portal.core.units import Number

_EMAIL = re.compile(r"[^@\s\x00-\x1f<>()\[\]\\,;:\"]+@[^@\s\x00-\x1f<>()\[\]\\,;:\"]+\.[^@\s\x00-\x1f.]{2,}$")


def filled(_: _Form, field: Field) -> None:
    """Refuse an empty answer."""
    if field.data is None or not str(field.data).strip():
        raise StopValidation(say(sentence("Please fill this in.")))


def needed(_: _Form, field: Field) -> None:
    """Refuse an empty number or day, but let a wrong one speak for itself."""
    if field.data is None and not field.process_errors:
        raise StopValidation(say(sentence("Please fill this in.")))


def at_most(letters: int) -> Check:
    """Refuse longer texts."""

    def check(_: _Form, field: Field) -> None:
        if len(field.data or "") > letters:
            length, most = Number(len(field.data), 0), Number(letters, 0)
            said = sentence("This is %(length)s characters long; %(most)s are the most.", length=length, most=most)
            raise ValidationError(say(said))

    return check


def at_least(letters: int) -> Check:
    """Refuse shorter texts."""

    def check(_: _Form, field: Field) -> None:
        if len(field.data or "") < letters:
            raise ValidationError(say(sentence("At least %(least)s characters, please.", least=letters)))

    return check


def between(low: float, high: float, shown: Callable[[float], object] = float) -> Check:
    """Refuse values outside; the sentence names the limits as `shown` writes them."""

    def check(_: _Form, field: Field) -> None:
        if field.data is not None and not low <= field.data <= high:
            said = sentence(
                "Choose a value from %(low)s to %(high)s.", low=_limit(shown, low), high=_limit(shown, high)
            )
            raise ValidationError(say(said))

    return check


def email_address(_: _Form, field: Field) -> None:
    """Refuse what no mail could reach."""
    if not _EMAIL.match(field.data or "") or len(field.data) > 254:  # noqa: PLR2004 -- RFC 5321
        raise ValidationError(say(sentence("Write an e-mail address such as ana@example.org.")))


def _limit(shown: Callable[[float], object], value: float) -> object:
    found = shown(value)
    return number(found, 2) if isinstance(found, float) else found
