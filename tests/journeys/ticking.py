"""A session in a browser: open, ticked, sent, on a device that several people use."""

from portal.seed.people import PASSWORD


def session_of(page):
    """Return which session the page shows, once its script is there to write down what is ticked."""
    page.wait_for_function("() => document.querySelector('set-logger:defined')")
    return page.locator("set-logger").get_attribute("session")


def tick(page, times):
    for _ in range(times):
        done = page.locator(".set-row--done").count()
        page.locator(".tick--main").click()
        page.wait_for_function("count => document.querySelectorAll('.set-row--done').length > count", arg=done)


def wait_until(page, state):
    page.wait_for_function("state => document.querySelector('.saved').dataset.state === state", arg=state)


def wait_for_copy(page, path):
    """Wait until the worker keeps this page, and not before."""
    page.wait_for_function("path => caches.match(location.origin + path).then(Boolean)", arg=path)


def wait_until_all_is_sent(page):
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('unsent'))")


def sign_in(page, who):
    page.get_by_label("E-mail").fill(f"{who}@trackside.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/session" not in url)


def sign_out(page):
    page.get_by_role("button", name="More", exact=True).click()
    page.locator(".menu__act", has_text="Sign out").click()
