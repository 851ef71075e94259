"""What is drawn once for the same values, and anew for anybody who reads otherwise."""

from datetime import date

import pytest

from portal.core.drawing import drawn_once
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
def macro(app):
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
