"""A mail before it is written out: which template, for whom, about what. A value, so that actions may return it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.core.reader import NOBODY, Reader


@dataclass(frozen=True)
class Letter:
    """`template` is a text whose first line is the subject; `values` are what it speaks of."""

    template: str
    to: str
    reader: Reader = NOBODY
    values: Mapping[str, object] = field(default_factory=dict)
