"""Why a number is what it is: reasons as data, and the sentences made from them."""

from portal.progression.explain.numbers import paths_in
from portal.progression.explain.phrases import said as sentence
from portal.progression.explain.reason import Kind, Reason, about
from portal.progression.explain.tracing import reasons, reasons_ahead, reasons_from, reasons_of, reasons_of_step

__all__ = [
    "Kind",
    "Reason",
    "about",
    "paths_in",
    "reasons",
    "reasons_ahead",
    "reasons_from",
    "reasons_of",
    "reasons_of_step",
    "sentence",
]
