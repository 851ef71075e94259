"""The clients page with nothing but keys."""

import pytest

pytestmark = pytest.mark.browser


def focused(page):
    """Return the words of what has the focus, and whether one sees that it has."""
    return page.evaluate(
        """() => {
          const at = document.activeElement;
          const style = getComputedStyle(at);
          const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
          return [at.textContent.trim(), at.matches(":focus-visible") && (ring || style.boxShadow !== "none")];
        }"""
    )


def names(page):
    return [text.strip() for text in page.locator("#client_rows th[scope=row] a").all_inner_texts()]


def test_j_and_k_walk_over_the_clients_and_enter_opens_one(enter):
    page = enter("carla", path="/clients")
    clients = names(page)

    for name in clients[:3]:
        page.keyboard.press("j")
        assert focused(page) == [name, True]
    page.keyboard.press("k")
    assert focused(page) == [clients[1], True]
    page.keyboard.press("End")
    assert focused(page) == [clients[-1], True]
    page.keyboard.press("Home")
    page.keyboard.press("Enter")

    page.get_by_role("heading", name=clients[0], level=1).wait_for()


def test_a_slash_searches_and_escape_leads_back(enter):
    page = enter("carla", path="/clients")
    clients = names(page)

    page.keyboard.press("/")
    page.keyboard.type(clients[4][:6])
    page.wait_for_function("() => document.querySelectorAll('#client_rows th[scope=row]').length === 1")
    assert names(page) == [clients[4]]
    assert page.evaluate("() => document.activeElement.matches('input[type=search]')")
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    page.get_by_role("heading", name=clients[4], level=1).wait_for()


def test_the_palette_jumps_to_a_client(enter):
    page = enter("carla", path="/clients")
    before = names(page)

    page.keyboard.press("Control+k")
    palette = page.locator("command-palette dialog[open]")
    palette.wait_for()
    page.keyboard.type("Ana")
    palette.get_by_role("link", name="Ana Kovač").first.wait_for()
    page.keyboard.press("Escape")  # empties the field, as in any search field
    page.keyboard.press("Escape")
    palette.wait_for(state="hidden")
    assert names(page) == before

    page.keyboard.press("Control+k")
    page.keyboard.type("Ana")
    palette.get_by_role("link", name="Ana Kovač").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert focused(page)[1]
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ana Kovač", level=1).wait_for()


def test_a_question_mark_lists_the_keys(enter):
    page = enter("carla", path="/clients")

    page.keyboard.press("?")
    help_ = page.locator("key-help dialog[open]")
    help_.get_by_text("Find a client").wait_for()
    page.keyboard.press("j")
    assert not page.evaluate("() => document.activeElement.closest('#client_rows') !== null")
    page.keyboard.press("Escape")

    help_.wait_for(state="hidden")


def test_tab_reaches_everything_in_sight_and_the_focus_is_always_seen(enter):
    page = enter("carla", path="/clients")
    unseen, visited = [], 0

    page.keyboard.press("Tab")
    assert focused(page) == ["Skip to the content", True]
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement === document.body"):
            break
        visited += 1
        words, is_seen = focused(page)
        if not is_seen:
            unseen.append(words)

    assert unseen == []
    assert visited > len(names(page))
