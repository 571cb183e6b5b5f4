"""Table `organisation_spells`: who belonged to which intergovernmental organisation, in spells.

    python data/recipes/organisation_spells.py state_year_format3.csv

Reads Correlates of War, Intergovernmental Organizations 3.0, state-year format: ccode, year,
state, then a column an organisation with 1 full member, 2 associate, 3 observer, 0 none, -9
missing, -1 not a state. A spell is a run of years with one status; a year that is missing or not
in the file ends it. What began before 1991 is written as from 1991. Run on a file laid out so
from spells of eighteen states, not on the publisher's whole file.
"""

import common
import pandas as pd

STATUS = {1: "full", 2: "associate", 3: "observer"}
CODES = {0, *STATUS, -9, -1}
KEY = ["iso3", "organisation", "status"]


def spells(rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Rows by year to runs of years that follow each other, for each key."""
    rows = rows.sort_values([*key, "year"])
    begins = (rows["year"] != rows["year"].shift() + 1) | ~rows.duplicated(key)
    runs = rows.groupby([*key, begins.cumsum().rename("run")])["year"]
    return runs.agg(from_year="min", to_year="max").reset_index().drop(columns="run")


def build(state_year) -> pd.DataFrame:
    """One row a state, organisation and spell."""
    table = common.read(state_year, ["ccode", "year", "state"])
    table["year"] = table["year"].astype(int)
    table = table[table["year"] >= common.SINCE]
    table["iso3"] = common.iso3_of_cow(table["ccode"], table["year"])
    if table["iso3"].isna().any():
        lost = table.loc[table["iso3"].isna(), "state"]
        common.stop(f"no state for {', '.join(sorted(set(lost)))}")
    long = table.drop(columns=["ccode", "state"]).melt(["iso3", "year"], var_name="organisation")
    code = pd.to_numeric(long["value"], errors="coerce")
    if not code.isin(CODES).all():
        wrong = long[~code.isin(CODES)].iloc[0]
        common.stop(
            f"{wrong['organisation']} of {wrong['iso3']} in {wrong['year']} is "
            f"{wrong['value']!r}, not one of {sorted(CODES)}"
        )
    long["organisation"] = long["organisation"].str.lower()
    long["status"] = code.map(STATUS)
    return spells(long.dropna(subset="status"), KEY)


if __name__ == "__main__":
    common.run(
        build, "organisation_spells", ["iso3", "organisation", "from_year"], ["state_year"], __doc__
    )
