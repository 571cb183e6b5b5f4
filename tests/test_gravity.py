"""Trade by size and distance: known by hand, and what must hold for any features."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from multivector import measures


def test_distances_known_by_hand():
    quarter = np.pi / 2 * 6371  # from the equator to a pole
    found = measures.great_circle([0, 90, 0, 180], [0, 0, 90, 0])
    assert np.allclose(found[0], [0, quarter, quarter, 2 * quarter])
    assert np.allclose(found, found.T) and np.allclose(np.diag(found), 0)


def test_astana_and_moscow_are_about_2270_kilometres_apart():
    found = measures.great_circle([71.43, 37.62], [51.13, 55.75])[0, 1]
    assert found == pytest.approx(2270, rel=0.02)


def test_shares_by_hand():
    """A partner twice as rich and four times as far gets half of the pull."""
    features = np.log([[[1, 1], [2, 4], [9, 1]]])
    found = measures.gravity_shares([1, -1], features, [[True, True, False]])
    assert np.allclose(found, [[2 / 3, 1 / 3, 0]])


FEATURES = arrays.arrays(float, (5, 9, 2), elements=st.floats(-2, 2))
WEIGHTS = arrays.arrays(float, 2, elements=st.floats(-1.5, 1.5))


@given(FEATURES, WEIGHTS)
def test_rows_sum_to_one_and_a_constant_changes_nothing(features, weights):
    possible = ~np.eye(5, 9, dtype=bool)
    found = measures.gravity_shares(weights, features, possible)
    assert np.allclose(found.sum(axis=1), 1) and not found[~possible].any()
    shifted = features + np.arange(5)[:, None, None]  # the same for all partners of a state
    assert np.allclose(found, measures.gravity_shares(weights, shifted, possible))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), WEIGHTS)
def test_weights_that_made_the_shares_are_found(seed, weights):
    features = np.random.default_rng(seed).normal(size=(6, 20, 2))
    possible = ~np.eye(6, 20, dtype=bool)
    shares = measures.gravity_shares(weights, features, possible)
    assert np.allclose(measures.gravity_fit(shares, features, possible), weights, atol=0.01)


def test_the_fit_keeps_the_weighted_means():
    rng = np.random.default_rng(1)
    features, possible = rng.normal(size=(6, 20, 2)), ~np.eye(6, 20, dtype=bool)
    shares = np.where(possible, rng.pareto(1, (6, 20)), 0)
    shares[:, 7] = 0  # no trade at all with one of them
    shares /= shares.sum(axis=1, keepdims=True)
    model = measures.gravity_shares(
        measures.gravity_fit(shares, features, possible), features, possible
    )
    means = [(part[..., None] * features).sum((0, 1)) for part in (shares, model)]
    assert np.allclose(*means, atol=1e-3) and (model[:, 7] > 0).all()


def test_what_cannot_be_is_refused():
    features, possible = np.zeros((2, 3, 1)), np.ones((2, 3), dtype=bool)
    with pytest.raises(ValueError, match="sum to 1"):
        measures.gravity_fit(np.ones((2, 3)), features, possible)
    with pytest.raises(ValueError, match="states x partners"):
        measures.gravity_shares([1], features, possible.T)
    with pytest.raises(ValueError, match="one length"):
        measures.great_circle([0, 1], [0])
