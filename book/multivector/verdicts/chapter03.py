"""Tests of chapter 3: the list of events, and what sources say of the early foreign policy.

An event of the table events weighs 1, shared equally among the distinct vectors of its
counterparts. Nine vectors are counted; Other is a remainder and no direction, so that an event
with other counterparts alone is left out. Periods have five years, 1992-1996 to 2022-2026.
The value is that of the table events. The interval reaches over both lists, events and chronicle:
from the lower of the two lower ends to the higher of the two upper ends, 95 per cent each. Neither
list was drawn from a frame, so that an interval of one alone would hide who made the list.
"""

from collections.abc import Callable
from functools import lru_cache

import pandas as pd

from multivector import measures, tables
from multivector.measures import Estimate
from multivector.verdicts import core

LISTS = {"events": "event_actors", "chronicle": "chronicle_actors"}
FIRST, STEP = 1992, 5
MINERAL = ["energy", "nuclear", "trade"]  # the fields of A04
BEFORE, AFTER = range(1995, 2005), range(2015, 2025)


def _weights(name: str = "events") -> pd.DataFrame:
    rows = tables.read(LISTS[name]).query("vector != 'Other'")
    if "role" in rows:  # in the chronicle only parties act together with Kazakhstan
        rows = rows[rows["role"] == "party"]
    return measures.shared_weights(rows, "event_id", "vector")


def _about(weights: pd.DataFrame, name: str = "events") -> pd.DataFrame:
    """Domain and first year of the period (before 1992 nothing) of every event of the weights."""
    events = tables.read(name).set_index("event_id").loc[weights.index]
    year = events["date"].str[:4].astype(int)
    period = (year - FIRST) // STEP * STEP + FIRST
    return events[["domain"]].assign(period=period.where(year >= FIRST))


def _over_lists(measure: Callable[[pd.DataFrame, pd.DataFrame], Estimate]) -> Estimate:
    """The estimate of the first list, with an interval that reaches over those of both."""
    own, other = (
        measure(weights, _about(weights, name)) for name in LISTS for weights in [_weights(name)]
    )
    return own._replace(low=min(own.low, other.low), high=max(own.high, other.high))


@core.test("A14", "smallest")
@lru_cache(1)
def smallest() -> Estimate:
    """Effective number of vectors in the five-year period in which it is smallest.

    Miller and Madow's correction. The events of every period are drawn anew, and the smallest of
    each draw is taken; n counts the events of the smallest period.
    """

    def lowest(weights: pd.DataFrame, about: pd.DataFrame) -> Estimate:
        period = about["period"].dropna()
        return measures.smallest_number(weights.loc[period.index], period)

    return _over_lists(lowest)


@core.test("A14", "early")
def early() -> Estimate:
    """Share of the events of 1992-1996 that the most frequent vector holds.

    Events drawn anew, the most frequent vector of each draw; n counts events.
    """

    def top(weights: pd.DataFrame, about: pd.DataFrame) -> Estimate:
        first = weights[about["period"] == FIRST]
        place = range(len(first))
        return measures.bootstrap(lambda drawn: first.iloc[drawn].mean().max(), place)

    return _over_lists(top)


@core.test("T01", "domains")
@lru_cache(1)
def domains() -> Estimate:
    """Mutual information of domain and vector as a ratio to its mean when vectors are dealt anew.

    The interval of a list runs over 95 per cent of the deals; n counts events of the first.
    """
    return _over_lists(
        lambda weights, about: measures.dealt_information(weights, about["domain"]).ratio
    )


@core.test("A04", "domains")
def minerals() -> Estimate:
    """Share of energy, trade and nuclear matters among the events with the United States.

    As a ratio to their share among the events with all other vectors; events drawn anew; n counts
    events.
    """

    def ratio(weights: pd.DataFrame, about: pd.DataFrame) -> Estimate:
        field = about["domain"].isin(MINERAL).astype(float)
        own = weights["United States"]
        rest = weights.drop(columns="United States").sum(axis=1)
        return measures.bootstrap(ratio_of_shares, field, own, rest)

    return _over_lists(ratio)


def ratio_of_shares(about, own, rest) -> float:
    """Share of weight `own` that a field (1, else 0) has, over that of weight `rest`; nan if none.

    All three have one number an event.
    """
    below = (rest * about).sum() * own.sum()
    return float((own * about).sum() * rest.sum() / below) if below else float("nan")


def visits(years: range) -> pd.DataFrame:
    """A row a state: product, population and visits received, means of the years.

    A state without a row in the register has no visit that year.
    """
    frame = tables.read("economy").query("year in @years").groupby("iso3")
    frame = frame[["gdp_usd", "population"]].mean().astype(float)
    seen = tables.read("leader_travel").query("year in @years").groupby("iso3")["visits"].sum()
    return frame.assign(visits=seen.reindex(frame.index).fillna(0) / len(years))


@core.test("T05", "beyond-means")
def beyond_means() -> Estimate:
    """Percentile of the change of the residual of visits received, 1995-2004 to 2015-2024.

    Given product and population of the same years; states without a visit in ten years are left
    out; the other states are drawn anew; n counts them.
    """
    frames = visits(BEFORE), visits(AFTER)
    means = ["gdp_usd", "population"]
    return measures.residual_change(*frames, "visits", means, "KAZ").percentile


core.sources("A02", "A05", "A06", "A07", "A08", "A32", "A62", "A76")
