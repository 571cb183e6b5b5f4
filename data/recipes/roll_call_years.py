"""Table `roll_call_years`: in which years the roll calls at hand are all there.

    python data/recipes/roll_call_years.py data/roll_calls.csv data/vote_counts.csv

Made from two tables of this folder. The holes are named here, since a count alone does not show
them.
"""

import common
import pandas as pd

SHARE = 0.85  # of the most votes that any one state cast
HOLES = {2022: "no roll call from 1 January to 2 November, the Ukraine resolutions "
               "ES-11/1 to ES-11/4 among them",
         2024: "no roll call from 5 June to 31 December: nearly all of the autumn of session 79"}


def build(roll_calls, vote_counts) -> pd.DataFrame:
    """One row a year, 1992 to 2025."""
    held = common.read(roll_calls, ["roll_call", "date"])["date"].str[:4].astype(int).value_counts()
    cast = common.read(vote_counts, ["iso3", "year", "yes", "no", "abstain"])
    total = cast[["yes", "no", "abstain"]].astype(int).sum(axis=1)
    most = total.groupby(cast["year"].astype(int)).max()
    table = pd.DataFrame({"year": range(1992, 2026)})
    table["held"] = table["year"].map(held).fillna(0).astype(int)
    table["cast_most"] = table["year"].map(most).astype(int)
    table["hole"] = table["year"].map(HOLES).fillna("")
    kept = (table["held"] >= SHARE * table["cast_most"]) & (table["hole"] == "")
    table.insert(3, "whole", kept.map({True: "true", False: "false"}))
    return table


if __name__ == "__main__":
    common.run(build, "roll_call_years", ["year"], ["roll_calls", "vote_counts"], __doc__)
