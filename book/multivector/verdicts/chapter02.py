"""Tests of chapter 2: means, place and diplomatic weight.

Product is at current prices and exchange rates. Ranks and poles use the last five years that a
table has; shares are followed from 1992, the first whole year after the Soviet Union. A residual
is what a log-log regression of the other states leaves of Kazakhstan's outcome; its interval
comes from drawing the other states anew. Intervals hold 95 per cent unless a test says otherwise.
"""

from functools import lru_cache

import networkx as nx
import numpy as np
import pandas as pd

from multivector import measures, networks, tables
from multivector.measures import Estimate
from multivector.verdicts import core

MEANS = {
    "cinc": ("capability", "cinc"),
    "gdp": ("economy", "gdp_usd"),
    "military": ("capability", "milex_kusd"),
}
CUTOFFS = (0.03, 0.05, 0.10)
DECADE = range(2015, 2025)
POINTS = range(2015, 2024)
CENTRAL_ASIA = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
FRENCH_GUIANA = [("BRA", "FRA"), ("FRA", "SUR")]


def _wide(table: str, column: str) -> pd.DataFrame:
    """One variable, years x states; years in which no state has a value are left out."""
    wide = tables.read(table).pivot(index="year", columns="iso3", values=column)
    return wide.astype(float).dropna(how="all")


def _rank(means: str) -> Estimate:
    last = _wide(*MEANS[means]).tail(5)
    return measures.rank(last.mean(), "KAZ", draws=last)


def _poles(means: str) -> Estimate:
    last = _wide(*MEANS[means]).tail(5)
    poles = pd.DataFrame(
        {cut: [measures.effective_poles(year.dropna(), cut) for _, year in last.iterrows()]
         for cut in CUTOFFS}
    )
    ends = poles.to_numpy().min(), poles.to_numpy().max()
    return Estimate(float(poles[0.05].mean()), *map(float, ends), int(last.iloc[-1].count()))


def _american_share(means: str) -> Estimate:
    amounts = _wide(*MEANS[means]).loc[1992:]
    share = 100 * amounts["USA"] / amounts.sum(axis=1)
    return measures.trend(share.index, share)


@lru_cache(1)
def _land() -> nx.Graph:
    """The land borders of Afro-Eurasia: the part that Kazakhstan is in, without French Guiana."""
    graph = networks.borders(tables.read("borders"))
    graph.remove_edges_from(FRENCH_GUIANA)
    return graph.subgraph(sorted(nx.node_connected_component(graph, "KAZ")))


@lru_cache(1)
def _states() -> pd.DataFrame:
    """A row a state: product and population, outcomes, and location (see the tests)."""
    gdp, population = _wide("economy", "gdp_usd"), _wide("economy", "population")
    frame = pd.DataFrame({
        "gdp_2014": gdp.loc[2014], "population_2014": population.loc[2014],
        "gdp": gdp.reindex(DECADE).mean(), "population": population.reindex(DECADE).mean(),
    })
    for outcome in ("visits", "trips"):
        register = _wide("leader_travel", outcome).reindex(index=DECADE, columns=frame.index)
        frame[outcome] = register.fillna(0).mean()
    frame["memberships"] = _wide("organisation_counts", "full").loc[2014]
    states = tables.read("states").set_index("iso3")
    neighbours = dict(networks.borders(tables.read("borders")).degree())
    frame["area"] = tables.read("outlines").set_index("iso3")["land_km2"].astype(float)
    frame["neighbours_and_self"] = frame.index.map(neighbours).fillna(0) + 1
    frame["landlocked"] = states["landlocked"].astype(float)
    return frame


def _left_over(outcome: str, predictors: list[str], plain: tuple = ()) -> Estimate:
    """Percentile of Kazakhstan's residual; a state whose outcome is 0 is left out."""
    return measures.loglog_residual(
        _states(), outcome, predictors, "KAZ", zeros="drop", plain=plain
    ).percentile


@core.test("T02", "betweenness")
def betweenness() -> Estimate:
    """Percentile of Kazakhstan's residual of betweenness, given area and number of neighbours.

    Land borders of Afro-Eurasia, every border one step; log(1 + betweenness), since a quarter of
    the states lie on no shortest path; n counts the other states.
    """
    graph = _land()
    frame = pd.DataFrame({
        "betweenness": pd.Series(nx.betweenness_centrality(graph, normalized=False)),
        "neighbours": pd.Series(dict(graph.degree())),
    })
    frame["area"] = tables.read("outlines").set_index("iso3")["land_km2"].astype(float)
    return measures.loglog_residual(
        frame, "betweenness", ["area", "neighbours"], "KAZ", zeros="plus one"
    ).percentile


@core.test("T03", "cinc")
def rank_cinc() -> Estimate:
    """Rank in the composite index of national capability, mean of 2018-2022.

    The interval runs over the ranks of the five years; n counts states.
    """
    return _rank("cinc")


@core.test("T03", "gdp")
def rank_gdp() -> Estimate:
    """Rank in product at current exchange rates, mean of 2019-2023; otherwise as `rank_cinc`."""
    return _rank("gdp")


@core.test("T03", "military")
def rank_military() -> Estimate:
    """Rank in military spending at current exchange rates, 2018-2022; as `rank_cinc`."""
    return _rank("military")


@core.test("T04", "memberships")
def memberships() -> Estimate:
    """Percentile of the residual of full memberships in organisations in 2014.

    Given product and population of 2014; n counts the other states.
    """
    return _left_over("memberships", ["gdp_2014", "population_2014"])


@core.test("T04", "visits")
def visits() -> Estimate:
    """Percentile of the residual of visits received, mean of 2015-2024.

    Given the means of product (to 2023) and population; a state without a row has no visit that
    year; n counts the other states.
    """
    return _left_over("visits", ["gdp", "population"])


@core.test("T04", "trips")
def trips() -> Estimate:
    """Percentile of the residual of trips of the leaders, mean of 2015-2024; as `visits`."""
    return _left_over("trips", ["gdp", "population"])


@core.test("T20", "cinc")
def poles_cinc() -> Estimate:
    """Effective number of poles in the composite index, mean of 2018-2022 at a cutoff of 5%.

    The interval is the whole range over the five years and cutoffs of 3, 5 and 10 per cent; n
    counts states.
    """
    return _poles("cinc")


@core.test("T20", "gdp")
def poles_gdp() -> Estimate:
    """Effective number of poles in product, mean of 2019-2023; as `poles_cinc`."""
    return _poles("gdp")


@core.test("T20", "military")
def poles_military() -> Estimate:
    """Effective number of poles in military spending, mean of 2018-2022; as `poles_cinc`."""
    return _poles("military")


@core.test("T37", "cinc")
def share_cinc() -> Estimate:
    """Theil-Sen slope of the share of the United States in the composite index, 1992-2022.

    In percentage points per decade; autoregressive interval; n counts years.
    """
    return _american_share("cinc")


@core.test("T37", "gdp")
def share_gdp() -> Estimate:
    """Slope of the share of the United States in product, 1992-2023; as `share_cinc`."""
    return _american_share("gdp")


@core.test("T37", "military")
def share_military() -> Estimate:
    """Slope of the share of the United States in military spending, 1992-2022; as above."""
    return _american_share("military")


@core.test("T39", "location")
def location() -> Estimate:
    """Percentile of the residual of visits, with location held fixed besides the means.

    Product, population, area of the outline, land neighbours (counted with the state itself, so
    that islands have a logarithm) and landlocked position; the states drawn at 1:110m; n counts
    the other states.
    """
    return _left_over(
        "visits", ["gdp", "population", "area", "neighbours_and_self"], ("landlocked",)
    )


@core.test("A13", "neighbours")
def neighbours() -> Estimate:
    """Spread of the voting positions of Russia's land neighbours over that of random groups.

    Ideal points (release of April 2026), mean of 2015-2023, states with every year; standard
    deviations; the interval runs over 95 per cent of the random groups; n counts neighbours.
    """
    points = tables.read("ideal_points").query("release == '2026-04' and year in @POINTS")
    mean = points.pivot(index="year", columns="iso3", values="ideal_point").dropna(axis=1).mean()
    return measures.permutation_p(mean, sorted(_land()["RUS"])).ratio


@core.test("A55", "rich")
def rich() -> Estimate:
    """Share of years 1992-2023 in which Kazakhstan's product per head is Central Asia's highest.

    Current exchange rates; Wilson's interval, which takes years as independent; n counts years.
    """
    per_head = _wide("economy", "gdp_usd") / _wide("economy", "population")
    per_head = per_head.loc[1992:2023, CENTRAL_ASIA]
    return measures.wilson(int((per_head.idxmax(axis=1) == "KAZ").sum()), len(per_head))


@core.test("A55", "reform")
def reform() -> Estimate:
    """Change of the polyarchy score from the mean of 1992-1996 to that of 2021-2025.

    The interval is the whole range of differences between one year of each window; n counts them.
    """
    score = _wide("democracy", "polyarchy")["KAZ"]
    early, late = score.loc[1992:1996].to_numpy(), score.tail(5).to_numpy()
    pairs = np.subtract.outer(late, early)
    return Estimate(
        float(late.mean() - early.mean()), float(pairs.min()), float(pairs.max()), pairs.size
    )
