"""Documents name what exists: files, commands and addresses."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
DOCUMENTS = sorted([*(ROOT / name for name in PAGES), *ROOT.glob("docs/*.md")])
PLANNED = ROOT / "CONTRIBUTING.md"
"""Its example is a feature that is not there yet, so it names files and addresses of the future."""
OF_TODAY = [path for path in DOCUMENTS if path != PLANNED]

LINK = re.compile(r"\]\(([^)\s]+)\)|\bsrc=\"([^\"]+)\"")
SPAN = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^(?: {4}|\t)(.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"\bmake ([a-z]+)")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
ADDRESS = re.compile(r"(?:(GET|POST|DELETE) )?(/[^\s?]*)")
PLACE = re.compile(r"<[^>]+>")
FILE = re.compile(r"(?:bench|deploy|docs|portal|scripts|static|templates|tests|workers)/[\w./-]+")
OF_THE_STAND_IN = "/control/"
"""The sandbox of Strava is a program of its own, with addresses of its own."""

MACHINES = re.compile(r"(?<![\w.])/(?:home|root|tmp|Users|work)\b")
HOSTS = re.compile(r"pypi|pythonhosted|npmjs|crates\.io|golang\.org|anaconda|jfrog|artifactory|nexus", re.IGNORECASE)


def named(path):
    return str(path.relative_to(ROOT))


def spans(text):
    """Return what stands between backticks in running text."""
    return SPAN.findall(FENCE.sub("", text))


def links(text):
    """Return the links and images that lead to files beside the document."""
    found = (one or other for one, other in LINK.findall(text))
    return [target for target in found if not re.match(r"[a-z]+:|#", target)]


def commands(text):
    """Return the targets of make in code; what follows a # is a comment."""
    fenced = [line for block in FENCE.findall(text) for line in block.splitlines()]
    code = [*spans(text), *BLOCK.findall(text), *fenced]
    return {target for line in code for target in COMMAND.findall(line.partition("#")[0])}


def addresses(text):
    """Return method and path of each address between backticks; no method when none is named."""
    found = filter(None, map(ADDRESS.fullmatch, spans(text)))
    return {(match[1], PLACE.sub("<>", match[2])) for match in found if not match[2].startswith(OF_THE_STAND_IN)}


@pytest.fixture(scope="module")
def routes():
    lines = (ROOT / "tests/contracts/routes.txt").read_text(encoding="utf-8").splitlines()
    return {(method, PLACE.sub("<>", rule)) for rule, method, *_ in map(str.split, lines)}


@pytest.fixture(scope="module")
def targets():
    return set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_link_and_image_leads_somewhere(path):
    missing = [link for link in links(path.read_text()) if not (path.parent / link.partition("#")[0]).exists()]

    assert not missing


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_command_can_be_given(path, targets):
    assert commands(path.read_text()) <= targets


@pytest.mark.parametrize("path", OF_TODAY, ids=named)
def test_every_address_exists(path, routes):
    paths = {rule for _, rule in routes}
    unknown = [
        (method, rule)
        for method, rule in addresses(path.read_text())
        if not ((method, rule) in routes or (method is None and (rule in paths or _begins(rule, paths))))
    ]

    assert not unknown


@pytest.mark.parametrize("path", OF_TODAY, ids=named)
def test_every_file_of_the_tree_that_is_named_exists(path):
    found = [span for span in spans(path.read_text()) if FILE.fullmatch(span)]

    assert not [file for file in found if not (ROOT / file).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_documents_name_no_machine_and_no_registry(path):
    text = path.read_text()

    assert not MACHINES.findall(text)
    assert not HOSTS.findall(text)


def test_the_screenshots_are_light():
    images = sorted(ROOT.glob("docs/images/*"))

    assert images
    assert all(image.stat().st_size <= 200_000 for image in images)


def _begins(rule, paths):
    """Return whether addresses below this one exist, where the document names a folder of them."""
    return rule != "/" and rule.endswith("/") and any(path.startswith(rule) for path in paths)
