"""Tests of chapter 4: trade, routes of oil, investment.

Trade of a year is exports and imports together, a partner is a state. The tables hold every year
and partner that was recorded and no sample, so that an interval here holds no chance: it is the
range over the tables that have at least half of the years asked for, and over the ways to count
that the thresholds leave open; each docstring names them. The value is that of the table
trade_baci unless it says otherwise.
"""

from functools import lru_cache

import pandas as pd

from multivector import measures, tables
from multivector.measures import Estimate
from multivector.verdicts import core

SOURCES = ("baci", "cow", "wits")
FLOWS = ("turnover", "exports", "imports")
UNION = ["ARM", "BLR", "KGZ", "RUS"]
ACROSS, ASIDE = ["cpc", "atyrau_samara", "aktau_makhachkala", "orenburg"], ["china", "btc"]
OIL_YEARS = ["2023", "2024-01/2024-10", "2025"]

core.sources("A34", "A41", "A42", "A43", "A49", "A50", "A68")


@lru_cache(9)
def _shares(source: str, reporter: str = "KAZ", flow: str = "turnover") -> pd.DataFrame:
    """Shares of the partners in a reporter's trade, years x partners; empty years left out."""
    rows = tables.read(f"trade_{source}").query("reporter == @reporter")
    amounts = rows.set_index(["year", "partner"])[["exports", "imports"]].fillna(0)
    amounts["turnover"] = amounts.sum(axis=1)
    wide = amounts[flow].unstack(fill_value=0)
    wide = wide[wide.sum(axis=1) > 0]
    return wide.div(wide.sum(axis=1), axis=0)


def _covers(years: range, found: pd.Index) -> bool:
    return sum(year in found for year in years) >= len(years) / 2


def _ranging(values: list[float], n: int) -> Estimate:
    """The first value, and the range of all."""
    return Estimate(values[0], min(values), max(values), n)


@core.test("A03", "mongolia")
def mongolia() -> Estimate:
    """Larger over smaller: mean effective numbers of partners of Kazakhstan and Mongolia.

    2000-2020, years that a table has for both. Value: trade of both directions; the interval is
    the range over three tables, and over exports, imports and both. n counts years.
    """
    ratios, years = [], range(2000, 2021)
    for source in SOURCES:
        for flow in FLOWS:
            two = pd.DataFrame(
                {
                    state: _shares(source, state, flow).loc[2000:2020]
                    .apply(measures.effective_number, axis=1)
                    for state in ("KAZ", "MNG")
                }
            ).dropna()  # fmt: skip
            if _covers(years, two.index):
                means = two.mean()
                ratios.append(float(means.max() / means.min()))
    return _ranging(ratios, len(years))


def _years_at_top(state: str, places: int) -> Estimate:
    shares = []
    for source in SOURCES:
        rank = _shares(source).loc[2000:2020].rank(axis=1, ascending=False)[state]
        shares.append(float((rank <= places).mean()))
    return _ranging(shares, 21)


@core.test("A23", "rank")
def russia() -> Estimate:
    """Share of the years 2000-2020 in which Russia is first or second; range over three tables.

    n counts the years of the table with the most.
    """
    return _years_at_top("RUS", 2)


@core.test("A37", "first")
def china_first() -> Estimate:
    """Share of the years 2000-2020 in which China is among the first three; range over tables.

    n counts the years of the table with the most.
    """
    return _years_at_top("CHN", 3)


def _change(partners: list[str], early: range, late: range) -> Estimate:
    """Change of the mean yearly share of partners between two windows.

    The interval is the range over the tables that cover both windows, and over windows that
    begin and end a year earlier or later, as far as the tables go.
    """
    changes, n = [], len(early) + len(late)
    for source in SOURCES:
        share = _shares(source)[partners].sum(axis=1)
        moved = (0, -1, 1) if source == "baci" else (0,)
        for first in moved:
            for second in moved:
                windows = [
                    range(window[0] + move, window[-1] + move + 1)
                    for window, move in ((early, first), (late, second))
                ]
                whole = source == "baci" and windows[1][-1] <= share.index.max()
                half = source != "baci" and all(_covers(w, share.index) for w in windows)
                if whole or half:
                    means = [share[share.index.isin(window)].mean() for window in windows]
                    changes.append(float(means[1] - means[0]))
    return _ranging(changes, n)


@core.test("A34", "share")
def union() -> Estimate:
    """Change of the share of the other members, 2005-2009 to 2016-2020; n counts years.

    One table covers both windows. The interval is the range over windows a year earlier or later.
    """
    return _change(UNION, range(2005, 2010), range(2016, 2021))


@core.test("A41", "ties")
def china_ties() -> Estimate:
    """Change of China's share, 2006-2012 to 2013-2020; n counts years.

    The interval is the range over windows a year earlier or later, and over the two tables that
    have half of the years or more.
    """
    return _change(["CHN"], range(2006, 2013), range(2013, 2021))


@core.test("A37", "largest")
def largest() -> Estimate:
    """China's product over that of the United States, current dollars, mean of 2014-2023.

    The interval is the range of the years; n counts years.
    """
    rows = tables.read("economy").query("2014 <= year <= 2023")
    product = rows.pivot(index="year", columns="iso3", values="gdp_usd").astype(float)
    ratio = product["CHN"] / product["USA"]
    return Estimate(float(ratio.mean()), float(ratio.min()), float(ratio.max()), len(ratio))


@core.test("A42", "stock")
def stock() -> Estimate:
    """China's stock of direct investment over that of the United States, mean of 2014-2024.

    Value: both as Kazakhstan reports them. The interval is the range of the years and of two
    sides: Kazakhstan's and China's own figure of China's stock (no figure of the United States
    for theirs was at hand). n counts years.
    """
    rows = tables.read("investment").query("direction == 'into_KAZ'")
    wide = rows.pivot(index="year", columns=["reported_by", "counterpart"], values="musd")
    ratios = [wide[side, "CHN"] / wide["KAZ", "USA"] for side in ("KAZ", "counterpart")]
    every = pd.concat(ratios).dropna()
    return Estimate(
        float(ratios[0].mean()), float(every.min()), float(every.max()), len(ratios[0])
    )


@core.test("A43", "mirror")
def mirror() -> Estimate:
    """Median over 2008-2016 of China's declared exports over Kazakhstan's declared imports.

    The larger over the smaller, by the table trade_wits. The interval is the range over leaving
    out any one year, and over taking a tenth for freight and insurance off the imports or not.
    n counts years.
    """
    rows = tables.read("trade_wits").set_index(["reporter", "partner"])
    sent = rows.loc[("CHN", "KAZ")].set_index("year")["exports"]
    got = rows.loc[("KAZ", "CHN")].set_index("year")["imports"]
    ratio = (sent / got).loc[2008:2016]
    medians = [ratio.median(), *(ratio.drop(year).median() for year in ratio.index)]
    ways = [max(way, 1 / way) for median in medians for way in (median, 1.1 * median)]
    return _ranging([float(way) for way in ways], len(ratio))


@core.test("A66", "trade")
def turkey() -> Estimate:
    """Turkey's share in Kazakhstan's trade, mean of 2010-2020.

    The interval is the range of single years in the tables that have half of them or more; n
    counts years.
    """
    years = range(2010, 2021)
    series = [_shares(source)["TUR"].loc[2010:2020] for source in SOURCES]
    every = pd.concat([share for share in series if _covers(years, share.index)])
    return Estimate(float(series[0].mean()), float(every.min()), float(every.max()), len(years))


@core.test("T08", "energy")
def energy() -> Estimate:
    """Share of the crude oil leaving Kazakhstan that crosses Russia: 2023, 2024, 2025.

    Of each period the least that crosses (the routes known to do so, smallest figures, over the
    largest total) and the most (all but what is known to pass aside). Where no total is given,
    it is the sum of the routes; of 2024 ten months are known, and of one route in 2023 six.
    Value: the mean of the periods' middles; the interval is the range of all ends. n counts
    periods.
    """
    rows = tables.read("oil_routes").query("kind == 'actual' and scope != 'all'")
    ends = []
    for period in OIL_YEARS:
        part = rows[rows["period"].isin([period, f"{period}-01/{period}-06"])]
        least = part.groupby("route_id")["volume_mt"].min()
        totals = part.loc[part["route_id"] == "total", "volume_mt"]
        named = part[part["part_of"].isna() & ~part["route_id"].isin(["total", "bypass"])]
        total = totals.max() if len(totals) else named.groupby("route_id")["volume_mt"].max().sum()
        across = least[least.index.isin(ACROSS)].sum() / total
        ends.append((across, 1 - least[least.index.isin(ASIDE)].sum() / total))
    ends = pd.DataFrame(ends, columns=["low", "high"])
    value = ends.mean(axis=1).mean()
    return Estimate(float(value), float(ends["low"].min()), float(ends["high"].max()), len(ends))
