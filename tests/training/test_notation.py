"""Rows of a draft as text: read while one types, added together, changed as text again, shown wherever the row is."""

import re
from html import unescape

import pytest

from portal.core.db import transaction
from portal.core.language import say
from portal.exports.queries.sheets import weeks_of
from portal.training.actions import plans
from portal.training.models.plans import Plan
from portal.training.rules.exercises import Measure
from tests.cast import NOW
from tests.training.builders import exercise

WHO_MAY = [("carla", 200), ("ana", 404), ("otto", 404), ("sam", 404), ("ada", 404)]


def words(text):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).replace("\xa0", " ").split())


def owned(cast, trainer, *, name="Back squat"):
    kept = exercise(cast, name=name, slug=f"once-{trainer.id}")
    kept.slug, kept.owner_id = None, trainer.id
    cast.session.commit()
    return kept


@pytest.fixture
def plan(gym):
    gym.squat.aliases = ["Squat"]
    gym.squat.phrases = "\nback squat\nsquat\n"
    rdl = exercise(gym.cast, name="Romanian deadlift", slug="romanian-deadlift")
    rdl.phrases = "\nromanian deadlift\nrdl\n"
    gym.cast.session.commit()
    return gym.draft()


@pytest.fixture
def typed(visit, cast, plan):
    def send(text, *, part="notation", days=("0",), given="0", target=None, **more):
        form = {"text": text, "days": list(days), "given": given, **more}
        return visit(cast.carla, f"/plans/{plan.id}/{part}", method="POST", data=form, target=target)

    return send


def items(session, plan):
    session.expire_all()
    return session.get(Plan, plan.id).layout["items"]


@pytest.mark.parametrize(("who", "status"), WHO_MAY)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_only_the_current_trainer_types_rows(gym, cast, visit, session, who, status, method):
    plan = gym.draft()

    response = visit(getattr(cast, who), f"/plans/{plan.id}/notation", method=method, data={"text": "", "days": []})

    assert response.status_code == (422 if status == 200 and method == "POST" else status)
    assert items(session, plan) == []


@pytest.mark.parametrize(("who", "status"), WHO_MAY)
def test_only_the_current_trainer_has_text_read(gym, cast, visit, who, status):
    response = visit(getattr(cast, who), f"/plans/{gym.draft().id}/reading", method="POST", data={"text": "x"})

    assert response.status_code == status


def test_the_examples_of_the_brief_are_added_in_one_go(typed, session, plan):
    text = "Back squat 5x5 @75% TM=140kg r3:00 t31X0\nB1 RDL 3x8-10 RIR2\n6x800m @5k j400 5k=20:00\n40' easy"

    assert typed(text).status_code == 303

    rows = items(session, plan)
    assert [row["name"] for row in rows] == ["Back squat", "Romanian deadlift", "Run", "Run"]
    assert [row["fields"]["text"] for row in rows] == [
        "5x5 @75% TM=140kg r3:00 t31X0",
        "3x8-10 RIR2",
        "6x800m @5k j400 5k=20:00",
        "40' easy",
    ]


def test_what_is_typed_is_read_and_nothing_is_kept(typed, session, plan):
    response = typed("Back squat 5x5 @75% TM=140kg r3:00 t31X0", part="reading", target="reading")

    said = words(response.text)
    assert response.text.strip().startswith('<div id="reading"')
    for part in ("Back squat", "5 × 5 × 105 kg", "rest 3:00", "tempo 31X0", "TM 140 kg", "Add 1 row"):
        assert part in said
    assert items(session, plan) == []


def test_no_row_is_added_before_every_line_is_understood(typed, session, plan):
    response = typed("Back squat 5x5 @100kg\nRDL 3x8 @8\n40' easy")

    said = words(response.text)
    assert response.status_code == 422
    assert "nothing is added before all of them are understood" in said
    assert "Line 2, character 10: “8” of what?" in said
    assert "<mark>8</mark>" in response.text
    assert "Back squat 5x5 @100kg\nRDL 3x8 @8\n40&#39; easy</textarea>" in response.text
    assert items(session, plan) == []


@pytest.mark.parametrize("text", ["", "   \n\t", "Monday"])
def test_a_text_without_rows_is_refused(typed, text):
    response = typed(text)

    assert response.status_code == 422
    assert "Write at least one row" in words(response.text)


def test_a_row_below_no_weekday_needs_one(typed, session, plan):
    response = typed("Back squat 5x5 @100kg", days=())

    assert response.status_code == 422
    assert "Choose at least one weekday, or write it above the rows" in words(response.text)
    assert items(session, plan) == []


@pytest.mark.parametrize("day", ["7", "-1", "Monday"])
def test_only_weekdays_are_weekdays(typed, session, plan, day):
    assert typed("Back squat 5x5 @100kg", days=(day,)).status_code == 422
    assert items(session, plan) == []


def test_weekdays_above_the_rows_hold_before_those_chosen(typed, session, plan):
    typed("RDL 3x8 @80kg\nTue, Thu\nBack squat 5x5 @100kg\nSunday\n60' easy", days=("4",))

    assert [row["days"] for row in items(session, plan)] == [[4], [1, 3], [6]]


def test_a_name_nobody_knows_for_sure_is_a_choice_that_is_written_into_the_text(typed, session, plan):
    response = typed("B2 Bak squat 5x5 @100kg", part="reading")

    assert "Which exercise is it?" in words(response.text)
    (choice,) = re.findall(r'name="choice" value="([^"]+)"', response.text)
    chosen = typed("B2 Bak squat 5x5 @100kg", part="reading", choice=choice)
    assert "B2 Back squat 5x5 @100kg</textarea>" in chosen.text
    assert "Which exercise is it?" not in chosen.text
    assert items(session, plan) == []


def test_a_name_of_nothing_in_the_library_says_so(typed):
    response = typed("Zzyzx 5x5 @100kg")

    assert response.status_code == 422
    assert "No exercise of the library is called so." in words(response.text)


def test_an_alias_of_two_exercises_is_a_choice(gym, typed):
    other = exercise(gym.cast, name="Stiff-legged deadlift", slug="stiff-legged-deadlift")
    other.phrases = "\nstiff legged deadlift\nrdl\n"
    gym.cast.session.commit()

    response = typed("RDL 3x8", part="reading")

    assert len(re.findall(r'name="choice" value="1:exercise:', response.text)) == 2


def test_the_own_exercise_of_a_name_comes_before_the_starter(gym, cast, typed, session, plan):
    own = owned(cast, cast.carla)

    typed("Back squat 5x5 @100kg")

    assert items(session, plan)[0]["exercise"] == str(own.id)


def test_a_strangers_exercise_is_neither_found_nor_chosen(gym, cast, typed, session):
    theirs = owned(cast, cast.otto, name="Secret squat")

    response = typed("Secret squat 5x5", part="reading", choice=f"1:exercise:{theirs.id}")

    assert str(theirs.id) not in response.text
    assert "Secret squat 5x5</textarea>" in response.text
    assert typed("Secret squat 5x5").status_code == 422


def test_a_bare_letter_before_a_name_is_its_place_in_a_superset(typed, session, plan):
    typed("A Back squat 5x5 @100kg\nb RDL 3x8")

    assert [row["fields"]["label"] for row in items(session, plan)] == ["A", "B"]


@pytest.mark.parametrize(
    "choice", ["", "x", "0:mark:a", "9:mark:a", "1:mark:", "1:mark:a\nb", "1:exercise:x", "9" * 400]
)
def test_a_choice_that_nobody_could_press_changes_nothing(typed, choice):
    response = typed("Back squat 5x5 @100kg", part="reading", choice=choice)

    assert response.status_code == 200
    assert "Back squat 5x5 @100kg</textarea>" in response.text


def test_the_maximum_behind_per_cents_is_asked_for_and_offered_from_the_log(gym, visit, cast, typed):
    session = gym.sessions(gym.plan(gym.squats(days=(0,), start_load=100)))[0]
    gym.train(session)

    response = typed("Back squat 5x5 @75%", part="reading")

    said = words(response.text)
    assert "Per cent of what?" in said
    assert "1RM=116.5kg, estimated from 5 × 100 kg on" in said
    chosen = typed("Back squat 5x5 @75%", part="reading", choice="1:mark:1RM=116.5kg")
    assert "Back squat 5x5 @75% 1RM=116.5kg</textarea>" in chosen.text
    assert "5 × 5 × 87.5 kg" in words(chosen.text)


def test_what_is_pressed_beside_a_table_is_written_into_its_cells(gym, typed, session, plan):
    table = "Exercise\tSets\tReps\tLoad\tTempo\nBak squat\t5\t5\t75%\t31X0"
    (choice,) = re.findall(r'name="choice" value="([^"]+)"', typed(table, part="reading").text)

    named = typed(table, part="reading", choice=choice).text
    assert "Exercise\tSets\tReps\tLoad\tTempo\nBack squat\t5\t5\t75%\t31X0</textarea>" in named
    whole = typed(table.replace("Bak", "Back"), part="reading", choice="2:mark:TM=140kg").text
    assert "75%\t31X0 TM=140kg</textarea>" in whole

    typed(table.replace("Bak", "Back") + " TM=140kg")
    assert items(session, plan)[0]["fields"]["text"] == "5x5 @75% TM=140kg t31X0"


def test_a_race_behind_paces_is_offered_from_the_run_plan(gym, typed, plan):
    with transaction():
        plans.put_item(plan, gym.runs())

    response = typed("6x800m @5k j400", part="reading", given="18")

    assert "How fast is the athlete?" in words(response.text)
    assert re.search(r'value="1:mark:5k=\d\d:\d\d"', response.text)


@pytest.mark.parametrize(
    ("measure", "text", "said"),
    [
        (Measure.SECONDS, "Thing 3x8", "is counted in seconds: write such as 3x45s"),
        (Measure.DISTANCE, "Thing 3x8", "is counted in metres: write such as 3x40m"),
        (Measure.REPS, "Thing 3x60s", "is counted in repetitions: write such as 3x8"),
    ],
)
def test_what_is_counted_must_be_what_the_exercise_counts(cast, typed, measure, text, said):
    thing = exercise(cast, name="Thing", slug="thing", measure=measure)

    assert said in words(typed(text).text)
    assert (
        typed({"seconds": "Thing 3x150s", "distance": "Thing 3x200m"}.get(thing.measure, "Thing 3x8")).status_code
        == 303
    )


def test_two_clicks_add_the_rows_once(typed, session, plan):
    for _ in range(2):
        assert typed("Back squat 5x5 @100kg\n40' easy").status_code == 303

    assert len(items(session, plan)) == 2
    assert typed("Back squat 5x5 @100kg\n40' easy", given="2").status_code == 303
    assert len(items(session, plan)) == 4


def test_two_clicks_add_the_rows_once_although_another_tab_added_some_meanwhile(typed, session, plan):
    for text in ("40' easy", "Back squat 5x5 @100kg", "Back squat 5x5 @100kg"):
        assert typed(text, given="0").status_code == 303

    assert len(items(session, plan)) == 2


def test_rows_added_in_another_tab_meanwhile_stay(typed, session, plan):
    typed("Back squat 5x5 @100kg")
    typed("40' easy")

    assert [row["name"] for row in items(session, plan)] == ["Back squat", "Run"]


def test_a_week_holds_so_many_rows_and_no_more(typed, session, plan):
    response = typed("\n".join(["40' easy"] * 17))

    assert response.status_code == 422
    assert "Line 17, character 1: A week has at most 16 rows" in words(response.text)
    assert typed("\n".join(["40' easy"] * 16)).status_code == 303
    assert "A week has at most 16 rows" in words(typed("40' easy", given="16").text)


def test_a_published_week_is_not_typed_into(gym, typed, plan, session):
    typed("Back squat 5x5 @100kg")
    with transaction():
        plans.publish_plan(session.get(Plan, plan.id), actor=gym.carla, now=NOW)

    response = typed("40' easy", given="1")

    assert response.status_code == 409
    assert len(items(session, plan)) == 1


def test_a_typed_row_is_changed_as_text(visit, cast, typed, session, plan):
    typed("B1 RDL 3x8-10 RIR2 r90s")
    address = f"/plans/{plan.id}/notation/a"
    assert "B1 Romanian deadlift 3x8-10 RIR2 r1:30</textarea>" in visit(cast.carla, address).text

    form = {"text": "B1 Romanian deadlift 4x8-10 RIR1 r2:00", "days": ["2", "4"]}
    assert visit(cast.carla, address, method="POST", data=form).status_code == 303

    (row,) = items(session, plan)
    assert (row["key"], row["fields"]["text"], row["days"]) == ("a", "4x8-10 RIR1 r2:00", [2, 4])


@pytest.mark.parametrize("text", ["RDL 3x8\nBack squat 3x8", "Monday\nRDL 3x8", "RDL 3x8 @", ""])
def test_one_row_is_changed_into_one_row(visit, cast, typed, session, plan, text):
    typed("RDL 3x8")

    response = visit(cast.carla, f"/plans/{plan.id}/notation/a", method="POST", data={"text": text, "days": ["0"]})

    assert response.status_code == 422
    assert items(session, plan)[0]["fields"]["text"] == "3x8"


def test_the_row_keeps_its_exercise_while_its_name_stands_there(cast, visit, gym, typed, session, plan):
    typed("Back squat 5x5 @100kg")
    owned(cast, cast.carla)
    gym.squat.archived_at = NOW
    cast.session.commit()

    form = {"text": "Back squat 3x5 @100kg", "days": ["0"]}
    visit(cast.carla, f"/plans/{plan.id}/notation/a", method="POST", data=form)

    assert items(session, plan)[0]["exercise"] == str(gym.squat.id)


def test_the_address_of_another_form_leads_to_the_text(visit, cast, typed, plan):
    typed("RDL 3x8")

    response = visit(cast.carla, f"/plans/{plan.id}/items/a")

    assert response.location.endswith(f"/plans/{plan.id}/notation/a")
    assert f"/plans/{plan.id}/notation/a" in visit(cast.carla, f"/plans/{plan.id}").text


@pytest.mark.parametrize("key", ["b", "zz", "reading"])
def test_a_row_that_is_not_there_or_was_not_typed_has_no_text(gym, visit, cast, plan, key):
    with transaction():
        plans.put_item(plan, gym.squats("b"))

    assert visit(cast.carla, f"/plans/{plan.id}/notation/{key}").status_code == 404


@pytest.fixture
def trained(gym, typed, plan, session):
    def publish(text):
        typed(text)
        with transaction():
            plans.publish_plan(session.get(Plan, plan.id), actor=gym.carla, now=NOW)
        return gym.sessions(plan)

    return publish


def test_the_athlete_sees_everything_that_was_typed_on_the_page_of_the_session(visit, cast, trained):
    (session, *_) = trained("A1 Squat 5x5 @75% TM=140kg r3:00 t31X0\nA2 RDL 3x8-10 RIR2")

    text = visit(cast.ana, f"/sessions/{session.id}").text
    said = words(text)

    assert "A1 Back squat" in said
    assert "A2 Romanian deadlift" in said
    assert "5 × 5 × 105 kg · rest 3:00 · tempo 31X0" in said
    assert "3 × 8–10 reps @ RPE 8" in said
    assert '<template data-rest="180">' in text
    assert '<template data-rest="usual">' in text
    assert "8–10 reps" in text


def test_the_sheet_says_label_range_rest_and_tempo(app, trained, session, plan):
    trained("A1 Squat 5x5 @75% TM=140kg r3:00 t31X0\nA2 RDL 3x8-10 RIR2\n3x(1km @4:00/km + 500m easy + j90s)")

    with app.test_request_context():
        published = session.get(Plan, plan.id)
        (week,) = weeks_of(published, today=published.starts_on, most=1)
        rows = [row for table in week.sessions[0].tables for row in table.rows]
        told = [(row.label, *(say(goal).replace("\xa0", " ") for goal in row.goals)) for row in rows]

    assert told == [
        ("A1", "5 × 5 × 105 kg", "rest 3:00", "tempo 31X0"),
        ("A2", "3 × 8–10 reps @ RPE 8"),
        ("", "3 times: 1,000 m at 4:00 /km, 500 m easy, 1:30 easy"),
    ]


def test_the_preview_names_the_chosen_weekdays(typed):
    assert "Back squat Tuesday" in words(typed("Squat 5x5", part="reading", days=("1",)).text)
    assert "Back squat no weekday yet" in words(typed("Squat 5x5", part="reading", days=()).text)


def test_the_grid_says_label_rest_tempo_and_range(visit, cast, trained, plan):
    trained("A1 Squat 5x5 @75% TM=140kg r3:00 t31X0\nA2 RDL 3x8-10 RIR2\n40' easy\n20' @250W")

    said = words(visit(cast.ana, f"/plans/{plan.id}").text)

    assert "A1 Back squat the same each time, rest 3:00, tempo 31X0 5×5 105 kg" in said
    assert "A2 Romanian deadlift the same each time 3×8–10 RPE 8" in said
    assert "40:00" in said
    assert "20:00 250 W" in said


def test_a_run_of_times_and_distances_does_not_claim_to_know_how_far_it_is(visit, cast, trained, plan):
    (session, *_) = trained("2km easy + 40' easy")

    said = words(visit(cast.ana, f"/sessions/{session.id}").text)
    assert "2 km easy" in said
    assert "40:00 easy" in said
    assert "~2 km" not in said
    assert "2 km, 40:00" in words(visit(cast.ana, f"/plans/{plan.id}").text)


def test_a_typed_plan_is_trained_to_its_end(gym, trained, session):
    sessions = trained("Squat 5x5 @75% TM=140kg | 3x5 @80%\n6x800m @5k j400 5k=20:00")

    gym.train(sessions[0])
    opened = gym.sheet(sessions[1], today=sessions[1].on)

    lift, run = opened.sheet.tracks
    assert [(row.load_kg, row.reps) for row in lift.sets] == [(112.5, 5)] * 3
    assert run.steps[0].repeat == 6
    assert all(track.reasons for track in opened.sheet.tracks)


def test_other_numbers_this_time_replace_a_range(visit, cast, trained):
    (session, *_) = trained("RDL 1x5 @100kg, 3x8-10 RIR2")
    form = {"sets": 2, "reps": 12, "load": "60", "reason": "Lighter."}

    assert visit(cast.carla, f"/sessions/{session.id}/adjustments/a", method="POST", data=form).status_code == 303

    assert "2 × 12 × 60 kg @ RPE 8" in words(visit(cast.ana, f"/sessions/{session.id}").text)


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "💪🏽 5x5",
        "\u202eSquat 5x5",
        "<script>alert(1)</script> 5x5",
        "x" * 10_000,
        "3x(" * 3_000,
        "\n" * 500,
        "%s %(x)s 5x5",
    ],
    ids=range(8),
)
def test_any_text_is_read_into_a_whole_page(typed, text):
    for target in (None, "reading"):
        response = typed(text, part="reading", target=target)

        assert response.status_code == 200
        assert "<script>alert" not in response.text
    assert typed(text).status_code == 422


def test_reading_asks_the_database_no_more_for_many_rows_than_for_two(typed, queries):
    counts = []
    for pairs in (1, 1, 8):
        queries.clear()
        typed("Bak squat 5x5 @75%\nSquat 5x5 @75%\n" * pairs, part="reading")
        counts.append(len(queries))

    assert counts[1] == counts[2] > 0


def test_more_than_ten_thousand_characters_are_refused_and_stay(typed):
    response = typed("Squat 5x5\n" * 1_100)

    assert response.status_code == 422
    assert "10,000" in words(response.text)
    assert response.text.count("Squat 5x5") > 1_000


def test_a_problem_behind_a_bare_label_is_told_at_the_character_that_was_typed(typed):
    response = typed("A Back squat 5x5 @75%", part="reading")

    assert "Line 1, character 22: Per cent of what?" in words(response.text)
    assert "A Back squat 5x5 @75%" in response.text


def test_the_maximum_of_a_typed_row_can_be_set_later(visit, cast, trained, plan):
    (session, *_) = trained("Squat 5x5 @75% TM=140kg")
    form = {"number": "160", "reason": "Tested."}

    assert visit(cast.carla, f"/plans/{plan.id}/values/a.tm", method="POST", data=form).status_code == 303

    assert "5 × 5 × 120 kg" in words(visit(cast.ana, f"/sessions/{session.id}").text)


def test_the_typed_rows_of_a_week_are_a_text_that_makes_the_same_week(gym, visit, cast, typed, session, plan):
    with transaction():
        plans.put_item(plan, gym.squats("a", preset="fixed", sets=3, reps=5, load=60))
    text = "A Squat 5x5 @75% TM=140kg r3:00\nTue, Thu\nB1 RDL 3x8-10 RIR2\n6x800m @5k j400 5k=20:00\nSunday\n40' easy"
    typed(text, given="1")
    shown = visit(cast.carla, f"/plans/{plan.id}/notation").text
    (written,) = re.findall(r'<copy-button text="([^"]+)"', shown)
    rows = items(session, plan)[1:]

    other = gym.draft(title="Another")
    form = {"text": unescape(written), "days": [], "given": "0"}
    assert visit(cast.carla, f"/plans/{other.id}/notation", method="POST", data=form).status_code == 303

    assert [{**row, "key": ""} for row in items(session, other)] == [{**row, "key": ""} for row in rows]


def test_a_typed_run_stands_beside_a_run_plan(gym, typed, plan, session):
    with transaction():
        plans.put_item(plan, gym.runs())
    typed("Monday\n6x800m @5k j400 5k=20:00\n20' @threshold 5k=20:00", given="18")

    with transaction():
        plans.publish_plan(session.get(Plan, plan.id), actor=gym.carla, now=NOW)

    program = session.get(Plan, plan.id).program
    assert program["shared"]["v"] == 45  # the run plan's own: a race beside a typed row sets no pace of it
    assert [track for track, rules in program["tracks"].items() if "kind" not in rules and rules.get("steps")]


def test_who_lifts_pounds_gets_loads_of_pounds(cast, typed):
    cast.carla.units = "imperial"
    cast.session.commit()

    said = words(typed("Squat 5x5 @75% TM=310lb\nSquat 3x5 @187lb", part="reading").text)

    assert "5 × 5 × 235 lb" in said
    assert "3 × 5 × 187 lb" in said
