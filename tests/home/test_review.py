"""The review queue: done, later, all who are fine, undo, news; and the read model behind it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.core.ids import new_id
from portal.events.log import LoggedEvent
from portal.events.rebuilding import rebuild
from portal.home.models import Review
from portal.messaging.models import Conversation
from portal.roster.models import Coaching
from portal.seed.people import coach
from portal.training.rules.logs import Flag
from tests.activities.conftest import run
from tests.cast import CHEAP_HASH, NOW
from tests.training.builders import Gym


@pytest.fixture
def gym(app, cast):
    return Gym(app, cast)


@pytest.fixture
def join(cast):
    """Let somebody with a running plan be Carla's client, or somebody's."""

    def join(name, trainer=None):
        email = f"{name.lower()}@trackside.example"
        person = cast.keep(Person(name=name, email=email, password_hash=CHEAP_HASH, joined_at=NOW))
        coach(trainer or cast.carla, person, since=NOW)
        cast.session.commit()
        return person

    return join


@pytest.fixture
def look(cast, visit):
    """Open the queue and return its page, which can be pressed."""

    class Desk:
        def __init__(self, path="/review", who=None):
            self.who = who or cast.carla
            self.answer = visit(self.who, path)
            self.text = self.answer.text

        def waiting(self):
            return int(re.search(r"(\d+) waits?</p>", self.text)[1])

        def names(self):
            listed = re.search(r'id="review_list".*?</section>', self.text, re.DOTALL)[0].partition("<details")[0]
            return re.findall(r'queue__name">([^<]+)<', listed)

        def shown(self):
            found = re.search(r'<article class="client-review" aria-label="([^"]+)"', self.text)
            return found and found[1]

        def chips(self):
            return re.findall(r'reason"><svg.*?<span>([^<]+)</span>', self.text)

        def form(self, part):
            form = re.search(
                rf'<form class="action" method="post" action="([^"]*{part}[^"]*)".*?</form>', self.text, re.DOTALL
            )
            hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
            return form[1], hidden

        def press(self, part, **changed):
            url, hidden = self.form(part)
            return visit(self.who, url, method="POST", **{**hidden, **changed})

    return Desk


def write(cast, visit, text="May I run?", who=None):
    """Let Ana write to Carla as she would."""
    conversation = cast.session.query(Conversation).filter_by(athlete_id=cast.ana.id, trainer_id=cast.carla.id).first()
    url = f"/messages/{conversation.id}" if conversation else f"/trainers/{cast.carla.id}/messages"
    return visit(who or cast.ana, url, method="POST", text=text, key=str(new_id()))


def facts(session, name):
    return session.scalars(select(LoggedEvent).where(LoggedEvent.name == f"home.{name}")).all()


def coaching_of(session, person):
    return session.scalars(select(Coaching).where(Coaching.athlete_id == person.id, Coaching.ended_at.is_(None))).one()


@pytest.mark.parametrize(("who", "sees"), [("carla", True), ("otto", False), ("ana", False), ("sam", False)])
def test_each_trainer_reviews_their_own_present_clients(cast, look, who, sees):
    desk = look(who=getattr(cast, who))

    assert desk.names() == ["Ana Kovač"] if sees else "queue__name" not in desk.text
    assert ("Nobody to review yet" in desk.text) == (not sees)


@pytest.mark.parametrize(("who", "status"), [("carla", 200), ("ana", 404), ("otto", 404), ("sam", 404), ("ada", 404)])
@pytest.mark.parametrize("path", ["", "/records"])
def test_the_card_of_a_client_is_their_trainers_alone(cast, visit, who, status, path):
    assert visit(getattr(cast, who), f"/review/{cast.ana.id}{path}").status_code == status


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("otto", 404), ("sam", 404), ("ada", 404)])
@pytest.mark.parametrize("what", ["reviews", "snoozes"])
def test_nobody_else_reviews_a_client(cast, visit, session, who, status, what):
    relation = coaching_of(session, cast.ana)
    url, form = f"/coachings/{relation.id}/{what}", {"seen": NOW.isoformat(), "days": "1"}

    assert visit(getattr(cast, who), url, method="POST", **form).status_code == status
    assert session.scalars(select(Review)).all() == []


@pytest.mark.parametrize(("who", "status"), [("carla", 303), ("ana", 404), ("otto", 404), ("sam", 404)])
def test_only_who_reviewed_takes_it_back(cast, visit, session, look, who, status):
    look().press("reviews")
    review_id = session.scalars(select(Review.id)).one()

    answer = visit(getattr(cast, who), f"/reviews/{review_id}", method="DELETE")

    assert answer.status_code == status
    assert (session.scalars(select(Review.undone_at)).one() is not None) == (status == 303)


def test_a_review_is_one_event_and_takes_the_client_out_of_the_queue(cast, session, look):
    before = look()

    answer = before.press("reviews")

    assert answer.status_code == 303
    (event,) = facts(session, "ClientReviewed")
    assert (event.about_id, event.by_id) == (cast.ana.id, cast.carla.id)
    assert (before.waiting(), look().waiting()) == (1, 0)
    assert "That was everybody" in look().text
    assert "1 of 1 done" in look().text


def test_a_double_press_and_two_tabs_make_one_review(session, look):
    one, other = look(), look()

    answers = [one.press("reviews"), one.press("reviews"), other.press("reviews")]

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len(facts(session, "ClientReviewed")) == 1


def test_a_double_press_on_snooze_makes_one_snooze_and_a_stale_tab_changes_nothing_done(session, look):
    one, other = look(), look()
    one.press("snoozes")
    one.press("snoozes")
    other.press("reviews")
    other.press("snoozes")

    assert [len(facts(session, name)) for name in ("ClientSnoozed", "ClientReviewed")] == [1, 1]
    assert "1 of 1 done" in look().text


def test_next_monday_everybody_waits_again(look, time):
    look().press("reviews")
    time.move(days=6, hours=14)  # Sunday, late
    still_done = look().waiting()

    time.move(hours=1)

    assert (still_done, look().waiting()) == (0, 1)


def test_a_snooze_ends_when_its_day_begins(look, time):
    look().press("snoozes")
    snoozed = look()
    time.move(hours=14)  # 23:12 in Zagreb
    late = look().waiting()
    time.move(hours=1)

    assert snoozed.waiting() == 0
    assert "1 snoozed" in snoozed.text
    assert (late, look().waiting()) == (0, 1)


@pytest.mark.parametrize("days", ["", "0", "2", "-1", "400", "soon", "9" * 40])
def test_a_snooze_of_another_length_is_refused_in_words(session, look, days):
    answer = look().press("snoozes", days=days)

    assert answer.status_code == 409
    assert "Choose tomorrow, in three days, or in a week." in answer.text
    assert facts(session, "ClientSnoozed") == []


def test_a_message_opens_the_client_again_and_says_that_it_is_new(cast, visit, look, time):
    look().press("reviews")
    time.move(minutes=5)
    write(cast, visit)

    desk = look()

    assert (desk.waiting(), desk.shown()) == (1, "Ana Kovač")
    assert "has just written" in desk.chips()
    assert ">new</span>" in desk.text


def test_what_was_known_when_it_was_reviewed_does_not_come_back(cast, visit, look, time):
    write(cast, visit)
    time.move(minutes=5)
    look().press("reviews")
    time.move(hours=20)

    assert look().waiting() == 0


def test_a_review_of_a_page_that_does_not_show_the_latest_news_is_refused(cast, visit, session, look, time):
    stale = look()
    time.move(minutes=1)
    write(cast, visit)

    answer = stale.press("reviews")

    assert answer.status_code == 409
    assert "Look at Ana Kovač once more" in answer.text
    assert facts(session, "ClientReviewed") == []
    assert look().press("reviews").status_code == 303


@pytest.mark.parametrize("seen", ["", "yesterday", "2026-05-18", "0001-01-01T00:00:00+00:00"])
def test_a_page_of_another_week_reviews_nobody(session, look, seen):
    answer = look().press("reviews", seen=seen)

    assert answer.status_code == 409
    assert "Load it again" in answer.text
    assert facts(session, "ClientReviewed") == []


def test_a_page_that_claims_to_come_from_the_future_has_seen_no_more_than_now(session, look):
    look().press("reviews", seen=(NOW + timedelta(days=300)).isoformat())

    assert session.scalars(select(Review)).one().seen_at == NOW


def test_undo_brings_the_client_back_and_twice_changes_nothing(session, look, visit, cast):
    look().press("reviews")
    review = session.scalars(select(Review)).one()
    done = look()

    for _ in range(2):
        visit(cast.carla, f"/reviews/{review.id}", method="DELETE")

    assert "Undo the last review" in done.text
    assert (done.waiting(), look().waiting()) == (0, 1)
    assert len(facts(session, "ReviewUndone")) == 1


def test_undoing_the_later_of_two_leaves_the_earlier(cast, visit, session, look, time):
    look().press("reviews")
    time.move(minutes=5)
    write(cast, visit)
    look().press("snoozes")
    last = session.scalars(select(Review).order_by(Review.reviewed_at.desc()).limit(1)).one()

    visit(cast.carla, f"/reviews/{last.id}", method="DELETE")

    assert (look().waiting(), "has just written" in look().text) == (1, True)
    assert len(session.scalars(select(Review).where(Review.undone_at.is_(None))).all()) == 1


def test_the_next_one_is_shown_after_each_and_the_most_pressing_comes_first(cast, visit, gym, look, join):
    join("Zoe")  # without a plan
    gym.plan()
    write(cast, visit)
    desk = look()

    answer = desk.press("reviews")

    assert desk.names() == ["Ana Kovač", "Zoe"]
    assert answer.headers["Location"].endswith(desk.form("reviews")[1]["then"])


def fine_form(text):
    return {
        "seen": re.search(r'name="seen" value="([^"]+)"', text)[1],
        "clients": re.findall(r'name="clients" value="([^"]+)"', text),
    }


def test_all_who_are_fine_are_reviewed_in_one_act_and_undone_in_one(cast, visit, gym, session, look):
    plan = gym.plan(weeks=8)
    gym.train(gym.sessions(plan)[0])
    preview = visit(cast.carla, "/reviews/new").text
    before = look()

    answer = visit(cast.carla, "/reviews", method="POST", data=fine_form(preview))

    assert (before.names(), before.waiting()) == ([], 1)
    assert "Ana Kovač" in preview
    assert answer.status_code == 303
    assert look().waiting() == 0
    review = session.scalars(select(Review)).one()
    visit(cast.carla, f"/reviews/{review.id}", method="DELETE")
    assert look().waiting() == 1


def test_several_fine_ones_are_one_batch_of_one_event_each(cast, visit, gym, session, join, look):
    _let_be_fine(cast, gym, join("Ben"))
    _let_be_fine(cast, gym, cast.ana)
    preview = visit(cast.carla, "/reviews/new").text

    visit(cast.carla, "/reviews", method="POST", data=fine_form(preview))

    reviewed = facts(session, "ClientReviewed")
    assert len(reviewed) == 2
    assert len({event.payload["batch_id"] for event in reviewed}) == 1
    visit(cast.carla, f"/reviews/{session.scalars(select(Review.id).limit(1)).one()}", method="DELETE")
    assert len(facts(session, "ReviewUndone")) == 2
    assert look().waiting() == 2


def _let_be_fine(cast, gym, person):
    ana, cast.ana = cast.ana, person
    plan = gym.plan(weeks=8)
    cast.ana = ana
    gym.train(gym.sessions(plan)[0])


def test_whoever_is_not_fine_any_more_stays_and_that_is_said(cast, visit, gym, session, join, look, time):
    ben = join("Ben")
    _let_be_fine(cast, gym, ben)
    _let_be_fine(cast, gym, cast.ana)
    preview = visit(cast.carla, "/reviews/new").text
    time.move(minutes=1)
    write(cast, visit)

    answer = visit(cast.carla, "/reviews", method="POST", target="review", data=fine_form(preview))

    assert "1 client is reviewed. 1 has news and stays." in answer.text
    assert look().names() == ["Ana Kovač"]


def test_nobody_is_reviewed_whose_coaching_ended_meanwhile_nor_a_strangers_client(cast, visit, gym, session, join):
    _let_be_fine(cast, gym, cast.ana)
    preview = fine_form(visit(cast.carla, "/reviews/new").text)
    relation = coaching_of(session, cast.ana)
    theirs = coaching_of(session, join("Ivo", cast.otto))
    visit(cast.ana, f"/coachings/{relation.id}/ending", method="POST")

    answer = visit(cast.carla, "/reviews", method="POST", data={**preview, "clients": [relation.id, theirs.id, "x"]})

    assert answer.status_code == 303
    assert facts(session, "ClientReviewed") == []


def test_a_coaching_that_ended_takes_the_card_and_its_undoing_along(cast, visit, session, look):
    desk = look()
    desk.press("reviews")
    review = session.scalars(select(Review)).one()
    visit(cast.ana, f"/coachings/{coaching_of(session, cast.ana).id}/ending", method="POST")

    assert desk.press("reviews").status_code == 404
    assert visit(cast.carla, f"/reviews/{review.id}", method="DELETE").status_code == 404
    assert "Nobody to review yet" in look().text


def test_without_consent_the_queue_says_nothing_of_training_or_health(cast, visit, gym, session, look, time):
    sessions = gym.sessions(gym.plan())
    gym.train(sessions[0], short_by=3, flags=(Flag.INJURED,))
    before = look()
    relation = coaching_of(session, cast.ana)
    for kind in ("training", "health", "activities"):
        visit(cast.ana, f"/coachings/{relation.id}/consents/{kind}", method="DELETE")

    after = look(f"/review/{cast.ana.id}")

    assert "pain noted" in before.chips()
    assert after.chips() == []
    assert "Back squat" not in after.text
    assert "does not show you their training" in after.text


def test_a_lift_that_failed_twice_is_named(gym, look, time):
    sessions = gym.sessions(gym.plan(gym.squats(start_load=60), weeks=6))
    gym.train(sessions[0], short_by=2)
    time.move(days=2)
    gym.train(sessions[1], short_by=2)

    assert "Back squat stalled" in look().chips()


def test_everything_that_is_needed_stands_on_the_page(cast, visit, gym, look):
    gym.plan(title="Base")
    write(cast, visit, "How heavy today?")

    desk = look()
    talk = visit(cast.carla, f"/clients/{cast.ana.id}/messages/beside")

    assert desk.text.count("calendar__day") >= 14
    assert f"/clients/{cast.ana.id}/note" in desk.text
    assert f"/clients/{cast.ana.id}/messages/beside" in desk.text
    assert "How heavy today?" in talk.text
    assert 'aria-keyshortcuts="r"' in talk.text
    for key in "esa":
        assert f'aria-keyshortcuts="{key}"' in desk.text


@pytest.mark.parametrize(("who", "status"), [("carla", 200), ("ana", 404), ("otto", 404), ("sam", 404)])
def test_the_conversation_beside_is_the_trainers(cast, visit, who, status):
    assert visit(getattr(cast, who), f"/clients/{cast.ana.id}/messages/beside").status_code == status


def test_an_answer_of_htmx_is_the_queue_with_the_next_and_its_address(cast, look, visit):
    url, hidden = look().form("reviews")

    answer = visit(cast.carla, url, method="POST", target="review", **hidden)

    assert answer.text.lstrip().startswith("<div")
    assert answer.headers["HX-Push-Url"] == "/review"
    assert "Ana Kovač is reviewed." in answer.text


def test_the_rail_begins_with_the_queue_and_asks_how_many_wait(cast, visit, look):
    page, counts = visit(cast.carla, "/clients").text, visit(cast.carla, "/counts").text

    assert page.index('href="/review"') < page.index('href="/clients"', page.index('href="/review"'))
    assert re.search(r'id="count-review" hx-swap-oob="true">1<', counts)
    assert "count-review" not in visit(cast.ana, "/counts").text


def test_the_queue_costs_at_most_eight_statements_however_many_there_are(cast, visit, gym, join, queries):
    sessions = gym.sessions(gym.plan(gym.squats(start_load=60), weeks=6))
    for session in sessions[:2]:
        gym.train(session, short_by=2)
    fresh, known = [], []
    for n in (1, 9):
        for number in range(n):
            join(f"Client{n}x{number}")
        for counts in (fresh, known):
            queries.clear()
            visit(cast.carla, "/review")
            counts.append(len([q for q in queries if q.startswith("SELECT")]))

    assert max(fresh) <= 8
    assert known[0] == known[1] <= 4  # who is asking, what waits in the rail, the clients, two weeks of the first


def reviews(session):
    session.expire_all()
    columns = list(Review.__table__.columns)
    return sorted(tuple(row) for row in session.execute(select(*columns)))


def test_the_read_model_made_anew_from_the_log_is_equal_to_the_last_bit(
    app, cast, visit, session, look, gym, join, time
):
    join("Eva")
    _let_be_fine(cast, gym, join("Ben"))
    look().press("reviews")
    time.move(seconds=61, microseconds=7)
    look().press("snoozes", days="3")
    time.move(hours=5)
    visit(cast.carla, "/reviews", method="POST", data=fine_form(visit(cast.carla, "/reviews/new").text))
    write(cast, visit)
    look().press("reviews")
    undone = session.scalars(select(Review).limit(1)).one()
    visit(cast.carla, f"/reviews/{undone.id}", method="DELETE")
    page, before = look().text, reviews(session)

    session.execute(Review.__table__.update().values(seen_at=NOW, undone_at=None))
    with app.app_context():
        heard = rebuild()
    session.commit()

    assert heard == len(facts(session, "ClientReviewed")) + len(facts(session, "ClientSnoozed")) + 1
    assert len(before) >= 3
    assert reviews(session) == before
    assert look().text == page


def test_rebuilding_twice_changes_nothing_and_other_events_stay_out(app, session, look):
    look().press("reviews")
    before = reviews(session)

    with app.app_context():
        assert [rebuild(), rebuild()] == [1, 1]
    session.commit()

    assert reviews(session) == before


def test_a_load_that_jumped_is_said_once_the_loads_are_known(cast, visit, look, store, deliver):
    for weeks, seconds in ((4, 900), (3, 900), (2, 900), (0, 3600)):
        recording = run(seconds, began=NOW - timedelta(weeks=weeks, hours=3))
        store(cast.ana, recording, external_id=str(weeks))
    before = look().chips()

    visit(cast.ana, "/activities/thresholds", method="POST", pace_s_per_km="4:30")
    deliver()

    assert not any(chip.startswith("load") for chip in before)
    assert any(chip.startswith("load +") for chip in look().chips())
