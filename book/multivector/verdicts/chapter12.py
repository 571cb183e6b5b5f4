"""Tests of chapter 12: who names whom in the General Debate.

A state is named by a sentence of another that has its name, a former name or its demonym; greetings
are left out. Kazakhstan's own terms are what it tells of itself: host, initiator, nuclear choice.
The connection of each sentence that names Kazakhstan was coded twice; where the two differ, a third
coding decides. Intervals hold 95 per cent.
"""

from functools import lru_cache

import numpy as np
import pandas as pd

from multivector import measures, tables
from multivector.measures import Estimate
from multivector.verdicts import core

OWN_TERMS = {"host", "initiator", "nuclear"}
GIVEN = OWN_TERMS | {"partner"}
CENTRAL_ASIA = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
POLES = ["USA", "RUS", "CHN", "EU"]
DECADE, WHOLE = range(2015, 2025), range(1992, 2025)


@lru_cache(1)
def _connections() -> pd.DataFrame:
    """A row a sentence that names Kazakhstan: speaker, year, main connection, and all of them.

    Greetings are left out. The main connection is that of two coders of the three.
    """
    named = tables.read("kazakhstan_named").query("not greeting and by == 'name' and year >= 1992")
    codes = tables.read("kazakhstan_codes").fillna({"others": ""})
    key = ["iso3", "session", "number"]
    codes["all"] = codes["main"] + ";" + codes["others"]
    coded = codes.groupby(key).agg(
        main=("main", lambda main: main.mode()[0]),
        all=("all", lambda all_: {code for text in all_ for code in text.split(";") if code}),
    )
    return named.join(coded, on=key).reset_index(drop=True)


def _size(years: range, column: str) -> pd.DataFrame:
    """A row a state: product and population, mean of the years; sentences of others that name it.

    column: of the table `mentions`, what is counted. States that nobody names have 0.
    """
    economy = tables.read("economy").query("year in @years")
    frame = economy.groupby("iso3")[["gdp_usd", "population"]].mean().astype(float)
    rows = tables.read("mentions").query("year in @years and iso3 != target")
    members = tables.read("speeches")["iso3"].unique()
    frame["named"] = rows.groupby("target")[column].sum().reindex(frame.index).fillna(0)
    return frame[frame.index.isin(members)]


def _left_over(years: range, column: str) -> Estimate:
    return measures.loglog_residual(
        _size(years, column), "named", ["gdp_usd", "population"], "KAZ", zeros="plus one"
    ).percentile


@core.test("A17", "named")
def named() -> Estimate:
    """Percentile of Kazakhstan's residual of sentences that name it, 2015-2024.

    log(1 + sentences), given product and population; n counts the other states.
    """
    return _left_over(DECADE, "sentences")


@core.test("T29", "mentions")
def offers() -> Estimate:
    """Percentile of Kazakhstan's residual of sentences that name it with words of hosting.

    1992-2024; log(1 + sentences), given product and population; n counts the other states.
    """
    return _left_over(WHOLE, "offers")


@core.test("A17", "partner")
def partner() -> Estimate:
    """Share of host, initiator, nuclear and partner among the main connections.

    Speakers are drawn anew, with all their sentences; n counts sentences.
    """
    rows = _connections()
    return measures.bootstrap(np.mean, rows["main"].isin(GIVEN).astype(float),
                              clusters=rows["iso3"])


@core.test("T16", "initiator")
def initiator() -> Estimate:
    """Share of initiator among the sentences whose main connection is initiator or host.

    Speakers are drawn anew, with all their sentences; n counts sentences.
    """
    rows = _connections().query("main in ('initiator', 'host')")
    return measures.bootstrap(np.mean, rows["main"].eq("initiator").astype(float),
                              clusters=rows["iso3"])


@lru_cache(1)
def _camps() -> pd.DataFrame:
    """A row a speech: state, year, camp, and whether it names Kazakhstan in its own terms.

    Camps are the thirds of all states by ideal point in the year of the speech: nearest to the
    United States, middle, farthest. Central Asia and states without an ideal point are left out.
    """
    points = tables.read("ideal_points").query("year in @WHOLE")
    release = points["year"].map(lambda year: "2025-07" if year == 2024 else "2026-04")
    points = points[points["release"] == release].set_index(["iso3", "year"])["ideal_point"]
    speeches = tables.read("speeches").query("year in @WHOLE and iso3 not in @CENTRAL_ASIA")
    table = speeches[["iso3", "year"]].join(points, on=["iso3", "year"]).dropna()
    share = table.groupby("year")["ideal_point"].rank(pct=True)
    table["camp"] = pd.cut(share, [0, 1 / 3, 2 / 3, 1], labels=["far", "middle", "near"])
    rows = _connections()
    told = rows[[bool(codes & OWN_TERMS) for codes in rows["all"]]]
    naming = set(zip(told["iso3"], told["year"], strict=True))
    table["names"] = [pair in naming for pair in zip(table["iso3"], table["year"], strict=True)]
    return table


@core.test("T12", "camps")
def both_camps() -> Estimate:
    """Smaller rate of naming over the larger: the camp near the United States and the far one.

    States are drawn anew, with all their speeches; n counts speeches of the two camps.
    """
    table = _camps().query("camp != 'middle'")
    code = table["names"] + 2.0 * (table["camp"] == "near")

    def ratio(code: np.ndarray) -> float:
        rates = [(code[code >= 2] - 2).mean(), code[code < 2].mean()]
        return min(rates) / max(rates) if max(rates) else np.nan

    return measures.bootstrap(ratio, code, clusters=table["iso3"], draws=999)


@core.test("T12", "poles")
def poles() -> Estimate:
    """How many of four poles named Kazakhstan in its own terms in three years or more.

    A count of all speeches, so that the interval is the number itself; n counts poles.
    """
    rows = _connections()
    told = rows[[bool(codes & OWN_TERMS) for codes in rows["all"]]]
    years = told.groupby("iso3")["year"].nunique().reindex(POLES, fill_value=0)
    count = int((years >= 3).sum())
    return Estimate(count, count, count, len(POLES))
