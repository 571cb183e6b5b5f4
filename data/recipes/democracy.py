"""Table `democracy`: the electoral democracy index of V-Dem, version 16, since 1991.

    python data/recipes/democracy.py V-Dem-CY-Core.csv

Reads country_text_id, year and v2x_polyarchy of the country-year file. V-Dem keeps Serbia's and
Czechia's codes for Yugoslavia and Czechoslovakia; here they are told apart by year. Units that
are not in `states` (Hong Kong, Gaza, Somaliland, Zanzibar) are dropped. Run on a file laid out so
from an extract, not on the publisher's whole file.
"""

import common
import pandas as pd


def build(vdem) -> pd.DataFrame:
    """One row a state and year."""
    table = common.read(vdem, ["country_text_id", "year", "v2x_polyarchy"])
    table["year"] = table["year"].astype(int)
    table = table[(table["year"] >= common.SINCE)
                  & table["country_text_id"].isin(common.states()["iso3"])]
    table["iso3"] = common.historic(table["country_text_id"], table["year"])
    table["polyarchy"] = common.numbers(table["v2x_polyarchy"])
    return table[["iso3", "year", "polyarchy"]].dropna()


if __name__ == "__main__":
    common.run(build, "democracy", ["iso3", "year"], ["vdem"], __doc__)
