"""Tests of chapter 9: signed triangles of states.

A tie of two states in a year is positive where Cohen's kappa (quadratic weights) of the year's
votes is 0.2 or more, negative where it is below 0, and neutral between. A triangle is unbalanced
when the product of its three signs is -1; with a neutral side it is not. Intervals of what is made
of votes hold 95 per cent of draws in which the roll calls of each year are drawn anew, those of one
topic together. The other intervals are ranges of codings or of windows, and hold no chance.
"""

from functools import lru_cache
from itertools import combinations

import numpy as np
import pandas as pd

from multivector import measures, tables
from multivector.measures import Estimate
from multivector.verdicts import core
from multivector.verdicts.chapter08 import _votes

POLES = ["RUS", "USA"]
POWERS = ["CHN", "FRA", "GBR", "RUS", "USA"]
NEIGHBOURS = ["KGZ", "TJK", "TKM", "UZB"]
REGION = ["KAZ", *NEIGHBOURS]
QUARRELS = ["dispute", "closure", "protest"]
TRADE = ["kgz-11", "uzb-12"]  # quarrels about customs, not about land
DRAWS = 499


def _years() -> list[tuple[int, pd.DataFrame, pd.Series]]:
    """Each year with its votes, roll calls x states, and the topics of the roll calls."""
    votes, calls = _votes()
    groups = votes.groupby(calls["year"])
    return [(year, part, calls.loc[part.index, "topic"]) for year, part in groups]


@lru_cache(1)
def _triangles() -> tuple[pd.DataFrame, np.ndarray]:
    """Whether each state's triangle with Russia and the United States is unbalanced.

    Years x states of 1, 0 or nan (a tie is not known); and the same in draws: draws x years x
    states. The two powers have no triangle with themselves and are left out.
    """
    seen, drawn = [], []
    for _, part, topic in _years():
        whole = measures.kappas(part)[POLES].to_numpy()[None]
        anew = measures.kappa_draws(part, POLES, clusters=topic, draws=DRAWS)
        for kappa, rows in ((whole, seen), (anew, drawn)):
            sign = measures.signs(kappa)
            third = sign[:, part.columns.get_loc("RUS"), 1]
            product = sign.prod(axis=-1) * third[:, None]
            rows.append(np.where(np.isnan(product), np.nan, product == -1))
    states = _votes()[0].columns
    keep = ~states.isin(POLES)
    frame = pd.DataFrame(
        np.concatenate(seen)[:, keep], [year for year, *_ in _years()], states[keep]
    )
    return frame, np.stack(drawn, axis=1)[..., keep]


@core.test("T01", "unbalanced")
def unbalanced() -> Estimate:
    """Share of years 1992-2025 with an unbalanced triangle of Kazakhstan, Russia and the USA.

    Interval: roll calls drawn anew; a draw in which a tie of a year has no kappa leaves the year
    out. n counts years, 2022 and 2024 with holes among them.
    """
    seen, drawn = _triangles()
    own = np.nanmean(drawn[..., seen.columns.get_loc("KAZ")], axis=1)
    return Estimate(seen["KAZ"].mean(), *np.quantile(own, [0.025, 0.975]), len(seen))


@core.test("T01", "peers")
def peers() -> Estimate:
    """Percentile of that share among the states of the table, each with Russia and the USA.

    Each state's share is of the years in which its three ties are known; ties count half.
    Interval: roll calls drawn anew, the same for all; n counts states.
    """
    seen, drawn = _triangles()
    draws = pd.DataFrame(np.nanmean(drawn, axis=1), columns=seen.columns)
    return measures.percentile(seen.mean(), "KAZ", draws)


@core.test("T31", "spread")
def spread() -> Estimate:
    """Theil-Sen slope of the mean distance of the five permanent members' ideal points.

    1992-2025, ten pairs a year, scale points per decade; autoregressive interval; n counts years.
    2024 from the release of July 2025, the rest from that of April 2026.
    """
    points = tables.read("ideal_points").query("year >= 1992")
    points = points[(points["release"] == "2025-07") == (points["year"] == 2024)]
    points = points.pivot(index="year", columns="iso3", values="ideal_point")
    pairs = [(points[a] - points[b]).abs() for a, b in combinations(POWERS, 2)]
    distance = sum(pairs) / len(pairs)
    return measures.trend(distance.index, distance)


def _hostile(kappa: np.ndarray) -> np.ndarray:
    """Share of negative ties among the pairs of the five that have a kappa; draws x 5 x 5."""
    sign = measures.signs(kappa)[:, *np.triu_indices(len(POWERS), 1)]
    return np.nanmean(np.where(np.isnan(sign), np.nan, sign == -1), axis=1)


@core.test("T31", "hostile")
def hostile() -> Estimate:
    """Share of negative ties among the permanent members: mean 2016-2025 less mean 1992-2001.

    Interval: roll calls drawn anew; n counts ties, a pair and a year each.
    """
    value, draws, n = 0.0, np.zeros(DRAWS), 0
    for year, part, topic in _years():
        weight = -0.1 if year <= 2001 else 0.1 if year >= 2016 else 0
        if weight:
            own = part[POWERS]
            value += weight * _hostile(measures.kappas(own).to_numpy()[None])[0]
            drawn = measures.kappa_draws(own, POWERS, clusters=topic, draws=DRAWS)
            draws += weight * _hostile(drawn)
            n += 10
    return Estimate(value, *np.quantile(draws, [0.025, 0.975]), n)


def _documented() -> dict[str, set[str]]:
    """States of Central Asia with a quarrel of the nineties, under three codings."""
    facts = tables.read("relations_ca").query("state in @NEIGHBOURS")
    facts = facts.assign(year=facts["date"].str[:4].astype(int))
    quarrels = facts[facts["kind"].isin(QUARRELS)]
    dated = set(quarrels.query("1990 <= year < 2000")["state"])
    land = set(quarrels.query("year <= 2002 and fact_id not in @TRADE")["state"])
    border = facts[facts["kind"] == "border_treaty"].groupby("state")["year"].min()
    return {"dated": dated, "land": land, "open border": dated | set(border[border >= 2000].index)}


@core.test("A54", "disputes")
def disputes() -> Estimate:
    """Share of the other four states of Central Asia with a documented quarrel of the nineties.

    Value: a dispute, closure or protest dated 1990-1999. Range of codings: only quarrels about
    land, those of 2000-2002 too, since they are about lines left open before; or any border still
    without a treaty at the end of 1999. n counts states.
    """
    shares = {name: len(states) / len(NEIGHBOURS) for name, states in _documented().items()}
    return Estimate(shares["dated"], min(shares.values()), max(shares.values()), len(NEIGHBOURS))


def _windows() -> pd.DataFrame:
    """Whether each state's mean share of exports to Afghanistan was lower after 2014 than before.

    A row a window: years on each side, and whether 2014 counts as before; only windows in which
    each of the five states has a known flow on both sides. A year without a flow is not known.
    """
    trade = tables.read("trade_baci").query("reporter in @REGION")
    share = trade[trade["partner"] == "AFG"].pivot(
        index="year", columns="reporter", values="exports"
    )
    share = (
        share
        / trade.pivot_table(index="year", columns="reporter", values="exports", aggfunc="sum").loc[
            share.index
        ]
    )
    rows = {}
    for size in range(1, 7):
        for last in (2014, 2013):
            before = share.loc[last - size + 1 : last].mean()
            after = share.loc[2015 : 2014 + size].mean()
            if before.notna().all() and after.notna().all():
                rows[size, last == 2014] = after < before
    return pd.DataFrame(rows).T.rename_axis(["years", "2014 before"])


@core.test("A58", "trade")
def afghanistan() -> Estimate:
    """Share of the five states whose share of exports to Afghanistan fell after 2014.

    Value: 2015-2019 against 2010-2014, means of the years known. Range: windows of one to six years
    with and without 2014. n counts states.
    """
    fell = _windows().mean(axis=1)
    return Estimate(fell[5, True], fell.min(), fell.max(), len(REGION))
