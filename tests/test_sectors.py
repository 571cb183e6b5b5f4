"""Sector tables: recipes on small files in the publishers' layout; what hand tables hold."""

import csv
import math
import re
from pathlib import Path

import arms
import common
import investment
import pytest

NOTES = "".join(f"Note {number}\n" for number in range(11))
HEADER = (
    'Recipient,Supplier,Year of order,"",Number ordered,"",Weapon designation,Weapon description,'
    'Number delivered,"",Year(s) of delivery,status,Comments,SIPRI TIV per unit,'
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
)
DIP = (
    "DATAFLOW,COUNTRY,DV_TYPE,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,"
    "SCALE,STATUS\n"
)
IN, OUT = investment.INWARD, investment.OUTWARD
SHARED_COLUMNS = {"source", "url", "confidence", "note"}
BY_HAND = [
    "census",
    "exercises",
    "investment_points",
    "nuclear_milestones",
    "oil_disruptions",
    "oil_routes",
    "peacekeeping",
    "scholarships",
    "students_abroad",
    "uranium",
    "uranium_partners",
]


@pytest.fixture
def file(tmp_path):
    """Write a text as the publisher would and return its path."""

    def write(text):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="latin1")
        return path

    return write


def deal(supplier, years, value, recipient="Kazakhstan"):
    """A row of the register."""
    return f"{recipient},{supplier},2000,,1,,A,a,1,,{years},New,,1,1,{value}\n"


def register(*deals):
    """A register as SIPRI exports it: notes, header, deals."""
    return NOTES + HEADER + "".join(deals)


def position(country, dv_type, indicator, counterpart, year, value, frequency="A"):
    """A row of the IMF's file."""
    return f"D,{country},{dv_type},{indicator},{counterpart},{frequency},{year},{value},6,\n"


def table(name):
    """Rows of a table of the data folder as dictionaries of text."""
    with (common.DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_arms_splits_a_deal_over_its_years_and_writes_shares(file):
    path = file(
        register(
            deal("Russia", 1995, 30),
            deal("Russia", "1996; 1997", 20),
            deal("Turkiye", 1996, 10),
            deal("unknown supplier(s)", 2025, ""),
            deal("United States", 2025, 5),
            deal("China", 1995, 99, recipient="Mongolia"),
            deal("China", "", 0),
        )
    )
    rows = [tuple(row) for row in arms.build(path).fillna("").itertuples(index=False)]
    assert rows == [
        ("1992-1996", "Russia", "RUS", 0.8, 2, 3),
        ("1992-1996", "Turkey", "TUR", 0.2, 1, 3),
        ("1997-2001", "Russia", "RUS", 1.0, 1, 1),
        ("2022-2025", "United States", "USA", 1.0, 1, 2),
        ("2022-2025", "unknown", "", 0.0, 1, 2),
    ]


def test_arms_uses_the_state_of_the_time(file):
    path = file(register(deal("Czechoslovakia", 1992, 1), deal("Czechia", 1993, 3)))
    assert sorted(arms.build(path)["iso3"]) == ["CSK", "CZE"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Country,Value\nKAZ,1\n", "has no column Recipient"),
        (register(deal("Atlantis", 1995, 1)), "no state for Atlantis"),
        (register(deal("Russia", "", 7)), "no delivery year"),
        (register(deal("Russia", 1989, 7)), "before 1992"),
    ],
)
def test_arms_stops_with_a_message(file, text, message):
    with pytest.raises(SystemExit, match=message):
        arms.build(file(text))


def test_arms_stops_without_a_file(tmp_path):
    with pytest.raises(SystemExit, match="no file"):
        arms.build(tmp_path / "none.csv")


def test_investment_tells_who_reports_and_which_way(file):
    path = file(
        DIP
        + position("KAZ", "O", IN, "USA", 2020, 38e9)
        + position("KAZ", "SCC", IN, "USA", 2020, 36e9)  # the same as the next, kept from there
        + position("USA", "O", OUT, "KAZ", 2020, 36.5e9)
        + position("USA", "SCC", IN, "KAZ", 2020, -1500)
        + position("USA", "O", IN, "KAZ", 2021, "")
        + position("KAZ", "O", IN, "G001", 2020, 9e9)
        + position("KAZ", "O", "INWD_D_NETLA_F51_ALL", "USA", 2020, 1)
        + position("KAZ", "O", IN, "CHN", "2020-Q1", 1, frequency="Q")
        + position("USA", "O", OUT, "CHN", 2020, 1)
    )
    rows = sorted(tuple(row) for row in investment.build(path).itertuples(index=False))
    assert rows == [
        ("USA", "2020", "into_KAZ", "KAZ", 38000.0),
        ("USA", "2020", "into_KAZ", "counterpart", 36500.0),
        ("USA", "2020", "out_of_KAZ", "KAZ", -0.002),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("COUNTRY,YEAR\nKAZ,2020\n", "has no column DV_TYPE"),
        (DIP + position("KAZ", "X", IN, "USA", 2020, 1), "neither O nor SCC"),
        (DIP + 2 * position("KAZ", "O", IN, "USA", 2020, 1), "stand there twice"),
    ],
)
def test_investment_stops_with_a_message(file, text, message):
    with pytest.raises(SystemExit, match=message):
        investment.build(file(text))


def test_shares_of_arms_make_a_whole():
    totals = {}
    for row in table("arms"):
        totals[row["period"]] = totals.get(row["period"], 0) + float(row["share"])
    assert all(math.isclose(total, 1, abs_tol=0.001) for total in totals.values())


@pytest.mark.parametrize("name", BY_HAND)
def test_hand_tables_say_where_a_row_is_from(name):
    rows = table(name)
    assert set(rows[0]) >= SHARED_COLUMNS
    assert all(row["url"].startswith("http") and row["source"] for row in rows)


def test_a_route_has_one_path_and_its_whole_is_a_route():
    rows = table("oil_routes")
    paths = {}
    for row in rows:
        path = tuple(row[name] for name in ("part_of", "from", "to", "transits"))
        assert paths.setdefault(row["route_id"], path) == path
        assert row["part_of"] in {"", *(other["route_id"] for other in rows)}
        measured = {"actual": "volume_mt", "capacity": "capacity_mt"}.get(row["kind"])
        assert measured is None or row[measured]


def test_joined_codes_are_states():
    states = {row["iso3"] for row in table("states")}
    columns = ("partners", "host", "transits")
    for name in ("exercises", "nuclear_milestones", "oil_routes"):
        for row in table(name):
            codes = {code for column in columns for code in row.get(column, "").split(";")}
            assert codes - {"", "none"} <= states, row


def test_uranium_of_states_is_no_more_than_the_world():
    totals = {}
    for row in table("uranium"):
        if row["source"] == "wna2025":
            year = totals.setdefault(row["year"], [0, int(row["world_tonnes_u"])])
            year[0] += int(row["tonnes_u"])
    assert totals and all(0.9 * world < mined <= world for mined, world in totals.values())


def test_recipes_say_what_they_were_not_run_on():
    for recipe in (arms, investment):
        text = re.sub(r"\s+", " ", Path(recipe.__file__).read_text(encoding="utf-8"))
        assert "not on the publisher's whole file" in text
