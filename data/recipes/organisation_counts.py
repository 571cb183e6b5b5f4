"""Table `organisation_counts`: memberships in intergovernmental organisations, 1991 to 2014.

    python data/recipes/organisation_counts.py state_year_format3.csv

Reads Correlates of War, Intergovernmental Organizations 3.0, state-year format: ccode, year,
state, then a column an organisation with 1 full member, 2 associate, 3 observer, 0 none, -9
missing, -1 not in being. Run on a file laid out so from counts, not on the publisher's whole
file.
"""

import common
import pandas as pd


def build(state_year) -> pd.DataFrame:
    """One row a state and year: full memberships, and memberships of any kind."""
    table = common.read(state_year, ["ccode", "year", "state"])
    table["year"] = table["year"].astype(int)
    table = table[table["year"] >= common.SINCE]
    status = table.drop(columns=["ccode", "year", "state"]).apply(common.numbers)
    counts = pd.DataFrame({"iso3": common.iso3_of_cow(table["ccode"], table["year"]),
                           "year": table["year"], "full": (status == 1).sum(axis=1),
                           "any": status.isin([1, 2, 3]).sum(axis=1)})
    return counts


if __name__ == "__main__":
    common.run(build, "organisation_counts", ["iso3", "year"], ["state_year"], __doc__)
