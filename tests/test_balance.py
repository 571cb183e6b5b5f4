"""Signs, triads and balance: known values by hand, and laws that hold for every signed network."""

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multivector import figures, measures, networks

FOUR = ["A", "B", "C", "D"]


def table(size, ties):
    """A signed network from {(i, j): sign}."""
    signs = np.full((size, size), np.nan)
    for (i, j), sign in ties.items():
        signs[i, j] = signs[j, i] = sign
    return signs


@st.composite
def signed(draw, most=7):
    """Any signed network of three to `most` states, with neutral and missing ties."""
    size = draw(st.integers(3, most))
    pairs = list(combinations(range(size), 2))
    kinds = st.sampled_from([1.0, -1.0, 0.0, np.nan])
    return table(
        size,
        dict(
            zip(pairs, draw(st.lists(kinds, min_size=len(pairs), max_size=len(pairs))), strict=True)
        ),
    )


def brute(signs):
    """Fewest ties against a split, by trying every split."""
    signs, size = np.nan_to_num(signs), len(signs)
    costs = []
    for rest in product([0, 1], repeat=size - 1):
        camp = (0, *rest)
        costs.append(
            sum(
                (camp[i] == camp[j]) == (signs[i, j] < 0)
                for i, j in combinations(range(size), 2)
                if signs[i, j]
            )
        )
    return min(costs)


# Kappas of all pairs


def ballots(seed=7, calls=60):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        rng.choice([0, 0.5, 1, np.nan], (calls, 4), p=[0.2, 0.2, 0.5, 0.1]), columns=FOUR
    )


def test_kappas_are_those_of_every_pair():
    votes = ballots()
    found = measures.kappas(votes)
    for a, b in combinations(FOUR, 2):
        assert found.at[a, b] == pytest.approx(measures.weighted_kappa(votes[a], votes[b]))
        assert found.at[a, b] == found.at[b, a]
    assert np.allclose(np.diag(found), 1)


def test_kappa_draws_are_the_same_bootstrap_as_that_of_a_pair():
    votes, topics = ballots(calls=300), np.repeat(np.arange(100), 3)
    drawn = measures.kappa_draws(votes, ["B"], clusters=topics, draws=4000)[:, 0, 0]
    pair = measures.bootstrap(
        measures.weighted_kappa, votes["A"], votes["B"], clusters=topics, draws=4000
    )
    assert np.quantile(drawn, [0.025, 0.975]) == pytest.approx([pair.low, pair.high], abs=0.02)
    assert drawn.mean() == pytest.approx(pair.value, abs=0.02)


def test_one_draw_serves_all_pairs():
    votes = ballots().assign(B=lambda frame: frame["A"], C=lambda frame: 1 - frame["A"])
    drawn = measures.kappa_draws(votes, ["A", "B"], draws=50)
    assert np.allclose(drawn[:, 0, 1], 1)  # A with its copy
    assert np.allclose(drawn[:, 2, 0], drawn[:, 2, 1]) and (drawn[:, 2, 0] < 0).all()


def test_kappa_draws_ask_for_what_they_need():
    with pytest.raises(ValueError, match="no column for Z"):
        measures.kappa_draws(ballots(), ["Z"])
    with pytest.raises(ValueError, match="one label"):
        measures.kappa_draws(ballots(), ["A"], clusters=[1, 2])


def test_signs_at_the_bounds():
    assert measures.signs([0.2, 0.19, 0, -0.01]).tolist() == [1, 0, 0, -1]
    assert np.isnan(measures.signs(np.nan))
    with pytest.raises(ValueError, match="positive and negative"):
        measures.signs([0.1], positive=0, negative=0.1)


# Triads


@pytest.mark.parametrize(
    ("sides", "product"),
    [((1, 1, 1), 1), ((1, 1, -1), -1), ((1, -1, -1), 1), ((-1, -1, -1), -1), ((1, 1, 0), 0)],
)
def test_the_kinds_of_triangles(sides, product):
    members, found = measures.triad_sides(
        table(3, dict(zip([(0, 1), (0, 2), (1, 2)], sides, strict=True)))
    )
    assert members.tolist() == [[0, 1, 2]] and found[0].tolist() == list(sides)
    assert found.prod() == product


def test_triads_of_several_years_at_once():
    one = table(5, {pair: 1 for pair in combinations(range(5), 2)})
    members, sides = measures.triad_sides(np.stack([one, -one]))
    assert members.shape == (10, 3) and sides.shape == (2, 10, 3)
    assert (sides.prod(axis=-1) == [[1], [-1]]).all()
    with pytest.raises(ValueError, match="three states"):
        measures.triad_sides(np.ones((2, 2)))


# The line index of balance


@pytest.mark.parametrize(
    ("size", "ties", "index"),
    [
        (3, {(0, 1): 1, (0, 2): 1, (1, 2): -1}, 1),  # a friend of two opponents
        (3, {(0, 1): 1, (0, 2): -1, (1, 2): -1}, 0),  # a common opponent
        (4, {pair: -1 for pair in combinations(range(4), 2)}, 2),
        (5, {pair: -1 for pair in combinations(range(5), 2)}, 4),
        (4, {(0, 1): 1, (1, 2): 1, (2, 3): 1, (0, 3): -1}, 1),  # a ring with one minus
        (4, {(0, 1): 0}, 0),
    ],
)
def test_frustration_by_hand(size, ties, index):
    found = measures.frustration(table(size, ties))
    assert found.index == index
    assert found.ties == sum(sign != 0 for sign in ties.values())


@given(signed())
@settings(max_examples=60, deadline=None)
def test_frustration_is_the_best_of_all_splits(signs):
    found = measures.frustration(signs)
    assert found.index == brute(signs)
    camps, sure = found.camps, np.nan_to_num(signs)
    against = sum(
        (camps[i] == camps[j]) == (sure[i, j] < 0)
        for i, j in combinations(range(len(signs)), 2)
        if sure[i, j]
    )
    assert against == found.index and found.index <= found.ties / 2


@given(signed(), st.data())
@settings(max_examples=40, deadline=None)
def test_turning_a_state_round_changes_nothing(signs, data):
    turned = signs.copy()
    state = data.draw(st.integers(0, len(signs) - 1))
    turned[state] *= -1
    turned[:, state] *= -1
    assert measures.frustration(turned).index == measures.frustration(signs).index
    before, after = (measures.triad_sides(each)[1].prod(axis=-1) for each in (signs, turned))
    assert np.array_equal(before, after, equal_nan=True)


@given(signed())
@settings(max_examples=40, deadline=None)
def test_two_camps_are_balanced(signs):
    camps = np.where(np.arange(len(signs)) % 2, 1, -1)
    balanced = np.where(np.nan_to_num(signs) == 0, signs, np.outer(camps, camps))
    assert measures.frustration(balanced).index == 0
    assert not (measures.triad_sides(balanced)[1].prod(axis=-1) == -1).any()


def test_frustration_refuses_what_is_no_signed_network():
    with pytest.raises(ValueError, match="both ways"):
        measures.frustration([[0, 1], [-1, 0]])
    with pytest.raises(ValueError, match="1, -1, 0 or nan"):
        measures.frustration([[0, 0.5], [0.5, 0]])


# The null that keeps habits


@given(signed(most=9))
@settings(max_examples=60, deadline=None)
def test_chances_keep_the_positive_ties_of_each_state(signs):
    chance = measures.sign_chances(signs)
    there = abs(np.nan_to_num(signs)) == 1
    assert (chance[~there] == 0).all() and ((chance >= 0) & (chance <= 1)).all()
    assert np.allclose(chance, chance.T)
    assert np.allclose(chance.sum(1), (np.nan_to_num(signs) == 1).sum(1), atol=0.011)


def test_chances_of_a_regular_network_are_equal():
    ring = {(i, (i + 1) % 6): (-1) ** i for i in range(6)}
    chance = measures.sign_chances(table(6, ring))
    assert np.allclose(chance[chance > 0], 0.5, atol=0.01)


# Graph and picture


def frame(signs):
    return pd.DataFrame(signs, FOUR[: len(signs)], FOUR[: len(signs)])


STATES = pd.DataFrame({"iso3": FOUR, "colour": ["KAZ", "RUS", "USA", "other"]})


def test_signed_graph_has_a_sign_on_each_known_tie():
    signs = table(4, {(0, 1): 1, (1, 2): -1, (2, 3): 0})
    graph = networks.signed(frame(signs), STATES)
    assert {(a, b): s for a, b, s in graph.edges(data="sign")} == {
        ("A", "B"): 1,
        ("B", "C"): -1,
        ("C", "D"): 0,
    }
    assert graph.nodes["A"] == {"colour": "KAZ"} and len(graph) == 4
    with pytest.raises(ValueError, match="unknown state"):
        networks.signed(frame(signs), STATES.iloc[:3])
    with pytest.raises(ValueError, match="1, 0 or -1"):
        networks.signed(frame(signs * 2), STATES)
    with pytest.raises(ValueError, match="same states"):
        networks.signed(frame(signs).iloc[::-1], STATES)


def test_signs_are_told_apart_without_colour():
    graph = networks.signed(frame(table(4, {(0, 1): 1, (1, 2): -1, (2, 3): 0})), STATES)
    figure, ax = figures.canvas(2)
    ax.plot([0, 1], [0, 1])  # what was there before keeps its look
    figures.signed_network(ax, graph, {n: (i, i % 2) for i, n in enumerate(FOUR)})
    looks = [line.get_linestyle() for line in ax.lines]
    assert looks[:2] == ["-", "-"] and len({str(figures.SIGN_DASHES[s]) for s in (1, 0, -1)}) == 3
    assert looks[2:] == ["--", "--"]  # matplotlib's name for any pattern of dashes
    assert len(set(figures.SIGN_COLOURS.values())) == 3
    assert figure.axes == [ax]
