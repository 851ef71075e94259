"""Logging through the page, as a phone does it: in any order, more than once, from two tabs."""

import re

import pytest
from sqlalchemy import select

from portal.activities.actions import store_recording
from portal.activities.actions.matching import unpair
from portal.activities.models import Activity
from portal.activities.rules.recording import Recording
from portal.activities.rules.sports import Sport
from portal.core.db import transaction
from portal.events.log import LoggedEvent
from portal.training.models.logs import EffortLog, SessionLog, SetLog
from tests.cast import NOW, TODAY

WHO_MAY = [("carla", 303), ("ana", 303), ("otto", 404), ("sam", 404), ("ada", 404)]


@pytest.fixture
def monday(gym):
    return gym.sessions(gym.plan())[0]


@pytest.fixture
def shown(cast, visit, monday):
    def read(person=None):
        text = visit(person or cast.ana, f"/sessions/{monday.id}").text
        return re.search(r'name="shown" value="([^"]+)"', text)[1]

    return read


@pytest.fixture
def tick(cast, visit, monday, shown):
    token = shown()

    def send(position=0, *, person=None, **changed):
        fields = {"track": "a", "position": position, "reps": "5", "load": "60", "shown": token, **changed}
        return visit(person or cast.ana, f"/sessions/{monday.id}/sets", method="POST", **fields)

    return send


def sets(session):
    return session.scalars(select(SetLog).order_by(SetLog.position)).all()


def names(session):
    return [row.name for row in session.scalars(select(LoggedEvent).order_by(LoggedEvent.id))]


def test_today_shows_the_session_with_its_numbers_and_reasons(cast, visit, monday):
    text = visit(cast.ana, "/today").text

    assert "Back squat" in text
    assert text.count('class="set-row') >= 3
    assert "first" in text.lower()


def test_one_tap_logs_a_set_as_prescribed(tick, session):
    assert tick().status_code == 303

    (row,) = sets(session)
    assert (row.load_kg, row.reps, row.position) == (60, 5, 0)


def test_a_double_tap_and_a_second_tab_make_no_double(tick, session):
    for _ in range(3):
        tick()

    assert len(sets(session)) == 1
    assert names(session).count("training.SessionBegun") == 1


def test_a_later_answer_wins_and_an_older_one_arriving_late_does_not(tick, session):
    tick(reps="5", done_at="2026-05-18T07:10:00Z")
    tick(reps="4", done_at="2026-05-18T07:11:00Z")
    tick(reps="3", done_at="2026-05-18T07:09:00Z")

    assert [row.reps for row in sets(session)] == [4]


@pytest.fixture
def untick(cast, visit, monday, shown):
    """Take a set back as the page does."""
    token = shown()

    def untick(position=0, **form):
        return visit(
            cast.ana, f"/sessions/{monday.id}/sets/a/{position}?_method=DELETE", method="POST", shown=token, **form
        )

    return untick


def test_taking_a_set_back_does_not_take_what_was_logged_since(tick, untick, session):
    tick(reps="5", done_at="2026-05-18T07:05:00Z")
    untick(done_at="2026-05-18T06:50:00Z")

    assert [row.reps for row in sets(session)] == [5]


def test_a_set_that_was_taken_back_does_not_come_back_from_a_phone_that_sends_late(tick, untick, session):
    tick(reps="5", done_at="2026-05-18T07:05:00Z")
    untick(done_at="2026-05-18T07:10:00Z")
    tick(reps="4", done_at="2026-05-18T06:40:00Z")
    assert sets(session) == []

    tick(reps="3", done_at="2026-05-18T07:11:00Z")
    assert [row.reps for row in sets(session)] == [3]


def test_what_is_said_at_the_end_is_not_replaced_by_what_another_phone_said_before(
    cast, visit, monday, tick, shown, session
):
    token, url = shown(), f"/sessions/{monday.id}/completion"
    tick()
    said = {"note": "My knee hurts.", "rpe": "9", "flags": "injured"}

    visit(cast.ana, url, method="POST", shown=token, done_at="2026-05-18T07:00:00Z", **said)
    visit(cast.ana, url, method="POST", shown=token, done_at="2026-05-18T06:05:00Z", note="")
    (log,) = session.scalars(select(SessionLog))
    assert (log.note, log.rpe, log.flags) == ("My knee hurts.", 9, ["injured"])

    visit(cast.ana, f"{url}?_method=DELETE", method="POST", done_at="2026-05-18T06:30:00Z")
    (log,) = session.scalars(select(SessionLog))
    assert log.finished_at is not None


def test_finishing_closes_the_session_and_says_how_it_went(cast, visit, monday, tick, shown, session):
    token = shown()
    for position in range(3):
        tick(position)

    response = visit(cast.ana, f"/sessions/{monday.id}/completion", method="POST", rpe="8", note="Good.", shown=token)

    assert response.status_code == 303
    (log,) = session.scalars(select(SessionLog))
    assert (log.done_pct, log.rpe, log.note) == (100, 8, "Good.")
    assert "training.SessionFinished" in names(session)
    assert "Finished." in visit(cast.ana, f"/sessions/{monday.id}").text


def test_after_a_refused_day_the_same_form_is_sent_again(cast, visit, monday, session):
    url = f"/sessions/{monday.id}"

    def send(html, day):
        form = re.search(rf'<form[^>]*"{url}/completion".*?</form>', html, re.DOTALL)[0]
        token = re.search(r'name="shown" value="([^"]*)"', form)[1]
        return visit(cast.ana, f"{url}/completion", method="POST", trained_on=day, note="Late.", shown=token)

    refused = send(visit(cast.ana, url).text, "2099-01-01")
    assert refused.status_code == 422
    assert "Choose a day from" in refused.text
    assert session.scalars(select(SessionLog)).all() == []
    assert send(refused.text, "2098-01-01").status_code == 422

    assert send(refused.text, monday.on.isoformat()).status_code == 303
    assert session.scalars(select(SessionLog)).one().note == "Late."


def test_a_refused_day_changes_nothing_of_what_was_logged(cast, visit, monday, tick, session):
    tick()
    url = f"/sessions/{monday.id}/completion"

    assert visit(cast.ana, url, method="POST", trained_on="2099-01-01", note="No.").status_code == 422

    (log,) = session.scalars(select(SessionLog))
    assert (log.finished_at, log.note, len(sets(session))) == (None, "", 1)


def test_finishing_twice_announces_it_once(cast, visit, monday, shown, session):
    token = shown()
    for _ in range(2):
        visit(cast.ana, f"/sessions/{monday.id}/completion", method="POST", shown=token)

    assert names(session).count("training.SessionFinished") == 1


def test_a_finished_session_can_be_opened_again(cast, visit, monday, tick, shown, session):
    token = shown()
    tick()
    visit(cast.ana, f"/sessions/{monday.id}/completion", method="POST", shown=token)

    visit(cast.ana, f"/sessions/{monday.id}/completion", method="DELETE")

    assert session.scalars(select(SessionLog)).one().finished_at is None
    assert len(sets(session)) == 1


def test_a_set_can_be_taken_back(cast, visit, monday, tick, session):
    tick()

    visit(cast.ana, f"/sessions/{monday.id}/sets/a/0", method="DELETE")

    assert sets(session) == []


def test_repetitions_in_reserve_are_kept_as_effort(tick, session):
    tick(reserve="2")

    assert [row.rpe for row in sets(session)] == [8]


@pytest.mark.parametrize(
    "changed",
    [
        {"load": "-1"},
        {"load": "1001"},
        {"load": "1e400"},
        {"reps": "-1"},
        {"reps": "x"},
        {"reps": "99999"},
        {"position": "-1"},
        {"track": ""},
        {"rpe": "11"},
        {"track": "nosuch"},
        {"position": "59"},
        {"shown": "forged"},
        {"shown": ""},
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(tick, session, changed):
    response = tick(**changed)

    assert response.status_code in {409, 422}
    assert sets(session) == []


def test_what_was_shown_is_what_is_judged(gym, cast, visit, monday, tick, session):
    tick()  # the page was open before the trainer changed anything

    response = visit(
        cast.carla, f"/sessions/{monday.id}/adjustments/a", method="POST", sets="1", reps="1", load="20", reason="Easy."
    )

    assert response.status_code == 404  # begun sessions are not changed under the athlete's hands
    assert session.scalars(select(SessionLog)).one().planned["a"][0]["load"] == 60


def test_a_token_of_another_session_is_not_taken(gym, cast, visit, monday, shown):
    other = gym.sessions(gym.plan(title="Other"))[0]

    response = visit(
        cast.ana, f"/sessions/{other.id}/sets", method="POST", track="a", position=0, reps=5, load=60, shown=shown()
    )

    assert response.status_code == 409


@pytest.mark.parametrize(("who", "status"), WHO_MAY)
@pytest.mark.parametrize("part", ["sets", "completion", "excuse"])
def test_athlete_and_trainer_log_and_nobody_else(cast, visit, monday, shown, who, status, part):
    fields = {"track": "a", "position": 0, "reps": 5, "load": 60, "shown": shown()}

    response = visit(getattr(cast, who), f"/sessions/{monday.id}/{part}", method="POST", **fields)

    assert response.status_code == status


@pytest.mark.parametrize(("who", "status"), [("carla", 303), ("ana", 403), ("otto", 404), ("sam", 404)])
def test_only_the_trainer_changes_the_numbers(cast, visit, monday, who, status):
    fields = {"sets": "2", "reps": "5", "load": "50", "reason": "Tired week."}

    response = visit(getattr(cast, who), f"/sessions/{monday.id}/adjustments/a", method="POST", **fields)

    assert response.status_code == status


def test_an_excused_session_asks_for_nothing_until_it_is_taken_back(cast, visit, monday):
    visit(cast.ana, f"/sessions/{monday.id}/excuse", method="POST")
    assert "You need not do this one" in visit(cast.ana, f"/sessions/{monday.id}").text

    visit(cast.ana, f"/sessions/{monday.id}/excuse", method="DELETE")
    assert "You need not do this one" not in visit(cast.ana, f"/sessions/{monday.id}").text


def test_a_run_done_as_planned_is_one_tap(gym, cast, visit, session):
    run = gym.sessions(gym.plan(gym.runs(days=(0, 2, 4))))[0]
    text = visit(cast.ana, f"/sessions/{run.id}").text
    token, track = (re.search(rf'name="{name}" value="([^"]+)"', text)[1] for name in ("shown", "track"))

    visit(cast.ana, f"/sessions/{run.id}/efforts", method="POST", track=track, shown=token)
    visit(cast.ana, f"/sessions/{run.id}/completion", method="POST", shown=token)

    assert session.scalars(select(SessionLog)).one().done_pct == 100


def test_today_costs_the_same_with_a_long_history(gym, cast, visit, queries):
    plan = gym.plan(weeks=8)
    counts = []
    for done in (0, 2):
        for row in gym.sessions(plan)[:done]:
            gym.train(row)
        queries.clear()
        visit(cast.ana, "/today")
        counts.append(len([q for q in queries if q.startswith("SELECT")]))

    assert counts[0] <= 8
    assert counts[1] <= 8


def test_a_recorded_run_counts_as_done_and_unpairing_takes_it_back(gym, cast, visit, deliver, session):
    run = gym.sessions(gym.plan(gym.runs(days=(0, 2, 4))))[0]
    opened = gym.sheet(run, today=run.on)
    seconds = opened.sheet.tracks[0].duration_s
    with transaction():
        recording = Recording(
            sport=Sport.RUN, started_at=NOW, duration_s=seconds, distance_m=opened.sheet.tracks[0].distance_m
        )
        watch = store_recording(cast.ana.id, recording, source="upload", external_id="watch", now=NOW).id
    deliver()

    log = session.scalars(select(SessionLog)).one()
    assert (log.planned_session_id, log.done_pct) == (run.id, 100)

    with transaction():
        unpair(session.get(Activity, watch), actor=gym.ana, now=NOW)
    deliver()

    assert session.scalars(select(SessionLog)).all() == []


def test_what_was_logged_by_hand_is_not_overwritten_by_a_watch(gym, cast, deliver, session):
    run = gym.sessions(gym.plan(gym.runs(days=(0, 2, 4))))[0]
    gym.train(run)
    with transaction():
        recording = Recording(sport=Sport.RUN, started_at=NOW, duration_s=600.0, distance_m=1500.0)
        store_recording(cast.ana.id, recording, source="upload", external_id="watch", now=NOW)
    deliver()

    assert session.scalars(select(SessionLog)).one().done_pct == 100


def test_the_first_set_needs_the_page_it_was_read_on_and_later_ones_do_not(gym, visit, cast):
    session = gym.sessions(gym.plan())[0]
    form = {"track": "a", "position": "0", "reps": "5", "load": "60"}

    refused = visit(cast.ana, f"/sessions/{session.id}/sets", method="POST", target="session_sheet", **form, shown="x")
    gym.train(session, finish=False)
    taken = visit(cast.ana, f"/sessions/{session.id}/sets", method="POST", target="session_sheet", **form)

    assert refused.status_code == 409
    assert "Load it again" in refused.text
    assert taken.status_code == 200


def test_logging_a_set_asks_the_database_eight_times(gym, visit, cast, queries):
    session = gym.sessions(gym.plan())[0]
    gym.train(session, finish=False)
    cast.visitor(cast.ana)
    queries.clear()

    form = {"track": "a", "position": "0", "reps": "4", "load": "62.5"}
    assert (
        visit(cast.ana, f"/sessions/{session.id}/sets", method="POST", target="session_sheet", **form).status_code
        == 200
    )

    assert len(queries) <= 8, "\n".join(queries)


@pytest.mark.parametrize("done_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
@pytest.mark.parametrize("part", ["sets", "completion"])
def test_a_moment_that_cannot_be_is_no_moment(cast, visit, monday, shown, session, part, done_at):
    form = {"track": "a", "position": 0, "reps": 5, "load": 60, "shown": shown(), "done_at": done_at}

    assert visit(cast.ana, f"/sessions/{monday.id}/{part}", method="POST", **form).status_code == 303

    assert session.scalars(select(SessionLog)).one().trained_on == TODAY


@pytest.mark.parametrize("position", ["1000", "99999999999999999999"])
def test_there_is_no_set_at_a_place_no_session_has(cast, visit, monday, tick, session, position):
    tick()

    assert visit(cast.ana, f"/sessions/{monday.id}/sets/a/{position}", method="DELETE").status_code == 404
    assert tick(position).status_code == 422
    assert len(sets(session)) == 1


def test_a_trainer_sees_whose_session_it_is_and_the_athlete_needs_no_telling(cast, visit, monday):
    back = f"/clients/{cast.ana.id}"

    page = visit(cast.carla, f"/sessions/{monday.id}").text
    assert back in page
    assert re.search(r'href="/clients"[^>]*aria-current', page)
    assert back not in visit(cast.ana, f"/sessions/{monday.id}").text


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_a_finished_session_is_corrected_set_by_set_and_says_how_far_it_went(cast, visit, monday, tick, who):
    for position in range(3):
        tick(position)
    visit(cast.ana, f"/sessions/{monday.id}/completion", method="POST")
    person, sheet = getattr(cast, who), {"target": "session_sheet"}

    gone = visit(person, f"/sessions/{monday.id}/sets/a/0", method="DELETE", **sheet).text
    back = visit(person, f"/sessions/{monday.id}/sets", method="POST", track="a", position=0, reps=4, load=60, **sheet)

    assert ("67" in finished(gone), gone.count("tick--main")) == (True, 1)
    assert ("100" in finished(back.text), back.text.count("tick--main")) == (True, 0)
    assert 'name="reps" value="4"' in back.text
    assert back.text.count('name="load"') == 3


def finished(text):
    return re.search(r'data-follows="finished".*?</p>', text, re.DOTALL)[0]


NUL = "\x00"


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("sets", {"track": NUL}),
        ("sets", {"track": f"a{NUL}b"}),
        ("sets", {"done_at": NUL}),
        ("sets", {"shown": NUL}),
        ("sets", {"load": f"6{NUL}0"}),
        ("sets", {"reps": f"5{NUL}"}),
        ("efforts", {"track": f"a{NUL}b"}),
        ("efforts", {"track": NUL}),
        ("completion", {"flags": NUL}),
        ("completion", {"trained_on": NUL}),
        ("completion", {"rpe": NUL}),
    ],
)
def test_a_sign_no_database_keeps_is_refused_in_words(cast, visit, monday, shown, session, part, changed):
    fields = {"track": "a", "position": 0, "reps": 5, "load": 60, "shown": shown(), **changed}
    if part == "completion":
        fields = {"shown": shown(), **changed}

    response = visit(cast.ana, f"/sessions/{monday.id}/{part}", method="POST", target="session_sheet", **fields)

    assert response.status_code in {200, 409, 422}
    assert all(NUL not in row.track for row in sets(session))


def test_a_note_is_kept_without_signs_that_no_database_keeps(cast, visit, monday, shown, session):
    visit(cast.ana, f"/sessions/{monday.id}/completion", method="POST", note=f"Good{NUL}.", shown=shown())

    assert session.scalars(select(SessionLog)).one().note == "Good."


def test_no_set_lies_at_an_address_no_database_knows(cast, visit, monday, tick, session):
    tick()

    assert visit(cast.ana, f"/sessions/{monday.id}/sets/a%00/0", method="DELETE").status_code == 404
    assert len(sets(session)) == 1


def test_a_run_that_was_typed_wrong_keeps_what_was_typed(gym, cast, visit):
    run = gym.sessions(gym.plan(gym.runs(days=(0, 2, 4))))[0]
    text = visit(cast.ana, f"/sessions/{run.id}").text
    token, track = (re.search(rf'name="{name}" value="([^"]+)"', text)[1] for name in ("shown", "track"))
    form = {"track": track, "shown": token, "distance": "8.4", "duration": "soon"}

    answer = visit(cast.ana, f"/sessions/{run.id}/efforts", method="POST", **form)

    assert answer.status_code == 422
    assert 'value="8.4"' in answer.text
    assert 'value="soon"' in answer.text
    assert answer.text.count("Write a time such as 45, 4:05 or 1:04:05.") == 2
    assert f'href="#duration_{track}"' in answer.text


@pytest.fixture
def run(gym, cast, visit):
    """A run, and what sends its form: `at` minutes past seven."""
    session = gym.sessions(gym.plan(gym.runs(days=(0, 2, 4))))[0]
    text = visit(cast.ana, f"/sessions/{session.id}").text
    track, token = (re.search(rf'name="{name}" value="([^"]+)"', text)[1] for name in ("track", "shown"))

    def send(at, path="", **form):
        url = f"/sessions/{session.id}/efforts{path.format(track=track)}"
        form |= {"track": track, "shown": token, "done_at": f"2026-05-18T07:{at:02}:00Z"}
        return visit(cast.ana, url, method="POST", data=form)

    return session, send


BACK = "/{track}?_method=DELETE"


def test_a_run_is_taken_back_and_the_session_is_to_come_as_before(cast, visit, run, session):
    planned, send = run
    send(1, distance="8", duration="45")
    text = visit(cast.ana, f"/sessions/{planned.id}").text
    assert 'value="8"' in text
    assert 'value="45:00"' in text
    assert "Take it back" in text

    assert send(2, BACK).status_code == 303

    assert session.scalars(select(EffortLog)).all() == []
    assert session.scalars(select(SessionLog)).all() == []
    assert "Take it back" not in visit(cast.ana, f"/sessions/{planned.id}").text


def test_of_two_answers_about_a_run_the_later_stays(run, session):
    _, send = run
    send(5, distance="8")
    send(4, distance="6")
    send(3, BACK)
    assert [row.distance_m for row in session.scalars(select(EffortLog))] == [8000]

    send(7, BACK)
    send(6, distance="5")
    assert session.scalars(select(EffortLog)).all() == []

    send(8, distance="9")
    assert [row.distance_m for row in session.scalars(select(EffortLog))] == [9000]
