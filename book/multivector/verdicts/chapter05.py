"""Tests of chapter 5: one balance, or a different partner for each need?

Eight sector layers over the partner states of Kazakhstan. Six are shares of a whole: arms, oil,
trade, education, nuclear steps, investment. Two are likenesses: organisations and votes. A state
that a layer leaves out is a zero where the source is a full account, and unknown (nan) where it
names a few partners only. Each layer has other codings; where a claim depends on the choice, the
interval is the range over every combination of them and holds no chance.
"""

from functools import lru_cache
from itertools import product

import numpy as np
import pandas as pd

from multivector import measures, tables
from multivector.measures import Estimate
from multivector.verdicts import core

core.sources("A47", "A48", "A51", "A72", "A73")

SHARES = ["arms", "oil", "trade", "education", "nuclear", "investment"]
LIKENESS = ["organisations", "votes"]
FULL = ["arms", "oil", "trade", "nuclear"]  # a state left out is a zero
LEAST = 5  # partners known in both layers that a rank correlation needs


def _states() -> pd.Index:
    return pd.Index(tables.read("states")["iso3"]).drop("KAZ")


def _arms(since: str = "1992") -> pd.Series:
    """Mean over the periods of a supplier's share, each period alike."""
    arms = tables.read("arms").query("period >= @since").dropna(subset="iso3")
    shares = arms.pivot_table(index="iso3", columns="period", values="share", fill_value=0)
    return shares.mean(axis=1)


def _steps() -> pd.DataFrame:
    """A row a nuclear step and partner: no money, no step told twice, partners named."""
    steps = tables.read("nuclear_milestones").query("kind != 'funding'")
    steps = steps.drop_duplicates(["date", "event"])
    named = steps.assign(partner=steps["partners"].str.split(";")).explode("partner")
    named["part"] = 1 / named.groupby("step_id")["partner"].transform("size")
    return named.dropna(subset="partner")


def _nuclear(since: str = "1991") -> pd.Series:
    """Share of the dated steps, a step with several partners split among them."""
    part = _steps().query("date >= @since").groupby("partner")["part"].sum()
    return part / part.sum()


def _oil() -> pd.Series:
    """Share of the crude of 2025 by the first foreign state that it enters."""
    rows = tables.read("oil_routes").query("period == '2025' and kind == 'actual'")
    moved = rows.query("scope == 'kazakh'").groupby("route_id")["volume_mt"].mean()
    russia = moved[["cpc", "atyrau_samara", "aktau_makhachkala"]].sum()
    crude = pd.Series({"RUS": russia, "AZE": moved["btc"], "CHN": moved["china"]})
    return crude / crude.sum()


def _trade(since: int = 2000) -> pd.Series:
    """Share of exports and imports together, reconciled, to 2020."""
    rows = tables.read("trade_baci").query("reporter == 'KAZ' and year >= @since")
    both = (rows["exports"].fillna(0) + rows["imports"].fillna(0)).groupby(rows["partner"]).sum()
    return both / both.sum()


def _declared() -> pd.Series:
    """Share of exports and imports together, 1995-2016, as Kazakhstan's customs declare them."""
    rows = tables.read("trade_wits").query("reporter == 'KAZ'")
    both = (rows["exports"].fillna(0) + rows["imports"].fillna(0)).groupby(rows["partner"]).sum()
    return both / both.sum()


def _investment() -> pd.Series:
    """Share of the stock of the middle of 2021 by immediate owner; others at the end of 2021."""
    cited = tables.read("investment_points").query("source == 'quoted2021fdi'")
    stock = cited.set_index("origin")["usd_bn"]
    rows = tables.read("investment").query("direction == 'into_KAZ' and reported_by == 'KAZ'")
    more = rows.query("year == 2021").set_index("counterpart")["musd"] / 1000
    whole = stock.pop("WLD")
    return pd.concat([stock, more.drop(stock.index, errors="ignore")]) / whole


def _students() -> pd.Series:
    """Students in a destination as a share of the ministry's total; the last count of each."""
    rows = tables.read("students_abroad").query("measure != 'exchange'")
    rows = rows.sort_values("year", na_position="last", kind="stable")
    last = rows.groupby("destination")["students"].last()
    return last.drop("WLD") / last["WLD"]


def _bolashak() -> pd.Series:
    """Share of the holders of the state scholarship in 2023/24."""
    rows = tables.read("scholarships").query("period == '2023' and measure == 'current'")
    held = rows.set_index("destination")["value"]
    return held.drop("all") / held["all"]


def _organisations(shared: bool = False) -> pd.Series:
    """Jaccard index of full memberships in 2014, universal bodies left out; or the shared ones."""
    bodies = tables.read("organisations").query("not universal")["organisation"]
    spells = tables.read("organisation_spells").query("status == 'full' and to_year == 2014")
    rooms = spells[spells["organisation"].isin(bodies)].groupby("iso3")["organisation"].agg(set)
    own = rooms.pop("KAZ")
    return rooms.map(lambda room: len(room & own) / (1 if shared else len(room | own)))


@lru_cache(2)
def _votes(since: int = 1992) -> pd.Series:
    """Cohen's kappa, quadratic weights, with each state of the table of votes."""
    calls = tables.read("roll_calls").query("date.dt.year >= @since")["roll_call"]
    votes = tables.read("votes").assign(vote=lambda frame: frame["vote"].map(measures.VOTE))
    matrix = votes.pivot(index="roll_call", columns="iso3", values="vote").reindex(calls)
    return pd.Series({iso3: measures.weighted_kappa(matrix["KAZ"], matrix[iso3])
                      for iso3 in matrix.columns.drop("KAZ")})


@lru_cache(1)
def _layers() -> pd.DataFrame:
    """Partners x layers, as first said: nan where a layer does not know the partner."""
    layers = {"arms": _arms(), "oil": _oil(), "trade": _trade(), "education": _students(),
              "nuclear": _nuclear(), "investment": _investment(),
              "organisations": _organisations(), "votes": _votes()}
    table = pd.DataFrame(layers).reindex(_states())
    return table.fillna(dict.fromkeys(FULL, 0.0))


def _partners(table: pd.DataFrame) -> pd.DataFrame:
    """Rows that hold a hundredth of a share layer, or stand among the first five of a likeness."""
    large = (table[SHARES].fillna(0) >= 0.01).any(axis=1)
    near = (table[LIKENESS].rank(ascending=False) <= 5).any(axis=1)
    return table[large | near]


def _mean_correlation(table: pd.DataFrame) -> float:
    """Mean rank correlation of the pairs of layers, each over the partners known in both."""
    matrix = table.corr("spearman", min_periods=LEAST).to_numpy()
    return float(np.nanmean(matrix[np.triu_indices(len(matrix), 1)]))


@lru_cache(1)
def codings() -> dict[str, dict[str, pd.Series]]:
    """Every layer as it was first said, and in other codings: layer, coding, partner -> number.

    Partners are ISO 3166 alpha-3, EUU is the European Union. Units differ between codings, so
    that only the order of partners inside one is to be compared.
    """
    union = tables.read("states").query("colour == 'EU'")["iso3"]
    trade, stock = _trade(), _investment()
    as_one = trade.drop(union, errors="ignore")
    as_one["EUU"] = trade.sum() - as_one.sum()
    points = tables.read("trade_points").query("year == 2023 and months == 12")
    said = points.query("measure == 'turnover' and reporter != partner").set_index("partner")
    routes = tables.read("oil_routes").query("period == '2013' and source == 'caspianbarrel2014'")
    pipes = routes.set_index("route_id")["volume_mt"]
    inflow = tables.read("investment_points").query("measure == 'cumulative_inflow'")
    inflow = inflow.groupby("origin")["usd_bn"].max()  # sources disagree: the largest figure
    said_first = _layers()
    others = {
        "arms": {"since 2012": _arms("2012"), "last period": _arms("2022")},
        "oil": {"pipes of 2013": pd.Series({
            "RUS": pipes[["cpc", "atyrau_samara", "orenburg"]].sum(), "CHN": pipes["china"]})},
        "trade": {
            "since 2016": _trade(2016),
            "declared by customs": _declared(),
            "Union as one": as_one,
            "figures of 2023": said["value"],
        },
        "education": {"state scholarship": _bolashak()},
        "nuclear": {"since 2010": _nuclear("2010")},
        "investment": {
            "without the Netherlands": stock.drop("NLD"), "inflow since 1991": inflow.drop("WLD"),
        },
        "organisations": {"shared bodies": _organisations(shared=True)},
        "votes": {"since 2010": _votes(2010)},
    }
    return {name: {"as first said": said_first[name].dropna()} | others.get(name, {})
            for name in said_first}


def _over_codings(statistic) -> Estimate:
    """A number from one Series a layer: as first said, and its range over all combinations."""
    ways = [way.values() for way in codings().values()]
    every = [statistic(layers) for layers in product(*ways)]
    return Estimate(float(every[0]), float(min(every)), float(max(every)), len(ways))


@core.test("T01", "layers")
def layers() -> Estimate:
    """Mean Spearman rank correlation of partners, over the pairs of sector layers.

    A pair needs five partners known in both. Partners are drawn anew; n counts partners.
    """
    table = _partners(_layers())
    return measures.bootstrap(
        lambda rows: _mean_correlation(table.iloc[rows]), np.arange(len(table)), draws=499
    )


@core.test("T01", "leader")
def leader() -> Estimate:
    """Largest share of the layers in which one partner is first; range of codings, n layers."""
    return _over_codings(
        lambda layers: pd.Series([layer.idxmax() for layer in layers]).value_counts().max()
        / len(layers)
    )


def standing(layer: pd.Series) -> int:
    """1 where the United States stands above Russia in a layer, -1 where below.

    Two layers do not name the United States: no route enters it, and what all destinations leave
    for its students is less than Russia's part. It stands below. ValueError without Russia.
    """
    if "RUS" not in layer:
        raise ValueError("the layer does not know Russia")
    return int(np.sign(layer.get("USA", 0) - layer["RUS"]))


def _smaller_order(layers) -> float:
    above = np.array([standing(layer) for layer in layers])
    return min((above == 1).mean(), (above == -1).mean())


@core.test("T01", "order")
def order() -> Estimate:
    """Smaller of the shares of layers in which one of the two powers stands above the other.

    Range of codings; n counts layers. The number of students in the United States is unknown, but
    what all sources leave for it is less than the number in Russia.
    """
    return _over_codings(_smaller_order)


@core.test("T08", "security")
def security() -> Estimate:
    """Russia's share of arms deliveries, all years of the register.

    The register's volumes may not be copied, so that periods cannot be weighed by them: the value
    is the mean of the periods, the interval runs over all weights that there could be, from the
    lowest to the highest period. n counts deals of all periods.
    """
    arms = tables.read("arms")
    largest = _arms().idxmax()
    share = arms[arms["iso3"] == largest].set_index("period")["share"]
    deals = arms.groupby("period")["period_rows"].first().sum()
    return Estimate(float(share.mean()), float(share.min()), float(share.max()), int(deals))


@core.test("T08", "nuclear")
def nuclear() -> Estimate:
    """Largest partner's share of the dated nuclear steps; n counts steps with a partner.

    Value: a step with several partners is split among them. Range of codings: each partner of a
    step counts whole, of the steps with a partner or of all steps; rows of money in or out.
    """
    shares = []
    for rows in (tables.read("nuclear_milestones").query("kind != 'funding'"),
                 tables.read("nuclear_milestones")):
        rows = rows.drop_duplicates(["date", "event"])
        partners = rows["partners"].dropna().str.split(";").explode()
        whole = partners.value_counts().max()
        split = (1 / partners.groupby(level=0).transform("size")).groupby(partners).sum()
        shares += [split.max() / split.sum(), whole / partners.index.nunique(), whole / len(rows)]
    return Estimate(float(shares[0]), float(min(shares)), float(max(shares)),
                    _steps()["step_id"].nunique())


@core.test("T08", "education")
def education() -> Estimate:
    """Russia's share of the students abroad, from the one text that has it and two others.

    The text is undated and its numbers are rounded: the interval is what the two can mean when
    each may be off by half of ten thousand. n counts the two numbers.
    """
    rows = tables.read("students_abroad").query("source == 'inform_students'")
    count = rows.set_index("destination")["students"]
    largest, whole, half = count.drop("WLD").max(), count["WLD"], 5000
    ends = (largest - half) / (whole + half), (largest + half) / (whole - half)
    return Estimate(float(largest / whole), *map(float, ends), 2)


@core.test("A66", "arms")
def turkish_arms() -> Estimate:
    """Turkey's share of arms deliveries in the last period; n counts deals of the period.

    The upper end gives Turkey all that came from suppliers that the register does not name.
    """
    arms = tables.read("arms")
    last = arms[arms["period"] == arms["period"].max()]
    share = float(last.loc[last["iso3"] == "TUR", "share"].sum())
    unknown = float(last.loc[last["iso3"].isna(), "share"].sum())
    return Estimate(share, share, share + unknown, int(last["period_rows"].iloc[0]))


@core.test("A46", "order")
def nuclear_first() -> Estimate:
    """Share of nuclear matters among the acts with the United States to the end of 1996.

    Wilson's interval, as if the acts of the list were drawn from all that there could be; n counts
    acts.
    """
    named = tables.read("event_actors").query("actor == 'USA'")["event_id"]
    acts = tables.read("events").query("date < '1997'")
    acts = acts[acts["event_id"].isin(named)]
    return measures.wilson(int((acts["domain"] == "nuclear").sum()), len(acts))
