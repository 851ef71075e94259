"""What an invitation's link opens, for whom it was made and for everybody else."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.actions.joining import AddressTaken
from portal.accounts.actions.sign_ins import begin_sign_in, recognise
from portal.accounts.models import Person
from portal.accounts.rules import Credentials, Newcomer, plain_email
from portal.core import clock, mail
from portal.core.access import Actor
from portal.core.guard import public, signed_in
from portal.core.language import say, time_zone_names
from portal.core.limits import limited
from portal.core.sentence import Sentence
from portal.core.visitor import sign_in, visitor
from portal.core.web import go_fully_to, page
from portal.roster.actions.coachings import AlreadyCoached
from portal.roster.actions.invitations import InvitationClosed, accept_invitation, check_acceptable
from portal.roster.actions.registrations import ask_registration, check_registration, finish_registration, register
from portal.roster.forms import ConsentForm, RegistrationForm
from portal.roster.queries.invitations import Opened, opened_by
from portal.roster.rules import ASKED, CONSENTS

bp = Blueprint("acceptances", __name__)

FROM_ONE_PLACE = "30 per hour"
FOR_ONE_ADDRESS = "10 per hour"
GONE, CONFLICT = 410, 409


def typed_address() -> str | None:
    """Return the address that wants an account."""
    return plain_email(request.form.get("email", ""))[:254] or None


@bp.get("/invitations/<token>")
@public(reason="whoever holds the link may read the offer")
def show_invitation(token: str) -> Response:
    opened, found = opened_by(token), visitor()
    actor = found.actor if found else None
    if actor and actor.person_id == opened.invitation.trainer_id:
        return page("roster/share.html", invitation=opened.invitation, token=token, sends_mail=mail.leaves())
    try:
        check_acceptable(opened, actor, now=clock.now())
    except (InvitationClosed, AlreadyCoached) as closed:
        return _closed_page(closed.sentence, actor)
    if actor:
        return _accept_page(opened, token)
    form = RegistrationForm(name=opened.invitation.name, email=opened.invitation.email)
    return _register_page(opened, token, form)


@bp.post("/invitations/<token>/acceptance")
@signed_in(reason="the token is the permission; whoever holds it may accept for themselves")
def create_acceptance(actor: Actor, token: str) -> Response:
    form = ConsentForm(request.form)
    try:
        accept_invitation(token, actor=actor, kinds=form.kinds(), now=clock.now())
    except (InvitationClosed, AlreadyCoached) as closed:
        return _closed_page(closed.sentence, actor, status=CONFLICT)
    return go_fully_to(url_for("coachings.list_coachings", joined=1))


@bp.post("/invitations/<token>/registration")
@limited(FROM_ONE_PLACE)
@limited(FOR_ONE_ADDRESS, by=typed_address)
@public(reason="who is invited has no account yet")
def create_registration(token: str) -> Response:
    form = RegistrationForm(request.form)
    if not form.validate():
        return _register_page(opened_by(token), token, form, status=422)
    newcomer = form.draft()  # slow, so before anything is locked
    try:
        return _register(token, newcomer, form)
    except InvitationClosed as closed:
        return _late(closed, opened_by(token), form)
    except AddressTaken as taken:
        form.email.errors = [say(taken.sentence)]
        return _register_page(opened_by(token), token, form, status=422)


@bp.get("/registrations/<token>")
@public(reason="the link from the mail stands in for the account that is about to be made")
def show_registration(token: str) -> Response:
    try:
        registration, opened = check_registration(token, now=clock.now())
    except InvitationClosed as closed:
        return _closed_page(closed.sentence, None, status=GONE)
    return page("roster/registration.html", registration=registration, trainer_name=opened.trainer_name, token=token)


@bp.post("/registrations/<token>")
@limited(FROM_ONE_PLACE)
@public(reason="the link from the mail stands in for the account that is about to be made")
def create_person(token: str) -> Response:
    try:
        return _welcome(finish_registration(token, now=clock.now()))
    except (InvitationClosed, AddressTaken) as closed:
        return _closed_page(closed.sentence, None, status=CONFLICT)


def _register(token: str, newcomer: Newcomer, form: RegistrationForm) -> Response:
    """Make the account at once where the address is proved, or no mail could prove it; else send one."""
    opened, now = opened_by(token), clock.now()
    is_proved = opened.by_mail and newcomer.email == opened.invitation.email
    if is_proved or not mail.leaves():
        return _welcome(register(token, newcomer, kinds=form.kinds(), now=now))
    ask_registration(token, newcomer, kinds=form.kinds(), now=now)
    return _register_page(opened, token, form, sent_to=newcomer.email)


def _late(closed: InvitationClosed, opened: Opened, form: RegistrationForm) -> Response:
    """Answer a second click: who has just registered with these words is let in, others read what happened."""
    accepted_by_id = opened.invitation.accepted_by_id
    person = recognise(Credentials(form.address(), form.password.data or ""))
    if person is not None and person.id == accepted_by_id:
        return _welcome(person)
    return _closed_page(closed.sentence, None)


def _welcome(person: Person) -> Response:
    now = clock.now()
    sign_in(begin_sign_in(person, stay=True, user_agent=request.user_agent.string, now=now), stay=True)
    return go_fully_to(url_for("coachings.list_coachings", joined=1))


def _accept_page(opened: Opened, token: str) -> Response:
    return page("roster/acceptance.html", opened=opened, token=token, form=ConsentForm(), asked=_words())


def _register_page(
    opened: Opened, token: str, form: RegistrationForm, *, sent_to: str = "", status: int = 200
) -> Response:
    return page(
        "roster/invitation.html",
        "registration_form",
        status=status,
        opened=opened,
        token=token,
        form=form,
        sent_to=sent_to,
        time_zones=time_zone_names(),
        asked=_words(),
    )


def _closed_page(said: Sentence, actor: Actor | None, *, status: int = GONE) -> Response:
    return page("roster/invitation_closed.html", said=say(said), is_signed_in=actor is not None, status=status)


def _words() -> list[tuple[str, str]]:
    return [(kind.value, say(CONSENTS[kind].meaning)) for kind in ASKED]
