"""Table `arms`: who supplied Kazakhstan's major arms, as shares of each five-year period.

    python data/recipes/arms.py TRADE_REGISTER.csv

Reads the trade register of the SIPRI Arms Transfers Database as its site exports it: notes first,
then a row a deal. SIPRI's terms allow no copy of the register, so only shares of the value of what
was delivered (trend-indicator value, TIV) and counts of rows are written. The register gives one
value for all delivery years of a row: it is split evenly over the years named there. A row counts
once in each supplier and period in which it names a year. Periods are five calendar years from
1992, the first full year of independence; the last one ends with the last delivery year of the
register, and is shorter. Run on all of Kazakhstan's rows laid out so, not on the publisher's whole
file.
"""

from pathlib import Path

import common
import pandas as pd

VALUE = "SIPRI TIV of delivered weapons"
COLUMNS = ["Recipient", "Supplier", "Year(s) of delivery", VALUE]
FIRST, YEARS = 1992, 5
NAMES = {
    "Turkiye": "TUR",
    "Soviet Union": "RUS",
    "Czechoslovakia": "CZE",
    "Yugoslavia": "SRB",
    "East Germany (GDR)": "DDR",
    "Bosnia-Herzegovina": "BIH",
    "UAE": "ARE",
}
UNKNOWN = "unknown supplier(s)"


def notes(register) -> int:
    """How many lines of notes stand before the header; 0 when there is no header."""
    if not Path(register).is_file():
        return 0
    lines = Path(register).read_text(encoding="latin1").splitlines()
    return next((n for n, line in enumerate(lines) if line.lstrip('"').startswith("Recipient")), 0)


def build(register) -> pd.DataFrame:
    """One row a period and supplier with a delivery; iso3 is empty for the unknown supplier."""
    table = common.read(register, COLUMNS, encoding="latin1", skiprows=notes(register))
    table = table[table["Recipient"] == "Kazakhstan"]
    named = table["Year(s) of delivery"].str.findall(r"\d{4}")
    value = common.numbers(table[VALUE]).fillna(0)
    if (value[named.str.len() == 0] > 0).any():
        common.stop("a row has a delivered value and no delivery year")
    table = table.assign(deal=range(len(table)), value=value / named.str.len(), year=named)
    table = table.explode("year").dropna(subset="year").astype({"year": int})
    if (table["year"] < FIRST).any():
        common.stop(f"a delivery to Kazakhstan before {FIRST}")

    known = table["Supplier"] != UNKNOWN
    iso3 = common.iso3_of_name(table["Supplier"], NAMES)
    if iso3[known].isna().any():
        common.stop(
            f"no state for {', '.join(sorted(set(table['Supplier'][known & iso3.isna()])))}"
        )
    table["iso3"] = common.historic(iso3, table["year"])
    english = common.states().set_index("iso3")["name_en"]
    table["supplier"] = table["iso3"].map(english).fillna("unknown")

    start = table["year"] - (table["year"] - FIRST) % YEARS
    end = (start + YEARS - 1).clip(upper=table["year"].max())
    table["period"] = start.astype(str) + "-" + end.astype(str)
    groups = table.groupby(["period", "supplier"])
    rows = groups.agg(
        iso3=("iso3", "first"), share=("value", "sum"), register_rows=("deal", "nunique")
    ).reset_index()
    rows["share"] = (rows["share"] / rows.groupby("period")["share"].transform("sum")).round(4)
    rows["period_rows"] = rows["period"].map(table.groupby("period")["deal"].nunique())
    return rows


if __name__ == "__main__":
    common.run(build, "arms", ["period", "supplier"], ["register"], __doc__)
