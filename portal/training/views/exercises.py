"""Pages of the exercise library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.core import clock
from portal.core.access import Actor, may
from portal.core.guard import lists, needs
from portal.core.language import say
from portal.core.visitor import actor
from portal.core.web import go_to, page
from portal.training.actions.exercises import (
    NameTaken,
    add_exercise,
    archive_exercise,
    change_exercise,
    copy_exercise,
    restore_exercise,
)
from portal.training.forms.exercises import ExerciseForm, FilterForm
from portal.training.models.exercises import Exercise
from portal.training.policy.exercises import COPY_EXERCISE, EDIT_EXERCISE, VIEW_EXERCISE, require_author
from portal.training.queries.exercises import Shelf, find_exercises
from portal.training.rules.exercise_words import word_for
from portal.training.rules.exercises import ExerciseDraft

bp = Blueprint("exercises", __name__)


@bp.get("/exercises")
@lists(VIEW_EXERCISE)
def list_exercises(visitor: Actor) -> Response:
    form = FilterForm(request.args)
    wanted, after = form.wanted(), form.last_seen()
    found = find_exercises(wanted, actor=visitor, after=after)
    return page(
        "training/exercises/list.html",
        "exercise_list",
        form=form,
        found=found,
        wanted=wanted,
        shelves=Shelf,
        next_url=found.next_after and _list_url(form, after=found.next_after),
        first_url=after and _list_url(form),
        is_author=visitor.is_trainer,
        word_for=word_for,
    )


@bp.get("/exercises/new")
@lists(VIEW_EXERCISE)
def new_exercise(visitor: Actor) -> Response:
    require_author(visitor)
    return _form_page(ExerciseForm(), url_for("exercises.create_exercise"))


@bp.post("/exercises")
@lists(VIEW_EXERCISE)
def create_exercise(visitor: Actor) -> Response:
    require_author(visitor)
    form = ExerciseForm(request.form)
    if saved := _saved(form, lambda draft: add_exercise(draft, actor=visitor, now=clock.now())):
        return go_to(_url_of(saved))
    return _form_page(form, url_for("exercises.create_exercise"), status=422)


@bp.get("/exercises/<uuid:id>")
@needs(VIEW_EXERCISE)
def show_exercise(exercise: Exercise) -> Response:
    return _exercise_page(exercise)


@bp.get("/exercises/<uuid:id>/edit")
@needs(EDIT_EXERCISE)
def edit_exercise(exercise: Exercise) -> Response:
    form = ExerciseForm(data=ExerciseForm.of(exercise))
    return _form_page(form, url_for("exercises.update_exercise", id=exercise.id), exercise=exercise)


@bp.post("/exercises/<uuid:id>")
@needs(EDIT_EXERCISE)
def update_exercise(exercise: Exercise) -> Response:
    form = ExerciseForm(request.form)
    if saved := _saved(form, lambda draft: change_exercise(exercise, draft, actor=actor(), now=clock.now())):
        return go_to(_url_of(saved))
    return _form_page(form, url_for("exercises.update_exercise", id=exercise.id), exercise=exercise, status=422)


@bp.get("/exercises/<uuid:id>/copies/new")
@needs(COPY_EXERCISE)
def new_copy(exercise: Exercise) -> Response:
    form = ExerciseForm(data=ExerciseForm.of(exercise))
    return _form_page(form, url_for("exercises.create_copy", id=exercise.id), source=exercise)


@bp.post("/exercises/<uuid:id>/copies")
@needs(COPY_EXERCISE)
def create_copy(exercise: Exercise) -> Response:
    form = ExerciseForm(request.form)
    if saved := _saved(form, lambda draft: copy_exercise(exercise, draft, actor=actor(), now=clock.now())):
        return go_to(_url_of(saved))
    return _form_page(form, url_for("exercises.create_copy", id=exercise.id), source=exercise, status=422)


@bp.post("/exercises/<uuid:id>/archive")
@needs(EDIT_EXERCISE)
def create_archive(exercise: Exercise) -> Response:
    archive_exercise(exercise, actor=actor(), now=clock.now())
    return _exercise_page(exercise, then=_url_of(exercise), was_archived=True)


@bp.delete("/exercises/<uuid:id>/archive")
@needs(EDIT_EXERCISE)
def delete_archive(exercise: Exercise) -> Response:
    restore_exercise(exercise, actor=actor(), now=clock.now())
    return _exercise_page(exercise, then=_url_of(exercise))


def _exercise_page(exercise: Exercise, *, then: str | None = None, was_archived: bool = False) -> Response:
    return page(
        "training/exercises/exercise.html",
        "exercise_head",
        then=then,
        exercise=exercise,
        was_archived=was_archived,
        may_edit=may(EDIT_EXERCISE, actor(), exercise.id),
        may_copy=may(COPY_EXERCISE, actor(), exercise.id),
        word_for=word_for,
    )


def _form_page(form: ExerciseForm, url: str, *, status: int = 200, **about: Any) -> Response:
    about = {"exercise": None, "source": None, **about}
    return page("training/exercises/form.html", "exercise_form", form=form, url=url, status=status, **about)


def _saved(form: ExerciseForm, save: Callable[[ExerciseDraft], Exercise]) -> Exercise | None:
    """Save what was typed; None when the form now says what is wrong with it."""
    if not form.validate():
        return None
    try:
        return save(form.draft())
    except NameTaken as taken:
        form.name.errors = [say(taken.sentence)]
        return None


def _url_of(exercise: Exercise) -> str:
    return url_for("exercises.show_exercise", id=exercise.id)


def _list_url(form: FilterForm, **further: Any) -> str:
    chosen = {name: value for name, value in form.data.items() if value and name != "after"}
    return url_for("exercises.list_exercises", **chosen, **further)
