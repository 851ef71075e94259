from datetime import date, timedelta
from io import BytesIO

import pytest

from portal.activities.actions import store_recording
from portal.activities.rules import Recording, Sport
from portal.core import terms
from portal.core.access import Actor
from portal.training.actions import plans
from portal.training.models.plans import PlannedSession
from portal.training.rules.layout import Item
from portal.training.rules.plans import Missed, PlanDraft
from tests.activities.making import BEGAN, samples
from tests.cast import NOW

THURSDAY = date(2026, 5, 14)
FIELDS = {"running_index": 45, "weekly_km": 40, "long_run_km": 14}


def run(seconds=1800, *, began=BEGAN, sport=Sport.RUN, **said):
    """An invented recording, as a service would hand it over."""
    rows = samples(seconds, sport="cycling" if sport is Sport.RIDE else "running")
    names = {"t": "time_s", "lat": "lat_deg", "lon": "lon_deg", "altitude": "altitude_m", "heart": "heart_rate_bpm"}
    names |= {"cadence": "cadence_rpm", "distance": "distance_m", "speed": "speed_mps", "power": "power_w"}
    channels = {ours: [row[name] for row in rows] for name, ours in names.items()}
    told = {"utc_offset_s": 7200, "name": "", "channels": channels, **said}
    return Recording(sport=sport, started_at=began, duration_s=seconds, **told)


@pytest.fixture
def store(session):
    """Store a recording for somebody, as a job would."""

    def store(person, recording=None, *, source="upload", external_id="1"):
        activity = store_recording(person.id, recording or run(), source=source, external_id=external_id, now=NOW)
        session.commit()
        return activity

    return store


@pytest.fixture
def fresh(session):
    """Read a record again: requests have sessions of their own."""
    return lambda record: session.get(type(record), record.id, populate_existing=True)


@pytest.fixture
def upload(visit):
    """Hand in files as a browser does."""

    def upload(person, *files, **more):
        form = {"files": [(BytesIO(content), name) for name, content in files]}
        return visit(person, "/activities", method="POST", data=form, **more)

    return upload


@pytest.fixture
def planned(cast, session):
    """Let Carla give Ana, or another client, a run plan; return its session on that Thursday."""

    def planned(on=THURSDAY, *, days=(3, 4, 5, 6), monday=date(2026, 5, 11), athlete=None):
        carla = Actor(cast.carla.id, is_trainer=True)
        draft = PlanDraft(title="Spring", starts_on=monday, weeks=4, missed=Missed.SKIP)
        plan = plans.draft_plan(athlete or cast.ana, draft, actor=carla, now=NOW)
        session.flush()
        fields = {**FIELDS, "sessions": len(days)}
        plans.put_item(plan, Item("a", "", "Runs", "run_plan", fields, days))
        plans.publish_plan(plan, actor=carla, now=NOW)
        session.commit()
        rows = session.query(PlannedSession).filter_by(plan_id=plan.id)
        return next(row for row in rows if row.on == on)

    return planned


@pytest.fixture
def strava_terms():
    """Decide what this instance allows, until the test ends."""
    before = terms.terms()
    yield lambda may: terms.agree(terms.Terms(trainers_may_see_strava=may))
    terms.agree(before)


def later(**by):
    return BEGAN + timedelta(**by)
