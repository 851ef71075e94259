"""Moments as browsers send them."""

from datetime import UTC, datetime

import pytest

from portal.core.moments import moment_of


def test_a_moment_is_read_wherever_it_was_written():
    assert moment_of("2026-05-18T23:50:00+02:00") == datetime(2026, 5, 18, 21, 50, tzinfo=UTC)


@pytest.mark.parametrize(
    "typed",
    [
        None,
        "",
        "soon",
        "2026-05-18T23:50:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "1899-12-31T23:59:59Z",
    ],
)
def test_what_no_person_means_is_no_moment(typed):
    assert moment_of(typed) is None
