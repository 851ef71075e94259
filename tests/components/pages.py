"""A very small portal around the components: no database, a few views that answer as real ones do."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Flask, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from portal.core import assets, drawing, language, visitor, web
from portal.core.access import Actor
from portal.core.errors import Hidden, Refusal, SignInNeeded
from portal.core.forms import Form, LoadField, SelectField, TextField, filled
from portal.core.sentence import sentence
from portal.core.visitor import Reader, Visitor
from portal.core.web import fragment, page
from portal.home.forms import StyleForm
from portal.home.rules.samples import PLANS, RECORDS

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 5, 18, 7, 12, tzinfo=UTC)
READERS = {
    "light": Reader("Carla Moreau", theme="light"),
    "dark": Reader("Carla Moreau", theme="dark"),
    "pseudo": Reader("Carla Moreau", theme="light", language=language.PSEUDO),
}
KEYS = {name: UUID(int=number) for number, name in enumerate(READERS, 1)}


class SampleForm(Form):
    title = TextField("Title", [filled])
    load = LoadField("Load")
    kind = SelectField("Kind", choices=[SelectChoice("run", "Run"), SelectChoice("lift", "Lift")])
    effort = RadioField("Effort", choices=[SelectChoice("1", "easy"), SelectChoice("2", "hard")], default="1")


class Entry:
    def __init__(self, label, icon, *, count=0, current=False):
        self.label, self.icon, self.count, self.current = label, icon, count, current
        self.url, self.is_counted_later = f"/{label.lower()}", False


def chrome(_actor):
    names = (
        ("Clients", "clients"),
        ("Library", "library"),
        ("Messages", "chat"),
        ("Notices", "bell"),
        ("Settings", "settings"),
    )
    return [Entry(label, icon, count=5 if icon == "chat" else 0, current=icon == "clients") for label, icon in names]


def find_visitor(key, now):
    name = next(name for name, known in KEYS.items() if known == key)
    actor = Actor(UUID(int=9), is_trainer=True, is_operator=False)
    return Visitor(actor, READERS[name], sign_in_id=key, seen_at=now)


home = Blueprint("home", __name__)
accounts = Blueprint("accounts", __name__)


@home.get("/")
def show_start():
    return "start"


@home.get("/jump")
def palette():
    found = [name for name in ("Ana Kovač", "Ben Okafor") if request.args.get("q", "").lower() in name.lower()]
    entries = [(name, "/styleguide", "person", "") for name in found]
    return fragment("pages/palette.html", "palette_results", groups=[("Clients", entries)])


@home.get("/styleguide")
def show_styleguide():
    return page("styleguide.html", form=StyleForm.filled(), refused=StyleForm.refused(), records=RECORDS, plans=PLANS)


@home.get("/as/<name>")
def sign_in_as(name):
    visitor.sign_in(find_visitor(KEYS[name], NOW), stay=False)
    return "ok"


@accounts.get("/settings")
def show_settings():
    return "settings"


@accounts.get("/session/new")
def new_session():
    return render_template("pages/again.html")


@accounts.post("/session")
def create_session():
    return "", 200, {"HX-Trigger": "signed-in"}


@accounts.delete("/session")
def delete_session():
    return "out"


@home.route("/sample", methods=["GET", "POST"])
def sample():
    state = request.args.get("state", "")
    if request.method == "POST" and state == "refused":
        raise Refusal(sentence("It is not ready yet."))
    if request.method == "POST" and state == "hidden":
        raise Hidden
    if request.method == "POST" and state == "ended" and "signed" not in request.cookies:
        raise SignInNeeded
    form = SampleForm(request.form if request.method == "POST" else None)
    valid = request.method == "POST" and form.validate()
    return page(
        "pages/sample.html",
        "sample",
        "dialog",
        status=422 if request.method == "POST" and not valid else 200,
        form=form,
        state=state,
        saved=form.title.data if valid else "",
    )


@home.get("/dialog")
def dialog():
    return page("pages/dialog.html", "dialog")


def make_app():
    app = Flask("components", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.secret_key = "only-for-tests-only"  # noqa: S105 -- nobody's
    app.testing = True
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(ROOT / "templates"), FileSystemLoader(Path(__file__).parent / "templates")]
    )
    app.url_build_error_handlers.append(lambda _error, endpoint, _values: f"/elsewhere/{endpoint}")
    visitor.init_app(app, find_visitor=find_visitor)
    for part in (drawing, language, assets):
        part.init_app(app)
    web.init_app(app, chrome=chrome)
    for views in (home, accounts):
        app.register_blueprint(views)
    return app
