"""Table `alliances`: what Kazakhstan and another state promised each other, in spells.

    python data/recipes/alliances.py atop5_0dy.csv

Reads Alliance Treaty Obligations and Provisions (ATOP) 5.0, dyad-year: mem1 and mem2 (Correlates
of War numbers, the smaller one first), year, atopally, and defense, offense, neutral, nonagg,
consul with 1 where an alliance of the two holds the obligation. Kazakhstan's dyads only. Run on a
file laid out so from its dyads of 1991 to 2018, not on the publisher's whole file.
"""

import common
import pandas as pd
from organisation_spells import spells

OBLIGATIONS = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "non-aggression",
    "consul": "consultation",
}
KAZAKHSTAN = 705


def build(dyads) -> pd.DataFrame:
    """One row a partner, obligation and spell of years."""
    table = common.read(dyads, ["mem1", "mem2", "year", "atopally", *OBLIGATIONS])
    table = table.apply(pd.to_numeric, errors="coerce")
    if table[["mem1", "mem2", "year"]].isna().any(axis=None):
        common.stop(f"{dyads} has a row without mem1, mem2 or year")
    first, second = table["mem1"] == KAZAKHSTAN, table["mem2"] == KAZAKHSTAN
    table["partner"] = table["mem2"].where(first, table["mem1"]).astype(int)
    table = table[(first | second) & (table["year"] >= common.SINCE)]
    if not table[list(OBLIGATIONS)].isin([0, 1]).all(axis=None):
        common.stop(f"{dyads} has an obligation that is neither 0 nor 1")
    table["iso3"] = common.iso3_of_cow(table["partner"], table["year"])
    if table["iso3"].isna().any():
        common.stop(f"no state for {sorted(set(table['partner'][table['iso3'].isna()]))}")
    long = table.rename(columns=OBLIGATIONS).melt(
        ["iso3", "year"], list(OBLIGATIONS.values()), var_name="obligation"
    )
    return spells(long[long["value"] == 1], ["iso3", "obligation"]).astype(
        {"from_year": int, "to_year": int}
    )


if __name__ == "__main__":
    common.run(build, "alliances", ["iso3", "obligation", "from_year"], ["dyads"], __doc__)
