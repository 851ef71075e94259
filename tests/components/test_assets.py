"""Static files: joined, named by content, kept for a year."""

import gzip
import os
import re
from pathlib import Path

import pytest

from portal.core.assets import Shelf

BUNDLE = re.compile(r'href="(/static/css/portal\.css\?v=[^"]+)"')


def url_of(components, path):
    return components.jinja_env.globals["static_url"](path)


def test_a_named_file_may_be_kept_for_a_year(components, client):
    response = client.get(url_of(components, "css/portal.css"))

    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.mimetype == "text/css"


@pytest.mark.parametrize("query", ["", "?v=another"])
def test_a_file_asked_for_without_its_name_is_checked_every_time(client, query):
    first = client.get(f"/static/mark.svg{query}")
    again = client.get(f"/static/mark.svg{query}", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "no-cache"
    assert again.status_code == 304


def test_texts_are_compressed_for_those_who_can_read_that(components, client):
    url = url_of(components, "css/portal.css")

    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    plain = client.get(url)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize("path", ["../portal/config.py", "css/../../wsgi.py", "%2e%2e/wsgi.py", "nothing.css", "css"])
def test_only_what_lies_in_the_folder_is_served(client, path):
    assert client.get(f"/static/{path}").status_code == 404


def test_a_wrong_name_in_a_template_is_noticed_when_it_is_drawn(components):
    with pytest.raises(LookupError, match="misspelt"):
        url_of(components, "css/misspelt.css")


def test_layers_come_first_and_every_style_is_in_the_bundle(client):
    text = client.get("/static/css/portal.css").text

    assert text.startswith("@layer reset, tokens, base, components, slices, utilities;")
    for path in Path("static/css/components").glob("*.css"):
        first_rule = re.search(r"^  (\.[\w-]+)", path.read_text(), re.MULTILINE)
        assert first_rule[1] in text, path
    assert ".swatches" not in text, "the style page links its own file"


def test_every_rule_stands_in_a_layer():
    for path in [*Path("static/css").glob("*.css"), *Path("static/css/components").glob("*.css")]:
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        tops = re.findall(r"^(?=\S)([^}\n]+)\{", text, re.MULTILINE)
        outside = [top for top in tops if not top.startswith(("@layer", "@font-face"))]
        assert outside == [], path


def test_no_style_is_long_and_no_element_either():
    for path in Path("static/css").rglob("*.css"):
        assert len(path.read_text().splitlines()) <= 250, path
    for path in Path("static/js/elements").glob("*.js"):
        assert len(path.read_text().splitlines()) <= 80, path


def test_elements_can_be_joined_because_none_imports(client):
    script = client.get("/static/js/portal.js")

    assert script.mimetype == "text/javascript"
    assert not re.search(r"^\s*(import|export)\b", script.text, re.MULTILINE)
    for path in Path("static/js/elements").glob("*.js"):
        assert path.read_text() in script.text


def test_fonts_in_the_bundle_are_named_by_their_content(components, client):
    text = client.get("/static/css/portal.css").text
    urls = re.findall(r'url\("\.\./([^"]+)"\)', text)

    assert len(urls) == 2
    for url in urls:
        assert client.get(f"/static/{url}").headers["Cache-Control"].endswith("immutable")


def test_a_changed_file_gets_another_name(tmp_path):
    (tmp_path / "a.svg").write_text("<svg/>")
    shelf = Shelf(tmp_path)
    shelf.forget_changes()
    before = shelf.find("a.svg").digest

    (tmp_path / "a.svg").write_text("<svg></svg>")
    later = (tmp_path / "a.svg").stat().st_mtime + 2
    os.utime(tmp_path / "a.svg", (later, later))
    shelf.forget_changes()

    assert shelf.find("a.svg").digest != before


def test_the_first_load_is_small(components, client):
    """HTML, styles, scripts, icons and font; the budget is 150 KB, 60 of them script."""
    page = client.get("/sample", headers={"Accept-Encoding": "gzip"})
    scripts = re.findall(r'src="/static/([^?"]+)', page.text)
    others = ["css/portal.css", "css/dark.css", "icons.svg", "mark.svg", "fonts/instrument-sans-latin.woff2"]

    def weight(paths):
        accept = {"Accept-Encoding": "gzip"}
        return sum(len(client.get(url_of(components, path), headers=accept).data) for path in paths)

    assert scripts[:2] == ["vendor/htmx.min.js", "js/portal.js"]
    assert weight(scripts) < 60_000
    assert weight(scripts) + weight(others) + len(gzip.compress(page.data)) < 150_000


def test_every_icon_that_a_template_names_exists():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', Path("static/icons.svg").read_text()))
    shown = Path("templates/styleguide/icons.html").read_text()
    for path in Path("templates").rglob("*.html"):
        for name in re.findall(r'ui\.icon\("([\w-]+)"', path.read_text()):
            assert name in drawn, f"{path}: {name}"
    assert drawn == set(re.search(r'set names = "([^"]+)"', shown)[1].split())
