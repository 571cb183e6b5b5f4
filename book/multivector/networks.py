"""Tables become NetworkX graphs. Nothing here reads a file, computes an index, or draws.

Nodes and edges are added in sorted order, so that the same table always gives the same graph.
"""

from itertools import pairwise

import networkx as nx
import pandas as pd


def _need(frame: pd.DataFrame, columns: list[str], what: str) -> None:
    if missing := [column for column in columns if column not in frame]:
        raise ValueError(f"{what} lacks the column(s) {', '.join(missing)}")


def _known(nodes, known, what: str) -> None:
    if unknown := sorted(set(nodes) - set(known)):
        raise ValueError(f"unknown {what}: {', '.join(map(str, unknown))}")


def _add(graph: nx.Graph, table: pd.DataFrame, key: str, **attributes) -> None:
    """Add a node a row, with the row's other columns as attributes."""
    _need(table, [key], "the table of nodes")
    if table[key].duplicated().any():
        raise ValueError(f"{key} occurs twice: {table.loc[table[key].duplicated(), key].iloc[0]}")
    for row in table.sort_values(key).to_dict("records"):
        graph.add_node(row.pop(key), **row, **attributes)


def _ties(graph: nx.Graph, frame: pd.DataFrame, first: str, second: str) -> None:
    """Add an edge a row, with the row's other columns as attributes."""
    for row in frame.sort_values([first, second]).to_dict("records"):
        a, b = row.pop(first), row.pop(second)
        if a == b or graph.has_edge(a, b):
            raise ValueError(f"tie of a state with itself, or given twice: {a}, {b}")
        graph.add_edge(a, b, **row)


def borders(frame: pd.DataFrame, states: pd.DataFrame | None = None) -> nx.Graph:
    """Land borders (columns iso3_a, iso3_b) as an undirected graph of states.

    With `states` (column iso3; the rest become attributes) states without a land neighbour are
    nodes too. ValueError for a missing column, an unknown state, a border given twice.
    """
    _need(frame, ["iso3_a", "iso3_b"], "borders")
    graph = nx.Graph()
    if states is not None:
        _add(graph, states, "iso3")
        _known(frame[["iso3_a", "iso3_b"]].stack(), graph, "state")
    _ties(graph, frame, "iso3_a", "iso3_b")
    return graph


def agreement(
    pairs: pd.DataFrame, weight: str = "z", states: pd.DataFrame | None = None
) -> nx.Graph:
    """Kept ties of `measures.agreement_null` as an undirected graph of all its states.

    Every edge carries the pair's columns and `weight`, a copy of the column named. With `states`
    (column iso3) the nodes carry its other columns. ValueError for a missing column, a state that
    `states` does not know, a pair given twice, or a kept tie whose weight is not above zero.
    """
    _need(pairs, ["a", "b", "kept", weight], "pairs")
    kept = pairs[pairs["kept"].astype(bool)].drop(columns="kept")
    if not (kept[weight] > 0).all():
        raise ValueError(f"{weight} is missing or not above zero in a kept tie")
    graph, nodes = nx.Graph(), sorted({*pairs["a"], *pairs["b"]})
    if states is None:
        graph.add_nodes_from(nodes)
    else:
        _need(states, ["iso3"], "states")
        _known(nodes, states["iso3"], "state")
        _add(graph, states[states["iso3"].isin(nodes)], "iso3")
    _ties(graph, kept.assign(weight=kept[weight]), "a", "b")
    return graph


def mentions(frame: pd.DataFrame, states: pd.DataFrame) -> nx.DiGraph:
    """Who names whom, as a directed graph of states, from speaker to the state that is named.

    `frame`: columns iso3 (speaker), target, sentences; rows of the same pair, such as those of
    several years, are added up into the `weight` of the tie. `states` (column iso3; the rest become
    attributes): every state is a node, whether it speaks or not; pairs with another speaker or
    target, such as a union of states, are left out. ValueError for a missing column, or a state
    that names itself.
    """
    _need(frame, ["iso3", "target", "sentences"], "mentions")
    graph = nx.DiGraph()
    _add(graph, states, "iso3")
    known = frame[frame["iso3"].isin(graph) & frame["target"].isin(graph)]
    pairs = known.groupby(["iso3", "target"], as_index=False)["sentences"].sum()
    _ties(graph, pairs.rename(columns={"sentences": "weight"}), "iso3", "target")
    return graph


def signed(signs: pd.DataFrame, states: pd.DataFrame) -> nx.Graph:
    """Signed ties (states x states, 1, 0 or -1) as an undirected graph.

    Every edge carries `sign`, a whole number; a pair without a sign (nan) has no edge. `states`
    (column iso3) gives the nodes their other columns. ValueError for a missing column, a state that
    `states` does not know, another sign, or rows and columns that differ.
    """
    _need(states, ["iso3"], "states")
    if list(signs.index) != list(signs.columns):
        raise ValueError("rows and columns of signs must be the same states")
    _known(signs.index, states["iso3"], "state")
    graph = nx.Graph()
    _add(graph, states[states["iso3"].isin(signs.index)], "iso3")
    names = sorted(signs.index)
    pairs = [(a, b, signs.at[a, b]) for i, a in enumerate(names) for b in names[i + 1 :]]
    frame = pd.DataFrame(pairs, columns=["a", "b", "sign"]).dropna()
    if not frame["sign"].isin([-1, 0, 1]).all():
        raise ValueError("a sign is 1, 0 or -1")
    _ties(graph, frame.astype({"sign": int}), "a", "b")
    return graph


def argument(
    claims: pd.DataFrame, claim_concepts: pd.DataFrame, concepts: pd.DataFrame | None = None
) -> nx.Graph:
    """Claims and the concepts that they speak of, as a two-mode graph.

    Claims have `bipartite` 0, concepts 1, and the columns of their tables as attributes; without
    `concepts` the concepts named are taken. Claims without a concept stay as single nodes.
    ValueError for a missing column, an unknown claim or concept, or one name for both.
    """
    _need(claim_concepts, ["claim", "concept"], "claim_concepts")
    if concepts is None:
        concepts = claim_concepts[["concept"]].drop_duplicates()
    graph = nx.Graph()
    _add(graph, claims, "claim", bipartite=0)
    _known(claim_concepts["claim"], graph, "claim")
    _need(concepts, ["concept"], "concepts")
    _known(claim_concepts["concept"], concepts["concept"], "concept")
    if both := sorted(set(concepts["concept"]) & set(graph)):
        raise ValueError(f"name of a claim and of a concept: {', '.join(both)}")
    _add(graph, concepts, "concept", bipartite=1)
    _ties(graph, claim_concepts, "claim", "concept")
    return graph


def causal_skeleton(causal_links: pd.DataFrame) -> nx.DiGraph:
    """Cause to effect, each arrow with `claims`, the sorted tuple of the claims that draw it.

    The argument must be acyclic to be tested step by step: ValueError names a cycle, if any.
    """
    _need(causal_links, ["cause", "effect", "claim"], "causal_links")
    graph = nx.DiGraph()
    for (cause, effect), rows in causal_links.groupby(["cause", "effect"]):
        graph.add_edge(cause, effect, claims=tuple(sorted(set(rows["claim"]))))
    if not nx.is_directed_acyclic_graph(graph):
        cycle = [cause for cause, _ in nx.find_cycle(graph)]
        raise ValueError(f"the causal links run in a circle: {' -> '.join([*cycle, cycle[0]])}")
    return graph


# Routes and what they carry


def routes(frame: pd.DataFrame, amount: str = "volume_mt") -> nx.DiGraph:
    """Routes from a place through transit states to another place, as one directed flow network.

    `frame`: a row a route, columns route_id, from, to, transits (codes joined by ";", or none) and
    the amount, in its own unit. A route becomes the chain of its places; where two routes share a
    tie, its `amount` is the sum and `routes` names both, sorted. An amount that is missing leaves
    the tie without one, which NetworkX reads as no bound. What flows out of the first places is the
    sum of all rows. ValueError for a missing column, a route given twice, a part given beside the
    whole that holds it (column part_of, if any), or a negative amount.
    """
    _need(frame, ["route_id", "from", "to", "transits", amount], "routes")
    named = frame["route_id"]
    if named.duplicated().any():
        raise ValueError(f"route given twice: {named[named.duplicated()].iloc[0]}")
    if "part_of" in frame and (both := sorted(set(frame["part_of"].dropna()) & set(named))):
        raise ValueError(f"given beside its own parts, and counted twice: {', '.join(both)}")
    if (frame[amount] < 0).any():
        raise ValueError(f"negative {amount}")
    ties = []
    for row in frame.sort_values("route_id").to_dict("records"):
        between = [] if pd.isna(row["transits"]) else str(row["transits"]).split(";")
        stops = [row["from"], *(stop for stop in between if stop not in ("", "none")), row["to"]]
        ties += [(a, b, row["route_id"], row[amount]) for a, b in pairwise(stops)]
    graph = nx.DiGraph()
    table = pd.DataFrame(ties, columns=["a", "b", "route", "amount"])
    for (a, b), rows in table.groupby(["a", "b"]):
        graph.add_edge(a, b, routes=tuple(sorted(rows["route"])))
        if rows["amount"].notna().all():
            graph.edges[a, b]["amount"] = float(rows["amount"].sum())
    return graph


# Two-mode networks of states


def memberships(
    spells: pd.DataFrame,
    states: pd.DataFrame | None = None,
    organisations: pd.DataFrame | None = None,
) -> nx.Graph:
    """States and the organisations that they belong to, as a two-mode graph.

    `spells`: columns iso3, organisation; a row a membership, such as those of one year, the other
    columns become attributes of the tie. States have `bipartite` 0, organisations 1; with `states`
    (column iso3) and `organisations` (column organisation) they carry the other columns of these.
    Only states and organisations with a tie are nodes. ValueError for a missing column, an unknown
    state or organisation, a membership given twice, or one name for both.
    """
    _need(spells, ["iso3", "organisation"], "spells")
    graph = nx.Graph()
    for side, (key, table) in enumerate({"iso3": states, "organisation": organisations}.items()):
        named = spells[[key]].drop_duplicates()
        if table is not None:
            _need(table, [key], f"the table of {key}")
            _known(named[key], table[key], key)
            named = table[table[key].isin(named[key])]
        if both := sorted(set(named[key]) & set(graph)):
            raise ValueError(f"name of a state and of an organisation: {', '.join(both)}")
        _add(graph, named, key, bipartite=side)
    _ties(graph, spells, "iso3", "organisation")
    return graph
