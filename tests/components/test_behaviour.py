"""What the custom elements do, in a real browser."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_refused_form_keeps_what_was_typed_and_moves_the_focus_to_the_summary(open_page):
    page = open_page("/sample?state=x")
    page.fill("#load", "heavy")

    page.click("#sample >> text=Save")

    summary = page.locator("error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Load: Write a number.")
    expect(page.locator("#load")).to_have_value("heavy")
    page.click("error-summary a[href='#load']")
    expect(page.locator("#load")).to_be_focused()


def test_the_summary_leads_to_the_first_choice_of_a_group(open_page):
    page = open_page("/sample")
    page.fill("#title", "Long run")
    page.evaluate("document.querySelectorAll('#effort input').forEach((input) => { input.value = 'absurd' })")

    page.click("#sample >> text=Save")
    page.click("error-summary a[href='#effort']")

    expect(page.locator("#effort-0")).to_be_focused()


def test_a_toast_moves_to_the_live_region_and_undo_answers(open_page):
    page = open_page("/sample")
    page.fill("#title", "Long run")

    page.click("#sample >> text=Save")

    toast = page.locator("toast-list .toast")
    expect(toast).to_contain_text("Saved: Long run")
    expect(page.locator("toast-list")).to_have_attribute("aria-live", "polite")
    toast.get_by_role("button", name="Dismiss").click()
    expect(toast).to_have_count(0)


def test_the_focus_stays_where_it_was_after_a_swap(open_page):
    page = open_page("/sample")
    page.fill("#title", "Long run")
    save = page.locator("#sample button", has_text="Save")
    save.focus()

    page.keyboard.press("Enter")
    page.locator("toast-list .toast").wait_for()

    expect(save).to_be_focused()


def test_a_refusal_is_announced_and_goes_with_the_next_try(open_page):
    page = open_page("/sample?state=refused")

    page.click("#sample >> text=Save")
    alert = page.get_by_role("alert").filter(has_text="It is not ready yet.")
    expect(alert).to_be_visible()

    page.route("**/sample*", lambda route: route.fulfill(status=204))
    page.click("#sample >> text=Save")
    expect(alert).to_have_count(0)


def test_a_dangerous_step_asks_first(open_page):
    page = open_page("/sample")
    sent = []
    page.on("request", lambda request: sent.append(request.method))

    page.click("#sample >> text=Delete")
    question = page.get_by_role("dialog", name="Really delete it?")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    assert sent == []

    page.click("#sample >> text=Delete")
    with page.expect_request(lambda request: request.method == "DELETE"):
        question.get_by_role("button", name="Delete").click()


@pytest.mark.parametrize(
    ("inside", "attributes", "said"),
    [
        ('<svg></svg><span class="unseen">Delete</span>', {}, "Delete"),
        ("<svg></svg>", {"aria-label": "Delete it"}, "Delete it"),
        ("<svg></svg>", {"title": "Away with it"}, "Away with it"),
        ("<svg></svg>", {}, "Continue"),
    ],
)
def test_the_question_before_a_step_names_it_where_its_button_shows_an_icon_alone(open_page, inside, attributes, said):
    page = open_page("/sample")
    page.locator("form[data-confirm] button").evaluate(
        """(button, [inside, attributes]) => {
            button.innerHTML = inside;
            for (const [name, value] of Object.entries(attributes)) button.setAttribute(name, value);
            button.click();
        }""",
        [inside, attributes],
    )

    expect(page.locator("ask-first [value=yes]")).to_have_accessible_name(said)


def test_a_link_opens_the_block_of_another_page_as_a_dialog(open_page):
    page = open_page("/sample")
    link = page.get_by_role("link", name="Open")

    link.click()

    box = page.get_by_role("dialog", name="A dialog")
    expect(box.locator("input")).to_be_focused()
    box.get_by_role("link", name="Cancel").click()
    expect(box).to_be_hidden()
    expect(link).to_be_focused()
    link.click()
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_a_dialog_is_also_a_page_of_its_own(open_page):
    page = open_page("/dialog")

    expect(page.locator("main #dialog h1")).to_have_text("A dialog")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("main [data-closes]").first).to_be_hidden()


def test_signing_in_again_repeats_what_was_asked(open_page):
    page = open_page("/sample?state=ended")
    page.fill("#title", "Long run")
    page.fill("#load", "82,5")

    page.click("#sample >> text=Save")
    box = page.get_by_role("dialog", name="Please sign in again")
    expect(box.get_by_label("Password")).to_be_focused()
    expect(page.locator("#title")).to_have_value("Long run")
    page.context.add_cookies([{"name": "signed", "value": "in", "url": page.url}])
    with page.expect_request(lambda request: request.method == "POST" and "/sample" in request.url) as again:
        box.get_by_role("button", name="Sign in").click()

    assert again.value.post_data == "title=Long%20run&load=82%2C5&kind=run&effort=1"
    expect(page.locator("toast-list .toast")).to_contain_text("Saved: Long run")
    expect(box).to_be_hidden()


def test_the_palette_opens_searches_and_goes_by_keys_alone(open_page):
    page = open_page("/sample")

    page.keyboard.press("Control+k")
    box = page.get_by_role("dialog", name="Jump to")
    expect(box.get_by_role("link")).to_have_count(2)
    page.keyboard.type("ben")
    expect(box.get_by_role("link")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(box.get_by_role("link", name="Ben Okafor")).to_be_focused()
    page.keyboard.type(" o")
    expect(box.get_by_role("searchbox")).to_be_focused()
    expect(box.get_by_role("link")).to_have_count(1)
    page.keyboard.press("Enter")

    page.wait_for_url("**/styleguide")


def test_rows_are_walked_with_j_and_k(open_page):
    page = open_page("/sample")

    for key, name in [("j", "Ana"), ("j", "Ben"), ("ArrowDown", "Cleo"), ("j", "Cleo"), ("k", "Ben"), ("Home", "Ana")]:
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/styleguide?Ana")


def test_single_keys_do_nothing_while_one_types(open_page):
    page = open_page("/sample")
    page.focus("#title")

    page.keyboard.type("j/k?")

    expect(page.locator("#title")).to_have_value("j/k?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_question_mark_lists_the_keys_and_a_slash_searches(open_page):
    page = open_page("/sample")

    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys on this page")
    expect(keys).to_contain_text("Find")
    page.keyboard.press("Escape")
    page.keyboard.press("/")

    expect(page.get_by_role("searchbox", name="Find")).to_be_focused()


def test_a_stepper_steps_and_keeps_to_its_limits(open_page):
    page = open_page("/sample")
    value = page.locator("stepper-input input")

    page.get_by_role("button", name="Reps: more").click()
    expect(value).to_have_value("9")
    value.fill("0,5")
    page.get_by_role("button", name="Reps: less").click()
    expect(value).to_have_value("0")
    value.press("ArrowUp")
    expect(value).to_have_value("1")


def test_rest_runs_down_and_can_be_made_longer(open_page):
    page = open_page("/sample")
    timer = page.get_by_role("timer")

    timer.get_by_role("button", name="15 seconds more").click()
    expect(timer).to_contain_text("0:1")
    page.evaluate("document.addEventListener('rest-over', () => { window.over = true })")
    timer.get_by_role("button", name="Skip").click()

    expect(timer).to_be_hidden()
    assert page.evaluate("window.over")


def test_text_goes_to_the_clipboard(open_page):
    page = open_page("/sample", permissions=["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "abc"


def test_a_form_saves_itself_and_says_so(open_page):
    page = open_page("/sample")
    form, state = page.locator("#kept"), page.locator("#kept .saved")

    expect(form.get_by_role("button", name="Save")).to_be_hidden()
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.fill("#kept_title", "Quiet week")
    assert "Quiet%20week" in sent.value.post_data
    expect(state).to_have_attribute("data-state", "unsaved")  # the other fields of this form are missing
    expect(state).to_contain_text("Not a valid choice")
    expect(page.locator("#kept_title")).to_have_value("Quiet week")


def test_a_form_that_could_not_be_saved_tries_again_when_the_network_is_back(open_page):
    page = open_page("/sample")
    page.context.set_offline(True)
    page.fill("#kept_title", "Quiet week")
    expect(page.locator("#kept .saved")).to_have_attribute("data-state", "unsaved")
    page.errors.clear()  # the browser notes the lost connection

    with page.expect_request(lambda request: request.method == "POST"):
        page.context.set_offline(False)


def test_a_lost_connection_is_said_in_words_and_nothing_is_lost(open_page):
    page = open_page("/sample")
    page.fill("#title", "Long run")
    page.route("**/sample*", lambda route: route.abort())

    page.click("#sample >> text=Save")

    expect(page.get_by_text("there is no connection")).to_be_visible()
    expect(page.locator("#title")).to_have_value("Long run")
    page.errors.clear()


def test_the_rail_stays_narrow_on_the_next_page(open_page):
    page = open_page("/sample")
    wide = page.locator(".nav").bounding_box()["width"]

    page.get_by_role("button", name="Narrow menu").click()
    page.goto("/styleguide")

    assert page.locator(".nav").bounding_box()["width"] < wide / 2
    expect(page.get_by_role("button", name="Narrow menu")).to_have_attribute("aria-pressed", "true")


def test_more_opens_from_the_bar_and_arrows_walk_it(open_page):
    page = open_page("/sample", size="phone")

    page.get_by_role("button", name="More", exact=True).click()
    menu = page.locator("#more_menu")
    expect(menu).to_be_visible()
    expect(menu.get_by_role("link", name="Settings")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(menu.get_by_role("button", name="Sign out")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_a_chart_is_read_point_by_point(open_page):
    page = open_page("/sample")
    page.evaluate("""document.querySelector('#sample').innerHTML = `
        <chart-crosshair aria-label="Pace"
          points='[[0,0.5,"0:00, 5:10 /km"],[0.5,0.2,"5:00, 4:50 /km"],[1,null,"10:00, pause"]]'>
          <svg class="plot" width="200" height="50"></svg><output></output></chart-crosshair>`""")
    chart = page.get_by_role("slider", name="Pace")

    chart.focus()
    page.keyboard.press("ArrowRight")
    expect(chart).to_have_attribute("aria-valuetext", "5:00, 4:50 /km")
    expect(page.locator("chart-crosshair output")).to_have_text("5:00, 4:50 /km")
    page.keyboard.press("End")
    expect(chart).to_have_attribute("aria-valuenow", "2")
    expect(chart.locator(".dot")).to_have_attribute("visibility", "hidden")


def test_what_fills_itself_leaves_the_focus_alone(open_page):
    page = open_page("/sample")
    with page.expect_response("**/dialog"):
        page.evaluate("""() => {
            document.body.insertAdjacentHTML("beforeend", `<div id="filled" hx-get="/dialog" hx-trigger="load"
              hx-target="#filled" hx-swap="innerHTML"><button>x</button></div>`);
            htmx.process(document.getElementById("filled"));
        }""")
    page.locator("#filled h1").first.wait_for()

    expect(page.locator("body")).to_be_focused()
