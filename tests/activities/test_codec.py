import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.activities.models.codec import decode, encode
from portal.activities.rules.recording import STEPS
from tests.activities.making import luck, samples

WHOLE = st.one_of(st.none(), st.integers(-(2**31) + 1, 2**31 - 1).map(float))


def ride(seconds=14_400):
    rows = samples(seconds, sport="cycling")
    chance = luck(4)
    return {
        "time_s": [row["t"] for row in rows],
        "lat_deg": [row["lat"] + chance.gauss(0, 1e-6) for row in rows],
        "lon_deg": [row["lon"] + chance.gauss(0, 1e-6) for row in rows],
        "altitude_m": [row["altitude"] for row in rows],
        "distance_m": [row["distance"] for row in rows],
        "speed_mps": [row["speed"] + chance.gauss(0, 0.05) for row in rows],
        "heart_rate_bpm": [row["heart"] for row in rows],
        "cadence_rpm": [row["cadence"] for row in rows],
        "power_w": [row["power"] for row in rows],
        "temperature_c": [18.0 for _ in rows],
    }


def test_four_hours_fit_in_130_kilobytes_and_lose_less_than_half_a_step():
    channels = ride()

    blob = encode(channels)

    assert len(blob) <= 130_000
    for name, values in decode(blob).items():
        assert max(abs(a - b) for a, b in zip(values, channels[name], strict=True)) <= STEPS[name] / 2 * (1 + 1e-6)


@given(st.lists(st.tuples(WHOLE, WHOLE), max_size=70))
def test_whatever_is_in_range_comes_back_and_gaps_stay_gaps(rows):
    channels = {"power_w": [row[0] for row in rows], "heart_rate_bpm": [row[1] for row in rows]}

    assert decode(encode(channels)) == channels


def test_what_is_no_number_is_missing():
    channels = {"power_w": [1.0, math.nan, math.inf, None, 2.0]}

    assert decode(encode(channels)) == {"power_w": [1.0, None, None, None, 2.0]}


def test_nothing_is_also_something():
    assert decode(encode({})) == {}
    assert decode(encode({"power_w": []})) == {"power_w": []}


@pytest.mark.parametrize("bad", [{"power_w": [2.0**31]}, {"mood": [1.0]}, {"power_w": [1.0], "time_s": []}])
def test_what_cannot_be_kept_is_refused(bad):
    with pytest.raises(ValueError, match=r"range|step|length"):
        encode(bad)


def test_damage_is_noticed_and_never_another_error():
    blob, chance = encode(ride(600)), luck(5)
    for _ in range(300):
        spoilt = bytearray(blob)
        for _ in range(3):
            spoilt[chance.randrange(len(spoilt))] ^= chance.randrange(1, 256)
        with pytest.raises(ValueError):  # noqa: PT011 -- that it is one is the point
            decode(bytes(spoilt[: chance.randrange(len(spoilt))]) if chance.random() < 0.3 else bytes(spoilt))
