"""Plans under way for tests: laid out, published and trained through the same actions as in the portal."""

from datetime import timedelta

from portal.core.access import Actor
from portal.core.db import transaction
from portal.training.actions import closing, plans, sets
from portal.training.actions.logs import Shown
from portal.training.models.exercises import Exercise
from portal.training.models.plans import PlannedSession
from portal.training.queries.sessions import due_session, open_session
from portal.training.rules.exercises import Equipment, ExerciseKind, Level, Measure, Muscle, Pattern
from portal.training.rules.layout import Item
from portal.training.rules.logs import Closing, EffortDraft, SetDraft
from portal.training.rules.plans import Missed, PlanDraft
from tests.cast import NOW, TODAY

MONDAY = TODAY


def exercise(cast, *, name="Back squat", slug="back-squat", measure=Measure.LOAD_REPS):
    """Keep a starter exercise."""
    return cast.keep(
        Exercise(
            slug=slug,
            name=name,
            name_key=name.lower(),
            phrases=f"\n{name.lower()}\n",
            kind=ExerciseKind.STRENGTH,
            measure=measure,
            pattern=next(iter(Pattern)),
            level=next(iter(Level)),
            is_unilateral=False,
            primary_muscles=[next(iter(Muscle)).value],
            secondary_muscles=[],
            equipment=[Equipment.BARBELL.value],
            aliases=[],
            cues=["Brace first."],
            made_at=NOW,
        )
    )


class Gym:
    """What Carla plans for Ana, and what Ana does."""

    def __init__(self, app, cast):
        self.app, self.cast = app, cast
        self.carla = Actor(cast.carla.id, is_trainer=True)
        self.ana = Actor(cast.ana.id)
        self.squat = exercise(cast)

    def draft(self, *, starts_on=MONDAY, weeks=4, missed=Missed.SKIP, title="Base"):
        with transaction():
            return plans.draft_plan(
                self.cast.ana, PlanDraft(title, starts_on, weeks, missed), actor=self.carla, now=NOW
            )

    def squats(self, key="a", days=(0, 2, 4), preset="linear", **fields):
        return Item(key, str(self.squat.id), self.squat.name, preset, fields or {"start_load": 60}, tuple(days))

    def runs(self, key="r", days=(1, 3, 6)):
        fields = {"running_index": 45, "weekly_km": 40, "long_run_km": 16, "sessions": len(days)}
        return Item(key, "", "Run plan", "run_plan", fields, tuple(days))

    def plan(self, *items, publish=True, **draft):
        plan = self.draft(**draft)
        with transaction():
            for item in items or (self.squats(),):
                plans.put_item(plan, item)
            if publish:
                plans.publish_plan(plan, actor=self.carla, now=NOW)
        return plan

    def sessions(self, plan):
        query = self.cast.session.query(PlannedSession).filter_by(plan_id=plan.id).order_by(PlannedSession.slot)
        return query.all()

    def sheet(self, session, *, today):
        with self.app.test_request_context():
            return open_session(due_session(session), today=today)

    def train(self, session, *, on=None, short_by=0, finish=True, flags=()):
        """Do the session as planned; `short_by` repetitions are missing in the last set of each lift."""
        on = on or session.on
        now = NOW + timedelta(days=(on - TODAY).days)
        opened = self.sheet(session, today=on)
        shown = Shown(opened.planned, opened.reasons)
        with transaction():
            for track in opened.sheet.tracks:
                for row in track.sets:
                    missing = short_by if row is track.sets[-1] else 0
                    draft = SetDraft(track.track, row.position, row.load_kg, row.reps - missing, None)
                    sets.log_set(session, draft, shown=shown, today=on, actor=self.ana, now=now)
                if track.is_endurance:
                    draft = EffortDraft(track.track, 1.0)
                    sets.log_effort(session, draft, shown=shown, today=on, actor=self.ana, now=now)
            if finish:
                closing.finish_session(session, Closing(flags=flags), shown=shown, today=on, actor=self.ana, now=now)
        return opened
