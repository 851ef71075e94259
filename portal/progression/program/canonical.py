"""One way to write a program down, so that equal programs are equal texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def canonical_json(program: Mapping[str, Any]) -> str:
    """Return the program as JSON with sorted keys and no spaces; 60.0 and 60 are the same number."""
    return json.dumps(_plain(program), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(program: Mapping[str, Any]) -> str:
    """Return the hash of the canonical JSON, in hexadecimal."""
    return sha256(canonical_json(program).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
