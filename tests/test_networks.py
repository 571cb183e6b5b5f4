"""Networks: a table becomes a graph, whole and in a fixed order, or one clear error."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multivector import measures, networks

STATES = pd.DataFrame(
    {"iso3": ["UZB", "KAZ", "RUS", "JPN"], "role": ["placebo", "focus", "pole", "other"]}
)
BORDERS = pd.DataFrame({"iso3_a": ["KAZ", "KAZ"], "iso3_b": ["UZB", "RUS"]})


def test_borders():
    graph = networks.borders(BORDERS)
    assert set(graph.edges) == {("KAZ", "RUS"), ("KAZ", "UZB")}
    whole = networks.borders(BORDERS, STATES)
    assert list(whole) == ["JPN", "KAZ", "RUS", "UZB"] and whole.degree["JPN"] == 0
    assert whole.nodes["KAZ"] == {"role": "focus"}
    assert nx.betweenness_centrality(whole, normalized=False)["KAZ"] == 1


@given(st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None, derandomize=True)
def test_the_order_of_rows_does_not_count(random):
    order = [0, 1]
    random.shuffle(order)
    mixed = networks.borders(BORDERS.iloc[order], STATES.sample(frac=1, random_state=order[0]))
    whole = networks.borders(BORDERS, STATES)
    assert list(mixed.nodes(data=True)) == list(whole.nodes(data=True))
    assert list(mixed.edges(data=True)) == list(whole.edges(data=True))


def test_border_errors():
    with pytest.raises(ValueError, match=r"borders lacks the column\(s\) iso3_b"):
        networks.borders(BORDERS[["iso3_a"]])
    with pytest.raises(ValueError, match="unknown state: RUS"):
        networks.borders(BORDERS, STATES[STATES["iso3"] != "RUS"])
    with pytest.raises(ValueError, match="given twice: UZB, KAZ"):
        networks.borders(pd.concat([BORDERS, pd.DataFrame({"iso3_a": ["UZB"], "iso3_b": ["KAZ"]})]))
    with pytest.raises(ValueError, match="with itself"):
        networks.borders(pd.DataFrame({"iso3_a": ["KAZ"], "iso3_b": ["KAZ"]}))
    with pytest.raises(ValueError, match="iso3 occurs twice: KAZ"):
        networks.borders(BORDERS, pd.concat([STATES, STATES[1:2]]))


def pairs():
    rng = np.random.default_rng(5)
    votes = rng.choice([0, 0.5, 1], (4, 80))
    votes[1] = np.where(rng.random(80) < 0.8, votes[0], votes[1])
    return measures.agreement_null(pd.DataFrame(votes, index=["RUS", "KAZ", "UZB", "JPN"]))


def test_agreement():
    table = pairs()
    graph = networks.agreement(table, states=STATES)
    assert list(graph) == ["JPN", "KAZ", "RUS", "UZB"] and graph.nodes["RUS"] == {"role": "pole"}
    assert list(graph.edges) == [("KAZ", "RUS")] or list(graph.edges) == [("RUS", "KAZ")]
    tie, row = graph.edges["KAZ", "RUS"], table[table["kept"]].iloc[0]
    assert tie["weight"] == tie["z"] == row["z"] and tie["n"] == 80
    assert set(tie) == {"n", "agreement", "expected", "z", "p", "weight"}
    by_share = networks.agreement(table, weight="agreement")
    assert by_share.edges["KAZ", "RUS"]["weight"] == row["agreement"]
    assert by_share.nodes["RUS"] == {}


def test_agreement_errors():
    table = pairs()
    with pytest.raises(ValueError, match=r"pairs lacks the column\(s\) kept, kappa"):
        networks.agreement(table.drop(columns="kept"), weight="kappa")
    with pytest.raises(ValueError, match="unknown state: JPN"):
        networks.agreement(table, states=STATES[:3])
    with pytest.raises(ValueError, match="not above zero"):
        networks.agreement(table.assign(kept=True))
    with pytest.raises(ValueError, match="given twice"):
        networks.agreement(pd.concat([table, table]))


CLAIMS = pd.DataFrame({"claim": ["T02", "T01", "A09"], "type": ["fact", "cause", "fact"]})
SPEAKS = pd.DataFrame({"claim": ["T01", "T01", "T02"], "concept": ["trust", "KAZ", "KAZ"]})


def test_argument():
    graph = networks.argument(CLAIMS, SPEAKS)
    claims = {node for node, side in graph.nodes(data="bipartite") if side == 0}
    assert claims == set(CLAIMS["claim"]) and graph.degree["A09"] == 0
    assert nx.bipartite.is_bipartite_node_set(graph, claims)
    assert graph.nodes["T01"] == {"type": "cause", "bipartite": 0}
    assert set(graph["KAZ"]) == {"T01", "T02"}
    concepts = pd.DataFrame({"concept": ["trust", "KAZ", "oil"], "layer": [1, 0, 2]})
    assert networks.argument(CLAIMS, SPEAKS, concepts).nodes["oil"] == {"layer": 2, "bipartite": 1}


def test_argument_errors():
    with pytest.raises(ValueError, match=r"claim_concepts lacks the column\(s\) concept"):
        networks.argument(CLAIMS, SPEAKS[["claim"]])
    with pytest.raises(ValueError, match=r"lacks the column\(s\) claim"):
        networks.argument(CLAIMS[["type"]], SPEAKS)
    with pytest.raises(ValueError, match="unknown claim: T02"):
        networks.argument(CLAIMS[1:], SPEAKS)
    with pytest.raises(ValueError, match="unknown concept: KAZ"):
        networks.argument(CLAIMS, SPEAKS, pd.DataFrame({"concept": ["trust"]}))
    with pytest.raises(ValueError, match="of a claim and of a concept: T02"):
        networks.argument(CLAIMS, pd.DataFrame({"claim": ["T01"], "concept": ["T02"]}))


LINKS = pd.DataFrame(
    {
        "cause": ["identity", "identity", "trust"],
        "effect": ["trust", "trust", "room"],
        "claim": ["T12", "T10", "T27"],
    }
)


def test_causal_skeleton():
    graph = networks.causal_skeleton(LINKS)
    assert list(nx.topological_sort(graph)) == ["identity", "trust", "room"]
    assert graph.edges["identity", "trust"]["claims"] == ("T10", "T12")
    assert graph.edges["trust", "room"]["claims"] == ("T27",)


def test_causal_errors():
    back = pd.DataFrame({"cause": ["room"], "effect": ["identity"], "claim": ["A01"]})
    with pytest.raises(ValueError, match="circle: ") as error:
        networks.causal_skeleton(pd.concat([LINKS, back]))
    named = str(error.value).split("circle: ")[1].split(" -> ")
    assert named[0] == named[-1] and set(named) == {"identity", "trust", "room"}
    own = pd.DataFrame({"cause": ["room"], "effect": ["room"], "claim": ["A01"]})
    with pytest.raises(ValueError, match="room -> room"):
        networks.causal_skeleton(own)
    with pytest.raises(ValueError, match=r"lacks the column\(s\) claim"):
        networks.causal_skeleton(LINKS.drop(columns="claim"))


def test_mentions_add_up_years_and_keep_silent_states():
    frame = pd.DataFrame(
        [("AAA", "BBB", 2), ("AAA", "BBB", 3), ("BBB", "AAA", 1), ("EU", "AAA", 4)],
        columns=["iso3", "target", "sentences"],
    )
    states = pd.DataFrame({"iso3": ["AAA", "BBB", "CCC"], "name_en": ["A", "B", "C"]})
    graph = networks.mentions(frame, states)
    assert sorted(graph.edges(data="weight")) == [("AAA", "BBB", 5), ("BBB", "AAA", 1)]
    assert graph.nodes["CCC"] == {"name_en": "C"} and graph.degree("CCC") == 0
    with pytest.raises(ValueError, match="tie of a state with itself"):
        networks.mentions(frame.assign(target=frame["iso3"]), states)
