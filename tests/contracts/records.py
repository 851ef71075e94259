"""One record of each kind in each state that matters, for the permission matrix."""

from datetime import timedelta

from portal.accounts.models import Person, SignIn
from portal.activities.actions import store_recording
from portal.activities.models import Import
from portal.activities.rules.imports import ImportState
from portal.activities.rules.recording import Recording, Source
from portal.activities.rules.sports import Sport
from portal.core.db import transaction
from portal.core.ids import new_id
from portal.exports.models import Export
from portal.exports.rules.exports import ExportKind, ExportState, Paper
from portal.home.models import Review
from portal.messaging.models import Conversation, Message
from portal.notifications.models import Notice
from portal.notifications.rules import NoticeKind
from portal.roster.models import Coaching, Consent, Invitation, LifeStatus
from portal.roster.rules import DataKind, Life
from portal.strava.models.accounts import StravaAccount
from portal.strava.rules.accounts import AccountStatus
from portal.training.actions import adjustments, plans
from portal.training.models.exercises import Exercise
from portal.training.models.logs import SessionLog
from tests.cast import CHEAP_HASH, NOW
from tests.training.builders import Gym, exercise


class Scene:
    """Ana opened her data to Carla. Ben is coached by Carla and opened nothing."""

    def __init__(self, app, cast):
        self.cast, self.session = cast, cast.session
        self.gym = Gym(app, cast)
        self.ben = cast.keep(Person(name="Ben", email="ben@trackside.example", password_hash=CHEAP_HASH, joined_at=NOW))
        cast.keep(Coaching(trainer_id=cast.carla.id, athlete_id=self.ben.id, began_at=NOW))
        self.plan = self.gym.plan()
        self.bens_plan = self._bens_plan()

    def _bens_plan(self):
        ana, self.cast.ana = self.cast.ana, self.ben
        plan = self.gym.plan(title="Ben's")
        self.cast.ana = ana
        return plan

    def coaching(self, *, current):
        query = self.session.query(Coaching).filter_by(athlete_id=self.cast.ana.id)
        return query.filter(Coaching.ended_at.is_(None) if current else Coaching.ended_at.is_not(None)).one()

    def activity(self, athlete, *, source=Source.UPLOAD, shared=False, deleted=False):
        with transaction():
            recording = Recording(sport=Sport.RUN, started_at=NOW - timedelta(hours=2), duration_s=1800.0)
            activity = store_recording(athlete.id, recording, source=source, external_id=str(new_id()), now=NOW)
            if deleted:
                activity.deleted_at = NOW
        self._share(shared=shared)
        return activity

    def _share(self, *, shared):
        relation = {"coaching_id": self.coaching(current=True).id, "kind": DataKind.STRAVA}
        self.session.query(Consent).filter_by(**relation).delete()
        self.session.commit()
        if shared:
            self.cast.keep(Consent(**relation, text_version=1, granted_at=NOW))

    def adjustment(self, plan):
        first = self.gym.sessions(plan)[0]
        with transaction():
            return adjustments.override_session(
                first,
                track="a",
                change={"work": [{"sets": 1, "reps": 1, "load": 20}]},
                reason="Easy.",
                actor=self.gym.carla,
                now=NOW,
            )

    def deleted_draft(self):
        plan = self.gym.draft()
        with transaction():
            plans.delete_plan(plan, actor=self.gym.carla, now=NOW)
        return plan

    def conversation(self, trainer):
        known = self.session.query(Conversation).filter_by(trainer_id=trainer.id, athlete_id=self.cast.ana.id).first()
        return known or self.cast.keep(Conversation(trainer_id=trainer.id, athlete_id=self.cast.ana.id, began_at=NOW))

    def message(self, trainer):
        talk = self.conversation(trainer)
        return self.cast.keep(Message(conversation_id=talk.id, sender_id=self.cast.ana.id, text="Hello", sent_at=NOW))

    def export(self):
        return self.cast.keep(
            Export(
                kind=next(iter(ExportKind)),
                plan_id=self.plan.id,
                athlete_id=self.cast.ana.id,
                asked_by_id=self.cast.carla.id,
                weeks=4,
                paper=next(iter(Paper)),
                state=ExportState.QUEUED,
                total=4,
                asked_at=NOW,
                expires_at=NOW + timedelta(days=30),
            )
        )

    def own_exercise(self):
        known = self.session.query(Exercise).filter_by(owner_id=self.cast.carla.id).first()
        if known:
            return known
        row = exercise(self.cast, name="Carla's lunge", slug="mine")
        row.slug, row.owner_id = None, self.cast.carla.id
        self.session.commit()
        return row


def _log(scene, plan):
    session = scene.gym.sessions(plan)[0]
    return scene.cast.keep(
        SessionLog(
            planned_session_id=session.id,
            plan_id=plan.id,
            athlete_id=plan.athlete_id,
            trained_on=session.on,
            began_at=NOW,
            flags=[],
            done={},
            planned={},
            reasons={},
        )
    )


def _review(scene, *, current):
    relation = scene.coaching(current=current)
    ids = {"batch_id": new_id(), "coaching_id": relation.id, "trainer_id": relation.trainer_id}
    return scene.cast.keep(Review(**ids, reviewed_at=NOW, seen_at=NOW))


def _life(scene):
    return scene.cast.keep(
        LifeStatus(
            athlete_id=scene.cast.ana.id,
            kind=Life.ILL,
            from_on=NOW.date(),
            noted_by_id=scene.cast.ana.id,
            noted_at=NOW,
        )
    )


def _invitation(scene):
    ends_at = NOW + timedelta(days=14)
    row = {"trainer_id": scene.cast.carla.id, "name": "New", "email": "", "token_hash": str(new_id())}
    return scene.cast.keep(Invitation(**row, made_at=NOW, ends_at=ends_at))


RECORDS = {
    "Person": {
        "ana, coached": lambda s: s.cast.ana,
        "ben, nothing open": lambda s: s.ben,
        "carla": lambda s: s.cast.carla,
        "the operator": lambda s: s.cast.ada,
    },
    "SignIn": {"ana's": lambda s: s.session.get(SignIn, s.cast.visitor(s.cast.ana).sign_in_id)},
    "Activity": {
        "uploaded": lambda s: s.activity(s.cast.ana),
        "nothing open": lambda s: s.activity(s.ben),
        "strava": lambda s: s.activity(s.cast.ana, source=Source.STRAVA),
        "strava, shared": lambda s: s.activity(s.cast.ana, source=Source.STRAVA, shared=True),
        "deleted": lambda s: s.activity(s.cast.ana, deleted=True),
    },
    "Import": {
        "ana's": lambda s: s.cast.keep(
            Import(athlete_id=s.cast.ana.id, batch_id=new_id(), file_name="a.fit", state=ImportState.DONE, asked_at=NOW)
        )
    },
    "Export": {"of ana's plan": lambda s: s.export()},
    "Conversation": {
        "current": lambda s: s.conversation(s.cast.carla),
        "former": lambda s: s.conversation(s.cast.otto),
    },
    "Message": {"current": lambda s: s.message(s.cast.carla), "former": lambda s: s.message(s.cast.otto)},
    "Notice": {
        "ana's": lambda s: s.cast.keep(
            Notice(person_id=s.cast.ana.id, kind=next(iter(NoticeKind)), subject_id=new_id(), told_at=NOW)
        )
    },
    "Coaching": {"current": lambda s: s.coaching(current=True), "former": lambda s: s.coaching(current=False)},
    "Review": {
        "current": lambda s: _review(s, current=True),
        "former": lambda s: _review(s, current=False),
    },
    "Invitation": {"carla's": _invitation},
    "LifeStatus": {"ana's": _life},
    "Adjustment": {"open": lambda s: s.adjustment(s.plan), "nothing open": lambda s: s.adjustment(s.bens_plan)},
    "Exercise": {
        "starter": lambda s: s.gym.squat,
        "carla's own": lambda s: s.own_exercise(),
    },
    "Plan": {
        "draft": lambda s: s.gym.plan(publish=False),
        "deleted draft": lambda s: s.deleted_draft(),
        "published": lambda s: s.plan,
        "nothing open": lambda s: s.bens_plan,
    },
    "PlannedSession": {
        "open": lambda s: s.gym.sessions(s.plan)[0],
        "nothing open": lambda s: s.gym.sessions(s.bens_plan)[0],
    },
    "SessionLog": {
        "open": lambda s: _log(s, s.plan),
        "nothing open": lambda s: _log(s, s.bens_plan),
    },
    "StravaAccount": {
        "ana's": lambda s: s.cast.keep(
            StravaAccount(
                athlete_id=s.cast.ana.id,
                status=AccountStatus.ACTIVE,
                scopes=[],
                strava_athlete_id=4242,
                access_sealed="-",
                refresh_sealed="-",
                token_ends_at=NOW,
                connected_at=NOW,
            )
        )
    },
}
