"""What people write elsewhere and is not read here, each with what would do instead. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NoReturn

from portal.core.sentence import Sentence, sentence
from portal.progression.notation.amounts import NUMBER
from portal.progression.notation.scanner import Scanner

Hint = tuple[re.Pattern[str], Sentence]

INSTEAD_OF_SETS: Sequence[Hint] = (
    (
        re.compile(r"\s*(?:day|session|workout|training)\s*[0-9a-z]?\s*:?\s*$", re.IGNORECASE),
        sentence("Name the weekday instead, such as Monday, or Mon, Thu."),
    ),
    (
        re.compile(r"\s*(?:week|wk)\s*[0-9]{1,2}\s*:?\s*$", re.IGNORECASE),
        sentence("Weeks stand beside each other in a row: 3x5 @100kg | 3x5 @105kg."),
    ),
    (
        re.compile(r"(?<!\S)[0-9]{1,3}(?:\s*/\s*[0-9]{1,3})+(?=\s*(?:$|@))"),
        sentence("Write sets that differ one by one: 1x12, 1x10, 1x8."),
    ),
    (
        re.compile(rf"(?<!\S){NUMBER}\s*(?:(?:km|mi|m|min|h)(?!\w)|['\"]|:[0-9])", re.IGNORECASE),
        sentence("Only runs have steps so far: begin with the numbers, or with Run, such as 40' easy."),
    ),
)
"""Looked for in a line that has a name and no sets."""
INSTEAD_OF_LOADS: Sequence[Hint] = (
    (
        re.compile(r"(?:bw|bodyweight|body\s?weight)(?!\w)|\+", re.IGNORECASE),
        sentence("Leave the load out for body weight; write what is added as the load, such as @10kg."),
    ),
)
"""Looked for behind an @."""
INSTEAD_OF_MARKS: Sequence[Hint] = (
    (
        re.compile(rf"\+\s*{NUMBER}\s*(?:kg|lbs?|%|s|rep)?", re.IGNORECASE),
        sentence("Rows as text stay as they are: for a load that grows choose a rule under “Add an exercise”."),
    ),
)
"""Looked for behind sets."""
HOW_MANY = sentence("How many sets? Behind the name write such as 3x8, 3x8-10, 3xAMRAP or 3x60s.")


def refuse_without_sets(scan: Scanner) -> NoReturn:
    """Say what would do in a line without sets, at what was written in their place. Raises Wrong."""
    for pattern, said in INSTEAD_OF_SETS:
        if found := pattern.search(scan.line, scan.at):
            start = found.end() - len(found[0].lstrip())
            scan.at = found.end()
            scan.refuse(said, since=start)
    scan.at = len(scan.line)
    scan.refuse(HOW_MANY)


def refuse_if_known(scan: Scanner, *, is_target: bool) -> None:
    """Say what would do for what comes next behind sets, or behind an @, if it is known. Raises Wrong."""
    for pattern, said in INSTEAD_OF_LOADS if is_target else (*INSTEAD_OF_MARKS, *INSTEAD_OF_LOADS):
        if scan.peek(pattern):
            scan.refuse(said)
