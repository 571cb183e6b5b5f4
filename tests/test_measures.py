"""Measures: known values, laws that hold for all input, and clear errors."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from multivector import measures
from multivector.measures import (
    Estimate,
    agreement_null,
    bootstrap,
    concentration,
    effective_number,
    effective_poles,
    loglog_residual,
    percentile,
    permutation_p,
    probability_between,
    rank,
    s_score,
    scott_pi,
    source_agreement,
    trend,
    weighted_kappa,
    wilson,
)

law = settings(max_examples=60, deadline=None, derandomize=True)
few = settings(max_examples=15, deadline=None, derandomize=True)
AGREEMENTS = [s_score, weighted_kappa, scott_pi]

vote = st.sampled_from([0.0, 0.5, 1.0, np.nan])
two_rows = st.integers(1, 30).flatmap(lambda n: arrays(float, (2, n), elements=vote))
amounts = st.lists(st.floats(0.01, 1000), min_size=2, max_size=20)
series = arrays(float, 20, elements=st.floats(-100, 100).map(lambda x: round(x, 3)))


def same(a, b):
    return np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9)


def votes_of(counts):
    """Two rows of votes with this 3 x 3 table of joint counts (no, abstention, yes)."""
    first, second = np.indices((3, 3))
    counts = np.ravel(counts)
    return np.repeat(first.ravel() / 2, counts), np.repeat(second.ravel() / 2, counts)


# Agreement of votes


def test_s_of_signorino_and_ritter():
    # Their table 5, cases e and h: twelve pairs, ten alike, two at the two ends of the scale.
    # S = 1 - 2 x 2/12 = 2/3.
    for alike in (0.0, 1.0):
        a, b = [alike] * 10 + [0.0, 1.0], [alike] * 10 + [1.0, 0.0]
        same(s_score(a, b), 2 / 3)


def test_s_by_hand():
    # Distances 0, 1/2, 1 (the other two pairs are incomplete): S = 1 - 2 x 1/2 = 0.
    assert s_score([1, 0.5, 0, np.nan, 1], [1, 1, 1, 1, np.nan]) == 0
    assert s_score([1, 1], [0, 0]) == -1


def test_kappa_and_pi_of_a_published_table():
    # Two abstractors, 100 cases, in K. Gwet's package irrCAC, which prints 0.892 for pi with
    # quadratic weights. Observed squared distance: 11 x 1/4 / 100 = 0.0275. Expected, kappa:
    # margins 13 27 60 and 13 24 63 give (663/4 + 3141/4 + 1599) / 10000 = 0.255, kappa = 91/102.
    # Pi: pooled margins 13 25.5 61.5 give 0.2548875.
    a, b = votes_of([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    same(weighted_kappa(a, b), 91 / 102)
    same(scott_pi(a, b), 1 - 0.0275 / 0.2548875)
    assert round(weighted_kappa(a, b), 3) == round(scott_pi(a, b), 3) == 0.892


def test_chance_corrected_agreement_without_variance():
    yes, no = np.ones(4), np.zeros(4)
    assert np.isnan(weighted_kappa(yes, yes)) and np.isnan(scott_pi(yes, yes))
    assert weighted_kappa(yes, no) == 0  # no agreement, and none expected
    assert weighted_kappa(yes, [1, 1, 0, 0.5]) == 0
    assert scott_pi(yes, no) == -1
    assert s_score(yes, yes) == 1
    assert all(np.isnan(f([1, np.nan], [np.nan, 1])) for f in AGREEMENTS)


@pytest.mark.parametrize("f", AGREEMENTS)
@given(votes=two_rows)
@law
def test_laws_of_agreement(f, votes):
    a, b = votes
    value = f(a, b)
    same(value, f(b, a))
    same(value, f(1 - a, 1 - b))  # yes and no change places
    same(value, f(a[::-1], b[::-1]))  # the order of roll calls does not count
    common = ~np.isnan(a + b)
    same(value, f(a[common], b[common]))
    assert np.isnan(value) or -1 - 1e-12 <= value <= 1 + 1e-12
    alone = f(a, a)
    assert np.isnan(alone) or alone == pytest.approx(1)
    if not np.isnan(value):
        assert scott_pi(a, b) <= weighted_kappa(a, b) + 1e-12 or np.isnan(scott_pi(a, b))


@given(
    a=st.lists(vote.filter(lambda v: v == v), min_size=2, max_size=8, unique=False),
    b=st.lists(vote.filter(lambda v: v == v), min_size=2, max_size=8, unique=False),
)
@law
def test_independent_votes_have_no_kappa(a, b):
    # Every vote of the one meets every vote of the other: the joint shares are the products.
    assume(len({*a, *b}) > 1)
    assert weighted_kappa(np.repeat(a, len(b)), np.tile(b, len(a))) == pytest.approx(0, abs=1e-9)


def test_bad_votes():
    with pytest.raises(ValueError, match="a vote is 1"):
        s_score([1, 2], [1, 1])
    with pytest.raises(ValueError, match="one length"):
        weighted_kappa([1, 0], [1])
    with pytest.raises(ValueError, match="a vote is 1"):
        agreement_null([[3.0], [0.0]])
    with pytest.raises(ValueError, match="two states or more"):
        agreement_null([[1.0, 0.0]])
    with pytest.raises(ValueError, match="rate between"):
        agreement_null([[1.0], [0.0]], rate=1)


# The bootstrap


def some_votes(n, seed=3):
    rng = np.random.default_rng(seed)
    a = rng.choice([0, 0.5, 1, np.nan], n, p=[0.2, 0.2, 0.5, 0.1])
    return a, np.where(rng.random(n) < 0.6, a, rng.choice([0, 0.5, 1], n))


@pytest.mark.parametrize("f", AGREEMENTS)
def test_the_quick_bootstrap_is_the_bootstrap_of_rows(f):
    a, b = some_votes(150)
    quick, plain = bootstrap(f, a, b), bootstrap(lambda a, b: f(a, b), a, b)
    assert quick.n == plain.n == (~np.isnan(a + b)).sum()
    assert quick.value == plain.value == f(a, b)
    assert quick.low < quick.value < quick.high
    assert [quick.low, quick.high] == pytest.approx([plain.low, plain.high], abs=0.025)
    assert quick == bootstrap(f, a, b) and quick != bootstrap(f, a, b, seed=7)


def test_rows_drawn_together_count_once():
    a, b = some_votes(120)
    once = bootstrap(weighted_kappa, a, b)
    topic = np.repeat(np.arange(120), 4)
    four = bootstrap(weighted_kappa, np.repeat(a, 4), np.repeat(b, 4), clusters=topic)
    blind = bootstrap(weighted_kappa, np.repeat(a, 4), np.repeat(b, 4))
    assert four.n == 4 * once.n
    assert four.high - four.low == pytest.approx(once.high - once.low, rel=0.1)
    assert blind.high - blind.low == pytest.approx((once.high - once.low) / 2, rel=0.1)
    plain = bootstrap(
        lambda a, b: weighted_kappa(a, b),
        np.repeat(a, 4),
        np.repeat(b, 4),
        clusters=topic,
        draws=499,
    )
    assert plain.high - plain.low == pytest.approx(four.high - four.low, rel=0.15)
    unnamed = bootstrap(weighted_kappa, a, b, clusters=[None] * 120)  # every row by itself
    assert unnamed.high - unnamed.low == pytest.approx(once.high - once.low, rel=0.1)


def test_bootstrap_of_a_mean():
    x = np.arange(400.0)  # standard error 400 / sqrt(12) / sqrt(400) = 5.8
    estimate = bootstrap(np.mean, x)
    assert estimate.value == 199.5
    assert estimate.high - estimate.low == pytest.approx(2 * 1.96 * 5.77, rel=0.1)
    assert bootstrap(s_score, [np.nan], [1.0]).n == 0


def test_bootstrap_errors():
    with pytest.raises(ValueError, match="one length"):
        bootstrap(s_score, [1, 0], [1])
    with pytest.raises(ValueError, match="one label a row"):
        bootstrap(s_score, [1, 0], [1, 0], clusters=["x"])
    with pytest.raises(ValueError, match="level"):
        bootstrap(s_score, [1, 0], [1, 0], level=95)


# The null of the agreement network


def test_agreement_null_by_hand():
    # Each state and each roll call has one yes and one no, so that every chance is 1/2. Two roll
    # calls: expected agreement 1/2 with variance 2/4; seen 0. z = (0 - 1) / sqrt(1/2) = -1.414.
    row = agreement_null(pd.DataFrame([[1.0, 0.0], [0.0, 1.0]], index=["KAZ", "USA"])).iloc[0]
    assert (row["a"], row["b"], row["n"], row["agreement"], row["kept"]) == (
        "KAZ",
        "USA",
        2,
        0,
        False,
    )
    assert row["expected"] == pytest.approx(0.5, abs=1e-3)
    assert row["z"] == pytest.approx(-np.sqrt(2), abs=1e-2)
    assert row["p"] == pytest.approx(0.921, abs=1e-2)  # normal upper tail of -1.414


def habits(states, calls, seed):
    """Votes of states that have habits but no ties, in roll calls that differ."""
    rng = np.random.default_rng(seed)
    weight = np.exp(rng.normal(0, 1, (3, states, 1)) + rng.normal(0, 1, (3, 1, calls)))
    edges = (weight / weight.sum(0)).cumsum(0)
    votes = (rng.random((states, calls)) > edges[:2]).sum(0) / 2
    return np.where(rng.random((states, calls)) < 0.1, np.nan, votes), rng


def test_chances_keep_the_margins():
    planes = measures._planes(habits(12, 60, 1)[0])
    chance = measures._fitted_chances(planes)
    assert abs(chance.sum(2) - planes.sum(2)).max() < 1e-3
    assert abs(chance.sum(1) - planes.sum(1)).max() < 1e-3
    same(chance.sum(0), planes.sum(0))


def test_mean_and_variance_of_the_null():
    votes, rng = habits(5, 40, 2)
    present = ~np.isnan(votes)
    chance = measures._fitted_chances(measures._planes(votes))
    mean, variance = measures._distance_moments(chance)
    drawn = (rng.random((20000, 1, 5, 40)) > chance.cumsum(0)[:2]).sum(1) / 2
    for a, b in [(0, 1), (1, 4), (2, 3)]:
        seen = np.abs(drawn[:, a] - drawn[:, b])[:, present[a] & present[b]].sum(1)
        # Standard error of the mean below 0.03, of the variance about 1 per cent.
        assert seen.mean() == pytest.approx(mean[a, b], abs=0.1)
        assert seen.var() == pytest.approx(variance[a, b], rel=0.05)


def test_states_without_ties_get_none():
    frames = [agreement_null(habits(30, 200, seed)[0]) for seed in range(10)]
    assert np.mean([frame["kept"].mean() for frame in frames]) < 0.001
    z = pd.concat(frames)["z"]
    assert -0.6 < z.mean() < 0 and 0.8 < z.std() < 1.1  # a little below zero: cautious


def test_a_tie_is_found_whatever_the_order():
    votes, rng = habits(20, 200, 4)
    votes[7] = np.where(rng.random(200) < 0.5, votes[3], votes[7])
    names = [f"S{i:02}" for i in range(20)]
    table = agreement_null(pd.DataFrame(votes, index=names))
    assert table.loc[table["kept"], ["a", "b"]].to_numpy().tolist() == [["S03", "S07"]]
    order = rng.permutation(20)
    mixed = pd.DataFrame(1 - votes[order][:, ::-1], index=np.array(names)[order])  # no for yes
    kept = agreement_null(mixed).query("kept")
    assert {*kept["a"], *kept["b"]} == {"S03", "S07"}
    assert kept["z"].iloc[0] == pytest.approx(table["z"].max(), abs=0.01)


def test_pairs_without_freedom_are_not_kept():
    table = agreement_null([[1, 1, np.nan], [1, 1, np.nan], [np.nan, np.nan, 0.0]])
    assert table["n"].tolist() == [2, 0, 0]
    assert table["z"].isna().all() and (table["p"] == 1).all() and not table["kept"].any()
    assert np.isnan(table["agreement"].iloc[1])


# Between two poles

value = st.floats(-3, 3)
width = st.floats(0.05, 2)
posterior = st.tuples(value, width, width).map(lambda t: (t[0], t[0] - t[1], t[0] + t[2]))


@given(x=posterior, a=posterior, b=posterior, move=st.floats(-5, 5))
@law
def test_laws_of_between(x, a, b, move):
    p = probability_between(x, a, b)
    assert 0 <= p <= 1
    same(p, probability_between(x, b, a))
    same(p, probability_between(*(tuple(np.add(part, move)) for part in (x, a, b))))
    mirror = [(-part[0], -part[2], -part[1]) for part in (x, a, b)]
    assert p == pytest.approx(probability_between(*mirror), abs=1e-9)
    # One of the three lies between the two others.
    whole = p + probability_between(a, x, b) + probability_between(b, a, x)
    assert whole == pytest.approx(1, abs=2e-3)
    assert probability_between(x, x, x) == pytest.approx(1 / 3, abs=1e-6)


def test_between_known_and_drawn():
    sure = probability_between((0, -0.1, 0.1), (-3, -3.1, -2.9), (3, 2.9, 3.1))
    assert sure == pytest.approx(1)
    # One pole far away: between means beyond the other, which is like oneself: 1/2.
    assert probability_between((0, -1, 1), (-90, -91, -89), (0, -1, 1)) == pytest.approx(0.5)
    rng, wide = np.random.default_rng(0), 1.6448536
    parts = [(0.2, -0.5, 1.5), (0.0, -0.4, 0.2), (0.6, -1.0, 0.9)]
    z = rng.normal(size=(3, 400_000)) / wide
    x, a, b = (
        m + np.where(d < 0, m - low, high - m) * d
        for (m, low, high), d in zip(parts, z, strict=True)
    )
    drawn = ((np.minimum(a, b) < x) & (x < np.maximum(a, b))).mean()
    assert probability_between(*parts) == pytest.approx(drawn, abs=0.003)


def test_between_takes_years():
    x = (np.array([0.0, 1.0, np.nan]), np.array([-1.0, 0.0, np.nan]), np.array([1.0, 2.0, np.nan]))
    p = probability_between(x, (-2, -3, -1), (2, 1, 3))
    assert p.shape == (3,) and p[0] > p[1] > 0 and np.isnan(p[2])
    with pytest.raises(ValueError, match="low < value < high"):
        probability_between((0, 0, 1), (0, -1, 1), (0, -1, 1))


# Trends

years = np.arange(2000, 2020)


@given(y=series, times=st.sampled_from([-3.0, -1.0, 0.5, 2.0]), shift=st.floats(-9, 9))
@few
def test_laws_of_trends(y, times, shift):
    t = trend(years, y, draws=199)
    assert t.n == 20
    moved = trend(years + 30, times * y + shift, draws=199)
    ends = sorted([times * t.low, times * t.high])
    np.testing.assert_allclose(moved[:3], [times * t.value, *ends], rtol=1e-6, atol=1e-6)
    added = trend(years, y + 0.7 * years, draws=199)
    np.testing.assert_allclose(added[:3], np.add(t[:3], 7), rtol=1e-6, atol=1e-6)
    mixed = np.random.default_rng(1).permutation(20)
    same(trend(years[mixed], y[mixed], draws=199), t)


def test_trend_of_a_line_with_one_wild_year():
    y = 0.03 * years
    line = trend(years, y)
    same(line[:3], [0.3, 0.3, 0.3])
    y[4] += 50
    assert trend(years, y).value == pytest.approx(0.3)
    y[4] = np.nan
    assert trend(years, y).n == 19
    assert trend(years, y, block=5).value == pytest.approx(0.3)


def test_the_interval_of_a_trend_holds_the_truth():
    rng, hits, blocks = np.random.default_rng(1), 0, 0
    at = np.arange(1991, 2025)
    for run in range(200):
        shocks = rng.normal(size=84)
        for i in range(1, 84):
            shocks[i] += 0.5 * shocks[i - 1]
        own, moving = (trend(at, shocks[50:], block, draws=199, seed=run) for block in (None, 5))
        hits, blocks = hits + (own.low <= 0 <= own.high), blocks + (moving.low <= 0 <= moving.high)
    assert 0.84 < hits / 200 < 0.97  # 0.90 in 6,000 runs; a standard error here is 0.02
    assert 0.65 < blocks / 200 < hits / 200


def test_trend_errors():
    with pytest.raises(ValueError, match="occurs twice"):
        trend([2000] * 10, np.arange(10.0))
    with pytest.raises(ValueError, match="too few"):
        trend(range(7), range(7))
    with pytest.raises(ValueError, match="block"):
        trend(range(20), range(20), block=11)


# Shares and poles


@given(x=amounts, order=st.sampled_from([0, 0.5, 1, 2, 3]), times=st.floats(0.1, 10))
@law
def test_laws_of_the_effective_number(x, order, times):
    number = effective_number(x, order)
    assert 1 - 1e-9 <= number <= len(x) + 1e-9
    same(number, effective_number(x[::-1], order))
    same(number, effective_number(np.multiply(x, times), order))
    same(number, effective_number([*x, 0], order))
    same(2 * number, effective_number([*x, *x], order))  # replication principle
    same(len(x), effective_number([7] * len(x), order))
    assert effective_number(x, 2) <= effective_number(x, 1) + 1e-9


def test_effective_number_by_hand():
    # Order 1: exp(0.5 ln 2 + 0.5 ln 4) = 2 ** 1.5. Order 2: 1 / (1/4 + 1/16 + 1/16) = 8/3.
    same([effective_number([2, 1, 1], order) for order in (0, 1, 2)], [3, 2**1.5, 8 / 3])


@given(x=amounts, times=st.floats(0.1, 10))
@law
def test_laws_of_concentration(x, times):
    con, n = concentration(x), len(x)
    assert 0 <= con <= 1
    assert con == pytest.approx(concentration(np.multiply(x, times)), abs=1e-6)
    assert con**2 == pytest.approx((1 / effective_number(x, 2) - 1 / n) / (1 - 1 / n), abs=1e-9)
    assert concentration([5] * n) == pytest.approx(0, abs=1e-7)
    assert concentration([5] + [0] * n) == pytest.approx(1)


def test_concentration_and_poles_by_hand():
    same(concentration([3, 1]), 0.5)  # sqrt((9/16 + 1/16 - 1/2) / (1/2)) = sqrt(1/4)
    # Shares 0.4 0.3 0.2 and ten of 0.01; above 5 per cent 4/9 3/9 2/9: 81 / (16 + 9 + 4).
    same(effective_poles([40, 30, 20] + [1] * 10), 81 / 29)
    assert effective_poles([1] * 30) == 0
    same(effective_poles([1] * 20), 20)  # a share at the cutoff counts


@pytest.mark.parametrize("f", [effective_number, concentration, effective_poles])
@pytest.mark.parametrize("bad", [[], [0, 0], [1, -1], [1, np.nan], [[1, 2]]])
def test_bad_amounts(f, bad):
    with pytest.raises(ValueError, match="one row of amounts"):
        f(bad)


def test_more_bad_amounts():
    with pytest.raises(ValueError, match="order"):
        effective_number([1, 2], -1)
    with pytest.raises(ValueError, match="two states"):
        concentration([1])


@given(k=st.integers(0, 60), more=st.integers(0, 60))
@law
def test_laws_of_wilson(k, more):
    assume(k + more > 0)
    share = wilson(k, k + more)
    assert 0 <= share.low <= share.value + 1e-12 and share.value <= share.high + 1e-12 <= 1 + 2e-12
    other = wilson(more, k + more)
    same([share.low, share.high], [1 - other.high, 1 - other.low])
    if k > 0 and more > 0:
        wider = wilson(k, k + more, level=0.99)
        assert wider.low < share.low < share.high < wider.high


def test_wilson_by_hand():
    # None of 20: from 0 to z^2 / (n + z^2) = 3.8415 / 23.8415.
    np.testing.assert_allclose(wilson(0, 20), [0, 0, 0.16113, 20], atol=1e-5)
    for k, n in [(1, 0), (5, 4), (-1, 4)]:
        with pytest.raises(ValueError, match="no share"):
            wilson(k, n)


def test_magnitude():
    assert Estimate(-2, -3, -1, 9).magnitude() == Estimate(2, 1, 3, 9)
    assert Estimate(-0.5, -2, 1, 9).magnitude() == Estimate(0.5, 0, 2, 9)
    assert Estimate(2, 1, 3, 9).magnitude() == Estimate(2, 1, 3, 9)


# One state among all


def test_rank_and_percentile_by_hand():
    x = pd.Series({"USA": 9, "RUS": 5, "KAZ": 5, "UZB": 2, "MNG": 1, "TKM": np.nan})
    place = rank(x, "KAZ")
    assert (place.value, place.n) == (2.5, 5) and np.isnan(place.low)
    # Two of the four others below, one equal: (2 + 1/2) / 4.
    assert percentile(x, "KAZ").value == 62.5
    assert rank(x, "USA").value == 1 and percentile(x, "USA").value == 100
    draws = pd.DataFrame({"KAZ": [5, 1, np.nan], "USA": [9, 9, 9], "UZB": [2, 3, 1]})
    assert rank(x, "KAZ", draws) == Estimate(2.5, 2, 3, 5)
    assert percentile(x, "KAZ", draws) == Estimate(62.5, 0, 50, 5)


@given(x=st.lists(st.integers(-5, 5), min_size=2, max_size=12))
@law
def test_laws_of_standing(x):
    states = [f"S{i}" for i in range(len(x))]
    x = pd.Series(x, states)
    places = [rank(x, state).value for state in states]
    assert sum(places) == pytest.approx(len(x) * (len(x) + 1) / 2)
    below = percentile(x, "S0").value
    same(below, 100 * (len(x) - places[0]) / (len(x) - 1))
    same(below, 100 - percentile(-x, "S0").value)
    same(below, percentile(x**3 + 2, "S0").value)
    others = x.drop("S0")
    same(below, 100 * ((others < x["S0"]).mean() + (others == x["S0"]).mean() / 2))


@pytest.mark.parametrize("f", [rank, percentile])
def test_standing_errors(f):
    x = pd.Series({"KAZ": 1.0, "UZB": 2.0, "TKM": np.nan})
    for values, focus in [(x, "TKM"), (x, "USA"), (x[["KAZ"]], "KAZ"), (pd.concat([x, x]), "KAZ")]:
        with pytest.raises(ValueError, match="needs one value"):
            f(values, focus)
    with pytest.raises(ValueError, match="not a column"):
        f(x, "KAZ", pd.DataFrame({"UZB": [1]}))


def means(n=60, extra=0.0, seed=2):
    """States whose visits follow means; S00 has exp(extra) times what they predict."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "gdp": np.exp(rng.normal(3, 1, n)),
            "people": np.exp(rng.normal(2, 1, n)),
            "landlocked": rng.random(n) < 0.3,
        },
        index=[f"S{i:02}" for i in range(n)],
    )
    noise = np.where(frame.index == "S00", extra, rng.normal(0, 0.3, n))
    log = 1 + 0.6 * np.log(frame["gdp"]) - 0.2 * np.log(frame["people"]) - frame["landlocked"] / 2
    return frame.assign(visits=np.exp(log + noise))


def fit(frame, **options):
    options = {"zeros": "drop", "plain": ["landlocked"], "draws": 499, **options}
    return loglog_residual(frame, "visits", ["gdp", "people"], "S00", **options)


def test_residual_of_a_planted_state():
    found = fit(means(extra=1.5))
    assert found.residual.value == pytest.approx(1.5, abs=0.3)
    assert found.residual.low < found.residual.value < found.residual.high
    assert found.percentile.value == 100 and found.percentile.n == 59
    assert found.studentised.value > 3 and found.r2 > 0.6
    assert found.coefficients["gdp"] == pytest.approx(0.6, abs=0.15)
    assert list(found.coefficients.index) == ["constant", "gdp", "people", "landlocked"]
    assert fit(means(extra=1.5)).residual == found.residual


def test_residuals_leave_their_own_state_out():
    frame = means(25, extra=0.4)
    found = fit(frame)
    y = np.log(frame["visits"])
    x = np.column_stack([np.ones(25), np.log(frame[["gdp", "people"]]), frame["landlocked"]])
    for i in (0, 7, 24):
        others = np.arange(25) != i
        beta, rest, *_ = np.linalg.lstsq(x[others], y[others], rcond=None)
        same(found.residuals.iloc[i], y.iloc[i] - x[i] @ beta)
        if i == 0:
            same(found.residual.value, y.iloc[0] - x[0] @ beta)
            same(found.coefficients, beta)
            same(found.r2, 1 - rest[0] / ((y[others] - y[others].mean()) ** 2).sum())
            # Error of a new case: s^2 (1 + x' (X'X)^-1 x), s^2 on 24 - 4 degrees of freedom.
            spread = rest[0] / 20 * (1 + x[0] @ np.linalg.inv(x[others].T @ x[others]) @ x[0])
            same(found.studentised.value, found.residual.value / np.sqrt(spread))
    below = (found.residuals.iloc[1:] < found.residual.value).mean()
    same(found.percentile.value, 100 * below)


@given(times=st.floats(0.01, 100), power=st.sampled_from([1.0, 2.0, -1.0]))
@few
def test_units_do_not_change_a_residual(times, power):
    frame = means(30, extra=0.4)
    base = fit(frame, draws=99)
    for changed in (
        frame.assign(visits=frame["visits"] * times),
        frame.assign(gdp=(frame["gdp"] * times) ** power),
    ):
        other = fit(changed, draws=99)
        for name in ("residual", "studentised", "percentile"):
            np.testing.assert_allclose(getattr(other, name), getattr(base, name), rtol=1e-6)


def test_fewer_states_say_less():
    widths = [np.ptp(fit(means(n, extra=0.4)).residual[1:3]) for n in (20, 200)]
    assert widths[0] > 2 * widths[1]


def test_zero_outcomes():
    frame = means()
    frame.loc[["S05", "S06"], "visits"] = 0
    assert fit(frame).residual.n == 57
    assert fit(frame, zeros="plus one").residual.n == 59
    frame.loc["S00", "visits"] = 0
    with pytest.raises(ValueError, match="S00 has no complete row"):
        fit(frame)


def test_loglog_errors():
    frame = means()
    with pytest.raises(ValueError, match="no such column: area"):
        fit(frame, plain=["area"])
    with pytest.raises(ValueError, match="zeros must be"):
        fit(frame, zeros="keep")
    with pytest.raises(ValueError, match="above zero"):
        fit(frame.assign(gdp=frame["gdp"].where(frame.index != "S09", 0)))
    with pytest.raises(ValueError, match="say the same"):
        fit(frame.assign(people=frame["gdp"] * 2))
    with pytest.raises(ValueError, match="say the same"):
        fit(frame.assign(landlocked=frame.index == "S00"))  # only the focus has it
    with pytest.raises(ValueError, match="too few states"):
        fit(frame[:6])
    with pytest.raises(ValueError, match="occurs twice"):
        fit(pd.concat([frame, frame]))


# Random groups


def test_permutation_by_hand():
    x = pd.Series({"a": 0, "b": 1, "c": 10, "d": 20})
    # Spread of two is their distance / sqrt(2). Distances of the six pairs: 1 9 10 10 19 20,
    # median 10; the pair a b is the closest.
    found = permutation_p(x, ["a", "b"])
    assert found.exact and found.p == pytest.approx(1 / 6) and found.ratio.n == 2
    assert found.ratio.value == pytest.approx(0.1)
    assert found.ratio.low <= found.ratio.value <= found.ratio.high
    assert permutation_p(x, ["a", "d"]).p == 1


@given(
    x=st.lists(st.floats(-9, 9).map(lambda v: round(v, 2)), min_size=8, max_size=8, unique=True),
    times=st.sampled_from([-2.0, 0.5, 3.0]),
)
@few
def test_laws_of_permutation(x, times):
    x = pd.Series(x, list("abcdefgh"))
    found = permutation_p(x, ["a", "c", "f"])
    assert found.exact and 1 / 56 <= found.p <= 1
    np.testing.assert_allclose(
        permutation_p(x * times + 1, ["f", "c", "a"]).ratio, found.ratio, rtol=1e-6
    )
    drawn = permutation_p(x, ["a", "c", "f"], draws=55)
    assert not drawn.exact and drawn.p >= 1 / 56
    assert permutation_p(x, ["a", "c", "f"], draws=55) == drawn
    assert permutation_p(x, ["a", "c", "f"], draws=56).exact


def test_draws_come_near_every_group():
    x = pd.Series(np.random.default_rng(6).normal(size=14) ** 3, list("abcdefghijklmn"))
    exact, drawn = permutation_p(x, list("aceg"), draws=9999), permutation_p(x, list("aceg"), 900)
    assert exact.exact and not drawn.exact
    assert drawn.p == pytest.approx(exact.p, abs=0.05)
    assert drawn.ratio.value == pytest.approx(exact.ratio.value, rel=0.15)


def test_permutation_errors():
    x = pd.Series({"a": 0, "b": 1, "c": 10, "d": np.nan})
    for group in (["a", "d"], ["a", "z"], ["a", "a"]):
        with pytest.raises(ValueError, match="twice, or one without"):
            permutation_p(x, group)
    for group in (["a"], ["a", "b", "c"]):
        with pytest.raises(ValueError, match="two members"):
            permutation_p(x, group)


CHECKS = pd.DataFrame(
    {
        "point": ["year", "year", "year", "place", "place"],
        "finding": ["agrees", "partly", "disagrees", "agrees", "silent"],
    }
)


def test_source_agreement_by_hand():
    assert source_agreement(CHECKS) == Estimate(0.75, pytest.approx(2 / 3), pytest.approx(5 / 6), 4)
    one = CHECKS.assign(finding="disagrees")
    assert source_agreement(one) == Estimate(0, 0, 0, 5)


judgement = st.tuples(st.sampled_from("abc"), st.sampled_from(["agrees", "partly", "disagrees"]))


@given(st.lists(judgement, min_size=1, max_size=12))
@law
def test_source_agreement_laws(rows):
    checks = pd.DataFrame(rows, columns=["point", "finding"])
    found = source_agreement(checks)
    assert 0 <= found.low <= found.value <= found.high <= 1 and found.n == len(rows)
    assert found.value == pytest.approx((found.low + found.high) / 2)
    twice = source_agreement(pd.concat([checks, checks]))
    assert twice[:3] == pytest.approx(found[:3])


def test_source_agreement_errors():
    with pytest.raises(ValueError, match="no source judges"):
        source_agreement(CHECKS[4:])
    with pytest.raises(ValueError, match="unknown finding: perhaps"):
        source_agreement(CHECKS.assign(finding="perhaps"))


# Mixes of stories, and how well two codings agree


def test_miller_madow_by_hand():
    # 2 parts seen 5 times each: entropy ln 2, correction (2 - 1) / (2 x 10)
    same(measures.miller_madow([5, 5, 0]), 2 * np.exp(1 / 20))
    same(measures.miller_madow([7]), 1)


def test_divergence_by_hand():
    same(measures.divergence([[3, 0], [0, 3]]), 1)  # two groups that share nothing: one bit
    same(measures.divergence([[2, 4], [1, 2]]), 0)
    # [4, 0] and [2, 2]: H(6/8, 2/8) - (0 + 1) / 2
    same(measures.divergence([[4, 0], [2, 2]]), 0.8112781244591328 - 0.5)
    assert np.isnan(measures.divergence([[0, 0], [0, 0]]))
    with pytest.raises(ValueError, match="negative"):
        measures.divergence([[1, -1], [2, 2]])


@law
@given(arrays(float, (3, 4), elements=st.integers(0, 9)), st.permutations(range(3)))
def test_divergence_laws(counts, order):
    assume(counts.sum() > 0)
    value = measures.divergence(counts)
    assert -1e-9 <= value <= np.log2(3) + 1e-9
    same(measures.divergence(counts[list(order)]), value)
    same(measures.divergence(7 * counts), value)
    stacked = np.stack([counts, counts[list(order)]])
    same(measures.divergence(stacked), [value, value])


def test_divergence_of_two_equal_groups_is_that_of_scipy():
    from scipy.spatial.distance import jensenshannon

    counts = np.array([[5.0, 3, 2], [1, 1, 8]])
    same(measures.divergence(counts), jensenshannon(*counts, base=2) ** 2)


def test_dealt_divergence_tells_a_change_from_none():
    rng = np.random.default_rng(1)
    groups = np.repeat([0, 1, 2], 10)
    mixes = np.array([[0.7, 0.2, 0.1], [0.2, 0.7, 0.1], [0.1, 0.2, 0.7]])
    changed = np.array([rng.multinomial(30, mixes[g]) for g in groups])
    steady = rng.multinomial(30, mixes[0], size=30)
    moved, still = (measures.dealt_divergence(counts, groups) for counts in (changed, steady))
    assert moved.p <= 0.002 and moved.ratio.low > 1 and moved.excess > 0.2
    assert still.p > 0.05 and still.ratio.low < 1 < still.ratio.high
    assert moved.ratio.n == 30
    assert moved == measures.dealt_divergence(changed, groups)
    with pytest.raises(ValueError, match="two groups"):
        measures.dealt_divergence(steady, np.zeros(30))


def test_alpha_by_hand_and_against_the_library():
    import krippendorff

    # Ten units, one disagreement, values 5 and 15 of 20: 1 - 0.1 / (150 / 380)
    a, b = [1, 1, 0, 0, 0, 0, 0, 0, 0, 1], [1, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    same(measures.krippendorff_alpha(a, b), 1 - 0.1 / (2 * 5 * 15 / (20 * 19)))
    rng = np.random.default_rng(2)
    for size in (12, 60):
        pair = rng.integers(0, 3, (2, size))
        expected = krippendorff.alpha(pair, level_of_measurement="nominal")
        same(measures.krippendorff_alpha(*pair), expected)
    assert np.isnan(measures.krippendorff_alpha([1, 1], [1, 1]))
    with pytest.raises(ValueError, match="one length"):
        measures.krippendorff_alpha([1, 1], [1])


@law
@given(arrays(int, (2, 20), elements=st.integers(0, 2)))
def test_alpha_is_the_same_for_swapped_coders_and_never_above_one(pair):
    value, swapped = measures.krippendorff_alpha(*pair), measures.krippendorff_alpha(*pair[::-1])
    assert np.isnan(value) or value <= 1
    same(value, swapped)


def test_stratified_ratio_by_hand():
    # stratum a: 2 drawn of 20, stratum b: 2 drawn of 2; recall = (10 + 1) / (20 + 1)
    found, true = [1, 0, 1, 0], [1, 1, 1, 0]
    got = measures.stratified_ratio(found, true, [10, 10, 1, 1], list("aabb"))
    same(got.value, 11 / 21)
    assert got.low <= got.value <= got.high and got.n == 3
    assert np.isnan(measures.stratified_ratio([0], [0], [1], ["a"]).value)
    with pytest.raises(ValueError, match="one length"):
        measures.stratified_ratio([1], [1, 1], [1], ["a"])
