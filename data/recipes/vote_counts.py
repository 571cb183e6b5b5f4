"""Table `vote_counts`: General Assembly votes a state cast in a calendar year, counts only.

    python data/recipes/vote_counts.py UNGA_VOTE_COUNTS.csv

Reads the counts of 3DL (Data Driven Decision Lab) from records of the UN Digital Library: columns
iso3, year, yes, no, abstain. 2026 has only its first months there and is left out. Run on the
whole file.
"""

import common
import pandas as pd

COUNTS = ["yes", "no", "abstain"]


def build(counts) -> pd.DataFrame:
    """One row a state and year with a vote cast, 1991 to 2025."""
    table = common.read(counts, ["iso3", "year", *COUNTS])
    for name in ["year", *COUNTS]:
        table[name] = common.whole(table[name])
    table = table[table["year"].between(common.SINCE, 2025)]
    table["iso3"] = common.historic(table["iso3"], table["year"])
    return table[["iso3", "year", *COUNTS]]


if __name__ == "__main__":
    common.run(build, "vote_counts", ["iso3", "year"], ["counts"], __doc__)
