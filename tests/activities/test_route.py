"""The drawing of a way, and what of it others see."""

import re
from hashlib import sha256
from itertools import pairwise
from math import cos, hypot, radians, sin, tau

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.activities.rules.channels import M_PER_DEGREE, metres
from portal.activities.rules.route import ASIDE_M, CELL_M, HIDDEN_M, asides, away_from_ends, route_of
from portal.core.tokens import chance_of
from portal.core.units import System
from tests.activities.conftest import run

ZAGREB = (45.8, 15.97)
SCATTER = [(0, 0), (5, 0), (0, 5), (5, 5), (2, 3)]
CHANCES = st.binary(min_size=16, max_size=16)
STEPS = st.lists(st.tuples(st.floats(-400, 400), st.floats(-400, 400)), min_size=1, max_size=60)


def east_of(_):
    return 60.0, 0.0


def chances(seed):
    """Return what gives sixteen bytes a use."""
    return lambda use: sha256(seed + use.encode()).digest()


def way(*flat, at=ZAGREB):
    """Return a track through these places: metres east and north of where it begins."""
    squeeze = cos(radians(at[0]))
    return [(at[0] + y / M_PER_DEGREE, at[1] + x / M_PER_DEGREE / squeeze, float(n)) for n, (x, y) in enumerate(flat)]


def between(begin, end, parts=40):
    return [tuple(a + (b - a) * n / parts for a, b in zip(begin, end, strict=True)) for n in range(parts + 1)]


def drawn(pieces):
    """Return places along everything that is drawn, lines too."""
    return [place for piece in pieces for a, b in pairwise(piece) for place in between(a, b)]


def seen_first(turn, *, chance):
    """Return the first place that is drawn of a way straight from the door, in metres east and north of it."""
    track = way(*((far * cos(turn), far * sin(turn)) for far in (*range(0, 500, 2), 9000)), at=(0.0, 0.0))
    (lat, lon, _), *_ = away_from_ends(track, aside=asides(chances(chance)))[0]
    return lon * M_PER_DEGREE, lat * M_PER_DEGREE


@given(STEPS, st.sampled_from([ZAGREB, (-33.9, 151.2), (0.0, 0.0), (70.0, 179.9999)]), CHANCES)
def test_nothing_that_is_drawn_comes_near_to_start_or_end(steps, at, chance):
    x, y, places = 0.0, 0.0, [(0.0, 0.0)]
    for across, up in steps:
        x, y = x + across, y + up
        places.append((x, y))
    track = way(*places, at=at)

    for lat, lon, _ in drawn(away_from_ends(track, aside=asides(chances(chance)))):
        for end in (track[0], track[-1]):
            assert metres(end[0], end[1], lat, lon) > HIDDEN_M * 0.998


@given(CHANCES)
def test_the_middle_of_what_is_hidden_is_not_the_door(chance):
    aside = asides(chances(chance))((0.0, 0.0, 0.0))

    edge = [seen_first(n * tau / 24, chance=chance) for n in range(24)]

    from_middle = [hypot(x - aside[0], y - aside[1]) for x, y in edge]
    from_door = [hypot(x, y) for x, y in edge]
    assert max(from_middle) - min(from_middle) < 5
    assert max(from_door) - min(from_door) > 1.8 * ASIDE_M[0]
    assert min(from_door) > HIDDEN_M


@given(CHANCES, st.floats(0, tau), st.floats(CELL_M * 1.5, 50_000))
def test_who_knows_one_place_knows_no_other_door(chance, turn, far):
    gym, door = way((0, 0), (far * cos(turn), far * sin(turn)))
    aside = asides(chances(chance))

    assert aside(gym) != aside(door)


@settings(max_examples=20)
@given(CHANCES, st.sampled_from([ZAGREB, (-33.9, 151.2), (0.0, 0.0), (69.0, 18.9)]))
def test_the_circles_of_a_door_are_always_the_same_and_seldom_two_or_more(chance, at):
    """A line of the grid runs through the five metres in which recordings begin; of a hundred doors few stand there."""
    aside = asides(chances(chance))
    places = [(x * 617.3 + y * 37.7, y * 617.3 + x * 53.1) for x in range(10) for y in range(10)]
    doors = [way((0, 0), *((x + across, y + up) for across, up in SCATTER), at=at)[1:] for x, y in places]

    circles = [len({aside(start) for start in starts}) for starts in doors]

    assert circles.count(1) >= 85
    assert max(circles) <= 4


@given(STEPS)
def test_what_is_far_from_both_ends_is_drawn(steps):
    """Each place outside of the circles is there, unless both lines to its neighbours touch one."""
    x, y, places = 0.0, 0.0, [(0.0, 0.0)]
    for across, up in steps:
        x, y = x + across, y + up
        places.append((x, y))
    track = way(*places)
    shown = {place for piece in away_from_ends(track, aside=east_of) for place in piece}

    for a, b in pairwise(track):
        far = all(
            metres(end[0], end[1], lat, lon) > (HIDDEN_M + 2 * ASIDE_M[1]) * 1.01
            for end in (track[0], track[-1])
            for lat, lon, _ in between(a, b, 400)
        )
        assert not far or {a, b} <= shown


def test_laps_that_pass_the_door_again_are_cut_there():
    lap = [(0, 0), (0, 150), (0, 500), (500, 500), (500, 0), (150, 0)]

    pieces = away_from_ends(way(*lap, *lap, (0, 0)), aside=east_of)

    assert [len(piece) for piece in pieces] == [3, 3]


def test_a_line_between_two_far_places_does_not_cross_the_circle():
    pieces = away_from_ends(way((0, 0), (400, 100), (400, -10), (-400, 10), (-400, 300), (-400, 600)), aside=east_of)

    assert [len(piece) for piece in pieces] == [2, 2]


def test_a_way_that_never_leaves_the_circle_is_not_drawn():
    assert (
        route_of(away_from_ends(way((0, 0), (150, 0), (0, 150), (0, 0)), aside=east_of), System.METRIC, has_ends=False)
        is None
    )


def test_a_way_in_pieces_is_drawn_without_lines_between_them():
    pieces = away_from_ends(
        way((0, 0), (0, 300), (0, 600), (300, 600), (10, 10), (-300, 300), (-600, 300), (0, 0)), aside=east_of
    )

    drawing = route_of(pieces, System.METRIC, has_ends=False)

    assert re.sub(r"[\d. ]", "", drawing.path) == "MLLML"


def test_the_trainer_gets_the_drawing_with_the_circle_cut_out(cast, store, visit):
    recording = run(1800)
    channels = dict(recording.channels)
    count = len(channels["time_s"])
    lap = [(x, y) for side in ((0, 0, 1, 0), (1, 0, 1, 1), (1, 1, 0, 1), (0, 1, 0, 0)) for x, y in _side(*side)]
    places = [way(*lap)[n * 6 * len(lap) // count % len(lap)] for n in range(count)]
    channels |= {"lat_deg": [row[0] for row in places], "lon_deg": [row[1] for row in places]}
    activity = store(cast.ana, run(1800, channels=channels))

    paths = [
        re.search(r'class="route__path"[^>]* d="([^"]+)"', visit(who, f"/activities/{activity.id}").text)[1]
        for who in (cast.ana, cast.carla)
    ]

    assert [path.count("M") == 1 for path in paths] == [True, False]


def test_the_circles_stand_where_nobody_else_can_work_out_and_always_there(app, cast):
    with app.app_context():
        aside = chance_of(cast.ana.id, use="aside")
        assert aside == chance_of(cast.ana.id, use="aside")
        assert aside not in {chance_of(cast.carla.id, use="aside"), chance_of(cast.ana.id, use="else")}


def _side(x, y, to_x, to_y):
    return [(1000 * (x + (to_x - x) * n / 50), 1000 * (y + (to_y - y) * n / 50)) for n in range(50)]
