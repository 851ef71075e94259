"""Writes letters out, each in the language of its reader, and sends them. For jobs."""

from __future__ import annotations

from collections.abc import Iterable

from flask import render_template

from portal.core.letter import Letter
from portal.core.mail import send
from portal.core.reader import reading_as


def post(letters: Iterable[Letter]) -> None:
    """Send the letters. Raises MailNotSent.

    Do it last: what fails afterwards is done again, and then the letters come twice.
    """
    for letter in letters:
        with reading_as(letter.reader):
            subject, _, text = render_template(letter.template, **letter.values).strip().partition("\n")
        send(to=letter.to, subject=subject, text=text.strip() + "\n")
