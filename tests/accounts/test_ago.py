"""How long ago something was, in words."""

import re

import pytest


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-300, "now"), (-20, "now"), (0, "now"), (20, "now"), (59, "now"), (60, "1 minute ago"), (7200, "2 hours ago")],
)
def test_what_just_happened_is_now_even_if_another_clock_is_ahead(cast, visit, time, session, seconds, said):
    cast.visitor(cast.ana)  # signed in on one device now
    time.move(seconds=seconds)

    text = re.sub(r"\s+", " ", visit(cast.ana, "/settings").text)

    assert f"last used {said}, since" in text
