"""Table `trade_cow`: trade of pairs of states by Correlates of War, Dyadic Trade 4.0.

    python data/recipes/trade_cow.py Dyadic_COW_4.0.csv

Reads ccode1, ccode2, year, flow1 (imports of the first state from the second) and flow2 (imports
of the second from the first), in million current USD; -9 is missing. What a state exports is what
its partner imports. A zero between two former Soviet republics in 1992-1994 is read as missing.
Run on a file laid out so from extracts of 14 reporters, not on the publisher's whole file.
"""

import common
import pandas as pd

KEY = ["reporter", "partner", "year"]
REPORTERS = ["AZE", "BLR", "BRA", "CHN", "IDN", "KAZ", "KGZ", "MNG", "RUS", "TJK", "TKM", "TUR",
             "USA", "UZB"]  # fmt: skip
SOVIET = [359, *range(365, 374), *range(701, 706)]


def tidy(flows: pd.DataFrame, reporters: list[str]) -> pd.DataFrame:
    """Rows of the reporters with other states as partners, and on the screen what is left out."""
    rows = flows[flows["reporter"].isin(reporters)].dropna(subset=["exports", "imports"], how="all")
    kept = rows["partner"].isin(common.states()["iso3"]) & (rows["partner"] != rows["reporter"])
    value = rows[["exports", "imports"]].sum(axis=1)
    share = value[~kept].sum() / value.sum()
    print(f"left out, the partner is no other state: {(~kept).sum()} rows, {share:.1%} of value")
    return rows.loc[kept, [*KEY, "exports", "imports"]].round(3)


def build(dyads) -> pd.DataFrame:
    """One row a reporter, partner and year with a flow."""
    table = common.read(dyads, ["ccode1", "ccode2", "year", "flow1", "flow2"])
    table = table.apply(common.numbers)
    soviet = table["ccode1"].isin(SOVIET) & table["ccode2"].isin(SOVIET)
    hole = soviet & table["year"].between(1992, 1994)
    for flow in ("flow1", "flow2"):
        table[flow] = table[flow].mask(hole & (table[flow] == 0))
    table = table[table["year"] >= common.SINCE].astype({"year": int})
    first, second = (
        common.iso3_of_cow(table[code], table["year"]) for code in ("ccode1", "ccode2")
    )
    sides = [
        pd.DataFrame({"reporter": reporter, "partner": partner, "year": table["year"],
                      "exports": table[exports], "imports": table[imports]})
        for reporter, partner, exports, imports in (
            (first, second, "flow2", "flow1"), (second, first, "flow1", "flow2"))
    ]  # fmt: skip
    return tidy(pd.concat(sides), REPORTERS)


if __name__ == "__main__":
    common.run(build, "trade_cow", KEY, ["dyads"], __doc__)
