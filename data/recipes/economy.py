"""Table `economy`: gross domestic product and population, World Development Indicators, since 1991.

    python data/recipes/economy.py WDICSV.csv

Reads the bulk download: a row a country and indicator, a column a year. Aggregates and
territories that are not in `states` are dropped. Codes are today's: Serbia and Czechia carry them
in every year. Run on a file laid out so from an extract, not on the publisher's whole file.
"""

import common
import pandas as pd

NAMES = {"NY.GDP.MKTP.CD": "gdp_usd", "SP.POP.TOTL": "population"}


def build(wdi) -> pd.DataFrame:
    """One row a state and year with a GDP or a population."""
    table = common.read(wdi, ["Country Code", "Indicator Code"])
    table = table[table["Indicator Code"].isin(NAMES)]
    table = table[table["Country Code"].isin(common.states()["iso3"])]
    years = [name for name in table.columns if name.isdigit() and int(name) >= common.SINCE]
    long = table.melt(["Country Code", "Indicator Code"], years, "year")
    long["value"] = common.numbers(long["value"], missing=())
    wide = long.dropna().pivot(index=["Country Code", "year"], columns="Indicator Code",
                               values="value").reset_index()
    wide = wide.rename(columns=NAMES | {"Country Code": "iso3"})
    for name in NAMES.values():
        wide[name] = common.whole(wide[name])
    return wide[["iso3", "year", *NAMES.values()]]


if __name__ == "__main__":
    common.run(build, "economy", ["iso3", "year"], ["wdi"], __doc__)
