from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.science.plates import MOST_PER_SIDE, loadable_kg, plates_per_side, round_to

GYM = [[25, 8], [20, 8], [15, 4], [10, 4], [5, 4], [2.5, 4], [1.25, 4], [0.5, 2]]
SIZES = st.sampled_from([0.25, 0.5, 1.25, 2, 2.5, 3, 5, 7, 7.5, 10, 11.3, 15, 20, 25])
SMALL_INVENTORIES = st.lists(st.tuples(SIZES, st.integers(0, 6)), max_size=5, unique_by=lambda entry: entry[0])
TARGETS = st.floats(0, 250)


def best_by_trying_all(target, bar, inventory):
    """Every combination of pairs: greatest sum within the target, then fewest, then heaviest first."""
    sizes = sorted((plate for plate, _ in inventory), reverse=True)
    pairs = dict(inventory)
    room = (round(target * 1000) - round(bar * 1000)) // 2
    options = []
    for counts in product(*(range(pairs[size] // 2 + 1) for size in sizes)):
        side = [size for size, count in zip(sizes, counts, strict=True) for _ in range(count)]
        total = sum(round(plate * 1000) for plate in side)
        if total <= max(room, 0):
            options.append((total, -len(side), side))
    return max(options)[2]


@given(target=TARGETS, bar=st.sampled_from([0, 10, 15, 20]), inventory=SMALL_INVENTORIES)
def test_no_other_choice_of_plates_is_better(target, bar, inventory):
    assert plates_per_side(target_kg=target, bar_kg=bar, inventory=inventory) == best_by_trying_all(
        target, bar, inventory
    )


@given(target=st.floats(20, 600))
def test_the_bar_is_never_loaded_above_the_target(target):
    assert loadable_kg(target_kg=target, bar_kg=20, inventory=GYM) <= target + 0.0005


@given(target=st.floats(20, 600), more=st.floats(0, 50))
def test_a_higher_target_never_loads_less(target, more):
    lower, higher = (loadable_kg(target_kg=kg, bar_kg=20, inventory=GYM) for kg in (target, target + more))

    assert lower <= higher


@given(target=st.floats(20, 400))
def test_what_can_be_loaded_is_loaded_again_exactly(target):
    loaded = loadable_kg(target_kg=target, bar_kg=20, inventory=GYM)

    assert loadable_kg(target_kg=loaded, bar_kg=20, inventory=GYM) == loaded


@given(target=TARGETS, inventory=SMALL_INVENTORIES)
def test_total_is_bar_and_both_sides(target, inventory):
    side = plates_per_side(target_kg=target, bar_kg=20, inventory=inventory)

    assert loadable_kg(target_kg=target, bar_kg=20, inventory=inventory) == pytest.approx(20 + 2 * sum(side))


@pytest.mark.parametrize(
    ("target", "inventory", "side"),
    [
        (215, [[45, 4], [25, 4], [10, 4], [5, 4], [2.5, 4]], [45, 25, 10, 5]),
        (130, [[45, 8], [35, 4], [25, 4], [10, 4], [2.5, 6]], [35, 2.5, 2.5, 2.5]),
        (145, [[45, 4], [35, 4], [25, 4], [15, 4], [10, 4]], [35, 15]),
        (215, [[45, 4], [5, 4], [2.5, 4]], [45, 5, 5, 2.5, 2.5]),
    ],
)
def test_published_bars_are_loaded_as_published(target, inventory, side):
    assert plates_per_side(target_kg=target, bar_kg=45, inventory=inventory) == side


def test_micro_plates_come_close_to_an_odd_target():
    inventory = [[20, 4], [10, 4], [5, 4], [3, 2], [2, 2], [1, 2], [0.5, 2]]

    assert plates_per_side(target_kg=82.3, bar_kg=45, inventory=inventory) == [10, 5, 3, 0.5]
    assert loadable_kg(target_kg=82.3, bar_kg=45, inventory=inventory) == 82


def test_greedy_would_stop_at_sixty():
    assert plates_per_side(target_kg=80, bar_kg=20, inventory=[[20, 2], [15, 4]]) == [15, 15]


def test_fewer_plates_win_over_heavier_ones():
    assert plates_per_side(target_kg=100, bar_kg=20, inventory=[[25, 2], [20, 4], [10, 2], [5, 2]]) == [20, 20]


@pytest.mark.parametrize("target", [20, 19.9, 0, -50, 20.9])
def test_a_target_at_the_bar_or_below_gives_the_bar_alone(target):
    assert plates_per_side(target_kg=target, bar_kg=20, inventory=GYM) == []
    assert loadable_kg(target_kg=target, bar_kg=20, inventory=GYM) == 20


def test_an_empty_rack_gives_the_bar_alone():
    assert loadable_kg(target_kg=100, bar_kg=20, inventory=[]) == 20


def test_a_single_plate_stays_on_the_rack():
    assert plates_per_side(target_kg=60, bar_kg=20, inventory=[[20, 1], [10, 3]]) == [10]


def test_the_same_plate_listed_twice_adds_up():
    assert plates_per_side(target_kg=100, bar_kg=20, inventory=[[20, 1], [20, 3]]) == [20, 20]


def test_thousandths_are_exact():
    assert loadable_kg(target_kg=20.6, bar_kg=20, inventory=[[0.1, 20]]) == 20.6


def test_an_absurd_target_loads_what_a_sleeve_holds():
    side = plates_per_side(target_kg=1e9, bar_kg=20, inventory=[[25, 100_000], [1.25, 100_000]])

    assert len(side) <= MOST_PER_SIDE
    assert sum(side) <= 1500


def test_a_rack_of_tiny_plates_gives_as_many_as_fit():
    assert plates_per_side(target_kg=100, bar_kg=20, inventory=[[0.25, 10_000]]) == [0.25] * MOST_PER_SIDE
    assert plates_per_side(target_kg=54, bar_kg=20, inventory=[[1, 2], [0.25, 10_000]]) == [1, *[0.25] * 63]


@pytest.mark.parametrize(
    ("bar", "inventory"), [(-1, GYM), (20, [[0, 4]]), (20, [[-5, 4]]), (20, [[5, -2]]), (20, [[5]]), (20, [[5, 2, 1]])]
)
def test_a_rack_that_cannot_be_is_refused(bar, inventory):
    with pytest.raises(ValueError, match=r"\w"):
        plates_per_side(target_kg=60, bar_kg=bar, inventory=inventory)


@pytest.mark.parametrize(
    ("value", "step", "rounded"), [(61.25, 2.5, 62.5), (58.5, 2.5, 57.5), (0.5, 1, 1), (1.5, 1, 2), (-0.5, 1, 0)]
)
def test_a_half_is_rounded_up(value, step, rounded):
    assert round_to(value=value, step=step) == rounded


def test_float_noise_does_not_decide_a_half():
    seventy_percent = 87.5 * 0.70  # 61.25 on paper, a hair less in a float

    assert seventy_percent < 61.25
    assert round_to(value=seventy_percent, step=2.5) == 62.5


@given(value=st.floats(-1e5, 1e5), step=st.sampled_from([0.1, 0.25, 0.5, 1, 1.25, 2.5, 5]))
def test_rounding_stays_near_and_rounding_again_changes_nothing(value, step):
    rounded = round_to(value=value, step=step)

    assert abs(rounded - value) <= step / 2 + 1e-6
    assert round_to(value=rounded, step=step) == rounded


@given(value=st.floats(-1e4, 1e4), more=st.floats(0, 100), step=st.sampled_from([0.5, 2.5]))
def test_rounding_keeps_the_order(value, more, step):
    assert round_to(value=value, step=step) <= round_to(value=value + more, step=step)


@pytest.mark.parametrize("step", [0, -2.5])
def test_a_step_must_lead_somewhere(step):
    with pytest.raises(ValueError, match="step"):
        round_to(value=60, step=step)
