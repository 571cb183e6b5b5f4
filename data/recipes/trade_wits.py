"""Table `trade_wits`: trade of states with partners as they declare it, by World Bank WITS.

    python data/recipes/trade_wits.py WITS.csv

Reads the file of an advanced query (UN Comtrade, all products): ReporterISO3, PartnerISO3, Year,
ProductCode (Total), TradeFlowName (Gross Exp., Gross Imp.) and TradeValue in 1000 USD. Run on a
file laid out so from an extract of 16 reporters, not on a file of the publisher's.
"""

import common
import pandas as pd
import trade_cow

REPORTERS = ["ARM", "AUS", "AZE", "BLR", "BRA", "CHN", "IDN", "KAZ", "KGZ", "KOR", "MEX", "MNG",
             "RUS", "TJK", "TKM", "TUR", "UZB"]  # fmt: skip
FLOWS = {"Gross Exp.": "exports", "Gross Imp.": "imports"}
CODES = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "MNT": "MNE", "SER": "SRB", "SVU": "RUS",
         "SUD": "SDN", "ETF": "ETH"}  # fmt: skip
VALUE = "TradeValue in 1000 USD"


def build(query) -> pd.DataFrame:
    """One row a reporter, partner and year with a flow."""
    table = common.read(
        query, ["ReporterISO3", "PartnerISO3", "Year", "ProductCode", "TradeFlowName", VALUE]
    )
    table = table[(table["ProductCode"] == "Total") & table["TradeFlowName"].isin(FLOWS)]
    table = table[(table["PartnerISO3"] != "WLD") & (table["Year"].astype(int) >= common.SINCE)]
    flows = pd.DataFrame(
        {
            "reporter": table["ReporterISO3"],
            "partner": common.historic(table["PartnerISO3"].replace(CODES), table["Year"]),
            "year": table["Year"].astype(int),
            "flow": table["TradeFlowName"].map(FLOWS),
            "value": common.numbers(table[VALUE]) / 1000,
        }
    )
    if flows.duplicated([*trade_cow.KEY, "flow"]).any():
        common.stop(f"{query} has a flow twice; ask WITS for one nomenclature only")
    flows = flows.set_index([*trade_cow.KEY, "flow"])["value"].unstack()
    return trade_cow.tidy(flows.reindex(columns=FLOWS.values()).reset_index(), REPORTERS)


if __name__ == "__main__":
    common.run(build, "trade_wits", trade_cow.KEY, ["query"], __doc__)
