"""The exercise library, as trainers and athletes meet it."""

from collections import Counter
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from portal.core.access import Actor
from portal.core.db import db
from portal.core.ids import new_id
from portal.events.log import LoggedEvent
from portal.roster.models import Coaching
from portal.training.actions import exercises as library
from portal.training.models.exercises import Exercise
from portal.training.queries.exercises import Shelf, Wanted, find_exercises
from portal.training.rules.exercises import Equipment, ExerciseDraft, ExerciseKind, Measure, Muscle, Pattern
from tests.cast import NOW

TYPED = {
    "name": "Zürcher Kniebeuge",
    "kind": "strength",
    "measure": "load_reps",
    "pattern": "squat",
    "level": "intermediate",
    "primary": ["quadriceps", "glutes"],
    "secondary": ["abdominals"],
    "equipment": ["barbell", "rack"],
    "cues": "Brace first.\nSit between the hips.",
    "aliases": "ZK, elbow squat",
    "video_url": "https://video.example/zk",
}


def listed(query):
    return f"/exercises?{urlencode(query)}"


def draft(name="Sandbag stroll", **changes):
    made = {
        "name": name,
        "kind": ExerciseKind.STRENGTH,
        "measure": Measure.DISTANCE,
        "pattern": Pattern.CARRY,
        "primary": (Muscle.UPPER_BACK,),
        "equipment": (Equipment.SANDBAG,),
        "cues": ("Walk.",),
    }
    return ExerciseDraft(**made | changes)


@pytest.fixture
def starters(session):
    library.load_starter(NOW)
    session.commit()


@pytest.fixture
def own(cast, session):
    """An exercise that a trainer wrote earlier."""

    def add(trainer=None, **changes):
        actor = Actor((trainer or cast.carla).id, is_trainer=True)
        exercise = library.add_exercise(draft(**changes), actor=actor, now=NOW)
        session.commit()
        return exercise

    return add


@pytest.fixture
def names(cast):
    """The names that a search finds for somebody, best first."""

    def find(words="", *, person=None, **wanted):
        actor = Actor((person or cast.carla).id, is_trainer=True)
        return [row.name for row in find_exercises(Wanted(words=words, **wanted), actor=actor, limit=500).rows]

    return find


def starter(slug):
    return db.session.scalars(select(Exercise).where(Exercise.slug == slug)).one()


def own_rows(person):
    return db.session.scalars(select(Exercise).where(Exercise.owner_id == person.id)).all()


def events():
    return [event.name for event in db.session.scalars(select(LoggedEvent).order_by(LoggedEvent.id))]


# Finding


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("back squat", "Back squat"),
        ("BACK  SQUAT", "Back squat"),
        ("squat back", "Back squat"),
        ("rdl", "Romanian deadlift"),
        ("OHP", "Overhead press"),
        ("pushup", "Push-up"),
        ("push up", "Push-up"),
        ("press-up", "Push-up"),
        ("farmers", "Farmer’s carry"),
        ("farmer's", "Farmer’s carry"),
        ("fårmér’s carry", "Farmer’s carry"),
        ("dead lift", "Deadlift"),
        ("pull down", "Lat pulldown"),
        ("tempo run", "Threshold run"),
        ("dip", "Dip"),
        ("c&j", "Clean and jerk"),
    ],
)
def test_people_find_it_however_they_write_it(starters, names, typed, first):
    assert names(typed)[0] == first


def test_what_begins_with_the_words_comes_before_what_contains_them(starters, names):
    found = names("bench")

    begins = [name.lower().startswith("bench") for name in found]
    assert begins[0]
    assert begins == sorted(begins, reverse=True)
    assert "Incline bench press" in found


def test_a_muscle_finds_what_trains_it(starters, names):
    found = names("hamstrings")

    assert {"Romanian deadlift", "Nordic hamstring curl", "Lying leg curl"} <= set(found)
    assert "Bench press" not in found


def test_name_and_muscle_narrow_together(starters, names):
    found = names("dumbbell chest")

    assert "Dumbbell bench press" in found
    assert "Dumbbell curl" not in found


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", '"]', "\x00", "zzzz", "<script>", "💪" * 50, "a " * 400])
def test_odd_searches_are_only_searches(starters, visit, cast, typed):
    assert visit(cast.carla, listed({"q": typed})).status_code == 200


def test_signs_are_no_wildcards(starters, names):
    assert names("b_ck squat") == names("b ck squat") == []


@pytest.mark.parametrize(
    ("wanted", "inside", "outside"),
    [
        ({"equipment": Equipment.KETTLEBELL}, "Kettlebell swing", "Back squat"),
        ({"equipment": Equipment.BOX}, "Box jump", "Back squat"),
        ({"equipment": Equipment.NONE}, "Push-up", "Pull-up"),
        ({"equipment": Equipment.NONE}, "Easy run", "Endurance ride"),
        ({"equipment": Equipment.BIKE}, "Endurance ride", "Air-bike sprint"),
        ({"muscle": Muscle.LATS}, "Pull-up", "Back squat"),
        ({"muscle": Muscle.LOWER_BACK}, "Back squat", "Push-up"),
        ({"kind": ExerciseKind.MOBILITY}, "Couch stretch", "Plank"),
    ],
)
def test_filters_narrow(starters, names, wanted, inside, outside):
    found = names(**wanted)

    assert inside in found
    assert outside not in found


def test_filters_and_words_work_together(starters, visit, cast):
    page = visit(cast.carla, listed({"q": "press", "equipment": "kettlebell", "muscle": "triceps"})).text

    assert "Kettlebell press" in page
    assert "Bench press" not in page


@pytest.mark.parametrize(
    "query", [{"equipment": "spaceship"}, {"muscle": "§"}, {"kind": "x"}, {"shelf": "top"}, {"after": "7"}]
)
def test_an_address_with_nonsense_in_it_still_opens(starters, visit, cast, query):
    response = visit(cast.carla, listed(query))

    assert response.status_code == 200
    assert "90/90 breathing" in response.text


@pytest.mark.parametrize("words", ["", "press", "back"])
def test_pages_follow_each_other_without_gap_or_repeat(starters, cast, words):
    actor, seen, after = Actor(cast.carla.id, is_trainer=True), [], None
    while True:
        found = find_exercises(Wanted(words=words), actor=actor, after=after, limit=7)
        seen += [row.id for row in found.rows]
        if found.next_after is None:
            break
        after = found.next_after

    everything = find_exercises(Wanted(words=words), actor=actor, limit=1000).rows
    assert seen == [row.id for row in everything]
    assert len(seen) > 14


def test_a_page_leads_to_the_next_and_keeps_the_filters(starters, visit, cast):
    first = visit(cast.carla, listed({"kind": "strength", "q": "a"})).text

    link = next(part.split('"')[0] for part in unescape(first).split('href="') if "after=" in part.split('"')[0])
    assert "kind=strength" in link
    assert "q=a" in link
    second = visit(cast.carla, link).text
    assert "Back to the first" in second
    assert second.count("<tr>") > 1


def test_the_list_is_one_statement_however_long_the_library(starters, visit, cast, own, queries):
    counts = []

    for _ in range(2):
        queries.clear()
        visit(cast.carla, listed({"q": "press"}), target="exercise_list")
        counts.append(len([query for query in queries if query.startswith("SELECT")]))
        for number in range(30):
            own(name=f"Press {number} {len(counts)}")

    assert counts == [2, 2]  # who is asking, what fits


def test_htmx_gets_only_the_list(starters, visit, cast):
    response = visit(cast.carla, listed({"q": "plank"}), target="exercise_list")

    assert response.text.lstrip().startswith('<div id="exercise_list"')
    assert "<main" not in response.text


# Who sees what


@pytest.mark.parametrize("who", ["carla", "ana", "otto", "sam", "ada"])
def test_starters_are_there_for_everybody(starters, visit, cast, who):
    person = getattr(cast, who)

    assert "Back squat" in visit(person, listed({"q": "back squat"})).text
    page = visit(person, f"/exercises/{starter('back-squat').id}")
    assert page.status_code == 200
    assert "Keep the whole foot on the floor" in page.text


WHO_MAY = [
    # who, read, change, copy
    ("carla", 200, 200, 200),
    ("ana", 200, 403, 403),
    ("otto", 404, 404, 404),
    ("sam", 404, 404, 404),
    ("ada", 404, 404, 404),
]


@pytest.mark.parametrize(("who", "read", "change", "copy"), WHO_MAY)
def test_who_may_do_what_with_a_trainers_own_exercise(visit, cast, own, who, read, change, copy):
    person, url = getattr(cast, who), f"/exercises/{own().id}"

    assert visit(person, url).status_code == read
    assert visit(person, f"{url}/edit").status_code == change
    assert visit(person, f"{url}/copies/new").status_code == copy


@pytest.mark.parametrize(("who", "read", "change", "copy"), WHO_MAY)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_only_the_owner_changes_anything(visit, cast, own, who, read, change, copy, method):
    exercise, person = own(), getattr(cast, who)
    refused = change if change != 200 else None

    archive = visit(person, f"/exercises/{exercise.id}/archive", method=method)
    update = visit(person, f"/exercises/{exercise.id}", method="POST", data=TYPED)
    adapt = visit(person, f"/exercises/{exercise.id}/copies", method="POST", data={**TYPED, "name": "Another"})

    assert [answer.status_code for answer in (archive, update, adapt)] == [refused or 303] * 3


@pytest.mark.parametrize(
    ("who", "change", "copy"), [("carla", 403, 200), ("ana", 403, 403), ("otto", 403, 200), ("ada", 403, 403)]
)
def test_nobody_changes_a_starter_but_trainers_may_copy_it(starters, visit, cast, who, change, copy):
    person, url = getattr(cast, who), f"/exercises/{starter('plank').id}"

    assert visit(person, f"{url}/edit").status_code == change
    assert visit(person, url, method="POST", data=TYPED).status_code == change
    assert visit(person, f"{url}/archive", method="POST").status_code == change
    assert visit(person, f"{url}/copies/new").status_code == copy


@pytest.mark.parametrize(("who", "status"), [("carla", 200), ("otto", 200), ("ana", 403), ("sam", 403), ("ada", 403)])
def test_only_trainers_write_exercises(visit, cast, who, status):
    person = getattr(cast, who)

    assert visit(person, "/exercises/new").status_code == status
    posted = visit(person, "/exercises", method="POST", data=TYPED)
    assert posted.status_code == (303 if status == 200 else status)
    assert len(own_rows(person)) == (1 if status == 200 else 0)


@pytest.mark.parametrize("url", ["/exercises", "/exercises/new"])
def test_nobody_is_asked_to_sign_in(visit, url):
    assert visit(None, url).status_code == 303


def test_two_trainers_never_meet_in_the_library(visit, cast, own):
    own(name="Carla stroll")
    own(cast.otto, name="Otto stroll")

    for trainer, theirs, foreign in (
        (cast.carla, "Carla stroll", "Otto stroll"),
        (cast.otto, "Otto stroll", "Carla stroll"),
    ):
        page = visit(trainer, listed({"q": "stroll"})).text
        assert theirs in page
        assert foreign not in page


def test_an_athlete_reads_it_as_long_as_the_coaching_lasts(visit, cast, own, session):
    exercise = own()
    assert "Sandbag stroll" in visit(cast.ana, "/exercises").text

    for coaching in session.scalars(select(Coaching).where(Coaching.trainer_id == cast.carla.id)):
        coaching.ended_at, coaching.ended_by_id = NOW + timedelta(seconds=1), cast.ana.id
    session.commit()

    assert "Sandbag stroll" not in visit(cast.ana, "/exercises").text
    assert visit(cast.ana, f"/exercises/{exercise.id}").status_code == 404


@pytest.mark.parametrize(("who", "shown"), [("carla", True), ("ana", False)])
def test_buttons_are_there_for_those_who_may(starters, visit, cast, own, who, shown):
    person = getattr(cast, who)

    assert ("New exercise" in visit(person, "/exercises").text) is shown
    page = visit(person, f"/exercises/{own().id}").text
    assert all((button in page) is shown for button in ("Edit", "Archive", "Copy and adapt"))


def test_what_does_not_exist_is_not_found(visit, cast):
    assert visit(cast.carla, f"/exercises/{new_id()}").status_code == 404
    assert visit(cast.carla, "/exercises/back-squat").status_code == 404


# Writing


def test_a_trainer_writes_an_exercise(visit, cast):
    response = visit(cast.carla, "/exercises", method="POST", data=TYPED)

    (exercise,) = own_rows(cast.carla)
    assert (response.status_code, response.location) == (303, f"/exercises/{exercise.id}")
    page = unescape(visit(cast.ana, response.location).text)
    for words in (
        "Zürcher Kniebeuge",
        "Brace first.",
        "Sit between the hips.",
        "Quadriceps, Glutes",
        "ZK, elbow squat",
    ):
        assert words in page
    assert 'href="https://video.example/zk"' in page
    assert events() == ["training.ExerciseAdded"]


def test_it_is_found_at_once_without_its_accents(visit, cast, names):
    visit(cast.carla, "/exercises", method="POST", data=TYPED)

    assert names("zurcher") == names("KNIEBEUGE") == names("zk") == ["Zürcher Kniebeuge"]


def test_htmx_is_sent_to_the_new_page(visit, cast):
    response = visit(cast.carla, "/exercises", method="POST", data=TYPED, target="exercise_form")

    assert response.headers["HX-Location"] == f"/exercises/{own_rows(cast.carla)[0].id}"


WRONG = [
    ({"name": ""}, "Please fill this in."),
    ({"name": " \t "}, "Please fill this in."),
    ({"name": "!!! ???"}, "Use letters or digits in the name."),
    ({"name": "x" * 81}, "80 are the most"),
    ({"primary": []}, "Choose at least one muscle."),
    ({"primary": ["soul"]}, "soul"),
    ({"secondary": ["glutes"]}, "Name each muscle once"),
    ({"equipment": ["none", "barbell"]}, "Choose either no equipment or what is needed."),
    ({"kind": "magic"}, "Not a valid choice"),
    ({"cues": "\n".join(f"Cue {number}" for number in range(9))}, "At most 8, please."),
    ({"cues": "x" * 201}, "below 201 characters"),
    ({"cues": "x" * 100_000}, "4,000 are the most"),
    ({"aliases": ",".join(f"alias {number}" for number in range(11))}, "At most 10, please."),
    ({"aliases": "x" * 61}, "below 61 characters"),
    ({"video_url": "javascript:alert(1)"}, "beginning with https://"),
    ({"video_url": "data:text/html,hello"}, "beginning with https://"),
    ({"video_url": "https://"}, "beginning with https://"),
    ({"video_url": "http://[::1"}, "beginning with https://"),
    ({"video_url": "https://video.example/ two"}, "beginning with https://"),
    ({"video_url": "https://video.example/" + "x" * 500}, "500 are the most"),
]


@pytest.mark.parametrize(("changes", "said"), WRONG)
def test_what_cannot_be_is_said_next_to_the_field(visit, cast, changes, said):
    response = visit(cast.carla, "/exercises", method="POST", data={**TYPED, **changes})

    assert response.status_code == 422
    assert said in unescape(response.text)
    assert own_rows(cast.carla) == []


def test_an_empty_form_keeps_calm(visit, cast):
    response = visit(cast.carla, "/exercises", method="POST", data={}, target="exercise_form")

    assert response.status_code == 422
    assert response.text.lstrip().startswith('<div id="exercise_form"')


def test_markup_stays_words(visit, cast, session):
    nasty = "<script>alert(1)</script>"
    visit(cast.carla, "/exercises", method="POST", data={**TYPED, "name": nasty, "cues": nasty, "aliases": nasty})

    (exercise,) = own_rows(cast.carla)
    for url in ("/exercises", f"/exercises/{exercise.id}", f"/exercises/{exercise.id}/edit"):
        page = visit(cast.carla, url).text
        assert nasty not in page
        assert "&lt;script&gt;" in page


def test_what_was_typed_is_kept_when_something_is_wrong(visit, cast):
    response = visit(cast.carla, "/exercises", method="POST", data={**TYPED, "video_url": "nowhere"})

    assert 'value="Zürcher Kniebeuge"' in response.text
    assert "Sit between the hips." in response.text


@pytest.mark.parametrize("name", ["Sandbag stroll", "sandbag  STROLL", "Sándbag-stroll"])
def test_a_trainer_has_each_name_once(visit, cast, own, name):
    own()

    response = visit(cast.carla, "/exercises", method="POST", data={**TYPED, "name": name})

    assert response.status_code == 422
    assert "You already have an exercise called" in response.text
    assert len(own_rows(cast.carla)) == 1


def test_others_may_use_the_same_name(starters, visit, cast, own):
    own(cast.otto)

    for name in ("Sandbag stroll", "Back squat"):
        assert visit(cast.carla, "/exercises", method="POST", data={**TYPED, "name": name}).status_code == 303


def test_the_owner_rewrites_it(visit, cast, own, names):
    exercise = own()

    response = visit(cast.carla, f"/exercises/{exercise.id}", method="POST", data=TYPED)

    assert (response.status_code, response.location) == (303, f"/exercises/{exercise.id}")
    assert "Zürcher Kniebeuge" in visit(cast.ana, response.location).text
    assert names("sandbag") == []
    assert names("elbow squat") == ["Zürcher Kniebeuge"]
    assert events() == ["training.ExerciseAdded", "training.ExerciseChanged"]


def test_the_form_comes_back_as_it_was_saved(visit, cast, session):
    visit(cast.carla, "/exercises", method="POST", data=TYPED)
    (exercise,) = own_rows(cast.carla)
    page = visit(cast.carla, f"/exercises/{exercise.id}/edit").text

    assert 'value="ZK, elbow squat"' in page
    assert page.count("checked") == 5
    visit(cast.carla, f"/exercises/{exercise.id}", method="POST", data=TYPED)
    assert events() == ["training.ExerciseAdded"], "saving the same again is no change"


def test_a_rename_cannot_take_another_name(visit, cast, own):
    own(name="First")
    second = own(name="Second")

    response = visit(cast.carla, f"/exercises/{second.id}", method="POST", data={**TYPED, "name": "first"})

    assert response.status_code == 422
    assert sorted(row.name for row in own_rows(cast.carla)) == ["First", "Second"]


# Copying


def test_a_trainer_adapts_a_starter(starters, visit, cast):
    original = starter("romanian-deadlift")
    page = visit(cast.carla, f"/exercises/{original.id}/copies/new").text
    assert 'value="Romanian deadlift"' in page
    assert "Push the hips straight back" in page

    response = visit(cast.carla, f"/exercises/{original.id}/copies", method="POST", data={**TYPED, "name": "My RDL"})

    (copy,) = own_rows(cast.carla)
    assert response.location == f"/exercises/{copy.id}"
    assert (copy.copied_from_id, copy.slug, copy.name) == (original.id, None, "My RDL")
    assert starter("romanian-deadlift").name == "Romanian deadlift"
    assert events() == ["training.ExerciseCopied"]


def test_opening_the_copy_form_copies_nothing(starters, visit, cast):
    visit(cast.carla, f"/exercises/{starter('plank').id}/copies/new")

    assert own_rows(cast.carla) == []


# Archive


def test_archiving_takes_it_out_of_the_library_and_undo_puts_it_back(visit, cast, own, names):
    exercise = own()
    url = f"/exercises/{exercise.id}/archive"

    response = visit(cast.carla, url, method="POST", target="exercise_head")

    assert response.text.lstrip().startswith('<div id="exercise_head">')
    assert "Undo" in response.text
    assert names("sandbag stroll") == []
    assert names("sandbag stroll", shelf=Shelf.ARCHIVED) == ["Sandbag stroll"]
    assert visit(cast.ana, f"/exercises/{exercise.id}").status_code == 200, "a plan may still use it"

    undone = visit(cast.carla, url, method="DELETE", target="exercise_head")

    assert "Undo" not in undone.text
    assert names("sandbag stroll") == ["Sandbag stroll"]
    assert events() == ["training.ExerciseAdded", "training.ExerciseArchived", "training.ExerciseRestored"]


def test_a_plain_form_can_archive_and_restore(visit, cast, own):
    url = f"/exercises/{own().id}"

    for address in (f"{url}/archive", f"{url}/archive?_method=DELETE"):
        response = visit(cast.carla, address, method="POST")
        assert (response.status_code, response.location) == (303, url)


def test_archiving_twice_is_archiving_once(visit, cast, own):
    url = f"/exercises/{own().id}/archive"

    for method in ("POST", "POST", "DELETE", "DELETE"):
        assert visit(cast.carla, url, method=method).status_code == 303

    assert Counter(events()) == {
        "training.ExerciseAdded": 1,
        "training.ExerciseArchived": 1,
        "training.ExerciseRestored": 1,
    }


def test_a_name_given_again_stands_in_the_way_of_restoring(visit, cast, own):
    old = own()
    visit(cast.carla, f"/exercises/{old.id}/archive", method="POST")
    own()

    response = visit(cast.carla, f"/exercises/{old.id}/archive", method="DELETE")

    assert response.status_code == 409
    assert "You already have an exercise called “Sandbag stroll”." in unescape(response.text)
    assert db.session.get_one(Exercise, old.id).archived_at is not None


# Video


def test_a_starter_has_a_search_and_no_invented_link(starters, visit, cast):
    page = unescape(visit(cast.ana, f"/exercises/{starter('farmers-carry').id}").text)

    assert 'href="https://www.youtube.com/results?search_query=Farmer%E2%80%99s+carry+technique"' in page
    assert 'rel="noreferrer"' in page


def test_no_exercise_page_loads_anything_from_elsewhere(starters, visit, cast):
    page = visit(cast.ana, f"/exercises/{starter('plank').id}").text

    assert all(part.startswith("/") for part in page.split('src="')[1:])


# Starters


def test_loading_again_changes_nothing(starters):
    before = {row.slug: (row.id, row.name) for row in db.session.scalars(select(Exercise))}

    assert library.load_starter(NOW + timedelta(days=1)) == library.Loaded(added=0, changed=0)
    assert {row.slug: (row.id, row.name) for row in db.session.scalars(select(Exercise))} == before


def test_loading_mends_what_is_missing_or_old(starters, session, own):
    theirs = own(name="Plank")
    plank, squat = starter("plank"), starter("back-squat")
    plank.cues, plank.name = ["Old words."], "Planck"
    session.delete(squat)
    session.commit()

    assert library.load_starter(NOW) == library.Loaded(added=1, changed=1)
    assert (starter("plank").id, starter("plank").name, len(starter("plank").cues)) == (plank.id, "Plank", 3)
    assert starter("back-squat").name == "Back squat"
    assert theirs.cues == ["Walk."]


def test_loading_starters_tells_nobody(starters):
    assert events() == []
    assert db.session.scalar(select(func.count()).select_from(Exercise)) >= 170


# Words


@pytest.mark.parametrize("slug", ["farmers-carry", "easy-run"])
def test_every_word_of_a_starter_goes_through_the_catalogue(starters, visit, cast, session, slug):
    cast.ana.language = "en-XA"
    session.commit()

    page = unescape(visit(cast.ana, f"/exercises/{starter(slug).id}").text)

    words = [starter(slug).name, *starter(slug).aliases, *starter(slug).cues]
    assert [word for word in words if word in page] == []
    assert page.count("⟦") > len(words)


def test_what_a_trainer_wrote_stays_as_it_is(visit, cast, own, session):
    cast.ana.language = "en-XA"
    session.commit()

    assert "Sandbag stroll" in visit(cast.ana, f"/exercises/{own().id}").text
