"""Table `investment`: direct investment positions between Kazakhstan and others, as both report.

    python data/recipes/investment.py DIP.csv

Reads the IMF's Direct Investment Positions by Counterpart Economy (DIP, formerly CDIS) as its data
service gives them in CSV, a row an observation. DV_TYPE O is what COUNTRY itself reports, SCC what
the IMF derives from the report of COUNTERPART_COUNTRY. INWD is investment into COUNTRY, OTWD
investment by it; both are net, all instruments. Where a position stands there from both ends, the
reported one (O) is kept. OBS_VALUE is in US dollars; groups of states are dropped, territories are
not. Run on the rows of five counterparts laid out so, not on the publisher's whole file.
"""

import common
import pandas as pd

COLUMNS = [
    "COUNTRY",
    "DV_TYPE",
    "INDICATOR",
    "COUNTERPART_COUNTRY",
    "FREQUENCY",
    "TIME_PERIOD",
    "OBS_VALUE",
]
INWARD, OUTWARD = "INWD_D_NETLA_FALL_ALL", "OTWD_D_NETAL_FALL_ALL"
KEY = ["counterpart", "year", "direction", "reported_by"]


def build(positions) -> pd.DataFrame:
    """One row a counterpart, year, direction and reporter; empty and hidden values are left out."""
    table = common.read(positions, COLUMNS)
    ends = table[["COUNTRY", "COUNTERPART_COUNTRY"]]
    table = table[
        (ends == "KAZ").any(axis=1)
        & ends.apply(lambda e: e.str.fullmatch("[A-Z]{3}")).all(axis=1)
        & table["INDICATOR"].isin([INWARD, OUTWARD])
        & (table["FREQUENCY"] == "A")
    ]
    if unknown := set(table["DV_TYPE"]) - {"O", "SCC"}:
        common.stop(f"DV_TYPE {', '.join(sorted(unknown))} is neither O nor SCC")
    ours = table["COUNTRY"] == "KAZ"
    inward = table["INDICATOR"] == INWARD
    reported = table["DV_TYPE"] == "O"
    rows = pd.DataFrame(
        {
            "counterpart": table["COUNTERPART_COUNTRY"].where(ours, table["COUNTRY"]),
            "year": table["TIME_PERIOD"],
            "direction": (ours == inward).map({True: "into_KAZ", False: "out_of_KAZ"}),
            "reported_by": (ours == reported).map({True: "KAZ", False: "counterpart"}),
            "musd": (common.numbers(table["OBS_VALUE"], missing=()) / 1e6).round(3),
            "order": table["DV_TYPE"],
        }
    )
    rows = rows.dropna(subset="musd").sort_values([*KEY, "order"])  # O stands before SCC
    twice = rows.duplicated([*KEY, "order"])
    if twice.any():
        common.stop(
            f"{twice.sum()} positions stand there twice, first: "
            f"{rows[twice].head(1)[KEY].to_dict('list')}"
        )
    return rows.drop_duplicates(KEY).drop(columns="order")


if __name__ == "__main__":
    common.run(build, "investment", KEY, ["positions"], __doc__)
