"""Tests of chapter 7: how high Kazakhstan and each partner stand on the ladder of titles.

A text that sets the level of a relationship has three rungs: by the words of its title, by its form
and duty, by the number of fields that its source names. A partner stands on the highest rung of its
texts so far; texts are not taken to lapse. The texts are a list and no sample, so that no interval
here holds chance: each is a range, of codings, of readings, or of what is left out. A coding in
which a rung is not known (no field named) is left out.
"""

from functools import lru_cache

import pandas as pd

from multivector import measures, tables
from multivector.measures import Estimate
from multivector.verdicts import core

CODINGS = ["rung_title", "rung_binding", "rung_scope"]
WEST = ["DEU", "ESP", "EUU", "FRA", "GBR", "HUN", "ITA", "UKR", "USA"]
NEIGHBOURS = ["KGZ", "TJK", "TKM", "UZB"]
FOUR = ["energy", "nuclear", "culture", "security"]  # culture stands for education too
NOW = 2026


@lru_cache(1)
def _texts() -> pd.DataFrame:
    """The texts with their year, in the order of their names."""
    texts = tables.read("partnerships")
    return texts.assign(year=texts["date"].str[:4].astype(int)).sort_values("instrument_id")


def _highest(year: int) -> pd.DataFrame:
    """Highest rung by the end of a year, partners x codings.

    0 where a partner of the table has no text yet, missing where its texts name no field.
    """
    texts = _texts()
    rungs = texts[texts["year"] <= year].groupby("partner")[CODINGS].max().astype(float)
    return rungs.reindex(sorted(texts["partner"].unique()), fill_value=0.0)


def _range(values: pd.Series, n: int) -> Estimate:
    values = values.dropna()
    return Estimate(float(values.mean()), float(values.min()), float(values.max()), n)


@core.test("A18", "formula")
def formula() -> Estimate:
    """Rung with the United States less the higher of Russia and China, end of 2018.

    Mean and range of the codings; n counts the texts of the three until then.
    """
    rungs = _highest(2018)
    gap = rungs.loc["USA"] - rungs.loc[["RUS", "CHN"]].max()
    n = _texts().query("partner in ['USA', 'RUS', 'CHN'] and year <= 2018")
    return _range(gap, len(n))


@core.test("A19", "turkey")
def turkey() -> Estimate:
    """Percentile of Turkey's highest rung among all partners of the table, end of 2018.

    Mean and range of the codings in which Turkey has a rung; n counts partners.
    """
    rungs = _highest(2018)
    places = {coding: measures.percentile(rungs[coding], "TUR").value
              for coding in CODINGS if pd.notna(rungs.at["TUR", coding])}
    return _range(pd.Series(places), len(rungs))


@core.test("A20", "treaties")
def treaties() -> Estimate:
    """Share of the other four states of Central Asia with a political treaty in force.

    A range of readings. Value: ratification by one side or entry into force was seen. Low: a
    source says in so many words that it is in force. High: a treaty was signed and no end was
    seen. n counts states.
    """
    facts = tables.read("relations_ca").query("kind == 'political_treaty'")
    said = facts[facts["in_force"] == "yes"]["state"]
    texts = _texts().query("form == 'treaty'")
    ratified = texts[texts["ratified"] == "yes"]["partner"]
    signed = [*facts["state"], *texts["partner"]]
    low, value, high = (sum(state in set(found) for state in NEIGHBOURS) / len(NEIGHBOURS)
                        for found in (said, [*said, *ratified], signed))
    return Estimate(value, low, high, len(NEIGHBOURS))


@core.test("A28", "rungs")
def west() -> Estimate:
    """Share of the Western partners and Ukraine whose highest rung rose after 2013.

    Mean and range of the codings, each over the partners whose rung is known at both ends; a first
    text is a rise. n counts partners.
    """
    before, after = _highest(2013).loc[WEST], _highest(NOW).loc[WEST]
    known = before.notna() & after.notna()
    return _range((after > before).where(known).mean(), len(WEST))


@core.test("A28", "trade")
def west_trade() -> Estimate:
    """Change of the joint share of Ukraine, the EU and the USA in trade, 2005-2009 to 2016-2020.

    Means of yearly shares; the EU with the United Kingdom, which left in 2020. The range: with and
    without it, and each year of either window left out in turn. n counts years.
    """
    trade = tables.read("trade_baci").query("reporter == 'KAZ'")
    trade["amount"] = trade["exports"].fillna(0) + trade["imports"].fillna(0)
    states = tables.read("states")
    union = states.loc[states["colour"] == "EU", "iso3"]
    windows = range(2005, 2010), range(2016, 2021)
    changes = []
    for more in (["GBR"], []):
        joint = trade[trade["partner"].isin([*union, "UKR", "USA", *more])]
        share = joint.groupby("year")["amount"].sum() / trade.groupby("year")["amount"].sum()
        first, last = (share.loc[list(window)] for window in windows)
        changes += [last.drop(b, errors="ignore").mean() - first.drop(a, errors="ignore").mean()
                    for a in [0, *first.index] for b in [0, *last.index]]
    return Estimate(changes[0], min(changes), max(changes), sum(map(len, windows)))


@core.test("A44", "economic")
def economic() -> Estimate:
    """Share of energy and trade among the acts with China whose field is known.

    The table events without its texts on the relationship, which name no field. Range: with nuclear
    matters as business; without the tables made for one field (exercises, accessions); and the
    other list, chronicle. n counts acts of the table events.
    """
    actors = tables.read("event_actors").query("actor == 'CHN'")
    events = tables.read("events").query("domain != 'treaty'")
    events = events[events["event_id"].isin(actors["event_id"])]
    parties = tables.read("chronicle_actors").query("actor == 'CHN' and role == 'party'")
    chronicle = tables.read("chronicle")
    chronicle = chronicle[chronicle["event_id"].isin(parties["event_id"])
                          & (chronicle["domain"] != "treaty")]
    lists = [events, events[~events["table"].isin(["exercises", "accessions"])], chronicle]
    shares = [float(rows["domain"].isin(kinds).mean()) for rows in lists
              for kinds in (["energy", "trade"], ["energy", "trade", "nuclear"])]
    return Estimate(shares[0], min(shares), max(shares), len(events))


@core.test("A60", "rise")
def rise() -> Estimate:
    """Smaller of the rises of the highest rung since the end of 2015, Uzbekistan and Kyrgyzstan.

    Value: of the mean rises over the codings. Range: of the smaller rise in each coding in which
    both are known. n counts texts of the two.
    """
    change = (_highest(NOW) - _highest(2015)).loc[["UZB", "KGZ"]]
    smaller = change.min(skipna=False).dropna()
    n = _texts()["partner"].isin(["UZB", "KGZ"]).sum()
    return Estimate(float(change.mean(axis=1).min()), float(smaller.min()), float(smaller.max()),
                    int(n))


@core.test("T08", "fields")
def fields() -> Estimate:
    """How many of four fields have texts with three partners or more.

    Energy, nuclear matters, culture (with education) and security. Range: each text left out in
    turn. n counts texts whose fields are named.
    """
    texts = _texts().query("fields != 'general'")
    named = texts.assign(field=texts["fields"].str.split(";")).explode("field")

    def full(rows: pd.DataFrame) -> int:
        partners = rows.groupby("field")["partner"].nunique().reindex(FOUR, fill_value=0)
        return int((partners >= 3).sum())

    without = [full(named[named["instrument_id"] != text]) for text in texts["instrument_id"]]
    return Estimate(full(named), min(without), max(without), len(texts))


core.sources("A20", "A22", "A36", "A39", "A53", "A57")
