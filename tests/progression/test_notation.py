"""The notation: every form, every refusal at its place, there and back again, and any text whatever."""

import json
import re
import string
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.language import say
from portal.core.units import System
from portal.progression import notation, program, replay
from portal.progression.notation.lines import WEEKDAYS
from portal.progression.notation.rows import (
    RACES_M,
    Aim,
    Amount,
    Counted,
    Effort,
    Group,
    Maximum,
    Opened,
    Repeat,
    Result,
    Row,
    Step,
)
from portal.science.running import race_duration_s
from portal.training.rules.exercises import Measure
from portal.training.rules.layout import TYPED, Item, Layout
from portal.training.rules.matching import Known
from portal.training.rules.notation_words import EXAMPLES
from portal.training.rules.reading import Desk, read
from portal.training.rules.typed import fields_of_row, text_of

FIRST, WEEK = date(2026, 5, 18), timedelta(weeks=1)


def made(text):
    return notation.program_of(notation.read_line(text).row, step_kg=2.5)["tracks"]["x"]


def shown(text, weeks=1):
    part = notation.program_of(notation.read_line(text).row, step_kg=2.5)
    slots = [(week, FIRST + WEEK * week) for week in range(weeks)]
    return [step.prescription["x"] for step in replay.preview(program={"v": 1, **part}, log=[], slots=slots)]


BRIEF = ["Back squat 5x5 @75% r3:00 t31X0", "B1 RDL 3x8-10 RIR2", "6x800m @5k j400", "40' easy"]


@pytest.mark.parametrize("text", BRIEF)
def test_the_lines_of_the_brief_come_back_as_they_were_typed(text):
    line = notation.read_line(text)

    assert line.problem is None
    assert notation.write_line(line.row, line.name) == text


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("squat 5 x 5 75 %", "squat 5x5 @75%"),
        ("squat 5×5 @ 82,5 KG", "squat 5x5 @82.5kg"),
        ("squat 5x5 225lbs", "squat 5x5 @225lb"),
        ("squat 3x8–10 rir 2", "squat 3x8-10 RIR2"),
        ("squat 3x8 reps @RPE7.5", "squat 3x8 RPE7.5"),
        ("squat r90 3x5", None),
        ("squat 3x5 r90s", "squat 3x5 r1:30"),
        ('squat 3x5 r45"', "squat 3x5 r45s"),
        ("squat 3x5 rest 2'", "squat 3x5 r2:00"),
        ("squat 3x5 tempo 3-1-x-0", "squat 3x5 t31X0"),
        ("squat 3x5 tm=100kg @80%", "squat 3x5 @80% TM=100kg"),
        ("plank 3x1:30", "plank 3x90s"),
        ("plank 3x2'", "plank 3x120s"),
        ("carry 4x40 m", "carry 4x40m"),
        ("b2) row 3x8", "B2 row 3x8"),
        ("a. row 3x8", "A) row 3x8"),
        ("squat 3xamrap", "squat 3xAMRAP"),
        ("squat\t5x5 @70%\t5x5 @75%\t\t", "squat 5x5 @70% | 5x5 @75%"),
        ("squat\t5x5\t@75%", "squat 5x5 @75%"),
        ("run 40min easy", "40' easy"),
        ("1h10 easy", "70' easy"),
        ("2:00:00 easy", "2:00:00 easy"),
        ("6x(800m @5k + j400)", "6x800m @5k j400"),
        ("10km @4:40-4:30/km", "10km @4:30-4:40/km"),
        ("3mi @7:15/mi", "3mi @7:15/mi"),
        ("800m @5K jog 90s", "800m @5k + j1:30"),
        ("20' @250w", "20' @250W"),
        ("40' @140 bpm", "40' @140bpm"),
        ("20' threshold", "20' @threshold"),
        ("21km @half", "21km @half"),
        ("10km @HM half=1:30:00", "10km @half half=1:30:00"),
        ("- squat 3x5", "squat 3x5"),
        ("• 40' easy", "40' easy"),
        ("* B1 row 3x8", "B1 row 3x8"),
        ('"90x90 stretch" 3x60s', '"90x90 stretch" 3x60s'),
    ],
)
def test_other_spellings_are_read_as_the_one_that_is_written(text, same):
    line = notation.read_line(text)

    if same is None:
        assert line.name == "squat r90"  # what stands before the sets is the name
        return
    assert line.problem is None
    assert notation.write_line(line.row, line.name) == same


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("Squat", 5, "How many sets?"),
        ("Squat 12/10/8", 6, "one by one"),
        ("90/90 stretch", 13, "How many sets?"),
        ("Day 1", 0, "Name the weekday instead"),
        (" Session B:", 1, "Name the weekday instead"),
        ("Week 2", 0, "Weeks stand beside each other"),
        ("Bike 40' easy", 5, "Only runs have steps so far"),
        ("Tempo run 10km @4:10/km", 10, "Only runs have steps so far"),
        ("Pull-up 5x5 @BW", 13, "Leave the load out for body weight"),
        ("Pull-up 5x5 @+10kg", 13, "write what is added as the load"),
        ("Pull-up 5x5 bw", 12, "Leave the load out for body weight"),
        ("Squat 0x5", 6, "1 to 20 equal sets"),
        ("Squat 21x5", 6, "1 to 20 equal sets"),
        ("Squat 5x0", 8, "1 to 100"),
        ("Squat 5x101", 8, "1 to 100"),
        ("Squat 5x10-8", 8, "A range goes up"),
        ("Squat 5x8-10+", 8, "either a range or a +"),
        ("Squat 5x5.5", 9, "whole number or a range"),
        ("Squat 5x5 @8", 11, "“8” of what?"),
        ("Squat 5x5 100", 10, "“100” of what?"),
        ("Squat 5x5 @", 11, "How heavy?"),
        ("Squat 5x5 @0%", 11, "A share goes from 1% to 150%"),
        ("Squat 5x5 @401kg", 11, "0.25 to 400 kg"),
        ("Squat 5x5 @75% @80%", 15, "The load was said before"),
        ("Squat 5x5 RPE5", 10, "RPE goes from 6 to 10"),
        ("Squat 5x5 RIR5", 10, "RIR goes from 0 to 4"),
        ("Squat 5x5 RPE7.3", 10, "half points"),
        ("Squat 5x5 RPE8 RIR2", 15, "The effort was said before"),
        ("Squat 5x5 3x3", 10, "Put a comma"),
        ("Squat 5x5 @100kg, 3x3 @80% TM=100kg", 6, "all loads of a row in per cent"),
        ("Squat 3x5, 3x5s", 6, "Count the same"),
        ("Squat 5x5 r3", 11, "How long a rest?"),
        ("Squat 5x5 r2s", 10, "0:05 to 1:00:00"),
        ("Squat 5x5 r2' r3'", 14, "said before"),
        ("Squat 5x5 t31", 10, "A tempo is four digits"),
        ("Squat 5x5 @100kg TM=140kg", 6, "take the maximum out"),
        ("Squat 5x5 @75% TM=140", 15, "How heavy?"),
        ("Squat 5x5 @75% TM=2kg", 15, "5 to 500 kg"),
        ("Squat 5x5 5k=20:00", 10, "does not belong"),
        ("Squat 5x5 +2.5kg", 10, "for a load that grows choose a rule"),
        ("Squat 20x5, 20x5, 5x5", 20, "at most 40 sets"),
        ("Squat\t5x5\t\t5x5", 11, "is empty"),
        ('"" 5x5', 0, "between the quotes"),
        ("5x5 @75%", 0, "Name the exercise first"),
        ("6x800m", 6, "How fast?"),
        ("40'", 3, "How fast?"),
        ("10km Z2", 5, "Zones and per cents"),
        ("10km @75%", 6, "Zones and per cents"),
        ("10km RPE6", 5, "no RPE yet"),
        ("10km easy RPE6", 10, "no RPE yet"),
        ("10km @4:30", 6, "How fast?"),
        ("10km @1:00/km", 6, "No one runs"),
        ("10km @9999W", 6, "1 to 2500"),
        ("6x800m @5k r90s", 11, "no standing rest"),
        ("2x(3x800m @5k)", 3, "A bracket stands behind"),
        ("2x3x800m @5k", 2, "Repeats inside of repeats"),
        ("3x(800m @5k", 11, "close the bracket"),
        ("51x400m @5k", 0, "2 to 50 times"),
        ("10km easy 5k=20:00", 0, "take the race out"),
        ("10km @5k 5k=2:00", 9, "Nobody's paces"),
        ("10km @5k 5k=0s", 9, "Nobody's paces"),
        ("10km @5k TM=100kg", 9, "does not belong"),
        ("500km easy", 0, "1 m to 300 km"),
        ("30h easy", 0, "one second to 24 hours"),
        ("1.5s easy", 0, "whole seconds"),
        ("40' easy 20' easy", 9, "Put + before"),
        ("Squat\x00 5x5", 5, "cannot be seen"),
        ("Squat \u202e5x5", 6, "cannot be seen"),
        ("x" * 301, 300, "at most 300 characters"),
        ("Squat " + " | ".join(["1x5"] * 27), 6, "at most 26 weeks"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place_with_what_would_do(app, text, at, said):
    problem = notation.read_line(text).problem

    with app.test_request_context():
        spoken = say(problem.said).replace("\xa0", " ")
    assert said in spoken
    assert "%%" not in spoken
    assert problem.start == at
    assert problem.end > problem.start


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Monday", (0,)),
        ("mon, thu:", (0, 3)),
        ("Tue Thu Sat", (1, 3, 5)),
        ("Sunday and Monday", (0, 6)),
    ],
)
def test_weekdays_stand_above_their_rows(text, days):
    (heading, row) = notation.read_text(f"{text}\nSquat 5x5")

    assert heading.days == row.days == days


def test_a_text_keeps_its_lines_whatever_ends_them():
    lines = notation.read_text("Squat 5x5\r\n\r\nBench 3x5\rRow 3x8\n")

    assert [line.name for line in lines] == ["Squat", "", "Bench", "Row", ""]
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]


TABLE = "Order\tExercise\tSets\tReps\tLoad (kg)\tRest (s)\tTempo\tRPE"


@pytest.mark.parametrize(
    ("cells", "same"),
    [
        ("B1\tRDL\t3\t8-10\t80\t90\t31X0\t8", "B1 RDL 3x8-10 @80kg RPE8 r1:30 t31X0"),
        ("\tBack squat\t5\t5\t75%\t3:00\t\t", "Back squat 5x5 @75% r3:00"),
        ("\tChin-up\t3\tAMRAP", "Chin-up 3xAMRAP"),
        ("\tBack squat\t5\t5\t\t\t\t TM=140kg", None),
        ("Bench press 3x5 @60kg", "Bench press 3x5 @60kg"),
    ],
)
def test_a_table_is_read_by_the_headings_of_its_columns(cells, same):
    (heading, line) = notation.read_text(f"{TABLE}\n{cells}")

    assert heading.columns
    assert (heading.row, heading.problem) == (None, None)
    if same is None:
        assert "take the maximum out" in str(line.problem.said)
        return
    assert line.problem is None
    assert notation.write_line(line.row, line.name) == same
    assert line.text[slice(*line.named)] == line.name


def test_columns_stand_in_any_order_and_weeks_are_columns_too():
    (_, line) = notation.read_text("Exercise\tTempo\tReps\tSets\nRow\t3010\t8\t4")
    (_, weeks) = notation.read_text("Exercise\tWeek 1\tWeek 2\nRow\t4x8\t5x8")

    assert notation.write_line(line.row, line.name) == "Row 4x8 t3010"
    assert notation.write_line(weeks.row, weeks.name) == "Row 4x8 | 5x8"


@pytest.mark.parametrize(
    ("table", "number", "at"),
    [
        ("Exercise\tSets\tComments", 0, 14),
        ("Exercise\tSets\tSets", 0, 14),
        ("Exercise\tSets\tReps\tLoad\nRow\t3\t8\t80", 1, 8),
        ("Exercise\tSets\tReps\tRest\nRow\t3\t8\t90", 1, 8),
        ("Exercise\tSets\tReps\tTempo\nRow\t3\teight\t", 1, 6),
        ("Exercise\tSets\tReps\nRow\t3", 1, 5),
    ],
)
def test_a_problem_in_a_table_stands_at_its_cell(table, number, at):
    problem = notation.read_text(table)[number].problem

    assert problem.start == at
    assert problem.end > at


def test_a_text_that_is_too_long_is_refused_whole():
    (line,) = notation.read_text("x" * 10_001)

    assert "At most %(count)s characters" in line.problem.said.source
    assert "At most 200 lines" in str(notation.read_text("\n" * 300)[-1].problem.said)


def test_shares_follow_the_maximum_and_loads_stay_as_typed():
    assert shown("Squat 5x5 @72.5% TM=140kg")[0][0]["load"] == 102.5  # 101.5, rounded for the bar
    assert shown("Squat 5x5 @101kg")[0][0]["load"] == 101
    assert shown("Squat 5x5 @225lb")[0][0]["load"] == pytest.approx(225 * 0.45359237, abs=0.006)
    assert made("Squat 1x5 @75% 1RM=140kg")["meaning"] == {"tm": "maximum"}


def test_ranges_efforts_and_open_sets_reach_the_engine():
    assert shown("RDL 3x8-10 RIR2")[0] == [
        {"sets": 3, "reps": 8, "reps_to": 10, "load": None, "exact_load": None, "amrap": False, "rpe": 8}
    ]
    assert [(g["sets"], g["reps"], g["amrap"]) for g in shown("Dip 3x5+")[0]] == [(2, 5, False), (1, 5, True)]
    assert [(g["sets"], g["reps"], g["amrap"]) for g in shown("Dip 3xAMRAP")[0]] == [(3, 1, True)]
    assert shown("Plank 3x10'")[0][0]["reps"] == 600


def test_weeks_follow_each_other_and_begin_again():
    weeks = shown("Squat 5x5 @100kg | 3x5 @110kg | 1x5 @120kg", weeks=4)

    assert [(week[0]["sets"], week[0]["load"]) for week in weeks] == [(5, 100), (3, 110), (1, 120), (5, 100)]
    assert [week[0]["dur"] for week in shown("40' easy | 50' easy", weeks=3)] == [2400, 3000, 2400]


@pytest.mark.parametrize("race", RACES_M)
def test_a_race_pace_is_that_of_the_predicted_race(race):
    step = shown(f"800m @{race} 5k=20:00")[0][0]

    index = made("800m @5k 5k=20:00")["state"]["pace_index"]
    predicted = race_duration_s(running_index=index, distance_m=RACES_M[race]) / RACES_M[race] * 1000
    assert step["pace"] == pytest.approx(predicted, abs=0.1)
    assert shown("800m @5k 5k=20:00")[0][0]["pace"] == pytest.approx(240, abs=0.1)


def test_a_missing_maximum_or_race_makes_no_program():
    for text in ("Squat 5x5 @75%", "800m @5k", "20' @threshold"):
        row = notation.read_line(text).row
        assert row.needs_maximum or row.needs_result
        with pytest.raises(ValueError, match="missing"):
            notation.program_of(row, step_kg=2.5)


def test_only_what_was_written_by_us_is_read_as_a_row():
    with pytest.raises(ValueError, match="How"):
        notation.read_row("nonsense")


DOCUMENT = Path(__file__).parents[2] / "docs" / "notation.md"
ACCEPTED, REFUSED = DOCUMENT.read_text(encoding="utf-8").split("## Not accepted")
FIRST_COLUMN = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)


@pytest.mark.parametrize("text", [found.replace("\\|", "|") for found in FIRST_COLUMN.findall(ACCEPTED)])
def test_the_document_names_what_is_read(text):
    line = notation.read_line(text)

    assert line.problem is None
    assert line.days or notation.write_line(line.row, line.name) == text
    assert line.days or not (line.row.needs_maximum or line.row.needs_result)


@pytest.mark.parametrize("text", FIRST_COLUMN.findall(REFUSED))
def test_the_document_names_what_is_refused(text):
    assert notation.read_line(text).problem is not None


def test_the_examples_beside_the_text_are_in_their_one_spelling():
    for example in EXAMPLES:
        line = notation.read_line(example.text)
        assert notation.write_line(line.row, line.name) == example.text if line.row else line.days


# There and back again -------------------------------------------------------------------------------------------

halves = st.integers(0, 8).map(lambda half: half / 2)
decimals = st.integers(1, 3000).map(lambda tenths: tenths / 8)
loads = st.builds(Amount, decimals, st.sampled_from(["kg", "lb"])).filter(lambda load: 0.5 <= load.value <= 400)
shares = st.builds(Amount, st.integers(1, 300).map(lambda half: half / 2), st.just("%")).filter(lambda s: s.value >= 1)
efforts = st.one_of(
    st.builds(Effort, st.just("RPE"), halves.map(lambda half: 6 + half)), st.builds(Effort, st.just("RIR"), halves)
)


@st.composite
def some_sets(draw, counted, load):
    count = draw(st.integers(1, 99))
    opened = draw(st.sampled_from(Opened))
    if opened is Opened.ALL:
        return Group(draw(st.integers(1, 13)), 1, opened=opened, load=draw(load), effort=draw(st.none() | efforts))
    to = draw(st.none() | st.integers(count + 1, 100)) if opened is Opened.NONE else None
    sets, effort = draw(st.integers(1, 13)), draw(st.none() | efforts)
    return Group(sets, count, to, counted, opened, draw(load), effort)


@st.composite
def lifted(draw):
    in_shares = draw(st.booleans())
    counted = draw(st.sampled_from(Counted))
    one = some_sets(counted, st.none() | (shares if in_shares else loads))
    if counted is not Counted.REPS:
        one = one.filter(lambda group: group.opened is not Opened.ALL)
    weeks = tuple(map(tuple, draw(st.lists(st.lists(one, min_size=1, max_size=3), min_size=1, max_size=4))))
    row = Row(weeks, rest_s=draw(st.none() | st.integers(5, 3600)), tempo=draw(st.sampled_from(["", "31X0", "3010"])))
    maximum = draw(st.none() | st.builds(Maximum, st.sampled_from(["TM", "1RM"]), loads.filter(lambda x: x.value > 12)))
    return Row(row.weeks, rest_s=row.rest_s, tempo=row.tempo, maximum=maximum if row.is_in_shares else None)


lengths = st.one_of(
    st.builds(Amount, st.integers(1, 9999).map(float), st.just("m")),
    st.builds(Amount, st.integers(1, 400).map(lambda x: x / 4), st.sampled_from(["km", "mi"])),
    st.builds(Amount, st.integers(1, 20_000).map(float), st.just("s")),
)
paces = st.lists(st.integers(200, 1100).map(float), min_size=1, max_size=2, unique=True)
aimed = st.one_of(
    st.builds(Step, lengths, st.sampled_from([Aim.EASY, Aim.THRESHOLD, Aim.JOG])),
    st.builds(Step, lengths, st.just(Aim.RACE), st.sampled_from(list(RACES_M))),
    st.builds(
        Step,
        lengths,
        st.just(Aim.PACE),
        at=paces.map(lambda both: tuple(sorted(both, reverse=True))),
        per=st.sampled_from(["km", "mi"]),
    ),
    st.builds(Step, lengths, st.just(Aim.POWER), at=st.tuples(st.integers(1, 2500).map(float))),
    st.builds(Step, lengths, st.just(Aim.HEART_RATE), at=st.tuples(st.integers(30, 240).map(float))),
)
repeats = st.builds(Repeat, st.integers(2, 50), st.lists(aimed, min_size=1, max_size=3).map(tuple))


@st.composite
def run(draw):
    one = st.lists(aimed | repeats, min_size=1, max_size=3).map(tuple)
    row = Row(tuple(draw(st.lists(one, min_size=1, max_size=3))))
    result = draw(st.none() | st.builds(Result, st.just("5k"), st.integers(1000, 1700)))
    return Row(row.weeks, result=result if row.is_by_race else None)


rows = st.one_of(lifted(), run())
labels = st.sampled_from(["", "A", "B1", "C12"])
plain_names = st.sampled_from(
    ["Back squat", "90/90 stretch", "3x week press", "B1 squat", 'The "big" one', "Mon", "Run"]
)
names = st.one_of(
    plain_names,
    st.text(st.characters(blacklist_categories=["C", "Z"]), min_size=1, max_size=30),
    st.text(string.ascii_letters + string.digits + ' "x|,().:%@', min_size=1, max_size=30).map(str.strip).filter(bool),
)


@settings(max_examples=400)
@given(rows, labels, names)
def test_whatever_is_written_is_read_as_the_same(row, label, name):
    row = Row(row.weeks, label, row.rest_s, row.tempo, row.maximum, row.result)
    name = "" if row.is_run else name
    text = notation.write_line(row, name)

    if len(text) > 300:
        return
    line = notation.read_line(text)

    assert (line.problem, line.row, line.name) == (None, row, name)
    assert notation.write_line(line.row, line.name) == text


@settings(max_examples=300)
@given(rows)
def test_a_row_of_a_plan_comes_back_from_its_text(row):
    assert notation.read_row(notation.write_row(row)) == row


LIBRARY = {
    counted: Known(name, name, name, frozenset({name.lower()}), frozenset(), measure, is_own=False)
    for counted, name, measure in (
        (Counted.REPS, "Squat", Measure.REPS),
        (Counted.SECONDS, "Plank", Measure.SECONDS),
        (Counted.METRES, "Carry", Measure.DISTANCE),
    )
}
complete = rows.filter(lambda row: not (row.needs_maximum or row.needs_result) and len(notation.write_row(row)) < 280)


@given(st.lists(st.tuples(complete, labels, st.sets(st.integers(0, 6), min_size=1)), min_size=1, max_size=4))
def test_a_text_becomes_a_plan_and_the_same_text_again(week):
    items = []
    for key, (row, label, days) in zip("abcd", week, strict=False):
        name = LIBRARY[row.counted].name if row.counted is not None else ""
        fields = fields_of_row(replace(row, label=label), system=System.METRIC)
        items.append(Item(key, name, name or "Run", TYPED, fields, tuple(sorted(days))))
    text = text_of(Layout(4, "skip", tuple(items), {}), shown=str)

    found = read(text, Desk(tuple(LIBRARY.values()), Layout(4, "skip", (), {}), System.METRIC))
    stored = Layout(4, "skip", tuple(one.item for one in found if one.item), {}).as_json()
    again = Layout.from_json(json.loads(json.dumps(stored)))

    assert [one.problem for one in found if one.problem] == []
    assert text_of(again, shown=str) == text
    assert list(again.items) == items


@settings(max_examples=25)
@given(rows)
def test_every_row_makes_a_program_that_can_be_published(row):
    if row.needs_maximum or row.needs_result:
        return

    part = notation.program_of(row, step_kg=2.5)

    assert program.validate({"v": 1, **part}) == []


@pytest.mark.parametrize("days", [[0], [0, 3], list(range(7))])
def test_headings_come_back_too(days):
    assert list(notation.read_line(notation.write_days(days)).days) == days
    assert len(WEEKDAYS) == 7


# Any text whatever ----------------------------------------------------------------------------------------------

WORDS = (
    "5x5 @ 75% kg r3:00 t31X0 RIR2 6x 800m @5k j400 40' easy + ( ) | , \" - Squat B1 A) TM= 5k= : /km Mon 💪🏽 ٣x٣ ½"
)
pieces = st.sampled_from([*WORDS.split(), "\t", "\n", "\x00", "\u202e", "Exercise\tSets\tReps\tLoad (kg)\n"])


def took_s(text):
    """Read a text and write each row of it out again; return how long that took."""
    began = time.process_time()
    lines = notation.read_text(text)
    for line in lines:
        if line.problem:
            assert line.problem.start < line.problem.end
            assert str(line.problem.said)
        elif line.row:
            assert notation.read_line(notation.write_line(line.row, line.name)).row == line.row
    return time.process_time() - began


@settings(max_examples=500)
@given(st.text())
def test_no_text_makes_an_exception(text):
    assert took_s(text) < 1


@settings(max_examples=500)
@given(st.lists(pieces, max_size=30).map("".join) | st.lists(pieces, max_size=30).map(" ".join))
def test_no_heap_of_pieces_makes_an_exception(text):
    assert took_s(text) < 1


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "9" * 10_000,
        " " * 9_999 + "x",
        "(" * 10_000,
        "3x(" * 3_333,
        "3x" * 5_000,
        '"' * 10_000,
        "5x5 " * 2_500,
        "Squat 5x5 @75%\n" * 600,
        "\t" * 10_000,
        "mon " * 2_500,
        "mon, " * 59,
        "\x00" * 10_000,
        "💪🏽" * 5_000,
        "\u202eSquat 5x5" * 900,
        "Squat " + "5x5 @75%, " * 29,
        "a1 " * 3_333,
        "1:" * 5_000,
    ],
    ids=lambda text: text[:12].encode("ascii", "replace").decode(),
)
def test_no_long_text_takes_long(text):
    assert took_s(text) < 1
