"""What a careful reader of every page would complain about; no browser is started for it."""

import re
from collections import Counter
from functools import lru_cache
from itertools import chain

import html5lib
from babel import Locale

UNSAID = frozenset({"script", "style", "template", "noscript"})
SPOKEN = ("alt", "aria-label", "aria-description", "placeholder", "title", "data-confirm")
TYPED = frozenset({"input", "select", "textarea"})
NAMELESS = frozenset({"hidden", "submit", "button", "reset", "image"})
VERBS = ("hx-get", "hx-post", "hx-delete", "hx-put", "hx-patch")
LEAKS = re.compile(r"\bNone\b|\bUndefined\b|\{\{|\}\}|\{%|%\(\w+\)|<[A-Z]\w+\.\w+: |&lt;|&amp;")
BETWEEN = ("closest ", "find ", "next", "previous", "this", "body")
WORD = re.compile(r"[^\W\d_]+")
PLAIN = re.compile(r"[aceinosuyzACEINOSUYZ]")
"""The letters that the pseudo-locale replaces: where one stands, nobody translated the word."""
UNITS = frozenset(
    [
        "kg",
        "lb",
        "km",
        "mi",
        "m",
        "ft",
        "min",
        "s",
        "sec",
        "h",
        "hr",
        "mo",
        "mos",
        "wk",
        "wks",
        "yr",
        "yrs",
        "day",
        "days",
        "hours",
        "hour",
        "minutes",
        "minute",
        "seconds",
        "second",
        "weeks",
        "week",
        "months",
        "month",
        "years",
        "year",
        "in",
        "ago",
        "bpm",
        "W",
        "kcal",
        "mph",
        "AM",
        "PM",
        "am",
        "pm",
        "RPE",
        "RIR",
        "FIT",
        "GPX",
        "TCX",
        "ZIP",
        "UTC",
    ]
)
"""Written by the formats of quantities and moments, in any language."""
NAMES = frozenset({"Trackside", "Strava", "English", "en", "XA", "Tests"})
"""Of products, of languages in themselves, and of the browser that the tests sign in with."""


class Element:
    """One element of a page, with the little that rules ask for."""

    def __init__(self, node, parents):
        self.tag = node.tag
        self.attributes = {name: value for name, value in node.attrib.items() if isinstance(name, str)}
        self.node, self.parents = node, parents

    def __getitem__(self, name):
        return self.attributes.get(name)

    def __str__(self):
        return f"<{self.tag} {' '.join(f'{name}={value!r}' for name, value in self.attributes.items())}>"[:160]

    @property
    def is_said(self):
        return not any(each.tag in UNSAID for each in (self, *self.parents))


class Page:
    """An answer as HTML: a whole page or a fragment of one."""

    def __init__(self, html):
        self.is_whole = html.lstrip()[:9].lower() == "<!doctype"
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root = parser.parse(html) if self.is_whole else parser.parseFragment(html)
        self.broken = [f"line {where[0]}: {name} {more}" for where, name, more in parser.errors]
        self.elements = list(self._below(self.root, ()))
        self.ids = Counter(each["id"] for each in self.elements if each["id"])

    def _below(self, node, parents):
        for child in node:
            if isinstance(child.tag, str):
                element = Element(child, parents)
                yield element
                yield from self._below(child, (*parents, element))

    def all(self, *tags):
        """Return the elements of these names."""
        return [each for each in self.elements if each.tag in tags]

    def said(self):
        """Yield each piece of text that somebody sees or hears; a key is called the same in every language."""
        for each in self.elements:
            if each.is_said:
                own = None if each.tag == "kbd" and len(each.node.text or "") == 1 else each.node.text
                yield from filter(None, (own, *(child.tail for child in each.node)))
                yield from filter(None, map(each.attributes.get, SPOKEN))


@lru_cache(maxsize=512)
def faults(html):
    """Return what is wrong with an answer, one line a fault."""
    page = Page(html)
    rules = (_structure, _headings, _labels, _targets, _inline, _leaks)
    return tuple(chain.from_iterable(rule(page) for rule in rules))


def _structure(page):
    yield from page.broken
    yield from (f"the id {name} stands {times} times" for name, times in page.ids.items() if times > 1)


def _headings(page):
    count = len(page.all("h1"))
    if page.is_whole and count != 1:
        yield f"{count} h1 on a page"


def _labels(page):
    named = {each["for"] for each in page.all("label")}
    for each in page.all(*TYPED):
        if each["type"] in NAMELESS or each["aria-label"] or each["id"] in named:
            continue
        said_by = (each["aria-labelledby"] or "").split()
        if not any(parent.tag == "label" for parent in each.parents) and not (set(said_by) & set(page.ids)):
            yield f"nobody says what to type into {each}"


def _targets(page):
    for each in page.elements:
        target = each["hx-target"]
        if target and not target.startswith(("#", *BETWEEN)):
            yield f"what is the target of {each}"
        if target and target.startswith("#") and page.is_whole and target[1:] not in page.ids:
            yield f"{target} is not on this page: {each}"
        if any(each[verb] == "" for verb in VERBS):
            yield f"asks for nothing: {each}"


def _inline(page):
    for each in page.elements:
        if "style" in each.attributes or each.tag == "style":
            yield f"inline style: {each}"
        if any(name.startswith(("on", "hx-on")) for name in each.attributes):
            yield f"inline script: {each}"
        if each.tag == "script" and not each["src"]:
            yield f"inline script: {each}"
        if any((each[name] or "").strip().lower().startswith("javascript:") for name in ("href", "src", "action")):
            yield f"inline script: {each}"


def _leaks(page):
    yield from (f"a leak: {said.strip()[:80]!r}" for said in page.said() if LEAKS.search(said))


@lru_cache(maxsize=1)
def calendar_words():
    """Return the words that dates are written with."""
    names = Locale("en")
    widths = [*names.months["format"].values(), *names.days["format"].values(), *names.days["stand-alone"].values()]
    return frozenset(chain.from_iterable(width.values() for width in widths))


def untranslated(html, typed):
    """Return the plain words of an answer in the pseudo-locale that nobody of `typed` wrote."""
    theirs = sorted(filter(None, typed), key=len, reverse=True)
    written = re.compile("|".join(map(re.escape, theirs))) if theirs else re.compile(r"(?!)")
    allowed = UNITS | NAMES | calendar_words()
    found = {}
    for said in Page(html).said():
        for word in WORD.findall(written.sub(" ", said)):
            if PLAIN.search(word) and word not in allowed:
                found.setdefault(word, " ".join(said.split())[:100])
    return found
