"""Events and the parties that share them: values by hand, and what must hold for any list."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multivector import measures

PAIRS = st.lists(st.tuples(st.integers(0, 8), st.sampled_from("abcd")), min_size=1, max_size=40)


@given(PAIRS)
def test_every_event_weighs_one_and_repeats_do_not_count(pairs):
    rows = pd.DataFrame(pairs, columns=["event", "vector"])
    weights = measures.shared_weights(rows, "event", "vector")
    assert np.allclose(weights.sum(axis=1), 1)
    twice = measures.shared_weights(pd.concat([rows, rows]), "event", "vector")
    pd.testing.assert_frame_equal(weights, twice)


def test_a_summit_is_shared_among_two():
    rows = pd.DataFrame({"event": ["s", "s", "s", "t"], "vector": ["R", "C", "C", "R"]})
    weights = measures.shared_weights(rows, "event", "vector")
    assert weights.loc["s"].to_dict() == {"C": 0.5, "R": 0.5} and weights.loc["t", "R"] == 1


def test_weights_need_names():
    with pytest.raises(ValueError, match="every row"):
        measures.shared_weights(pd.DataFrame({"e": [], "v": []}), "e", "v")
    with pytest.raises(ValueError, match="every row"):
        measures.shared_weights(pd.DataFrame({"e": ["x"], "v": [None]}), "e", "v")


def test_the_smallest_of_two_periods():
    weights = pd.DataFrame([[1, 0], [1, 0], [1, 0], [1, 0], [0, 1], [1, 0]], dtype=float)
    found = measures.smallest_number(weights, [1, 1, 1, 2, 2, 2], draws=99)
    assert (found.value, found.low, found.high, found.n) == (1, 1, 1, 3)
    mixed = measures.smallest_number(weights[3:], [2, 2, 2], draws=99)
    assert mixed.value == pytest.approx(measures.miller_madow([2, 1])) and mixed.low == 1
    with pytest.raises(ValueError, match="group"):
        measures.smallest_number(weights, [1, 2])


def test_a_field_that_tells_the_partner():
    weights = pd.DataFrame([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=float)
    found = measures.dealt_information(weights, ["t", "t", "n", "n"], draws=6000)
    assert found.observed == pytest.approx(1)
    assert found.ratio.value == pytest.approx(3, rel=0.1)  # two of six deals give a bit
    assert found.p == pytest.approx(1 / 3, abs=0.03)


def test_dealing_inside_strata_of_one_partner_changes_nothing():
    weights = pd.DataFrame([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=float)
    found = measures.dealt_information(
        weights, ["t", "t", "n", "n"], ["a", "a", "b", "b"], draws=99
    )
    assert found.ratio[:3] == (1, 1, 1) and found.p == 1


@given(st.lists(st.tuples(st.sampled_from("tn"), st.integers(0, 2)), min_size=6, max_size=30))
def test_strata_of_all_units_are_no_strata(rows):
    labels = ["t", "n", *(label for label, _ in rows)]
    weights = np.eye(3)[[0, 1, *(part for _, part in rows)]]
    one = measures.dealt_information(weights, labels, draws=49)
    other = measures.dealt_information(weights, labels, ["all"] * len(labels), draws=49)
    assert one.observed == other.observed and one.p == other.p and 0 <= one.observed <= 1
    assert one.ratio == pytest.approx(other.ratio, nan_ok=True)


def test_information_needs_labels():
    with pytest.raises(ValueError, match="two labels"):
        measures.dealt_information(np.eye(2), ["t", "t"])


def world(seed=0, states=40):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {"gdp": np.exp(rng.normal(5, 1, states)), "people": np.exp(rng.normal(3, 1, states))}
    )
    frame["visits"] = np.exp(0.4 * np.log(frame["gdp"]) + rng.normal(0, 0.3, states))
    return frame.set_axis([f"S{k:02d}" for k in range(states)])


def test_a_state_that_alone_gains_visits_moves_by_so_much():
    before = world()
    after = before.copy()
    after.loc["S07", "visits"] *= 2
    found = measures.residual_change(before, after, "visits", ["gdp", "people"], "S07", draws=99)
    assert found.change.value == pytest.approx(np.log(2)) and found.percentile.value == 100
    assert found.percentile.n == 39 and found.changes["S01"] == pytest.approx(0, abs=1e-9)


def test_the_change_is_that_of_two_residuals():
    before, after = world(1), world(2)
    means = ["gdp", "people"]
    found = measures.residual_change(before, after, "visits", means, "S03", draws=9)
    one, two = (
        measures.loglog_residual(frame, "visits", means, "S03", zeros="drop", draws=9)
        for frame in (before, after)
    )
    assert found.change.value == pytest.approx(two.residual.value - one.residual.value)


def test_a_state_must_be_complete():
    before, after = world(1), world(2)
    after.loc["S03", "visits"] = 0
    with pytest.raises(ValueError, match="S03"):
        measures.residual_change(before, after, "visits", ["gdp"], "S03")
    with pytest.raises(ValueError, match="zeros"):
        measures.residual_change(before, after, "visits", ["gdp"], "S03", zeros="keep")
    kept = measures.residual_change(
        before, after, "visits", ["gdp"], "S03", zeros="plus one", draws=9
    )
    assert kept.change.value < 0
