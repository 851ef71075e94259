import json
import re

import pytest

from portal.activities.rules import LapMark, Sport
from portal.core.units import System
from tests.activities.conftest import later, run

SCRIPT = "<script>alert(1)</script>"


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def page_of(visit, person, activity, **more):
    return visit(person, f"/activities/{activity.id}", **more)


@pytest.mark.parametrize(
    ("sport", "seen", "unseen"),
    [
        (Sport.RUN, ["Mean pace", "/km", "Steps a minute"], ["Mean speed", "Cadence"]),
        (Sport.RIDE, ["Mean speed", "km/h", "Mean power", "Weighted power", "Cadence"], ["Mean pace", "Steps"]),
        (Sport.SWIM, ["Mean pace", "/100"], ["Mean speed"]),
        (Sport.WALK, ["Mean pace", "/km"], ["Mean power"]),
        (Sport.STRENGTH, ["Moving time", "Mean heart rate"], ["Mean pace", "Mean speed"]),
    ],
)
def test_each_sport_shows_the_numbers_that_matter(cast, store, visit, sport, seen, unseen):
    said = words(page_of(visit, cast.ana, store(cast.ana, run(600, sport=sport))))

    figures = said.split("Charts")[0] + said.split("More numbers")[1]
    assert [word for word in seen if word not in figures] == []
    assert [word for word in unseen if word in figures] == []


def test_charts_say_what_they_show_without_being_seen(cast, store, visit):
    page = page_of(visit, cast.ana, store(cast.ana)).text

    assert [title for title in ("Pace", "Heart rate", "Altitude") if f"<h3>{title}</h3>" not in page] == []
    assert 'aria-label="Heart rate in beats a minute"' in page
    assert "All values as a table" in page
    assert page.count("<chart-crosshair") == 3
    values = re.findall(r'<text class="y"[^>]*>', page)
    assert values
    assert all('x="-8" text-anchor="end"' in value for value in values)  # beside the plot: no line crosses them
    assert 'style="' not in page


def test_the_values_behind_the_charts_are_a_table(cast, store, visit):
    activity = store(cast.ana)

    page = visit(cast.ana, f"/activities/{activity.id}/values")
    part = visit(cast.ana, f"/activities/{activity.id}/values", target="values")

    assert part.text.lstrip().startswith('<div id="values"')
    assert page.text.count("<tr>") == part.text.count("<tr>") > 10
    assert "500 m" in words(part)
    assert visit(cast.otto, f"/activities/{activity.id}/values").status_code == 404


def test_the_crosshair_gets_its_places_as_json(cast, store, visit):
    page = page_of(visit, cast.ana, store(cast.ana)).text

    for points in re.findall(r"points='([^']+)'", page):
        found = json.loads(points)
        assert 50 < len(found) <= 140
        assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y, _ in found if y is not None)


def test_an_imperial_reader_reads_miles_and_feet(cast, store, visit, session):
    cast.ana.units = System.IMPERIAL
    session.commit()

    said = words(page_of(visit, cast.ana, store(cast.ana)))

    assert "/mi" in said
    assert "minutes per mile" in page_of(visit, cast.ana, store(cast.ana)).text
    assert " km" not in said


def test_an_activity_without_samples_has_a_page_all_the_same(cast, store, visit):
    activity = store(cast.ana, run(channels={}, distance_m=5000.0, mean_heart_rate_bpm=150.0))

    answer = page_of(visit, cast.ana, activity)

    assert answer.status_code == 200
    assert "chart-crosshair" not in answer.text
    assert "150" in words(answer)


def test_the_quicker_laps_are_shaded(cast, store, visit):
    alike = store(cast.ana, run(laps=(LapMark(0, 900, 3000), LapMark(900, 900, 3010))), external_id="1")
    repeats = run(laps=(LapMark(0, 600, 1800), LapMark(600, 300, 1290), LapMark(900, 900, 2700)), began=later(days=-1))

    pages = [page_of(visit, cast.ana, row).text for row in (alike, store(cast.ana, repeats, external_id="2"))]

    assert "Shaded: every second lap." in pages[0]
    assert "Shaded: the quicker laps." in pages[1]
    assert [page.count('class="lap-band"') for page in pages] == [3, 3]


def test_a_lap_can_be_looked_at_alone(cast, store, visit):
    activity = store(cast.ana, run(laps=(LapMark(0, 900), LapMark(900, 900))))

    whole, lap, unknown = (visit(cast.ana, f"/activities/{activity.id}{q}") for q in ("", "?lap=2", "?lap=9"))

    assert "Lap 2 of 2" in lap.text
    assert "Lap 2 of 2" not in whole.text + unknown.text
    assert lap.text.count("<chart-crosshair") == 3


def test_a_lap_of_nonsense_is_the_whole_activity(cast, store, visit):
    activity = store(cast.ana)

    for lap in ("x", "-1", "0", "99999999999999999999"):
        assert visit(cast.ana, f"/activities/{activity.id}?lap={lap}").status_code == 200


def test_the_list_shows_the_latest_first_in_pages(cast, store, visit):
    for number in range(33):
        store(cast.ana, run(60, began=later(days=-number), name=f"Run {number:02}"), external_id=str(number))

    first = visit(cast.ana, "/activities").text
    url = re.search(r'href="(/activities\?before=[^"]+)"', first)[1]
    second = visit(cast.ana, url, target="activity_list").text

    assert re.findall(r"Run \d\d", first) == [f"Run {n:02}" for n in range(30)]
    assert re.findall(r"Run \d\d", second) == ["Run 30", "Run 31", "Run 32"]
    assert second.lstrip().startswith('<div id="activity_list"')
    assert "before=" not in second


def test_nonsense_in_the_address_is_ignored(cast, store, visit):
    store(cast.ana, run(60, name="Along the Sava"))

    for query in ("before=x", "deleted=x", "before="):
        assert "Along the Sava" in visit(cast.ana, f"/activities?{query}").text


def test_an_empty_list_says_what_will_be_there(cast, visit):
    page = visit(cast.sam, "/activities").text

    assert "Nothing recorded yet" in page
    assert "Add activities" in page


def test_an_activity_gets_a_name_and_a_note(cast, store, visit):
    activity = store(cast.ana, run(name="Run"))

    form = visit(cast.ana, f"/activities/{activity.id}/description", target="dialog")
    answer = visit(
        cast.ana, f"/activities/{activity.id}/description", method="POST", name="Race", note="Hot.\nStill good."
    )
    page = visit(cast.ana, answer.location).text

    assert form.text.lstrip().startswith('<div id="dialog"')
    assert 'value="Run"' in form.text
    assert "<h1>Race</h1>" in page
    assert "Still good." in page


def test_an_empty_name_goes_back_to_the_sources(cast, store, visit):
    activity = store(cast.ana, run(name="Morning run"))
    url = f"/activities/{activity.id}/description"

    for name in ("Race", ""):
        answer = visit(cast.ana, url, method="POST", name=name, note="")

    assert "<h1>Morning run</h1>" in visit(cast.ana, answer.location).text


@pytest.mark.parametrize("field", ["name", "note"])
def test_a_text_without_end_is_refused_and_not_lost(cast, store, visit, field):
    activity = store(cast.ana)
    typed = {"name": "Race", "note": "", field: "a" * 100_000}

    answer = visit(cast.ana, f"/activities/{activity.id}/description", method="POST", target="dialog", **typed)

    assert answer.status_code == 422
    assert "characters long" in answer.text
    assert "a" * 100_000 in answer.text


def test_html_in_every_text_stays_text(cast, store, visit):
    recording = run(name=SCRIPT, device=SCRIPT, raw_sport=SCRIPT, laps=(LapMark(0, 900), LapMark(900, 900)))
    activity = store(cast.ana, recording)
    visit(cast.ana, f"/activities/{activity.id}/description", method="POST", name=SCRIPT + "!", note=SCRIPT)

    for url in ("/activities", f"/activities/{activity.id}", f"/activities/{activity.id}/description"):
        page = visit(cast.ana, url).text
        assert "alert(1)" in page
        assert SCRIPT not in page


def test_deleting_offers_to_undo_and_undo_restores(cast, store, visit):
    activity = store(cast.ana, run(name="Along the Sava"))
    url = f"/activities/{activity.id}/deletion"

    gone = visit(cast.ana, visit(cast.ana, url, method="POST").location)
    missing = page_of(visit, cast.ana, activity)
    back = visit(cast.ana, visit(cast.ana, url, method="DELETE").location)

    assert "“Along the Sava” was deleted." in gone.text
    assert url in gone.text
    assert missing.status_code == 404
    assert "<h1>Along the Sava</h1>" in back.text


def test_deleting_and_restoring_twice_changes_nothing(cast, store, visit):
    activity = store(cast.ana)
    url = f"/activities/{activity.id}/deletion"

    first, second = (visit(cast.ana, url, method="POST").status_code for _ in range(2))
    third, fourth = (visit(cast.ana, url, method="DELETE").status_code for _ in range(2))

    assert (first, second, third, fourth) == (303, 404, 303, 303)


def test_nobody_learns_the_name_of_somebody_elses_deleted_activity(cast, store, visit):
    activity = store(cast.ana, run(name="Along the Sava"))
    visit(cast.ana, f"/activities/{activity.id}/deletion", method="POST")

    assert "Along the Sava" not in visit(cast.carla, f"/activities?deleted={activity.id}").text


@pytest.mark.parametrize("url", ["/activities", "/activities/{}", "/activities/{}?lap=1"])
def test_pages_need_as_many_statements_however_much_there_is(cast, store, visit, queries, planned, url):
    planned()
    laps = tuple(LapMark(60 * n, 60, 200) for n in range(10))
    activity = store(cast.ana, run(600, laps=laps))
    counts = []
    visit(cast.ana, url.format(activity.id))
    for more in (0, 12):
        for number in range(more):
            store(cast.ana, run(600, began=later(days=-number - 1)), external_id=f"m{number}")
        queries.clear()
        visit(cast.ana, url.format(activity.id))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 10, queries


def test_the_page_of_four_hours_is_not_heavy(cast, store, visit):
    laps = tuple(LapMark(1800 * n, 1800, 14_000) for n in range(8))
    activity = store(cast.ana, run(14_400, sport=Sport.RIDE, laps=laps))

    answer = page_of(visit, cast.ana, activity, headers={"Accept-Encoding": "gzip"})

    assert len(answer.data) <= 25_000


def test_nobody_gets_in_without_signing_in(store, cast, visit):
    activity = store(cast.ana)

    for url in ("/activities", f"/activities/{activity.id}", f"/clients/{cast.ana.id}/activities"):
        assert visit(None, url).status_code in (303, 401)
