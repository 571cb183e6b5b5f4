"""Brokerage roles: known values by hand, and laws that hold for every directed network."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multivector import measures

law = settings(max_examples=60, deadline=None)


@st.composite
def networks(draw, most=6):
    """A directed network of up to `most` nodes, and a group for each node."""
    nodes = list("ABCDEF"[: draw(st.integers(1, most))])
    pairs = [(a, b) for a in nodes for b in nodes]
    ties = draw(st.lists(st.sampled_from(pairs), unique=True))
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(ties)
    return graph, {node: draw(st.sampled_from("xyz")) for node in nodes}


def open_paths(graph):
    """All (a, b, c) with a to b, b to c, three nodes, and no tie a to c."""
    return [(a, b, c) for a, b in graph.edges for c in graph.successors(b)
            if len({a, b, c}) == 3 and not graph.has_edge(a, c)]  # fmt: skip


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ("xxx", "coordinator"),
        ("xyx", "itinerant"),
        ("xxy", "representative"),
        ("xyy", "gatekeeper"),
        ("xyz", "liaison"),
    ],
)
def test_the_five_roles_by_hand(groups, role):
    path = nx.DiGraph([("a", "b"), ("b", "c")])
    counts = measures.brokerage(path, dict(zip("abc", groups, strict=True)))
    assert counts.loc["b", role] == 1 and counts.to_numpy().sum() == 1


def test_a_tie_between_the_ends_leaves_nothing_to_broker():
    groups = dict.fromkeys("abc", "x")
    closed = nx.DiGraph([("a", "b"), ("b", "c"), ("a", "c")])
    assert measures.brokerage(closed, groups).to_numpy().sum() == 0
    back = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "a")])  # a to c is still open
    assert measures.brokerage(back, groups).loc["b", "coordinator"] == 1


def test_one_way_ties_broker_nothing():
    groups = dict.fromkeys("abk", "x")
    for ties in ([("a", "k"), ("b", "k")], [("k", "a"), ("k", "b")]):
        assert measures.brokerage(nx.DiGraph(ties), groups).to_numpy().sum() == 0


def test_two_brokers_share_a_pair():
    ties = [("a", "k"), ("k", "c"), ("a", "m"), ("m", "c")]
    counts = measures.brokerage(nx.DiGraph(ties), dict(a=1, c=2, k=3, m=1), shared=True)
    assert counts.loc["k", "liaison"] == 0.5 and counts.loc["m", "representative"] == 0.5


def test_a_known_network():
    """Five nodes, two groups; counted by hand from the definition."""
    ties = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("b", "d")]
    counts = measures.brokerage(nx.DiGraph(ties), dict(a="x", b="x", c="x", d="y", e="y"))
    # b: a-b-c coordinator, a-b-d representative; c: b-c-d is closed; d: c-d-e and b-d-e gatekeeper
    assert counts.loc["b"].to_dict() == {
        "coordinator": 1, "itinerant": 0, "representative": 1, "gatekeeper": 0, "liaison": 0,
    }  # fmt: skip
    assert counts.loc["c"].sum() == 0 and counts.loc["d", "gatekeeper"] == 2


@given(networks())
@law
def test_roles_add_up_to_the_open_two_paths(case):
    graph, groups = case
    counts, paths = measures.brokerage(graph, groups), open_paths(graph)
    assert counts.to_numpy().sum() == len(paths)
    for node in graph:
        assert counts.loc[node].sum() == sum(b == node for _, b, _ in paths)


@given(networks())
@law
def test_groups_move_roles_and_not_their_sum(case):
    graph, groups = case
    one = measures.brokerage(graph, dict.fromkeys(graph, "x"))
    own = measures.brokerage(graph, {node: node for node in graph})
    assert one.drop(columns="coordinator").to_numpy().sum() == 0
    assert own.drop(columns="liaison").to_numpy().sum() == 0
    total = measures.brokerage(graph, groups).sum(axis=1)
    assert (total == one.sum(axis=1)).all() and (total == own.sum(axis=1)).all()


@given(networks())
@law
def test_arrows_turned_round_swap_gatekeeper_and_representative(case):
    graph, groups = case
    there = measures.brokerage(graph, groups)
    back = measures.brokerage(graph.reverse(), groups)
    swapped = back.rename(columns={"gatekeeper": "representative", "representative": "gatekeeper"})
    assert (there == swapped[there.columns]).all(axis=None)


@given(networks())
@law
def test_shares_count_each_open_pair_once(case):
    graph, groups = case
    shared = measures.brokerage(graph, groups, shared=True)
    pairs = {(a, c) for a, _, c in open_paths(graph)}
    assert shared.to_numpy().sum() == pytest.approx(len(pairs))


def test_faults_are_said():
    with pytest.raises(ValueError, match="directed"):
        measures.brokerage(nx.Graph([("a", "b")]), dict(a=1, b=1))
    with pytest.raises(ValueError, match="no group for b"):
        measures.brokerage(nx.DiGraph([("a", "b")]), dict(a=1))
