"""Tests of chapter 11: the stories that a state tells about itself in the General Debate.

A mix is what a state told in a year, or in a period: how many of its own sentences tell each story.
Periods are five years, from 1992 on; the last has three. What a state says in one speech hangs
together, so that whole speeches are dealt or drawn, not sentences. Where a measure has no sampling
interval of its own, the interval is the range that comes out when one story of the dictionary is
left out. What is measured on Kazakhstan alone is measured twice, on the counts of the dictionary
and on the coding by reading; the value is that of the dictionary, which other states have too, and
the interval holds both.
"""

from functools import lru_cache
from itertools import combinations

import numpy as np
import pandas as pd

from multivector import measures, tables
from multivector.measures import Estimate
from multivector.verdicts import core

PERIODS = [1991, 1996, 2001, 2006, 2011, 2016, 2021, 2024]  # each begins after its first number
CRISES = (2001, 2014, 2022)
SPEECHES = 25  # of 33 that a state must have held to be compared
BEFORE = 3  # years that a speech is compared with


@lru_cache(1)
def _mixes() -> pd.DataFrame:
    """Own sentences that tell a story: states and years x stories, since 1992."""
    told = tables.read("narratives").query("year >= 1992")
    mixes = told.pivot(index=["iso3", "year"], columns="story", values="own").fillna(0)
    return mixes[mixes.sum(axis=1) > 0]


@lru_cache(1)
def reading() -> pd.DataFrame:
    """Kazakhstan's sentences that tell a story, coded by reading: years x stories."""
    rows = tables.read("kazakhstan_readings").query("own")
    told = rows["stories"].fillna("").str.get_dummies(";").groupby(rows["year"]).sum()
    return told.reindex(columns=tables.read("stories")["story"], fill_value=0)


def _both(measure) -> Estimate:
    """A measure of Kazakhstan's mix, counted by the dictionary; the interval holds the read one."""
    counted, read = measure(_mixes().loc["KAZ"]), measure(reading())
    ends = min(counted.low, read.low), max(counted.high, read.high)
    return Estimate(counted.value, *ends, counted.n)


def _dealt(mixes: pd.DataFrame, draws: int = 999) -> measures.Dealt:
    periods = pd.cut(mixes.index.get_level_values("year"), PERIODS, labels=False)
    return measures.dealt_divergence(mixes, periods, draws=draws)


@core.test("T11", "time")
def time() -> Estimate:
    """Divergence of Kazakhstan's mix between periods over its median when speeches are dealt anew.

    The interval runs over what dealing gives; n counts speeches.
    """
    return _both(lambda mixes: _dealt(mixes).ratio)


@lru_cache(1)
def excess() -> pd.DataFrame:
    """Divergence between periods beyond dealing, in bits: dictionaries x states.

    First row: all stories; each other row leaves out the story that names it. States with too few
    speeches, or a period without any, are left out.
    """
    mixes = _mixes()
    years = mixes.groupby("iso3").size()
    full = mixes.groupby("iso3").apply(
        lambda rows: len(set(pd.cut(rows.index.get_level_values("year"), PERIODS, labels=False)))
    )
    states = years.index[(years >= SPEECHES) & (full == len(PERIODS) - 1)]
    parts = {"": mixes} | {story: mixes.drop(columns=story) for story in mixes}
    return pd.DataFrame(
        {
            name: {state: _dealt(part.loc[[state]], draws=199).excess for state in states}
            for name, part in parts.items()
        }
    ).T


@core.test("T11", "more")
def more() -> Estimate:
    """Percentile of Kazakhstan's divergence between periods beyond dealing; n counts states."""
    return measures.percentile(excess().loc[""], "KAZ", excess().iloc[1:])


def changes(mixes: pd.DataFrame) -> pd.Series:
    """Change of each year's mix against the three years before, in bits, less what chance moves it.

    mixes: years x stories of one state. The null deals single tellings between the year and the
    three before it. Years without all three are left out.
    """
    found = {}
    for year in mixes.index:
        before = [year - step for step in range(1, BEFORE + 1)]
        if not set(before) <= set(mixes.index):
            continue
        two = np.array([mixes.loc[year], mixes.loc[before].sum()], dtype=int)
        told = np.repeat(np.tile(np.eye(len(mixes.columns)), (2, 1)), two.ravel(), axis=0)
        side = np.repeat([0, 1], two.sum(axis=1))
        found[year] = measures.dealt_divergence(told, side, draws=199).excess
    return pd.Series(found)


def triples(change: pd.Series) -> float:
    """Per cent of all triples of other years whose mean change is smaller than that of the crises.

    Every triple is counted, ties half.
    """
    crises = change[list(CRISES)].mean()
    others = change.drop(list(CRISES)).to_numpy()
    means = np.array([np.mean(three) for three in combinations(others, 3)])
    return float(100 * ((means < crises) + (means == crises) / 2).mean())


def crisis_standing(mixes: pd.DataFrame) -> Estimate:
    """`triples` of a state's mixes, years x stories; range: one story left out; n: years."""
    change = changes(mixes)
    left_out = [triples(changes(mixes.drop(columns=story))) for story in mixes]
    value = triples(change)
    return Estimate(value, min(value, *left_out), max(value, *left_out), len(change))


@core.test("T17", "crises")
def crises() -> Estimate:
    """Percentile of the change in 2001, 2014 and 2022 among all other triples of years.

    n counts years with a change.
    """
    return _both(crisis_standing)


@lru_cache(1)
def codings() -> dict[str, pd.DataFrame]:
    """What each coder found in the sample: coder -> sentences x stories, True where it is told."""
    codes = tables.read("narrative_codes").fillna({"stories": ""})
    stories = tables.read("stories")["story"]
    key = ["iso3", "session", "number"]
    return {
        coder: rows.set_index(key)["stories"].str.get_dummies(";").reindex(columns=stories,
                                                                           fill_value=0) > 0
        for coder, rows in codes.groupby("coder")
    }


@core.test("T23", "alpha")
def alpha() -> Estimate:
    """Median over stories of Krippendorff's alpha of two codings; n counts sentences."""
    one, two = (table.to_numpy() for table in codings().values())

    def median(rows: np.ndarray) -> float:
        pairs = zip(one[rows].T, two[rows].T, strict=True)
        return float(np.nanmedian([measures.krippendorff_alpha(a, b) for a, b in pairs]))

    return measures.bootstrap(median, np.arange(len(one)), draws=499)


@lru_cache(1)
def _sentences() -> pd.DataFrame:
    """Kazakhstan's sentences without greetings; stories (told, and read) and states as sets."""
    rows = tables.read("kazakhstan_sentences").query("year >= 1992 and not greeting")
    read = tables.read("kazakhstan_readings").rename(columns={"stories": "read"})
    rows = rows.merge(read[["year", "number", "read"]], on=["year", "number"], how="left")
    for column in ("stories", "read", "named"):
        rows[column] = [set(text.split(";")) for text in rows[column].fillna("")]
    return rows.sort_values(["year", "number"]).reset_index(drop=True)


@core.test("A46", "nuclear")
def nuclear() -> Estimate:
    """Share of the nuclear story next to the United States over its share in all sentences.

    Next to: in the sentence, the one before or the one after, in the same speech. Speeches are
    drawn anew; n counts sentences.
    """
    rows = _sentences()
    names = rows["named"].map(lambda named: "USA" in named).astype(float)
    speech = names.groupby(rows["year"])
    near = (names + speech.shift(1, fill_value=0) + speech.shift(-1, fill_value=0)).gt(0)

    def ratio(code: np.ndarray) -> float:
        tells, near = code % 2, code >= 2
        return tells[near].mean() / tells.mean() if near.any() and tells.any() else np.nan

    # both facts of a sentence in one number, since rows are drawn together
    told, read = (
        measures.bootstrap(ratio, rows[column].map(lambda found: "nuclear_free" in found)
                           + 2.0 * near, clusters=rows["year"])
        for column in ("stories", "read")
    )
    return Estimate(told.value, min(told.low, read.low), max(told.high, read.high), told.n)


@core.test("A59", "pragmatic")
def pragmatic() -> Estimate:
    """Share of matter among the words of matter or kinship where Central Asia is named.

    A sentence with both counts once on each side. Central Asia: the region or one of its four
    other states. Speeches are drawn anew; n counts sentences with either.
    """
    region = {"CA", "KGZ", "TJK", "TKM", "UZB"}
    rows = _sentences()
    rows = rows[rows["named"].map(lambda named: bool(named & region))]
    rows = rows[rows["matter"] | rows["kinship"]]
    code = rows["matter"] + 2.0 * rows["kinship"]

    def share(code: np.ndarray) -> float:
        matter, kinship = (code % 2).sum(), (code >= 2).sum()
        return matter / (matter + kinship)

    return measures.bootstrap(share, code, clusters=rows["year"])


@core.test("A63", "tie")
def tie() -> Estimate:
    """Share of speeches that tell a Turkic or a Muslim story of the state itself; n: speeches."""
    speeches = len(tables.read("speeches").query("iso3 == 'KAZ' and year >= 1992"))
    return _both(
        lambda mixes: measures.wilson(
            int(mixes[["turkic", "islamic"]].sum(axis=1).gt(0).sum()), speeches
        )
    )


@core.test("A64", "named")
def turkey() -> Estimate:
    """Sentences that name Turkey over the mean of those that name Russia, China and the USA.

    Speeches are drawn anew; n counts sentences that name one of the four.
    """
    rows = _sentences()
    powers = ("TUR", "RUS", "CHN", "USA")
    counts = pd.DataFrame({p: rows["named"].map(lambda named, p=p: p in named) for p in powers})
    named = counts.groupby(rows["year"]).sum()

    def ratio(years: np.ndarray) -> float:
        drawn = named.loc[years].sum()
        return drawn["TUR"] / drawn[["RUS", "CHN", "USA"]].mean()

    drawn = measures.bootstrap(ratio, named.index)
    return drawn._replace(n=int(counts.any(axis=1).sum()))


core.sources("A11")
