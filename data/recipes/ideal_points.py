"""Table `ideal_points`: where a state stands in General Assembly votes, first dimension.

    python data/recipes/ideal_points.py Idealpoints1946-2025.tab IdealpointsJuly2025.dta

Both files are Bailey, Strezhnev and Voeten's own, doi:10.7910/DVN/LEJUQZ: the release of April
2026 (tab-separated) and that of July 2025 (Stata). The series of final-passage votes is taken,
since 1991. Run on the publisher's whole files.
"""

import common
import pandas as pd

RELEASES = {  # release: the publisher's column names for ours
    "2026-04": {"NVotesFP": "n_votes", "IdealPointFP": "ideal_point", "Q5%FP": "low",
                "Q95%FP": "high"},
    "2025-07": {"nvotesfp": "n_votes", "idealpointfp": "ideal_point", "q5fp": "low",
                "q95fp": "high"}}


def read_stata(path, columns) -> pd.DataFrame:
    """The Stata file of the July release, checked for its columns."""
    try:
        table = pd.read_stata(path)
    except (OSError, ValueError) as error:
        common.stop(f"{path} is not the Stata file of July 2025 ({error})")
    lacking = set(columns) - set(table.columns)
    return table if not lacking else common.stop(f"{path} has no column {', '.join(lacking)}")


def build(april, july) -> pd.DataFrame:
    """One row a state, year and release; rows without an estimate are left out."""
    parts = []
    for release, names in RELEASES.items():
        columns = ["ccode", "year", *names]
        table = (common.read(april, columns, sep="\t") if release == "2026-04"
                 else read_stata(july, columns))[columns].rename(columns=names)
        table = table.apply(pd.to_numeric).dropna(subset="ideal_point")
        table = table[table["year"] >= common.SINCE]
        table["iso3"] = common.iso3_of_cow(table["ccode"], table["year"])
        parts.append(table.assign(release=release))
    table = pd.concat(parts)
    for name in ("year", "n_votes"):
        table[name] = common.whole(table[name])
    for name in ("ideal_point", "low", "high"):
        table[name] = table[name].astype(float).round(4)
    return table[["iso3", "year", "release", "n_votes", "ideal_point", "low", "high"]]


if __name__ == "__main__":
    common.run(build, "ideal_points", ["iso3", "year", "release"], ["april", "july"], __doc__)
