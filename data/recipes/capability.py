"""Table `capability`: National Material Capabilities of the Correlates of War, version 7.0.

    python data/recipes/capability.py NMC-70.csv

Reads the publisher's columns ccode, year, milex, milper, irst, pec, tpop, upop, cinc; -9 is
missing. Run on an extract with these columns, not on the publisher's whole file.
"""

import common
import pandas as pd

NAMES = {"milex": "milex_kusd", "milper": "milper_k", "irst": "irst_kt", "pec": "pec_kt",
         "tpop": "tpop_k", "upop": "upop_k"}


def build(nmc) -> pd.DataFrame:
    """One row a state and year."""
    table = common.read(nmc, ["ccode", "year", *NAMES, "cinc"]).rename(columns=NAMES)
    table["year"] = table["year"].astype(int)
    table = table[table["year"] >= common.SINCE]
    table["iso3"] = common.iso3_of_cow(table["ccode"], table["year"])
    for name in NAMES.values():
        table[name] = common.whole(common.numbers(table[name]))
    table["cinc"] = common.numbers(table["cinc"]).round(8)
    table = table.dropna(subset=[*NAMES.values(), "cinc"], how="all")
    return table[["iso3", "year", *NAMES.values(), "cinc"]]


if __name__ == "__main__":
    common.run(build, "capability", ["iso3", "year"], ["nmc"], __doc__)
