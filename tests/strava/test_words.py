"""Every word on the pages about Strava can be translated, in every state they have."""

import re
from html.parser import HTMLParser

import pytest

from portal.core.language import PSEUDO
from portal.sandbox.strava.faults import Fault
from tests.strava.conftest import ANA

PAGE = "/settings/strava"
PROPER = re.compile(r"Carla Moreau|\bCM\b|\bAM\b|\bPM\b|\b(Sun|Mon|May)\b")


class Plain(HTMLParser):
    """Collects what stands on the page outside the brackets that translated words wear."""

    def __init__(self):
        super().__init__()
        self.depth, self.found = 0, []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in ("aria-label", "title", "data-confirm") and value]

    def handle_data(self, text):
        self.found.append(text)


def untranslated(page):
    parser = Plain()
    parser.feed(page)
    words, count = " ".join(parser.found), 1
    while count:  # a translated sentence may hold another
        words, count = re.subn(r"⟦[^⟦⟧]*⟧", "", words)
    return re.findall(r"[^\W\d_]{2,}", PROPER.sub("", words))


@pytest.fixture
def ana(cast):
    cast.ana.language = PSEUDO
    cast.session.commit()
    return cast.ana


def shown(strava, person):
    return strava.visit(person, PAGE, target="strava_link").text


def test_before_connecting_and_after_a_refusal(strava, ana, world):
    assert untranslated(shown(strava, ana)) == []

    world.faults.add(Fault("403_cap", path="/oauth/token"))
    strava.connect(ana)
    assert untranslated(shown(strava, ana)) == []


def test_on_the_way_there_and_back(strava, ana):
    client, address = strava.go(ana)
    back = strava.visit(ana, strava.say(address), client=client, target="strava_callback").text
    refused = strava.visit(ana, strava.say(address, answer="no"), client=client, target="strava_callback").text
    strava.come_back(ana, client, strava.say(address))

    for page in (back, refused, shown(strava, ana)):
        assert untranslated(page) == []


def test_while_connected_shared_parked_resting_and_ended(strava, ana, world, cast, time):
    account = strava.connect(ana, scopes=("activity:read",))
    pages = [shown(strava, ana)]
    world.faults.add(Fault("429", path="/api/v3/activities"))
    world.finish(ANA, ANA.week[1])
    strava.announce()
    pages.append(shown(strava, ana))
    time.move(minutes=10)
    world.faults.add(Fault("403_inactive", path="/api/v3/activities"))
    strava.sweep()
    pages.append(shown(strava, ana))
    time.move(hours=2)
    world.faults.add(Fault("401_scope", path="/api/v3/activities"))
    strava.sweep()
    pages.append(shown(strava, ana))
    strava.visit(ana, f"/strava/accounts/{account.id}", method="DELETE")
    pages.append(shown(strava, ana))
    strava.work()
    pages.append(shown(strava, ana))

    assert [untranslated(page) for page in pages] == [[]] * 6
    assert len(set(pages)) == 6
