"""What stands on the sheets."""

import json
import logging
import os
import re
import subprocess
import sys
import zlib
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from portal.core import storage
from portal.core.db import db, transaction
from portal.core.ids import new_id
from portal.core.reader import Reader, reading_as
from portal.core.sentence import sentence
from portal.core.units import System
from portal.exports import pdf
from portal.exports.actions.drawing import TEMPLATE
from portal.exports.queries.sheets import cover_of, weeks_of
from portal.exports.rules.exports import file_name, seconds_left, week_choices
from portal.exports.rules.sheets import Boxes, Cover, Row, Session, Table, Week
from portal.training.actions.adjustments import override_session
from portal.training.models.plans import Plan, PlannedSession
from portal.training.rules.exercises import Measure
from portal.training.rules.plans import Missed
from tests.cast import NOW, TODAY
from tests.training.builders import exercise

COVER = Cover("Base", "Ana Kovač", "Carla Moreau", weeks=12, version=15, printed_on=TODAY)
PNG = re.compile(r'src="data:image/png;base64,[^"]+"')


class Sheet(HTMLParser):
    """What somebody reads on a sheet."""

    def __init__(self, html):
        super().__init__()
        self.words, self.boxes, self.rows, self.addresses = [], 0, [], []
        self.feed(html)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.boxes += "box" in attributes.get("class", "").split()
        if tag == "a":
            self.addresses.append(attributes["href"])
        if tag == "img":
            self.words.append(attributes["alt"])
        if tag == "tr":
            self.rows.append(0)

    def handle_data(self, words):
        self.words.append(words)


@pytest.fixture
def sheets(app):
    """Return the sheets of a plan, as the job hands them to the PDF."""

    def sheets(plan, *, today=TODAY, most=1, units=System.METRIC, language="en"):
        with app.app_context(), reading_as(Reader("Ana", units, language, "Europe/Zagreb")):
            found = db.session.get_one(Plan, plan.id)
            cover = cover_of(found, today=today)
            weeks = weeks_of(found, today=today, most=most)
            return [html_of(app, week, cover=cover) for week in weeks]

    return sheets


def html_of(app, week, *, cover=COVER, paper="a4", is_dense=False):
    return app.jinja_env.get_template(TEMPLATE).render(
        cover=cover, week=week, paper=paper, is_dense=is_dense, code=pdf.code, config=app.config
    )


def a_week(*, name="Back squat", rows=1, boxes=3, goal="3 × 5", sessions=1):
    row = Row(name, (sentence(goal),), sentence("3 × 5"), TODAY, boxes)
    session = Session(new_id(), TODAY, name, 48, "", (), (Table(Boxes.SETS, (row,) * rows),))
    return Week(1, TODAY, (session,) * sessions, ())


def drawn(app, *parts, language="en"):
    with app.app_context(), reading_as(Reader("Ana", System.METRIC, language, "Europe/Zagreb")):
        drawing = pdf.Drawing()
        for week, paper in parts:
            drawing.add(TEMPLATE, cover=COVER, week=week, paper=paper, code=pdf.code)
        return drawing, drawing.content()


def box_of(page):
    """What the page is laid out as."""
    return page._page_box  # noqa: SLF001 -- WeasyPrint's document model, which it shows only so


def opened(content):
    """Return a PDF with everything in it unpacked."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return content + b"".join(zlib.decompressobj().decompress(part) for part in packed if part[:1] == b"x")


def texts_of(page):
    """The words of a page as they are laid out, margins too."""

    def texts(box):
        if hasattr(box, "text"):
            yield box.text
        for child in getattr(box, "children", ()):
            yield from texts(getattr(child, "_box", child))

    return " ".join(texts(box_of(page)))


def test_a_week_says_whose_it_is_and_how_old(gym, sheets):
    (html,) = sheets(gym.plan(title="Spring block"))
    text = Sheet(html).text

    assert "Trackside Carla Moreau" in text
    assert "Ana Kovač, week 1" in text
    assert "May 18 to May 24 · Spring block, week 1 of 4" in text
    assert "Printed May 18, 2026 from version 2; the plan may change: the code always opens the newest." in text


def test_there_is_a_box_for_every_set(gym, sheets):
    (html,) = sheets(gym.plan(gym.squats(days=(0,))))

    assert "3 × 5 × 60 kg" in Sheet(html).text
    assert Sheet(html).boxes == 3


def test_every_session_has_a_code_that_opens_its_log(gym, app, cast, visit, sheets):
    plan = gym.plan()
    ids = [session.id for session in gym.sessions(plan)][:3]

    (html,) = sheets(plan)

    assert Sheet(html).addresses == [f"http://localhost/sessions/{session_id}" for session_id in ids]
    assert len(PNG.findall(html)) == 3
    with app.test_request_context():
        assert app.url_for("sessions.show_session", id=ids[0]) == f"/sessions/{ids[0]}"
    assert visit(cast.ana, f"/sessions/{ids[0]}").status_code == 200


def test_loads_and_paces_are_in_the_units_of_the_athlete(gym, sheets):
    (html,) = sheets(gym.plan(gym.squats(days=(0,)), gym.runs()), units=System.IMPERIAL)
    text = Sheet(html).text

    assert "132.3 lb" in text
    assert "Repetitions × lb" in text
    assert "/mi to " in text
    assert not re.search(r"\bk[gm]\b", text)
    assert re.search(r"\d times: [\d,]+ m at ", text)  # as a track measures it


def test_runs_show_ranges_of_pace_and_boxes_for_each_repetition(gym, sheets):
    (html,) = sheets(gym.plan(gym.runs()))
    text = Sheet(html).text

    assert re.search(r"\d km at \d:\d\d /km to \d:\d\d /km", text)
    times = int(re.search(r"(\d+) times:", text)[1])
    assert Sheet(html).boxes == times + 2 + 2
    assert "Time of each" in text


def test_the_last_result_stands_where_an_exercise_comes_first(gym, sheets, time):
    plan = gym.plan()
    gym.train(gym.sessions(plan)[0], short_by=1)
    time.move(days=1)

    now, later = sheets(plan, today=TODAY + timedelta(days=1), most=2)

    assert "5 × 60 kg, 5 × 60 kg, 4 × 60 kg May 18" in Sheet(now).text
    assert Sheet(now).text.count("Last time") == 1
    assert "Last time" not in Sheet(later).text


def test_the_last_run_stands_on_the_sheet(gym, sheets, time):
    plan = gym.plan(gym.runs())
    gym.train(gym.sessions(plan)[1])
    time.move(days=5)

    texts = [Sheet(html).text for html in sheets(plan, today=TODAY + timedelta(days=5), most=2)]

    assert any("100% of what was planned May 21" in text for text in texts)


def test_what_is_done_is_not_printed_again(gym, sheets, time):
    plan = gym.plan()
    gym.train(gym.sessions(plan)[0])
    time.move(days=1)

    (html,) = sheets(plan, today=TODAY + timedelta(days=1))

    assert "Done already: Back squat" in Sheet(html).text
    assert len(Sheet(html).addresses) == 2


def test_a_session_still_open_from_last_week_stands_in_this_week(gym, sheets, time):
    plan = gym.plan(gym.squats(days=(0, 6)))
    time.move(days=7)

    (html,) = sheets(plan, today=TODAY + timedelta(days=7))

    assert "week 2" in Sheet(html).text
    assert "Sunday, Back squat May 24" in Sheet(html).text
    assert len(Sheet(html).addresses) == 3


def test_numbers_follow_what_was_trained(gym, sheets, time):
    plan = gym.plan()
    before = Sheet(sheets(plan)[0]).text
    for session in gym.sessions(plan)[:2]:
        gym.train(session, on=TODAY, short_by=2)

    after = Sheet(sheets(plan)[0]).text

    assert before.count("60 kg") == 1
    assert "3 × 5 × 65 kg" in before
    assert "3 × 5 × 65 kg" not in after


def test_a_change_by_hand_says_why(gym, sheets):
    plan = gym.plan()
    with transaction():
        session = db.session.get_one(PlannedSession, gym.sessions(plan)[0].id)
        change = {"work": [{"sets": 2, "reps": 8, "load": 50}]}
        override_session(session, track="a", change=change, reason="Easy on the <b>back</b>", actor=gym.carla, now=NOW)

    (html,) = sheets(plan)

    assert "Carla Moreau: Easy on the <b>back</b>" in Sheet(html).text
    assert "2 × 8 × 50 kg" in Sheet(html).text


@pytest.mark.parametrize(
    ("measure", "goal", "boxes"),
    [
        (Measure.SECONDS, "3 × 45 s", "Seconds, a box for each set"),
        (Measure.DISTANCE, "3 × 45 m", "Metres, a box for each set"),
    ],
)
def test_exercises_in_seconds_or_metres_have_boxes_for_them(gym, cast, sheets, measure, goal, boxes):
    plank = exercise(cast, name="Plank", slug="plank", measure=measure)
    item = gym.squats(days=(0,), preset="fixed", sets=3, reps=45)
    held = type(item)(item.key, str(plank.id), plank.name, item.preset, item.fields, item.days)

    (html,) = sheets(gym.plan(held))

    assert goal in Sheet(html).text
    assert boxes in Sheet(html).text


def test_everything_is_translated(gym, sheets):
    (html,) = sheets(gym.plan(gym.squats(), gym.runs(), title="⟦⟧"), language="en-XA")
    text = re.sub(r"⟦[^⟦⟧]*⟧", "", html.replace("Ana Kovač", "").replace("Carla Moreau", ""))
    while re.search(r"⟦[^⟦⟧]*⟧", text):
        text = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
    left = Sheet(text).text

    assert not re.findall(r"[a-z]{4,}", left.replace("Monday", "")), left


@pytest.mark.parametrize(("paper", "size_mm"), [("a4", (210, 297)), ("letter", (215.9, 279.4))])
def test_the_paper_is_the_one_that_was_chosen(app, paper, size_mm):
    drawing, _ = drawn(app, (a_week(), paper))
    (page,) = drawing.pages

    assert (page.width * 25.4 / 96, page.height * 25.4 / 96) == pytest.approx(size_mm, abs=0.1)


def test_every_sheet_has_its_foot_and_number(app):
    drawing, _ = drawn(app, (a_week(rows=40), "a4"))
    pages = drawing.pages

    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in texts_of(page).replace("  ", " ")
        assert "from version 15" in texts_of(page)


@pytest.mark.parametrize("language", ["en", "en-XA"])
def test_nothing_leaves_the_sheet_however_long_or_many_it_is(app, language):
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
    week = a_week(name=long, rows=40, boxes=24, goal=long)

    drawing, _ = drawn(app, (week, "a4"), language=language)

    for page in drawing.pages:
        box = box_of(page)
        right = box.content_box_x() + box.width
        assert all(edge <= right + 1 for edge in edges_of(box))


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "en-XA"])
def test_a_week_of_six_sessions_keeps_to_one_sheet(app, paper, language):
    drawing, _ = drawn(app, (a_week(rows=3, sessions=6), paper), language=language)

    assert len(drawing.pages) == 1
    assert "How was the week" in texts_of(drawing.pages[0]) or language != "en"


def test_only_what_runs_over_is_drawn_closer_together(app):
    light, heavy = a_week(rows=3), a_week(rows=3, sessions=6)

    drawing, _ = drawn(app, (light, "a4"), (heavy, "a4"))

    assert [size_of_codes(page) for page in drawing.pages] == [{17}, {14.5}]


def test_a_session_that_fits_no_more_begins_on_the_next_sheet(app):
    drawing, _ = drawn(app, (a_week(rows=7, sessions=6), "a4"))

    assert len(drawing.pages) > 1
    assert all(texts_of(page).count("a box for each set") == len(codes_of(page)) for page in drawing.pages)


@pytest.mark.parametrize("sessions", [1, 2])
def test_a_session_longer_than_a_sheet_begins_below_the_head(app, sessions):
    drawing, _ = drawn(app, (a_week(rows=60, sessions=sessions), "a4"))

    assert texts_of(drawing.pages[0]).count("3 × 5") > 10


def codes_of(page):
    """The codes of a page, as they are laid out."""

    def images(box):
        for child in getattr(box, "children", ()):
            inner = getattr(child, "_box", child)
            if getattr(inner, "element_tag", "") == "img":
                yield inner
            yield from images(inner)

    return list(images(box_of(page)))


def size_of_codes(page):
    """How wide the codes are, in millimetres."""
    return {round(image.width * 25.4 / 96, 1) for image in codes_of(page)}


def edges_of(box):
    for child in getattr(box, "children", ()):
        inner = getattr(child, "_box", child)
        if hasattr(inner, "text"):
            yield inner.position_x + inner.width
        yield from edges_of(inner)


def test_the_document_is_tagged_speaks_and_uses_the_face_of_the_pages(app):
    _, drawn_content = drawn(app, (a_week(), "a4"))
    content = opened(drawn_content)

    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    assert b"pdfuaid" in content
    assert b"/Lang (en)" in content
    assert b"Instrument-Sans" in content
    assert b"Near" not in content


def test_drawing_leaves_no_complaint(app, caplog):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        drawn(app, (a_week(rows=3), "letter"), (a_week(), "letter"))

    assert [record.message for record in caplog.records if record.name == "weasyprint"] == []


@pytest.mark.parametrize(
    "url",
    ["file:///etc/hostname", "http://127.0.0.1:1/x", "https://example.org/x.css", "file:///static/../etc/passwd"],
)
def test_nothing_is_read_but_our_own_files(url):
    fetcher = pdf.local_only(Path("static").resolve())

    with pytest.raises(ValueError, match=r"not a file of ours|disallowed protocol"):
        fetcher.fetch(url)


WITHOUT_PANGO = """
import ctypes, json, sys
from portal.core import pango
real = ctypes.CDLL
def missing(name, *rest, **more):
    if name and "pango" in str(name):
        raise OSError(name)
    return real(name, *rest, **more)
ctypes.CDLL = missing
sys.modules["weasyprint"] = None
from portal.exports import pdf
from wsgi import app
said = pdf.problem()
with app.app_context():
    try:
        pdf.Drawing()
        outcome = "drawn"
    except pdf.CannotDraw:
        outcome = "cannot"
print(json.dumps([str(said), outcome, "weasyprint" in sys.modules and sys.modules["weasyprint"] is not None]))
"""


def test_without_pango_the_portal_starts_and_says_what_is_missing(environment, tmp_path):
    settings = {**os.environ, **environment, "TRACKSIDE_HOME": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/x"}

    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_PANGO], env=settings, capture_output=True, text=True, check=True
    )
    said, outcome, is_loaded = json.loads(run.stdout.splitlines()[-1])

    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in said
    assert outcome == "cannot"
    assert not is_loaded


def test_without_pango_the_button_says_why(gym, cast, visit, monkeypatch):
    monkeypatch.setattr(pdf.pango, "problem", lambda: sentence("Pango is missing."))
    plan = gym.plan()

    begun = visit(cast.ana, f"/plans/{plan.id}/exports/new")
    asked = visit(cast.ana, f"/plans/{plan.id}/exports", method="POST", target="dialog", weeks=1, paper="a4")

    assert "Pango is missing." in begun.text
    assert re.search(r"<button[^>]* disabled>.*?Make a PDF", begun.text, re.DOTALL)
    assert asked.status_code == 409
    assert "Pango is missing." in asked.text
    assert visit(cast.ana, f"/plans/{plan.id}").status_code == 200


def test_a_worker_without_pango_says_so_on_the_page(gym, cast, visit, printed, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    export = printed(gym.plan())

    assert export.problem == "cannot_draw"
    assert "lacks what drawing PDFs needs" in visit(cast.ana, f"/exports/{export.id}").text


def test_the_code_of_the_sheet_is_in_the_file(gym, app, printed):
    export = printed(gym.plan())
    with app.app_context():
        content = opened(storage.get(export.key))
        session_id = gym.sessions(type("P", (), {"id": export.plan_id}))[0].id

    assert f"/sessions/{session_id}".encode() in content


def test_file_names_hold_nothing_a_disk_minds():
    assert file_name('../a\\b:"ć" 10 km', date(2026, 5, 18)) == "a b ć 10 km 2026-05-18.pdf"
    assert file_name("/", date(2026, 5, 18)) == "Trackside 2026-05-18.pdf"


def test_as_many_weeks_are_offered_as_there_are():
    assert week_choices(0) == []
    assert week_choices(1) == [1]
    assert week_choices(4) == [1, 2, 4]
    assert week_choices(26) == [1, 2, 4, 8, 12, 26]


def test_the_rest_is_guessed_from_what_was_done():
    assert seconds_left(done=0, total=4, elapsed_s=1) is None
    assert seconds_left(done=1, total=4, elapsed_s=2) == 6
    assert seconds_left(done=2, total=4, elapsed_s=0) is None


def test_the_print_style_is_no_part_of_pages():
    assert ".sheet__" not in "".join(path.read_text() for path in Path("static/css").glob("*.css"))


def test_a_session_that_moved_is_printed_under_its_own_name(gym, sheets):
    items = (gym.squats(days=(0,)), gym.runs(days=(3, 4, 5)))
    plan = gym.plan(*items, missed=Missed.SHIFT)

    (html,) = sheets(plan, today=TODAY + timedelta(days=3))

    assert "Thursday, Back squat" in Sheet(html).text
