"""A form that came after the sign-in had ended: carried through signing in, so that nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from portal.accounts.rules import own_path

PATH, FIELD, LEFT_OUT = "kept_path", "kept.", "kept_without"
SECRET = "password"  # noqa: S105 -- a part of field names


@dataclass(frozen=True)
class KeptForm:
    """Where the form was going and what stood in it; files and passwords are not carried."""

    path: str
    fields: tuple[tuple[str, str], ...]
    left_out: bool

    def as_inputs(self) -> list[tuple[str, str]]:
        """Return the hidden inputs that carry it through the sign-in form."""
        rest = [(LEFT_OUT, "1")] if self.left_out else []
        return [(PATH, self.path), *rest, *((FIELD + name, value) for name, value in self.fields)]


def refused_form() -> KeptForm | None:
    """Return the form of this request, which nobody was signed in to send."""
    path = own_path(request.full_path.rstrip("?"))
    if path is None:
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if SECRET not in name.lower())
    left_out = bool(request.files) or len(fields) < sum(1 for _ in request.form.items(multi=True))
    return KeptForm(path, fields, left_out)


def carried_form() -> KeptForm | None:
    """Return the form that the sign-in form of this request carries, if any."""
    path = own_path(request.form.get(PATH, ""))
    if path is None:
        return None
    carried = request.form.items(multi=True)
    fields = tuple((name.removeprefix(FIELD), value) for name, value in carried if name.startswith(FIELD))
    return KeptForm(path, fields, left_out=LEFT_OUT in request.form)
