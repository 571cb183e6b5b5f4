"""Table `trade_baci`: trade of pairs of states by CEPII, BACI.

    python data/recipes/trade_baci.py BACI_HS92_V202301

Reads the unpacked folder of one release: BACI_HS*_Y*.csv with t (year), i (exporter), j
(importer), k (product) and v (thousand current USD), and country_codes*.csv with country_code and
country_iso3. Products are summed. A flow that is not in the file is empty, not zero. Run on a
folder laid out so from sums of 17 reporters, not on the publisher's whole release.
"""

from pathlib import Path

import common
import pandas as pd
import trade_cow

REPORTERS = ["ARM", "AUS", "AZE", "BLR", "BRA", "CHN", "IDN", "KAZ", "KGZ", "KOR", "MEX", "MNG",
             "RUS", "TJK", "TKM", "TUR", "UZB"]  # fmt: skip
FLOW = ["t", "i", "j", "v"]


def build(folder) -> pd.DataFrame:
    """One row a reporter, partner and year with a flow."""
    years = sorted(Path(folder).glob("BACI_HS*_Y*.csv"))
    lists = sorted(Path(folder).glob("country_codes*.csv"))
    if not years or len(lists) != 1:
        common.stop(f"{folder} has no BACI_HS*_Y*.csv with one country_codes*.csv beside them")
    codes = common.read(lists[0], ["country_code", "country_iso3"])
    iso3 = codes.set_index("country_code")["country_iso3"].replace("SCG", "SRB")
    sums = []
    for path in years:
        table = common.read(path, FLOW, usecols=FLOW.__contains__)
        if unknown := (set(table["i"]) | set(table["j"])) - set(iso3.index):
            common.stop(f"{path} has country {min(unknown)}, which is not in {lists[0].name}")
        exporter, importer = (common.historic(table[c].map(iso3), table["t"]) for c in "ij")
        value = common.numbers(table["v"]) / 1000
        sums.append(value.groupby([exporter, importer, table["t"].astype(int)]).sum())
    flows = pd.concat(sums)
    exports = flows.rename("exports").rename_axis(trade_cow.KEY)
    imports = flows.rename("imports").rename_axis(["partner", "reporter", "year"])
    both = pd.concat([exports, imports.reorder_levels(trade_cow.KEY)], axis=1)
    return trade_cow.tidy(both.reset_index(), REPORTERS)


if __name__ == "__main__":
    common.run(build, "trade_baci", trade_cow.KEY, ["folder"], __doc__)
