"""The messages of a client open at their end, below a head that stays."""

import pytest

pytestmark = pytest.mark.browser

SIZES = [(1280, 900), (1280, 640), (390, 844)]


@pytest.mark.parametrize("size", SIZES)
def test_the_tab_opens_at_the_last_message_with_its_head_in_view(enter, size):
    page = enter("carla", path="/clients")
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.goto(page.locator("a[href^='/clients/']:has-text('Ana')").first.get_attribute("href") + "/messages")
    page.wait_for_load_state("networkidle")

    head, last = page.locator("h1").bounding_box(), page.locator(".message").last.bounding_box()
    writing = page.get_by_label("Your message").bounding_box()

    assert head["y"] >= 0
    assert head["y"] < last["y"]
    assert last["y"] + last["height"] <= writing["y"]
    assert writing["y"] + writing["height"] <= size[1]
