"""Table `leader_travel`: trips of heads of state and government, and visits received.

    python data/recipes/leader_travel.py COLT_PRIMARY_HOGS.csv

Reads the register Country and Organizational Leader Travel (COLT), Diplometrics, a row a trip,
and counts rows by LeaderCountryOrIGO, CountryVisited and TripYear. Organisations, breakaway and
occupied territories and unknown places are dropped; a name that is neither known nor dropped
stops the recipe. Run on a file laid out so from counts by entity and year, not on the publisher's
whole file.
"""

import common
import pandas as pd

NAMES = {"Cabo Verde": "CPV", "Congo-Brazzaville": "COG", "Congo-Kinshasa": "COD", "Zaire": "COD",
         "Cote d'Ivoire": "CIV", "Holy See": "VAT", "Saint Kitts and Nevis": "KNA",
         "Saint Lucia": "LCA", "Saint Vincent and the Grenadines": "VCT", "SIngapore": "SGP",
         "Sao Tome and Principe": "STP", "Timor Leste": "TLS", "Turkiye": "TUR",
         "Soviet Union": "RUS", "Czechoslovakia": "CZE", "Serbia and Montenegro": "SRB",
         "Yugoslavia": "SRB", "West Germany": "DEU", "East Germany": "DDR", "South Yemen": "YMD",
         "Yemen Arab Republic": "YEM"}
DROPPED = ["African Union (AU)", "Association of Southeast Asian Nations (ASEAN)",
           "European Commission (EC)", "International Monetary Fund (IMF)",
           "North Atlantic Treaty Organization (NATO)", "Organisation of African Unity (OAU)",
           "United Nations (UN)", "World Bank (IBRD)", "Abkhazia", "Crimea", "Donetsk",
           "East Jerusalem", "Israeli Settlements", "Jammu and Kashmir", "Kherson", "Luhansk",
           "Nagorno-Karabakh", "Northern Cyprus", "Transnistria", "Western Sahara", "Unknown"]


def build(register) -> pd.DataFrame:
    """One row a state and year with a trip or a visit; 0 where there is none of the one kind."""
    table = common.read(register, ["LeaderCountryOrIGO", "CountryVisited", "TripYear"],
                        encoding="latin1")
    counts = {}
    for name, column in (("trips", "LeaderCountryOrIGO"), ("visits", "CountryVisited")):
        rows = table[~table[column].isin(DROPPED) & (table["TripYear"].astype(int) >= common.SINCE)]
        iso3 = common.iso3_of_name(rows[column], NAMES)
        if iso3.isna().any():
            common.stop(f"no state for {', '.join(sorted(set(rows[column][iso3.isna()])))}")
        iso3 = common.historic(iso3, rows["TripYear"])
        counts[name] = rows.groupby([iso3.rename("iso3"), rows["TripYear"].rename("year")]).size()
    return pd.DataFrame(counts).fillna(0).astype(int).reset_index()


if __name__ == "__main__":
    common.run(build, "leader_travel", ["iso3", "year"], ["register"], __doc__)
