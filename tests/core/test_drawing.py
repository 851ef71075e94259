"""What is drawn once for the same values, and anew for anybody who reads otherwise."""

from datetime import date

import pytest

from portal.core import drawing
from portal.core.drawing import LONGEST_B, Drawings, drawn_once
from portal.core.reader import Reader, reading_as
from portal.core.units import System


class Macro:
    """Stands for a macro; counts how often it draws."""

    def __init__(self):
        self.drawn = 0

    def __call__(self, *values):
        self.drawn += 1
        return f"{self.drawn}: {values}"


@pytest.fixture
def macro(app, monkeypatch):
    monkeypatch.setattr(drawing, "drawings", Drawings())
    with app.test_request_context():
        yield Macro()


def test_the_same_values_are_drawn_once(macro):
    assert drawn_once(macro, "Ana", date(2026, 5, 18)) == drawn_once(macro, "Ana", date(2026, 5, 18))
    assert macro.drawn == 1


@pytest.mark.parametrize("other", [("Ben", 1), ("Ana", 2), ("Ana", True), ("Ana", 1.0), ("Ana", None)])
def test_other_values_are_drawn_anew(macro, other):
    assert drawn_once(macro, "Ana", 1) != drawn_once(macro, *other)


def test_another_reader_or_day_is_drawn_for_anew(macro, time):
    drawn_once(macro, "Ana")
    for reader in (Reader(units=System.IMPERIAL), Reader(language="en-XA"), Reader(time_zone="Pacific/Auckland")):
        with reading_as(reader):
            drawn_once(macro, "Ana")
    time.move(days=1)
    drawn_once(macro, "Ana")

    assert macro.drawn == 5


def test_what_may_soon_be_gone_is_drawn_each_time_and_kept_nowhere(macro):
    assert [drawn_once(macro, "Ana", keep=False) for _ in range(2)] == ["1: ('Ana',)", "2: ('Ana',)"]
    assert not held("Ana")


def test_what_is_long_is_drawn_each_time_and_kept_nowhere(macro):
    for _ in range(2):
        drawn_once(macro, "š" * LONGEST_B)

    assert macro.drawn == 2
    assert not held("š")


def test_a_process_keeps_so_many_bytes_and_lets_go_what_nobody_asked_for(macro, monkeypatch):
    monkeypatch.setattr(drawing, "drawings", Drawings(most_b=100_000))
    for number in range(200):
        drawn_once(macro, f"šestnaest {number}" * 50)
        drawn_once(macro, "asked for again and again")

    assert drawing.drawings.taken_b <= 100_000
    assert held("šestnaest 199")
    assert not held("šestnaest 10š")
    assert macro.drawn == 201


def held(words):
    """Whether a process has them in its memory, as drawn."""
    return any(words in html for html in drawing.drawings.kept.values())
