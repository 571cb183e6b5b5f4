"""Table `votes`: how a state voted in a roll call; the states marked in_votes only.

    python data/recipes/votes.py ROLL_CALLS_1992_2019.csv ROLL_CALLS_2020_2025.csv

Reads the two matrices that roll_calls.py reads, and drops the same roll calls. Run on both whole.
"""

import common
import pandas as pd
import roll_calls


def build(first, second) -> pd.DataFrame:
    """One row a roll call and state; no row where the state was absent or is not in the file."""
    _, matrix = roll_calls.matrices(first, second)
    listed = common.states().query("in_votes == 'true'")["iso3"]
    long = matrix[[code for code in listed if code in matrix]].melt(
        var_name="iso3", value_name="vote", ignore_index=False).reset_index()
    return long[long["vote"] != ""]


if __name__ == "__main__":
    common.run(build, "votes", ["roll_call", "iso3"], ["first", "second"], __doc__)
