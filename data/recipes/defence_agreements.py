"""Table `defence_agreements`: agreements of two states on defence, signed 1991 to 2010.

    python data/recipes/defence_agreements.py DCAD-v1.0-main.csv

Reads Kinne, Defense Cooperation Agreement Dataset (DCAD) 1.0, main file: a row an agreement with
DCAid, ccode1, cowName1, ccode2, cowName2, signYear, signMonth, signDay, EIFYear, type, category1
to category3, endYearEstimate, asymmetry and sourceType. Where number and short name of a state
disagree, the name is taken; the one agreement of a state with itself is dropped. Run on an
extract with these columns of the agreements signed from 1991 on, not on the publisher's whole
file.
"""

import common
import pandas as pd

COLUMNS = [
    "DCAid",
    "ccode1",
    "cowName1",
    "ccode2",
    "cowName2",
    "signYear",
    "signMonth",
    "signDay",
    "EIFYear",
    "type",
    "category1",
    "category2",
    "category3",
    "endYearEstimate",
    "asymmetry",
    "sourceType",
]
ONE_STATE = "DCADv1.0-1847"  # India with India: the other state is not known
WRONG_NUMBERS = {("145", "VEN"): "101", ("652", "EGY"): "651"}  # Bolivia's, Syria's number
CATEGORIES = {"DCA", "DIC", "TREX", "RESEARCH", "PROCUREMENT", "COMMISSION"}
SOURCES = {"treaty": "treaty", "factiva": "news"}


def signed(table: pd.DataFrame) -> pd.Series:
    """The date of signing as precise as it is known: a year, a month or a day."""
    year, month, day = (common.whole(table[f"sign{part}"]) for part in ("Year", "Month", "Day"))
    text = year.astype("string") + ("-" + month.astype("string").str.zfill(2)).fillna("")
    return text + ("-" + day.astype("string").str.zfill(2)).where(month.notna()).fillna("")


def build(agreements) -> pd.DataFrame:
    """One row an agreement."""
    table = common.read(agreements, COLUMNS)
    table = table[common.whole(table["signYear"]) >= common.SINCE]
    table = table[table["DCAid"] != ONE_STATE]
    states = {}
    for side, number, name in (("a", "ccode1", "cowName1"), ("b", "ccode2", "cowName2")):
        pairs = pd.Series(zip(table[number], table[name], strict=True), index=table.index)
        code = pairs.map(WRONG_NUMBERS).fillna(table[number])
        states[side] = common.iso3_of_cow(code, table["signYear"])
        if states[side].isna().any():
            common.stop(f"no state for {', '.join(sorted(set(table[name][states[side].isna()])))}")
    if (states["a"] == states["b"]).any():
        common.stop(f"{table['DCAid'][states['a'] == states['b']].iloc[0]} is of one state only")
    categories = table[["category1", "category2", "category3"]]
    unknown = set(categories.stack()) - {*CATEGORIES, ""}
    unknown |= set(table["type"]) - {"general", "sector"} | set(table["sourceType"]) - {*SOURCES}
    if unknown:
        common.stop(f"unknown type, category or source: {', '.join(sorted(unknown))}")
    return pd.DataFrame(
        {
            "agreement": table["DCAid"].str.removeprefix("DCADv1.0-"),
            "iso3_a": states["a"],
            "iso3_b": states["b"],
            "signed": signed(table),
            "in_force": common.whole(table["EIFYear"]),
            "kind": table["type"],
            "categories": categories.apply(
                lambda row: ";".join(code.lower() for code in row if code), axis=1
            ),
            "end_estimate": common.whole(table["endYearEstimate"]),
            "asymmetry": common.whole(table["asymmetry"]),
            "known_from": table["sourceType"].map(SOURCES),
        }
    )


if __name__ == "__main__":
    common.run(build, "defence_agreements", ["agreement"], ["agreements"], __doc__)
