"""What the macros write, read as HTML."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import html5lib
import pytest
from flask import render_template_string

from portal.roster.rules import Life
from portal.training.rules.sessions import Outcome

XSS = '"><script>alert(1)</script>'
MONDAY = date(2026, 5, 18)


@pytest.fixture
def draw(components):
    """Draw a piece of a template as a visitor in English."""

    def draw(source, **context):
        with components.test_request_context("/"):
            return render_template_string(source, **context)

    return draw


@pytest.mark.parametrize("reader", ["light", "pseudo"])
def test_every_component_is_valid_html(components, reader):
    client = components.test_client()
    client.get(f"/as/{reader}")

    page = client.get("/styleguide").text

    html5lib.HTMLParser(strict=True).parse(page)
    assert "None" not in re.sub(r"<[^>]+>", "", page)


NOT_SAMPLED = {
    "activity_rows", "chart", "laps_part", "pairing_part", "planned_and_done", "route", "values_part",  # of recordings
    "said", "set_line", "queue_row",  # of a message, a log and a review: their own pages are their samples
    "error_page",  # a page of its own, with a heading of its own
    "fresh_counts", "navigation", "palette", "surroundings", "track_view",  # around every page
    "brand", "outcome_words",
}  # fmt: skip
"""What is tested where it is drawn, because a sample would need half a database or a page around it."""


def calls_of(source):
    """The macros that a piece of a template uses."""
    return set(re.findall(r"\b([a-z_]+)\(", source))


def macros():
    """The source of every macro, by name."""
    source = "".join(path.read_text() for path in sorted(Path("templates/components").glob("*.html")))
    return dict(re.findall(r"{%-? macro (\w+)(.*?)endmacro", source, re.DOTALL))


def test_every_component_stands_on_the_style_page():
    known = macros()
    page = "".join(
        path.read_text() for path in [Path("templates/styleguide.html"), *Path("templates/styleguide").glob("*.html")]
    )
    wanted, drawn = calls_of(page), set()
    while wanted := (wanted & known.keys()) - drawn:
        drawn |= wanted
        wanted = set().union(*(calls_of(known[name]) for name in wanted))

    assert {name for name in known if not name.startswith("_")} - drawn == NOT_SAMPLED


class Ids(HTMLParser):
    """Collects ids and what refers to them."""

    def __init__(self):
        super().__init__()
        self.ids, self.targets, self.styles = [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        for name in ("hx-target", "for", "aria-labelledby", "aria-describedby", "popovertarget"):
            self.targets += [each.removeprefix("#") for each in (found.get(name) or "").split() if each != "this"]
        self.styles += [tag for name in found if name in ("style", "onclick") or name.startswith("hx-on")]


@pytest.mark.parametrize("path", ["/styleguide", "/sample", "/dialog"])
def test_ids_are_unique_and_references_lead_somewhere(client, path):
    found = Ids()
    found.feed(client.get(path).text)

    assert sorted({each for each in found.ids if found.ids.count(each) > 1}) == []
    assert sorted(set(found.targets) - set(found.ids)) == []
    assert found.styles == []


@pytest.mark.parametrize(
    "source",
    [
        "{{ ui.button(x) }}",
        "{{ ui.link_button(x, '/', data_name=x) }}",
        "{{ ui.action(x, '/', 'flash', confirm=x, values={'a': x}) }}",
        "{{ ui.copy(x, x) }}",
        "{{ ui.toast(x, '/', 'flash') }}",
        "{{ ui.badge(x) }}{{ ui.avatar(x) }}{{ ui.status('done', x) }}{{ ui.reason(x) }}",
        "{{ ui.lanes(1, 3, x) }}{{ ui.lane_list([{'name': x, 'done': 1, 'total': 2, 'label': x}]) }}",
        "{{ ui.stat(x, x, x) }}{{ ui.pairs([(x, x)]) }}{{ ui.tabs([(x, '/', True, x)], x) }}",
        "{{ ui.stepper('a', x, 1, x, x) }}{{ ui.search('/', 'flash', x, value=x) }}",
        "{% call ui.message(x, x) %}{{ x }}{{ ui.quote(x, [x], '/') }}{{ ui.attachment(x, '/', x) }}{% endcall %}",
        "{% call ui.page_head(x, x, (x, '/')) %}{{ x }}{% endcall %}{% call ui.empty(x, x) %}{{ x }}{% endcall %}",
        "{{ ui.palette_results([(x, [(x, '/', 'person', x)])]) }}",
        "{{ ui.session_mark({'title': x, 'url': '/', 'outcome': 'done'}) }}",
    ],
)
def test_what_people_wrote_stays_text(draw, source):
    html = draw(source, x=XSS)

    assert "<script>" not in html
    assert "&lt;script&gt;" in html or "&#34;&gt;" in html


@pytest.mark.parametrize("outcome", [*Outcome, "rest", None])
def test_each_outcome_has_a_glyph_and_a_word(draw, outcome):
    html = draw("{{ ui.status(outcome) }}", outcome=outcome)
    glyph = re.search(r"#([\w-]+)\"", html)[1]

    assert f'<symbol id="{glyph}"' in Path("static/icons.svg").read_text()
    assert re.search(r"<span>\w+[\w ]*</span>", html)


@pytest.mark.parametrize("life", list(Life))
def test_each_life_status_has_a_glyph_and_a_word(draw, life):
    html = draw("{{ ui.life_status(life) }}", life=life)
    glyph = re.search(r"#([\w-]+)\"", html)[1]

    assert f'<symbol id="{glyph}"' in Path("static/icons.svg").read_text()
    assert re.search(r"<span>\w+[\w ]*</span>", html)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("82.5 kg", "82.5 <small>kg</small>"),
        ("8 × 70 kg", "8 × 70 <small>kg</small>"),
        ("5:12 /km", "5:12 <small>/km</small>"),
        ("91\u00a0%", "91 <small>%</small>"),
        ("21 Jun", "21 Jun"),
        ("–", "–"),
        (44, "44"),
    ],
)
def test_only_units_are_made_small(draw, text, shown):
    assert draw("{{ ui.quantity(text) }}", text=text).strip() == shown


@pytest.mark.parametrize(
    ("done", "total", "drawn"),
    [
        (3, 5, ["done", "done", "done", "rest", "rest"]),
        (0, 3, ["rest"] * 3),
        (71, 135, ["rest", "done"]),
        (0, 0, ["rest"]),
        (9, 4, ["done"] * 4),
    ],
)
def test_lanes_tell_parts_apart_while_there_are_few(draw, done, total, drawn):
    html = draw("{{ ui.lanes(done, total, 'so far') }}", done=done, total=total)

    assert re.findall(r"lanes__(done|rest)", html) == drawn
    assert 'aria-label="so far"' in html


def test_a_plain_form_can_send_delete_too(draw):
    html = draw("{{ ui.action('End', '/coaching/7?from=list', 'flash', method='delete') }}")

    assert 'action="/coaching/7?from=list&amp;_method=DELETE"' in html
    assert 'hx-delete="/coaching/7?from=list"' in html
    assert 'hx-target="#flash"' in html


def test_without_a_target_a_form_is_only_a_form(draw):
    assert "hx-" not in draw("{{ ui.action('Sign out', '/session', method='delete') }}")


def test_an_error_stands_beside_its_field_and_in_the_summary(client):
    page = client.post("/sample", data={"load": "heavy", "kind": "run", "effort": "1"}).text

    assert "Please check 2 things." in page
    assert re.search(r'<a href="#load">Load: Write a number\.</a>', page)
    assert re.search(r'id="load-error">.*?<span>Write a number\.</span>', page)
    assert re.search(r'<input aria-describedby="load-unit load-error" aria-invalid="true"[^>]*value="heavy"', page)


def test_a_week_strip_names_the_state_of_each_day(draw):
    days = [(MONDAY + timedelta(days=n), outcome) for n, outcome in enumerate(["done", None, "missed", "planned"])]

    html = draw("{{ ui.week_strip(days, 'This week') }}", days=days)

    assert 'aria-label="This week"' in html
    assert re.findall(r'aria-labelledby="is-(\w+)"', html) == ["done", "rest", "missed", "planned"]


def test_a_calendar_shows_weeks_as_rows_with_totals(draw):
    days = [{"on": MONDAY + timedelta(days=n), "sessions": []} for n in range(7)]
    days[0]["sessions"] = [{"title": "Lower A", "url": "/s", "facts": ["14 sets"], "outcome": Outcome.DONE}]
    days[6]["race"] = "Zagreb"
    week = {"number": 21, "days": days, "total": {"done": "0:48", "planned": "4:50", "done_share": 0.17}}

    html = draw("{{ ui.calendar([week], today, 'Training') }}", week=week, today=MONDAY)

    assert html.count("<td") == 8
    assert "calendar__day--today" in html
    assert "of 4:50" in html
    assert "Zagreb" in html


def test_the_agenda_says_rest_where_nothing_is_planned(draw):
    days = [{"on": MONDAY, "sessions": []}]

    assert "rest" in draw("{{ ui.agenda(days, today) }}", days=days, today=MONDAY)


def test_a_pseudo_reader_meets_no_english(components):
    client = components.test_client()
    client.get("/as/pseudo")
    page = re.sub(r"<(script|style|code)\b.*?</\1>", "", client.get("/styleguide").text, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|title|placeholder)="([^"]+)"', page) + re.findall(r">([^<]+)<", page)
    names = {
        "Ana",
        "Ana Kovač",
        "Ben Okafor",
        "Jonas Weber",
        "Sofia Lindqvist",
        "Zagreb 21.1",
        "Garmin Forerunner 965",
        "Carla",
        "Carla Moreau",
        "plan-may.pdf",
        "Run",
        "Lift",
        "Long run",
    }
    chrome = {"Clients", "Library", "Messages", "Notices", "Settings"}  # the test's own navigation
    plain = [text.strip() for text in spoken if re.search(r"[a-z]{4}", text) and "⟦" not in text]

    assert sorted({text for text in plain if text not in names | chrome and "Łukasz" not in text}) == []
