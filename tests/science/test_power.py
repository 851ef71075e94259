from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.science.power import (
    critical_power_fit,
    curve_durations_s,
    intensity,
    mean_max_curve_w,
    power_load,
    time_to_exhaustion_s,
    w_balance_j,
    w_balance_tau_s,
    weighted_power_w,
)

WATTS = st.integers(0, 1500)
RECORDINGS = st.lists(WATTS, min_size=1, max_size=120)
METHODS = ["power_vs_inverse_time", "work_vs_time", "time_vs_power"]
WARMUPS = ["strict", "zero_padded", "growing"]
CLARKE = [[453, 160], [430, 205], [405, 260], [375, 430], [360, 685]]
STEADY = [200] * 3600
SURGING = ([300] * 60 + [100] * 60) * 30
COASTING = [250] * 3600 + [0] * 1200


@pytest.mark.parametrize(
    ("signal", "warmup", "watts"),
    [
        (STEADY, "strict", 200),
        (STEADY, "zero_padded", 199.673),
        (STEADY, "growing", 200),
        (SURGING, "strict", 239.1),
        (SURGING, "zero_padded", 238.844),
        (SURGING, "growing", 239.808),
        (COASTING, "strict", 232.623),
        (COASTING, "zero_padded", 232.36),
        (COASTING, "growing", 232.74),
    ],
)
def test_weighted_power_of_known_signals(signal, warmup, watts):
    assert weighted_power_w(power_w=signal, warmup=warmup) == pytest.approx(watts, abs=0.001)


def weighted_by_definition(power, window):
    means = [sum(power[end - window : end]) / window for end in range(window, len(power) + 1)]
    return (sum(mean**4 for mean in means) / len(means)) ** 0.25


@given(power=RECORDINGS, window=st.integers(1, 40))
def test_weighted_power_is_what_its_definition_says(power, window):
    weighted = weighted_power_w(power_w=power, window_s=window)

    if window > len(power):
        assert weighted is None
    else:
        assert weighted == pytest.approx(weighted_by_definition(power, window))


@given(power=RECORDINGS, warmup=st.sampled_from(WARMUPS))
def test_weighted_power_never_exceeds_the_peak(power, warmup):
    weighted = weighted_power_w(power_w=power, warmup=warmup)

    assert weighted is None or 0 <= weighted <= max(power) * (1 + 1e-9)


@given(watts=st.integers(1, 500), seconds=st.integers(30, 300))
def test_steady_power_weighs_what_it_is(watts, seconds):
    assert weighted_power_w(power_w=[watts] * seconds) == pytest.approx(watts)


def test_less_than_the_window_has_no_strict_value():
    assert weighted_power_w(power_w=[200] * 29) is None
    assert weighted_power_w(power_w=[200] * 29, warmup="growing") == pytest.approx(200)
    assert weighted_power_w(power_w=[], warmup="growing") is None


def test_power_must_not_be_negative():
    with pytest.raises(ValueError, match="power_w"):
        weighted_power_w(power_w=[200, -1] * 60)


@pytest.mark.parametrize("window", [0, -30, 0.5])
def test_a_window_is_a_number_of_whole_seconds(window):
    with pytest.raises(ValueError, match="window_s"):
        weighted_power_w(power_w=STEADY, window_s=window)


def test_an_unknown_warmup_is_refused():
    with pytest.raises(ValueError, match="strict, zero_padded, growing"):
        weighted_power_w(power_w=STEADY, warmup="fast")


def test_coasting_counts_in_the_load():
    weighted = weighted_power_w(power_w=COASTING)

    load = power_load(duration_s=len(COASTING), weighted_power_w=weighted, threshold_power_w=250)

    assert load == pytest.approx(115.44, abs=0.01)


def test_intensity_is_the_share_of_threshold():
    assert intensity(weighted_power_w=210, threshold_power_w=250) == 0.84


def test_there_is_no_load_without_a_threshold():
    with pytest.raises(ValueError, match="threshold_power_w"):
        power_load(duration_s=3600, weighted_power_w=200, threshold_power_w=0)


@pytest.mark.parametrize(
    ("method", "critical", "prime", "within"),
    [
        ("power_vs_inverse_time", 330.0974103890499, 19857.150086168862, 1e-6),
        ("work_vs_time", 330.896, 19604.2, 0.05),
        ("time_vs_power", 332.1663, 18949.743, 0.001),
    ],
)
def test_each_method_fits_the_published_efforts_in_its_own_way(method, critical, prime, within):
    fit = critical_power_fit(efforts=CLARKE, method=method)

    assert fit.critical_power_w == pytest.approx(critical, abs=min(within, 0.001))
    assert fit.w_prime_j == pytest.approx(prime, abs=within)


@given(
    critical=st.floats(100, 450),
    prime=st.floats(5_000, 40_000),
    times=st.sets(st.integers(60, 3600), min_size=2, max_size=8),
    method=st.sampled_from(METHODS),
)
def test_critical_power_is_found_again_in_efforts_made_from_it(critical, prime, times, method):
    efforts = [[critical + prime / seconds, seconds] for seconds in times]

    fit = critical_power_fit(efforts=efforts, method=method)

    assert fit.critical_power_w == pytest.approx(critical, rel=1e-4)
    assert fit.w_prime_j == pytest.approx(prime, rel=1e-3)


@given(noise=st.lists(st.floats(-0.03, 0.03), min_size=5, max_size=5), critical=st.floats(-3, 3))
def test_no_other_line_is_nearer_in_time(noise, critical):
    efforts = [[watts * (1 + by), seconds] for (watts, seconds), by in zip(CLARKE, noise, strict=True)]
    fit = critical_power_fit(efforts=efforts, method="time_vs_power")

    def error(critical_power_w, w_prime_j):
        return sum((seconds - w_prime_j / (watts - critical_power_w)) ** 2 for watts, seconds in efforts)

    other = min(fit.critical_power_w + critical, min(watts for watts, _ in efforts) - 0.01)
    assert error(*fit) <= error(other, fit.w_prime_j) + 1e-6
    assert error(*fit) <= error(fit.critical_power_w, fit.w_prime_j * 1.001)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "efforts",
    [
        [],
        [[300, 600]],
        [[300, 600], [300, 600]],
        [[300, 600], [300, 1200]],
        [[300, 600], [320, 1200]],
        [[300, 600], [140, 1200]],
        [[0, 600], [300, 300]],
    ],
)
def test_efforts_that_contradict_the_model_have_no_critical_power(method, efforts):
    with pytest.raises(ValueError, match=r"\w"):
        critical_power_fit(efforts=efforts, method=method)


def test_an_unknown_method_is_refused_by_name():
    with pytest.raises(ValueError, match="work_vs_time"):
        critical_power_fit(efforts=CLARKE, method="by_eye")


@pytest.mark.parametrize(("watts", "seconds"), [(631, 0), (500, 30.6474), (340, 153.8486)])
def test_three_parameters_give_the_published_times(watts, seconds):
    lasted = time_to_exhaustion_s(power_w=watts, critical_power_w=213, w_prime_j=28066, max_power_w=631)

    assert lasted == pytest.approx(seconds, abs=0.0001)


@pytest.mark.parametrize("watts", [0, 200, 250])
def test_there_is_no_end_at_or_below_critical_power(watts):
    assert time_to_exhaustion_s(power_w=watts, critical_power_w=250, w_prime_j=20000) is None


def test_nobody_goes_beyond_the_maximal_power():
    with pytest.raises(ValueError, match="max_power_w"):
        time_to_exhaustion_s(power_w=700, critical_power_w=213, w_prime_j=28066, max_power_w=631)


@given(watts=st.integers(251, 1000))
def test_at_the_predicted_end_the_work_is_spent(watts):
    seconds = time_to_exhaustion_s(power_w=watts, critical_power_w=250, w_prime_j=20000)

    assert (watts - 250) * seconds == pytest.approx(20000)


def test_tau_of_the_published_recording():
    assert w_balance_tau_s(power_w=range(100), critical_power_w=25) == pytest.approx(795.440105, abs=1e-6)


def test_tau_is_slowest_where_nothing_recovers():
    assert w_balance_tau_s(power_w=[300, 400], critical_power_w=250) == 862


@pytest.mark.parametrize(
    ("model", "tau", "left"),
    [("integral", None, 750.774177), ("integral", 100, 909.618947), ("differential", None, 725.0)],
)
def test_balance_of_the_published_recording(model, tau, left):
    balance = w_balance_j(power_w=range(100), critical_power_w=25, w_prime_j=2000, model=model, tau_s=tau)

    assert len(balance) == 100
    assert balance[75] == pytest.approx(left, abs=1e-6)


@given(power=RECORDINGS, model=st.sampled_from(["differential", "integral"]))
def test_balance_never_exceeds_what_there_is_and_falls_while_the_power_is_high(power, model):
    balance = w_balance_j(power_w=power, critical_power_w=250, w_prime_j=20000, model=model)

    assert all(left <= 20000 for left in balance)
    for watts, before, after in zip(power, [20000, *balance], balance, strict=False):
        if model == "differential":
            assert (after < before) if watts > 250 else (after >= before)


def test_no_power_leaves_no_balance():
    assert w_balance_j(power_w=[], critical_power_w=250, w_prime_j=20000) == []
    assert w_balance_j(power_w=[], critical_power_w=250, w_prime_j=20000, model="integral") == []


def test_an_unknown_model_is_refused():
    with pytest.raises(ValueError, match="differential, integral"):
        w_balance_j(power_w=STEADY, critical_power_w=250, w_prime_j=20000, model="gas")


@given(power=RECORDINGS, durations=st.lists(st.integers(1, 130), max_size=6))
def test_the_curve_is_the_best_of_all_windows(power, durations):
    curve = mean_max_curve_w(power_w=power, durations_s=durations)

    for width, best in zip(durations, curve, strict=True):
        windows = [sum(power[start : start + width]) / width for start in range(len(power) - width + 1)]
        assert best is None if not windows else best == pytest.approx(max(windows))


def test_the_curve_may_rise_again():
    two, three = mean_max_curve_w(power_w=[1, 0, 1], durations_s=[2, 3])

    assert three > two


@pytest.mark.parametrize("duration", [0, -5, 1.5])
def test_durations_are_whole_seconds(duration):
    with pytest.raises(ValueError, match="durations_s"):
        mean_max_curve_w(power_w=STEADY, durations_s=[duration])


@given(total=st.integers(0, 50_000), ratio=st.floats(1.01, 3))
def test_durations_ascend_without_repeats_and_never_leap_further_than_the_ratio(total, ratio):
    durations = curve_durations_s(total_s=total, ratio=ratio)

    assert durations == sorted(set(durations))
    assert all(1 <= seconds <= total for seconds in durations)
    for one, other in pairwise(durations):
        assert other <= (one + 1) * ratio


def test_four_hours_need_about_a_hundred_and_thirty_durations():
    assert len(curve_durations_s(total_s=4 * 3600)) == 132


@pytest.mark.parametrize("ratio", [1, 0.5, 1.0001])
def test_a_ratio_must_grow(ratio):
    with pytest.raises(ValueError, match="ratio"):
        curve_durations_s(total_s=60, ratio=ratio)


def test_a_long_recording_is_summed_without_drift():
    power = [second * 7919 % 4001 / 10 for second in range(20_000)]

    assert mean_max_curve_w(power_w=power, durations_s=[len(power)])[0] == pytest.approx(sum(power) / len(power))
