"""The causal skeleton: every arrow is drawn, and none runs through a box."""

import networkx as nx
import pytest
from multivector import figures, networks, tables


def places(diagram):
    rows = tables.read("positions").query("diagram == @diagram")
    return {row.node: (row.x, row.y) for row in rows.itertuples()}


@pytest.fixture(scope="module")
def skeleton():
    links = tables.read("causal_links").query("kind == 'thesis'")
    return networks.causal_skeleton(links)


def test_skeleton_draws_every_arrow_and_box(skeleton):
    _, ax = figures.canvas()
    ties = {edge: figures.MUTED for edge in list(skeleton.edges)[:2]}
    beside = {"stability": ("G R", "right")}
    figures.skeleton(
        ax, skeleton, places("skeleton"), {node: node for node in skeleton}, ties, beside
    )
    kinds = [type(patch).__name__ for patch in ax.patches]
    assert kinds.count("FancyArrowPatch") == skeleton.size() + 1
    assert kinds.count("Rectangle") == len(skeleton)
    painted = [patch for patch in ax.patches if patch.get_gid() and "|tie|" in patch.get_gid()]
    assert len(painted) == skeleton.size()


def test_skeleton_names_a_node_without_a_place():
    _, ax = figures.canvas()
    graph = nx.DiGraph([("a", "b")])
    with pytest.raises(ValueError, match="no position for b"):
        figures.skeleton(ax, graph, {"a": (0, 0)}, {"a": "a", "b": "b"})


def test_no_arrow_of_the_skeleton_runs_through_a_box(skeleton):
    place, wide, high = places("skeleton"), 0.37, 0.72
    for cause, effect in skeleton.edges:
        (x, y), (to, up) = place[cause], place[effect]
        x, to = x + wide, to - wide
        assert x < to, f"{cause} to {effect} does not run to the right"
        for node in set(skeleton) - {cause, effect}:
            left, right = max(x, place[node][0] - wide), min(to, place[node][0] + wide)
            if left < right:
                ends = [y + (up - y) * (at - x) / (to - x) - place[node][1] for at in (left, right)]
                inside = min(map(abs, ends)) < high or ends[0] * ends[1] < 0
                assert not inside, f"{cause} to {effect} runs through {node}"


def test_every_concept_of_the_network_has_a_place():
    concepts = set(tables.read("concepts")["concept"])
    assert set(places("argument")) == concepts - {"KAZ"}
