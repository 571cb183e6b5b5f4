"""Table `military_spending`: military spending as a share of GDP, SIPRI, since 1991.

    python data/recipes/military_spending.py SHARE_OF_GDP.csv

Reads the sheet "Share of GDP" of the SIPRI Military Expenditure Database, saved as CSV: some
lines of heading, then a line Country, Notes, and a column a year. `...` and `xxx` are missing; a
value is a fraction, or a percentage with its sign. SIPRI allows no bulk republication: only the
states of KEPT go in. Run on a file laid out so from an extract, not on the publisher's whole
file.
"""

from pathlib import Path

import common
import pandas as pd

KEPT = {"AUS", "AZE", "BLR", "BRA", "CHN", "IDN", "KAZ", "KGZ", "KOR", "MEX", "RUS", "TJK", "TKM",
        "TUR", "USA", "UZB"}
NAMES = {"Kyrgyz Republic": "KGZ", "Korea, South": "KOR", "Türkiye": "TUR",
         "United States of America": "USA"}


def build(sheet) -> pd.DataFrame:
    """One row a state and year with a value."""
    try:
        lines = Path(sheet).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        common.stop(f"cannot read {sheet} ({error})")
    heading = [place for place, line in enumerate(lines) if line.startswith("Country,")]
    if not heading:
        common.stop(f"{sheet} has no line that begins with Country; is it the sheet Share of GDP?")
    table = common.read(sheet, skiprows=heading[0], skip_blank_lines=False)
    table["iso3"] = common.iso3_of_name(table["Country"].str.strip(), NAMES)
    years = [name for name in table.columns if name.isdigit() and int(name) >= common.SINCE]
    long = table[table["iso3"].isin(KEPT)].melt("iso3", years, "year", "share_gdp")
    percent = long["share_gdp"].str.endswith("%")
    value = common.numbers(long["share_gdp"].str.rstrip("%"))
    long["share_gdp"] = value.mask(percent, value / 100).round(6)
    return long.dropna()


if __name__ == "__main__":
    common.run(build, "military_spending", ["iso3", "year"], ["sheet"], __doc__)
