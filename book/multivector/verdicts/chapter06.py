"""Tests of chapter 6: memberships in organisations.

A membership is a full one in 2014, the last year of the tables, unless a test says otherwise. The
null of shared memberships keeps each state's number of organisations and each organisation's
number of members among the eighteen states of the table. Intervals hold 95 per cent unless a test
says otherwise.
"""

from functools import lru_cache

import networkx as nx
import pandas as pd

from multivector import measures, networks, tables
from multivector.measures import Estimate
from multivector.verdicts import core

YEAR = 2014
POLES = ["USA", "RUS"]
# Independent in 1990-1994: of the Soviet Union (without Russia), Yugoslavia (without Serbia and
# Montenegro, one state until 2006), Czechoslovakia, Ethiopia, South Africa and the trust territory
# of the Pacific.
NEW = [
    *("ARM", "AZE", "BLR", "EST", "GEO", "KAZ", "KGZ", "LTU", "LVA", "MDA", "TJK", "TKM", "UKR"),
    *("UZB", "BIH", "HRV", "MKD", "SVN", "CZE", "SVK", "ERI", "NAM", "PLW"),
]
OUTSIDE = ["GUAM", "Union State"]  # post-Soviet bodies that Kazakhstan never joined
FIRST_THREE = "1991-12-08"  # the agreement that Belarus, Russia and Ukraine signed alone


def _members(status: list[str], universal: bool) -> pd.DataFrame:
    """States x organisations of the year, 0 and 1; `universal`: whether bodies open to all count.

    Organisations without any of the states are no columns.
    """
    spells = tables.read("organisation_spells").query(
        "from_year <= @YEAR <= to_year and status in @status"
    )
    if not universal:
        narrow = tables.read("organisations").query("not universal")["organisation"]
        spells = spells[spells["organisation"].isin(narrow)]
    graph = networks.memberships(spells)
    states = [node for node, side in graph.nodes("bipartite") if side == 0]
    bodies = [node for node, side in graph.nodes("bipartite") if side == 1]
    matrix = nx.bipartite.biadjacency_matrix(graph, states, bodies).toarray()
    return pd.DataFrame(matrix, states, bodies)


@core.test("T16", "rooms")
@lru_cache(1)
def rooms() -> Estimate:
    """Smaller percentile of the memberships shared with the United States and with Russia.

    Full memberships, 5,000 draws of the null. The states are no sample: the interval is the range
    over two codings of what counts (full, or associate and observer too) and two of the bodies
    (all, or those that are not open to every state), each with the error of its draws; n counts
    organisations.
    """
    found, every = [], ["full", "associate", "observer"]
    for status in (["full"], every):
        for universal in (True, False):
            said = status == ["full"] and universal
            members = _members(status, universal)
            pairs = measures.shared_null(members, draws=5000 if said else 2000)
            pairs = pairs[pairs[["a", "b"]].isin(["KAZ"]).any(axis=1)]
            pairs = pairs[pairs[["a", "b"]].isin(POLES).any(axis=1)]
            found.append(pairs.loc[pairs["percentile"].idxmin()])
    value = float(found[0]["percentile"])
    low, high = min(row["low"] for row in found), max(row["high"] for row in found)
    return Estimate(value, float(low), float(high), _members(["full"], True).shape[1])


@lru_cache(1)
def _means() -> pd.DataFrame:
    """A row a state: product, population and full memberships of the year."""
    frame = tables.read("economy").query("year == @YEAR").set_index("iso3")
    frame = frame[["gdp_usd", "population"]].astype(float)
    counts = tables.read("organisation_counts").query("year == @YEAR").set_index("iso3")["full"]
    return frame.assign(memberships=counts.astype(float)).dropna()


def _left_over(frame: pd.DataFrame) -> Estimate:
    return measures.loglog_residual(
        frame, "memberships", ["gdp_usd", "population"], "KAZ", zeros="drop"
    ).percentile


@core.test("A16", "full")
def full() -> Estimate:
    """Percentile of the residual of full memberships, given product and population of the year.

    The other states are drawn anew; n counts them. The same number as T04 memberships, chapter 2.
    """
    return _left_over(_means())


@core.test("A70", "age")
def age() -> Estimate:
    """As `full`, among the states that became independent in 1990-1994 alone, fit and rank."""
    frame = _means()
    return _left_over(frame[frame.index.isin(NEW)])


@core.test("A31", "founder")
def founder() -> Estimate:
    """Share of the post-Soviet bodies of the table integration_bodies that Kazakhstan founded.

    The bodies are no sample: the interval is the range of codings, whether the Protocol of
    Alma-Ata counts as the founding of the CIS, and whether the bodies that it never joined count;
    n counts bodies of the table.
    """
    table = tables.read("integration_bodies")
    bodies, own = table["body"].nunique(), table.query("signatory == 'KAZ' and role == 'founder'")
    signed = own["body"].nunique()
    late = (own["founded"] == FIRST_THREE) & (own["date"] != FIRST_THREE)
    strict = signed - own.loc[late, "body"].nunique()
    shares = [some / of for some in (signed, strict) for of in (bodies, bodies + len(OUTSIDE))]
    return Estimate(signed / bodies, min(shares), max(shares), bodies)


core.sources("A24", "A33", "A35", "A40", "A56", "A71", "A75", "A79", "A80", "A86")
