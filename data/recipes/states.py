"""Table `states`: codes, names, regions, and the book's own groups, roles and colours.

    python data/recipes/states.py M49.csv EN.json ID.json IDEALPOINTS.tab WDICSV.csv

M49.csv           UN Statistics Division, standard country codes, the CSV download
EN.json, ID.json  Unicode CLDR, cldr-localenames-full, main/<language>/territories.json
IDEALPOINTS.tab   Bailey, Strezhnev and Voeten (for the members of the UN and their COW numbers)
WDICSV.csv        World Bank, WDI bulk download (population 2020, for in_votes)

Run on the publishers' CLDR and ideal-point files; the M49 and WDI files were laid out from
extracts.
"""

import common
import pandas as pd

M49 = ["ISO-alpha3 Code", "ISO-alpha2 Code", "Sub-region Name",
       "Land Locked Developing Countries (LLDC)"]
BY_HAND = {  # iso3: iso2, cow, region; what M49 or the voting data do not list
    "CSK": ("CS", "315", "Eastern Europe"), "YUG": ("YU", "345", "Southern Europe"),
    "XKX": ("XK", "347", "Southern Europe"), "TWN": ("TW", "713", "Eastern Asia"),
    "VAT": ("VA", "", "Southern Europe"), "PSE": ("PS", "", "Western Asia")}
NAMES = {"CS": ("Czechoslovakia", "Cekoslowakia"), "YU": ("Yugoslavia", "Yugoslavia"),
         "CD": ("DR Congo", "Republik Demokratik Kongo"), "CG": ("Congo", "Republik Kongo"),
         "MM": ("Myanmar", "Myanmar"), "PS": ("Palestine", "Palestina"), "TR": ("Turkey", "Turki"),
         "SZ": ("Eswatini", "Eswatini"), "CI": ("Côte d’Ivoire", "Pantai Gading")}
CENTRAL_ASIA = {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
POST_SOVIET = {"ARM", "AZE", "BLR", "EST", "GEO", "LVA", "LTU", "MDA", "RUS", "UKR"}
EU = {
    "AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN",
    "IRL", "ITA", "LVA", "LTU", "LUX", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "ESP",
    "SWE"}
ROLES = {"KAZ": "focus", "RUS": "pole", "USA": "pole", "CHN": "great", "TUR": "case",
         "BRA": "case", "IDN": "case", "UZB": "placebo", "KGZ": "placebo", "MNG": "placebo",
         "AZE": "placebo"}
LANDLOCKED_EUROPE = {
    "AND", "AUT", "BLR", "CHE", "CSK", "CZE", "HUN", "LIE", "LUX", "SMR", "SRB", "SVK", "VAT",
    "XKX"}
G20 = {
    "ARG", "AUS", "BRA", "CAN", "CHN", "FRA", "DEU", "IND", "IDN", "ITA", "JPN", "KOR", "MEX",
    "RUS", "SAU", "ZAF", "TUR", "GBR", "USA"}
NEIGHBOURS = {"RUS", "CHN", "AFG", "IRN"}  # by land, of the five of Central Asia
GROUPS = {"Europe": "Europe", "Asia": "Asia", "Northern Africa": "Middle East and North Africa",
          "Western Asia": "Middle East and North Africa", "America": "Americas",
          "Sub-Saharan Africa": "Sub-Saharan Africa"}


def group(iso3: str, region: str) -> str:
    """The book's plain grouping, from the M49 sub-region."""
    if iso3 in CENTRAL_ASIA | POST_SOVIET:
        return "Central Asia" if iso3 in CENTRAL_ASIA else "post-Soviet"
    if iso3 in {"CYP", "IRN"}:
        return "Europe" if iso3 == "CYP" else "Middle East and North Africa"
    named = [name for part, name in GROUPS.items() if part in region]
    return named[-1] if named else "Oceania"


def colour(iso3: str) -> str:
    """The key of a state's colour in every figure."""
    if iso3 in {"KAZ", "RUS", "USA", "CHN", "TUR"}:
        return iso3
    return "EU" if iso3 in EU else "CA" if iso3 in CENTRAL_ASIA else "other"


def build(m49, english, indonesian, ideal_points, wdi) -> pd.DataFrame:
    """One row a state: members of the UN, four others, and two that have ended."""
    area = common.read(m49, M49, sep=None, engine="python").set_index("ISO-alpha3 Code")
    votes = common.read(ideal_points, ["ccode", "iso3c", "year"], sep="\t")
    votes = votes[votes["year"].astype(int) >= 2011].replace({"iso3c": {"YUG": "SRB"}})
    cow = dict(zip(votes["iso3c"], votes["ccode"], strict=True))
    table = pd.DataFrame({"iso3": sorted(cow.keys() | BY_HAND.keys())})
    hand = [BY_HAND.get(code, ("", "", "")) for code in table["iso3"]]
    listed = area.reindex(table["iso3"]).fillna("")
    table["iso2"] = [h[0] or code for h, code in zip(hand, listed["ISO-alpha2 Code"], strict=True)]
    table["cow"] = [h[1] or cow.get(code, "") for h, code in zip(hand, table["iso3"], strict=True)]
    for place, path in enumerate((english, indonesian)):
        names = common.read_json(path, "main", "*", "localeDisplayNames", "territories")
        table[("name_en", "name_id")[place]] = [
            (NAMES[code][place] if code in NAMES else names[code]).replace(" & ", " and ")
            for code in table["iso2"]]
    table["region"] = [h[2] or name for h, name in
                       zip(hand, listed["Sub-region Name"], strict=True)]
    table["group"] = [group(*pair) for pair in zip(table["iso3"], table["region"], strict=True)]
    table["role"] = table["iso3"].map(ROLES).fillna("other")
    table["colour"] = table["iso3"].map(colour)
    people = common.read(wdi, ["Country Code", "Indicator Code", "2020"])
    people = people[people["Indicator Code"] == "SP.POP.TOTL"].set_index("Country Code")["2020"]
    table["people"] = common.numbers(table["iso3"].map(people))
    largest = table[table["iso3"].isin(cow)].sort_values("people", ascending=False)
    chosen = G20 | CENTRAL_ASIA | POST_SOVIET | NEIGHBOURS | ROLES.keys()
    chosen |= set(largest.groupby("region").head(2)["iso3"])
    table["in_votes"] = table["iso3"].isin(chosen).map({True: "true", False: "false"})
    landlocked = listed["Land Locked Developing Countries (LLDC)"].ne("").to_numpy()
    table["landlocked"] = (landlocked | table["iso3"].isin(LANDLOCKED_EUROPE)).map(
        {True: "true", False: "false"})
    return table.drop(columns="people")


if __name__ == "__main__":
    common.run(build, "states", ["iso3"],
               ["m49", "english", "indonesian", "ideal_points", "wdi"], __doc__)
