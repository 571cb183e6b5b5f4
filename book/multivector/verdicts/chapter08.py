"""Tests of chapter 8: votes in the General Assembly.

Ideal points are those of whole years, 1992 to 2024: the release of April 2026, and for 2024 that
of July 2025 (in the later one two sessions fall into 2025). A vote is 1 for yes, 0.5 for an
abstention, 0 for no; an absence is missing. A roll call is contested when the United States and
Russia vote yes and no against each other. Intervals hold 95 per cent; roll calls of one topic are
drawn together, since a resolution that comes back every year is no new independent vote.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from multivector import measures, tables
from multivector.measures import Estimate
from multivector.verdicts import core

WHOLE = range(1992, 2025)
BUNDLE = 3  # years drawn together: the cube root of their number
CRIMEA = ("territorial_integrity", "human_rights_crimea", "militarization")


@lru_cache(1)
def _points() -> pd.DataFrame:
    """Ideal points of the whole years: value, low and high by year and state."""
    points = tables.read("ideal_points").query("year in @WHOLE")
    release = points["year"].map(lambda year: "2025-07" if year == 2024 else "2026-04")
    points = points[points["release"] == release]
    return points.pivot(index="year", columns="iso3", values=["ideal_point", "low", "high"])


@lru_cache(1)
def _votes() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Votes, roll calls x states, and what the roll calls are, with their year."""
    calls = tables.read("roll_calls").set_index("roll_call")
    calls["year"] = calls["date"].dt.year
    votes = tables.read("votes")
    votes["vote"] = votes["vote"].map(measures.VOTE)
    return votes.pivot(index="roll_call", columns="iso3", values="vote").reindex(calls.index), calls


def _side(first: int) -> tuple[pd.Series, pd.Series]:
    """Contested roll calls since a year: 1 with the USA, 0 with Russia, 0.5 neither; and topics."""
    votes, calls = _votes()
    votes = votes[(votes["USA"] - votes["RUS"]).abs().eq(1) & calls["year"].ge(first)]
    return 1 - (votes["KAZ"] - votes["USA"]).abs(), calls.loc[votes.index, "topic"]


def _kappa(a: str, b: str, first: int) -> Estimate:
    votes, calls = _votes()
    rows = calls["year"] >= first
    return measures.bootstrap(
        measures.weighted_kappa, votes.loc[rows, a], votes.loc[rows, b],
        clusters=calls.loc[rows, "topic"],
    )


@core.test("T13", "between")
def between() -> Estimate:
    """Mean probability that Kazakhstan's ideal point lies between Russia's and the USA's.

    Years 1992-2024, one probability each from the three posteriors; the interval comes from
    drawing years in bundles of three; n counts years.
    """
    state, *poles = (tuple(_points().xs(iso3, axis=1, level="iso3").to_numpy().T)
                     for iso3 in ("KAZ", "RUS", "USA"))
    probability = measures.probability_between(state, *poles)
    return measures.bootstrap(np.mean, probability, clusters=_points().index // BUNDLE)


@core.test("A15", "balanced")
def balanced() -> Estimate:
    """Drift per decade, without its sign, of Kazakhstan's ideal point from the median state's.

    Theil-Sen slope of the yearly difference, 1992-2024; autoregressive interval; n counts years.
    """
    points = _points()["ideal_point"]
    gap = points["KAZ"] - points.median(axis=1)
    return measures.trend(gap.index, gap).magnitude()


@core.test("A15", "predictable")
def predictable() -> Estimate:
    """Percentile of Kazakhstan's standard deviation of yearly changes of the ideal point.

    Among the states with a value in every year 1992-2024; the interval comes from drawing the
    years of change anew, the same for all states; n counts states.
    """
    change = _points()["ideal_point"].dropna(axis=1).diff().iloc[1:]
    rows = np.random.default_rng(measures.SEED).integers(0, len(change), (999, len(change)))
    draws = pd.DataFrame(change.to_numpy()[rows].std(axis=1, ddof=1), columns=change.columns)
    return measures.percentile(change.std(), "KAZ", draws)


@core.test("A26", "kappa")
def russia() -> Estimate:
    """Cohen's kappa, quadratic weights, of Kazakhstan and Russia in the roll calls of 2020-2025.

    2022 and 2024 with holes; n counts roll calls in which both voted.
    """
    return _kappa("KAZ", "RUS", 2020)


@core.test("A67", "kappa")
def turkey() -> Estimate:
    """Cohen's kappa, quadratic weights, of Kazakhstan and Turkey in the roll calls of 1992-2025.

    2022 and 2024 with holes; n counts roll calls in which both voted and both votes are known.
    """
    return _kappa("KAZ", "TUR", 1992)


@core.test("A27", "independent")
def independent() -> Estimate:
    """Share of Kazakhstan's votes in contested roll calls, 2010-2025, that are not Russia's.

    Absences are left out, since a missing vote is no position; n counts votes cast.
    """
    side, topic = _side(2010)
    return measures.bootstrap(np.mean, side.gt(0).where(side.notna()).astype(float),
                              clusters=topic)


@core.test("T07", "abstention")
def abstention() -> Estimate:
    """Share of abstentions among Kazakhstan's votes in contested roll calls, 1992-2025.

    n counts votes cast.
    """
    side, topic = _side(1992)
    return measures.bootstrap(np.mean, side.eq(0.5).where(side.notna()).astype(float),
                              clusters=topic)


@core.test("T07", "costly")
def costly() -> Estimate:
    """Smaller of two shares of Kazakhstan's votes in contested roll calls, 1992-2025.

    Votes against Russia (with the USA) and votes against the USA (with Russia); n counts votes.
    """
    side, topic = _side(1992)
    return measures.bootstrap(lambda votes: min((votes == 1).mean(), (votes == 0).mean()), side,
                              clusters=topic)


@core.test("A77", "disarmament")
def disarmament() -> Estimate:
    """Percentile of Kazakhstan's share of yes votes on nuclear and disarmament resolutions.

    Roll calls marked nu or di (1992 to January 2020; nu only November 2022 to June 2024), the
    states of the table votes; the interval comes from drawing topics; n counts states.
    """
    votes, calls = _votes()
    votes = votes[calls["issues"].str.contains("nu|di")]
    topic = calls["topic"].fillna(calls.index.to_series()).reindex(votes.index)
    yes, cast = votes.eq(1).groupby(topic).sum(), votes.notna().groupby(topic).sum()
    drawn = np.random.default_rng(measures.SEED).multinomial(
        len(yes), np.full(len(yes), 1 / len(yes)), size=1999)
    draws = pd.DataFrame((drawn @ yes.to_numpy()) / (drawn @ cast.to_numpy()), columns=yes.columns)
    return measures.percentile(yes.sum() / cast.sum(), "KAZ", draws)


@core.test("A29", "crimea")
def crimea() -> Estimate:
    """Share of no among Kazakhstan's recorded votes on the Crimea resolutions of 2014-2023.

    The three series on the territory, human rights and militarization; Wilson's interval, which
    takes the votes as independent; n counts recorded votes.
    """
    about = tables.read("ukraine_resolutions").query("series in @CRIMEA and date < '2024'")
    votes = tables.read("ukraine_votes").query("iso3 == 'KAZ' and vote != 'X'")
    votes = votes[votes["resolution"].isin(about["resolution"])]["vote"]
    return measures.wilson(int((votes == "N").sum()), len(votes))
