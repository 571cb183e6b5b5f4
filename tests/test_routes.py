"""Routes as a flow network: known by hand, and what must hold for any set of routes."""

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from multivector import networks


def frame(rows, columns=("route_id", "from", "transits", "to", "volume_mt")):
    return pd.DataFrame(rows, columns=list(columns))


TWO = frame(
    [("a", "field", "RUS", "sea", 3.0), ("b", "field", "RUS;BLR", "town", 2.0),
     ("c", "well", "none", "gate", 1.0)]
)  # fmt: skip


def test_routes_that_share_a_tie_are_added_up():
    net = networks.routes(TWO)
    assert net.edges["field", "RUS"] == {"routes": ("a", "b"), "amount": 5.0}
    assert net.edges["RUS", "sea"]["amount"] == 3 and net.edges["BLR", "town"]["amount"] == 2
    assert net.edges["well", "gate"] == {"routes": ("c",), "amount": 1.0}
    assert not nx.has_path(net, "well", "RUS")


def test_a_missing_amount_is_no_bound():
    net = networks.routes(TWO.assign(volume_mt=[3.0, None, 1.0]))
    assert "amount" not in net.edges["field", "RUS"] and net.edges["RUS", "sea"]["amount"] == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.drop(columns="to"), "lacks the column"),
        (lambda rows: pd.concat([rows, rows.iloc[:1]]), "given twice: a"),
        (lambda rows: rows.assign(part_of=["c", None, None]), "counted twice: c"),
        (lambda rows: rows.assign(volume_mt=-1), "negative"),
    ],
)
def test_what_cannot_be_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        networks.routes(change(TWO))


ROUTE = st.tuples(
    st.sampled_from(["north", "south"]),
    st.lists(st.sampled_from(["AAA", "BBB", "CCC"]), unique=True, max_size=3),
    st.sampled_from(["sea", "town"]),
    st.integers(0, 50),
)


@given(st.lists(ROUTE, min_size=1, max_size=6), st.randoms())
def test_nothing_is_lost_on_the_way_and_order_does_not_matter(rows, random):
    table = frame(
        [(f"r{k}", start, ";".join(via) or "none", end, float(amount))
         for k, (start, via, end, amount) in enumerate(rows)]
    )  # fmt: skip
    net = networks.routes(table)
    out = {node: net.out_degree(node, "amount") - net.in_degree(node, "amount") for node in net}
    total = table["volume_mt"].sum()
    assert sum(out[node] for node in out if node in ("north", "south")) == total
    assert sum(-out[node] for node in out if node in ("sea", "town")) == total
    assert all(out[node] == 0 for node in out if node in ("AAA", "BBB", "CCC"))
    order = list(range(len(table)))
    random.shuffle(order)
    again = networks.routes(table.iloc[order])
    assert list(again.edges(data=True)) == list(net.edges(data=True))
