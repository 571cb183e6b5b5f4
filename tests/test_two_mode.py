"""Two-mode networks: memberships as a graph, and the null that keeps everybody's number of ties."""

from itertools import product

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multivector import measures, networks
from scipy import stats

TOY = pd.DataFrame([[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 1, 1]], list("ABC"), list("wxyz"))
matrices = st.integers(2, 6).flatmap(
    lambda rows: st.integers(1, 8).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 1), min_size=columns, max_size=columns),
            min_size=rows, max_size=rows,
        )
    )
)  # fmt: skip


def worlds(table):
    """Every matrix with the margins of a small one."""
    cells = product((0, 1), repeat=table.size)
    every = (np.array(row).reshape(table.shape) for row in cells)
    return [
        world
        for world in every
        if (world.sum(0) == table.sum(0)).all() and (world.sum(1) == table.sum(1)).all()
    ]


@given(matrices, st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_curveball_keeps_every_margin(rows, rounds):
    table = np.array(rows)
    drawn = measures.curveball(table, draws=7, rounds=rounds)
    assert drawn.shape == (7, *table.shape)
    assert (drawn.sum(1) == table.sum(0)).all() and (drawn.sum(2) == table.sum(1)).all()


@pytest.mark.parametrize(
    "table",
    [
        TOY.to_numpy(),
        np.array([[1, 1, 0], [1, 0, 1], [0, 1, 1]]),
        np.array([[1, 1, 0, 0], [0, 0, 1, 1]]),
        np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]]),
    ],
)
def test_curveball_reaches_every_world_equally_often(table):
    known = {world.tobytes() for world in (world.astype(bool) for world in worlds(table))}
    drawn = [world.tobytes() for world in measures.curveball(table, draws=6000)]
    assert set(drawn) == known
    seen = pd.Series(drawn).value_counts()
    assert len(known) == 1 or stats.chisquare(seen).pvalue > 0.001


def test_curveball_without_rounds_is_the_table_and_is_the_same_twice():
    assert (measures.curveball(TOY, 3, rounds=0) == TOY.to_numpy(bool)).all()
    one, other = (measures.curveball(TOY, 50, seed=4) for _ in range(2))
    assert (one == other).all()


@pytest.mark.parametrize("table", [[[0, 2], [1, 0]], [[1, 0]], [[np.nan, 1], [1, 0]], [1, 0]])
def test_curveball_stops(table):
    with pytest.raises(ValueError, match="0 and 1"):
        measures.curveball(table, draws=2)


def test_shared_null_is_the_exact_null_of_a_small_table():
    exact = pd.Series([world[0] @ world[1] for world in worlds(TOY.to_numpy())])
    pair = measures.shared_null(TOY, draws=20000).set_index(["a", "b"]).loc[("A", "B")]
    below = 100 * ((exact < 2).mean() + (exact == 2).mean() / 2)
    assert pair["shared"] == 2 and pair["low"] <= below <= pair["high"]
    assert pair["expected"] == pytest.approx(exact.mean(), abs=0.02)
    assert pair["p"] == pytest.approx((exact >= 2).mean(), abs=0.02)


@given(matrices)
@settings(max_examples=25, deadline=None)
def test_shared_null_is_in_range(rows):
    frame = pd.DataFrame(rows)
    found = measures.shared_null(frame, draws=40, rounds=4)
    assert len(found) == len(frame) * (len(frame) - 1) / 2
    assert (found["low"] <= found["percentile"] + 1e-9).all()
    assert (found["percentile"] <= found["high"] + 1e-9).all()
    assert found[["low", "high"]].stack().between(0, 100).all() and found["p"].between(0, 1).all()


def test_shared_null_keeps_two_clubs_apart_and_drops_what_popularity_explains():
    clubs = np.zeros((8, 24), dtype=int)
    clubs[:4, :10] = clubs[4:, 10:20] = 1
    clubs[:, 20:] = 1
    pairs = measures.shared_null(pd.DataFrame(clubs), draws=2000)
    same = (pairs["a"] < 4) == (pairs["b"] < 4)
    assert pairs.loc[same, "kept"].all() and not pairs.loc[~same, "kept"].any()
    crowd = pd.DataFrame(np.ones((4, 6), dtype=int))
    pairs = measures.shared_null(crowd, draws=50)
    assert (pairs["percentile"] == 50).all() and not pairs["kept"].any()


def test_shared_null_agrees_in_the_main_with_margins_kept_on_average():
    table = pd.DataFrame(np.random.default_rng(3).integers(0, 2, (9, 60)))
    exact = measures.shared_null(table, draws=2000)["percentile"]
    average = stats.norm.cdf(measures.agreement_null(table)["z"]) * 100
    assert stats.spearmanr(exact, average).statistic > 0.95


def test_shared_null_needs_a_rate():
    with pytest.raises(ValueError, match="rate"):
        measures.shared_null(TOY, rate=1)


def test_memberships_is_a_two_mode_graph():
    spells = pd.DataFrame(
        {"iso3": ["KAZ", "RUS", "KAZ"], "organisation": ["un", "un", "cis"], "status": ["full"] * 3}
    )
    states = pd.DataFrame({"iso3": ["KAZ", "RUS", "USA"], "colour": ["KAZ", "RUS", "USA"]})
    graph = networks.memberships(spells, states)
    assert nx.is_bipartite(graph) and set(graph) == {"KAZ", "RUS", "un", "cis"}
    assert graph.nodes["KAZ"] == {"colour": "KAZ", "bipartite": 0}
    assert graph.nodes["un"] == {"bipartite": 1}
    assert graph.edges["KAZ", "cis"] == {"status": "full"} and graph.degree("un") == 2
    assert list(graph) == list(networks.memberships(spells[::-1], states[::-1]))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("KAZ", "un"), ("KAZ", "un")], "given twice"),
        ([("KAZ", "un"), ("un", "cis")], "name of a state and of an organisation: un"),
        ([("XYZ", "un")], "unknown iso3: XYZ"),
    ],
)
def test_memberships_stops(rows, said):
    spells = pd.DataFrame(rows, columns=["iso3", "organisation"])
    states = pd.DataFrame({"iso3": ["KAZ", "un"]})
    with pytest.raises(ValueError, match=said):
        networks.memberships(spells, states)
    with pytest.raises(ValueError, match="lacks the column"):
        networks.memberships(spells.drop(columns="organisation"))
