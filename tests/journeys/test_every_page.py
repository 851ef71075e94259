"""axe finds nothing on any page of the site map, at a desk by day and on a phone by night, and none is too wide."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from portal.accounts.actions.joining import offer_first_trainer
from tests.contracts.test_routes import TEXT
from tests.journeys.conftest import SIZES, served
from tests.journeys.places import FIRST, NOT_WALKED, STATES, WALKED, known
from tests.journeys.test_axe import AXE, RULES, violations

pytestmark = pytest.mark.browser

GONE = 410
"""What the link of a closed invitation says."""
BY_SIZE = [
    "aria-hidden-focus",
    "button-name",
    "color-contrast",
    "landmark-unique",
    "link-name",
    "region",
    "scrollable-region-focusable",
    "target-size",
]
"""What may be broken on a phone by night and not at a desk by day: size, colour, and what shows only there."""
GAP = re.compile(r"<[^>]+>")
PEOPLE = ["carla", "ana", "ada", "otto", "sam", "nobody"]


@pytest.fixture(scope="session")
def records(world):
    return known(world)


def pages_of(who, records):
    """Return rule and address of every page this person walks."""
    for rule, people, names, *more in (*((rule, *how) for rule, how in WALKED.items()), *STATES):
        if who in people.split():
            values = iter(names)
            path = GAP.sub(lambda _, values=values: records[next(values)], rule)
            yield rule, path + "".join(more).format(**records)


def too_wide(page):
    """Say so when the page itself, not a table in it, has to be moved sideways."""
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{over} px wider than the screen"] if over > 0 else []


def found_at(page, rule, path):
    """Return what a careful visitor would complain about: at a desk by day, on a phone by night."""
    page.set_viewport_size(SIZES["desk"])
    page.emulate_media(color_scheme="light")
    answer = page.goto(path)
    found = [] if answer.ok or answer.status == GONE else [f"status {answer.status}"]
    found += [*too_wide(page), *violations(page, RULES)]
    page.set_viewport_size(SIZES["phone"])
    page.emulate_media(color_scheme="dark")
    found += [f"phone at night: {line}" for line in (*too_wide(page), *violations(page, BY_SIZE))]
    return [f"{rule}: {line}" for line in found]


def back_from_strava(page):
    """Set out for Strava; return the address by which it sends one back."""
    gone = page.request.get("/strava/authorization", max_redirects=0).headers["location"]
    state = parse_qs(urlsplit(gone).query)["state"][0]
    return "/strava/callback?" + urlencode({"state": state, "code": "granted", "scope": "read,activity:read_all"})


@pytest.mark.parametrize("who", PEOPLE)
def test_axe_finds_nothing_on_any_page(enter, records, who):
    page = enter(None if who == "nobody" else who, meets=(str(GONE),))
    page.add_init_script(AXE)
    failed = []
    page.on("response", lambda answer: failed.append(answer) if answer.status not in {*range(400), GONE} else None)

    found = []
    for rule, path in pages_of(who, records):
        found += found_at(page, rule, back_from_strava(page) if rule == "/strava/callback" else path)

    found += [
        f"{answer.status} {answer.url}"
        for answer in failed
        if answer.status != GONE and not answer.url.endswith("/live")
    ]
    assert found == []


def test_axe_finds_nothing_on_the_page_of_the_first_trainer(enter, tmp_path):
    with served(tmp_path, offer_first_trainer) as empty:
        page = enter()
        page.add_init_script(AXE)

        assert found_at(page, FIRST, f"{empty.address}/first/{empty.loaded}") == []


def test_every_page_of_the_site_map_is_walked():
    rows = [line.split() for line in TEXT.read_text(encoding="utf-8").splitlines()]
    pages = {rule for rule, method, *_ in rows if method == "GET"}

    assert pages - {*WALKED, *NOT_WALKED, FIRST} == set()
    assert {*WALKED, *NOT_WALKED, FIRST} - pages == set()
    assert {name for people, *_ in (*WALKED.values(), *(how for _, *how in STATES)) for name in people.split()} <= {
        *PEOPLE
    }
