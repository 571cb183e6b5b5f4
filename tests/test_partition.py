"""Diversity inside and between layers: laws, and values worked out by hand; the loom."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from multivector import figures, measures

LAYERS = arrays(
    float, st.tuples(st.integers(2, 5), st.integers(1, 6)), elements=st.floats(0.01, 100)
)


def test_three_small_worlds():
    one, each = [[1, 0, 0]] * 3, np.eye(3)
    assert measures.partition(one) == pytest.approx((1, 1, 1))
    assert measures.partition(each) == pytest.approx((1, 3, 3))
    assert measures.partition([[1, 1, 0]] * 3) == pytest.approx((2, 1, 2))


def test_by_hand():
    """Half and half beside all in one: entropies log 2 and 0; pooled three quarters and a one."""
    alpha = math.exp(math.log(2) / 2)
    gamma = math.exp(-0.75 * math.log(0.75) - 0.25 * math.log(0.25))
    assert measures.partition([[1, 1], [5, 0]]) == pytest.approx((alpha, gamma / alpha, gamma))


@settings(max_examples=60)
@given(LAYERS)
def test_beta_lies_between_one_and_the_number_of_layers(layers):
    alpha, beta, gamma = measures.partition(layers)
    assert gamma == pytest.approx(alpha * beta)
    assert 1 - 1e-9 <= beta <= len(layers) + 1e-9
    assert 1 - 1e-9 <= alpha <= gamma + 1e-9 and gamma <= layers.shape[1] + 1e-9


@settings(max_examples=60)
@given(LAYERS, st.integers(0, 99), st.floats(0.01, 100))
def test_order_and_size_do_not_matter(layers, seed, factor):
    rng, rows, columns = np.random.default_rng(seed), *layers.shape
    other = factor * layers[rng.permutation(rows)][:, rng.permutation(columns)]
    assert measures.partition(other) == pytest.approx(measures.partition(layers))


@settings(max_examples=40)
@given(LAYERS)
def test_layers_without_a_common_part_are_all_distinct(layers):
    many, parts = layers.shape
    apart = np.zeros((many, many * parts))
    for at, layer in enumerate(layers):
        apart[at, at * parts : (at + 1) * parts] = layer
    split = measures.partition(apart)
    assert split.beta == pytest.approx(many)
    assert split.alpha == pytest.approx(measures.partition(layers).alpha)


@settings(max_examples=40)
@given(arrays(float, st.integers(1, 6), elements=st.floats(0.01, 100)), st.integers(2, 5))
def test_one_mix_is_one_layer(layer, many):
    assert measures.partition([layer] * many).beta == pytest.approx(1)


@pytest.mark.parametrize("layers", [[[1, 2]], [[1, -1], [1, 1]], [[0, 0], [1, 1]], [1, 2]])
def test_what_is_no_layer_is_refused(layers):
    with pytest.raises(ValueError):
        measures.partition(layers)


def test_a_loom_tells_zero_unknown_first_and_empty_apart():
    table = pd.DataFrame({"arms": [0.9, 0.1, 0.0], "votes": [0.2, np.nan, np.inf]}, list("abc"))
    _, ax = figures.canvas(3)
    figures.loom(ax, table, {"arms": 0, "votes": 1}, dict(a="RUS", b="USA", c="#333333"),
                 dict(a="A", b="B", c="C"), {"arms": "a", "votes": "a"},
                 lambda column, value: f"{value:.1f}")  # fmt: skip
    beads = [dot for dot in ax.collections if dot.get_gid()]
    assert [dot.get_gid().split("|")[-1] for dot in beads] == [
        "A, arms: 0.9", "A, votes: 0.2", "B, arms: 0.1"]  # fmt: skip
    filled = [dot.get_facecolor()[0, :3].min() < 0.99 for dot in beads]
    assert filled == [True, True, False]
    assert [text.get_text() for text in ax.texts].count("?") == 1
    assert [label.get_text() for label in ax.get_yticklabels()] == ["A", "B", "C"]
