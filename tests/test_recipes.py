"""Recipes: a small file in the publisher's layout goes in, the expected rows come out."""

import json
import subprocess
import sys
from pathlib import Path

import borders
import capability
import common
import datapackage
import democracy
import economy
import ideal_points
import leader_travel
import military_spending
import organisation_counts
import outlines
import pandas as pd
import positions
import pytest
import roll_call_years
import roll_calls
import states
import vote_counts
import votes
from conftest import rows

RECIPES = Path(common.__file__).parent
M49 = (
    "Sub-region Name;M49 Code;ISO-alpha2 Code;ISO-alpha3 Code;"
    "Land Locked Developing Countries (LLDC)\n"
    "Central Asia;398;KZ;KAZ;x\nEastern Europe;643;RU;RUS;\nMelanesia;242;FJ;FJI;\n"
    "Northern Africa;732;EH;ESH;\n"
)


def test_states(file):
    english = {
        "KZ": "Kazakhstan",
        "RU": "Russia",
        "FJ": "Fiji",
        "XK": "Kosovo",
        "TW": "Taiwan",
        "VA": "Vatican City",
    }
    names = [
        file(
            f"{code}.json",
            json.dumps({"main": {code: {"localeDisplayNames": {"territories": english | change}}}}),
        )
        for code, change in (("en", {}), ("id", {"RU": "Rusia"}))
    ]
    points = file(
        "points.tab",
        'ccode\tiso3c\tyear\n705\t"KAZ"\t2020\n365\t"RUS"\t2020\n'
        '950\t"FJI"\t2020\n265\t"DDR"\t1980\n',
    )
    wdi = file("wdi.csv", "Country Code,Indicator Code,2020\nFJI,SP.POP.TOTL,900000\n")
    table = states.build(file("m49.csv", M49), *names, points, wdi).set_index("iso3")
    assert list(table.index) == ["CSK", "FJI", "KAZ", "PSE", "RUS", "TWN", "VAT", "XKX", "YUG"]
    assert list(table.loc["KAZ"]) == [
        "KZ",
        "705",
        "Kazakhstan",
        "Kazakhstan",
        "Central Asia",
        "Central Asia",
        "focus",
        "KAZ",
        "true",
        "true",
    ]
    assert list(table.loc["RUS"])[3:] == [
        "Rusia",
        "Eastern Europe",
        "post-Soviet",
        "pole",
        "RUS",
        "true",
        "false",
    ]
    assert list(table.loc["FJI"])[4:] == ["Melanesia", "Oceania", "other", "other", "true", "false"]
    assert table.loc["VAT", ["landlocked", "in_votes"]].tolist() == ["true", "false"]


def test_ideal_points(file, tmp_path):
    april = file(
        "april.tab",
        "ccode\tyear\tNVotesFP\tIdealPointFP\tQ5%FP\tQ95%FP\n"
        "705\t2024\t5\t-0.448123\t-0.77\t-0.13\n345\t2005\t70\t0.5\t0.1\t0.9\n"
        "345\t2006\t70\t0.5\t0.1\t0.9\n2\t1990\t70\t2.5\t2.1\t2.9\n",
    )
    july = tmp_path / "july.dta"
    pd.DataFrame(
        {
            "ccode": [705, 331],
            "year": [2024.0, 1991.0],
            "nvotesfp": [93.0, None],
            "idealpointfp": [-0.5058, None],
            "q5fp": [-0.7045, None],
            "q95fp": [-0.3153, None],
        }
    ).to_stata(july, write_index=False)
    assert rows(ideal_points.build(april, july)) == [
        ("KAZ", "2024", "2025-07", "93", "-0.5058", "-0.7045", "-0.3153"),
        ("KAZ", "2024", "2026-04", "5", "-0.4481", "-0.77", "-0.13"),
        ("SRB", "2006", "2026-04", "70", "0.5", "0.1", "0.9"),
        ("YUG", "2005", "2026-04", "70", "0.5", "0.1", "0.9"),
    ]


@pytest.fixture
def matrices(file):
    """Two small matrices: a weekday for a date, a paragraph vote, and doubled roll calls."""
    first = file(
        "first.csv",
        "rcid,session,date,importantvote,unres,short,issues,KZ,NA,US\n"
        "3662,46,1992-08-03,0,R/46/242,BOSNIA,,Y,Y,\n"
        "5100,66,2012-03-09,0,R/66/1,UN--BUDGET,ec,Y,A,N\n"
        "5900,66,2012-03-09,,R/66/1,,,Y,A,N\n5901,66,2012-03-09,,R/66/1,,,A,A,N\n"
        "9079,74,2020-01-14,,A/RES/74/267,Enlargement,,Y,Y,N\n",
    )
    second = file(
        "second.csv",
        ",".join(roll_calls.SECOND) + ",KAZ,NAM,USA\n"
        "2020-01-14,74,A/RES/74/267,Enlargement,UNDL scrape,120,48,4,,,,Y,Y,N\n"
        '2020-12-07,75,A/RES/75/9 A,"Israel, peace : resolution",UNDL scrape,'
        "2,1,0,,,,Y,Y,N\n"
        "2021-12-01,,A/76/L.14,Peace,UNDL scrape,148,9,14,,,,Y,Y,N\n"
        "2023-12-04,78,rcid 9443,,Voeten (as of mid-2024),1,1,0,1,0,1,Y,?,N\n",
    )
    return first, second


def test_roll_calls(matrices):
    assert rows(roll_calls.build(*matrices)) == [
        (
            "A-RES-75-9A",
            "2020-12-07",
            "day",
            "75",
            "A/RES/75/9A",
            "Israel, peace : resolution",
            "",
            "2",
            "1",
            "0",
            "undl",
            "israel-peace",
        ),
        (
            "V3662",
            "1992-08-01",
            "month",
            "46",
            "A/RES/46/242",
            "BOSNIA",
            "",
            "2",
            "0",
            "0",
            "voeten2020",
            "bosnia",
        ),
        (
            "V5100",
            "2012-03-09",
            "day",
            "66",
            "A/RES/66/1",
            "UN--BUDGET",
            "ec",
            "1",
            "1",
            "1",
            "voeten2020",
            "un-budget",
        ),
        ("V5901", "2012-03-09", "day", "66", "A/RES/66/1", "", "", "0", "1", "2", "voeten2020", ""),
        (
            "V9079",
            "2020-01-14",
            "day",
            "74",
            "A/RES/74/267",
            "Enlargement",
            "",
            "2",
            "1",
            "0",
            "voeten2020",
            "enlargement",
        ),
        ("V9443", "2023-12-04", "day", "78", "", "", "hr;me", "1", "1", "0", "voeten2024", ""),
    ]


def test_topic_of_a_cut_title():
    whole = "The risk of nuclear proliferation " * 5
    assert roll_calls.topic(whole[:120] + "[...]") == roll_calls.topic(whole + " : resolution")


def test_votes(matrices):
    table = votes.build(*matrices)
    assert ("V9443", "USA", "N") in rows(table) and ("V3662", "KAZ", "Y") in rows(table)
    assert set(table["iso3"]) == {"KAZ", "USA"}  # Namibia is not in_votes
    assert len(table) == 11  # the United States was absent once


def test_vote_counts_and_years(file):
    counts = vote_counts.build(
        file(
            "counts.csv",
            "iso3,year,yes,no,abstain,total\n"
            "CZE,1992,50,10,15,75\nKAZ,2025,2,0,1,3\nKAZ,2026,1,0,0,1\n",
        )
    )
    assert rows(counts) == [("CSK", "1992", "50", "10", "15"), ("KAZ", "2025", "2", "0", "1")]
    every = "".join(f"KAZ,{year},1,0,1\n" for year in range(1992, 2026))
    dates = ["1992-08-01", "1992-09-01", "2022-11-03", "2022-11-04", "2023-01-02"]
    calls = "roll_call,date\n" + "".join(f"V{i},{date}\n" for i, date in enumerate(dates))
    table = roll_call_years.build(
        file("calls.csv", calls), file("all.csv", "iso3,year,yes,no,abstain\n" + every)
    )
    table = table.set_index("year")
    assert list(table.loc[1992]) == [2, 2, "true", ""]
    assert table.loc[2022, "held"] == 2 and table.loc[2022, "whole"] == "false"  # a named hole
    assert list(table.loc[2023]) == [1, 2, "false", ""]  # too few


def test_capability(file):
    nmc = file(
        "nmc.csv",
        "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"
        "KZK,705,1992,1500000,40,5680,153137,16518,4720,.0049972,7\n"
        "GFR,260,1990,1,1,1,1,1,1,.1,7\nGMY,255,1991,-9,500,1,1,79000,1,.03,7\n",
    )
    assert rows(capability.build(nmc)) == [
        ("DEU", "1991", "", "500", "1", "1", "79000", "1", "0.03"),
        ("KAZ", "1992", "1500000", "40", "5680", "153137", "16518", "4720", "0.0049972"),
    ]


def test_economy(file):
    wdi = file(
        "wdi.csv",
        '"Country Name","Country Code","Indicator Name","Indicator Code","1990",'
        '"1991","1992"\nKazakhstan,KAZ,GDP,NY.GDP.MKTP.CD,1,24880706200.5,\n'
        "Kazakhstan,KAZ,Population,SP.POP.TOTL,1,16450500,16439095\n"
        "World,WLD,Population,SP.POP.TOTL,1,2,3\nKazakhstan,KAZ,Other,XX,1,2,3\n",
    )
    assert rows(economy.build(wdi)) == [
        ("KAZ", "1991", "24880706200", "16450500"),
        ("KAZ", "1992", "", "16439095"),
    ]


def test_military_spending(file):
    sheet = file(
        "sheet.csv",
        "Share of GDP\n\n\nCountry,Notes,1990,1993,1994\n"
        '"Korea, South",,0.1,0.0311,...\nKazakhstan,1,xxx,1.0%,-\nFrance,,0.1,0.1,0.1\n',
    )
    assert rows(military_spending.build(sheet)) == [
        ("KAZ", "1993", "0.01"),
        ("KOR", "1993", "0.0311"),
    ]


def test_organisation_counts(file):
    igo = file(
        "igo.csv", "ccode,year,state,un,who,sco,old\n705,1992,kzk,1,1,3,-1\n316,1993,czr,1,2,-9,0\n"
    )
    assert rows(organisation_counts.build(igo)) == [
        ("CZE", "1993", "1", "2"),
        ("KAZ", "1992", "2", "3"),
    ]


def test_leader_travel(file):
    heading = "LeaderCountryOrIGO,CountryVisited,TripYear\n"
    register = file(
        "colt.csv",
        heading + "Kazakhstan,Turkiye,2022\nKazakhstan,Russia,2022\n"
        "United Nations (UN),Kazakhstan,2022\nSerbia and Montenegro,Crimea,1999\n",
    )
    assert rows(leader_travel.build(register)) == [
        ("KAZ", "2022", "2", "1"),
        ("RUS", "2022", "0", "1"),
        ("TUR", "2022", "0", "1"),
        ("YUG", "1999", "1", "0"),
    ]
    with pytest.raises(SystemExit, match="no state for Ruritania"):
        leader_travel.build(file("odd.csv", heading + "Kazakhstan,Ruritania,2022\n"))


def test_democracy(file):
    vdem = file(
        "vdem.csv",
        "country_name,country_text_id,year,v2x_polyarchy\n"
        "Kazakhstan,KAZ,1992,.303\nKazakhstan,KAZ,1990,.2\nSerbia,SRB,1999,.3\n"
        "Zanzibar,ZZB,1999,.3\nKazakhstan,KAZ,1993,\n",
    )
    assert rows(democracy.build(vdem)) == [("KAZ", "1992", "0.303"), ("YUG", "1999", "0.3")]


@pytest.fixture
def atlas(file):
    """Two squares of ten degrees on either side of 60 degrees east, and one across 180 degrees."""
    shape = {"type": "Polygon", "properties": {"name": ""}}
    world = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [
            [[60, 0], [0, 10]],
            [[60, 10], [-10, 0], [0, -10], [10, 0]],
            [[60, 10], [10, 0], [0, -10], [-10, 0]],
            [[175, -5], [-350, 0], [0, 10], [350, 0], [0, -10]],
        ],
        "objects": {
            "countries": {
                "geometries": [
                    shape | {"id": "398", "arcs": [[0, 1]]},
                    shape | {"id": "643", "arcs": [[~0, ~2]]},
                    shape | {"id": "732", "arcs": [[0, 1]]},  # a territory that is no state here
                    shape | {"id": "242", "type": "MultiPolygon", "arcs": [[[3]]]},
                ]
            }
        },
    }
    return file("atlas.json", json.dumps(world)), file("m49.csv", M49)


def test_outlines_and_borders(atlas):
    assert rows(borders.build(*atlas)) == [("KAZ", "RUS")]
    table = outlines.build(*atlas).set_index("iso3")
    square = 6371.0088**2 * 3.14159265 / 18 * 0.17364818  # R² · longitude · sin 10°
    assert table.loc["KAZ", "land_km2"] == pytest.approx(square, abs=1)
    assert table.loc["KAZ", "lon"] == 55 and table.loc["RUS", "lon"] == 65
    assert table.loc["KAZ", "lat"] == pytest.approx(4.98, abs=0.02)
    assert abs(table.loc["FJI", "lon"]) == 180 and table.loc["FJI", "land_km2"] < 2 * square


BUILDS = {
    recipe.__name__: (recipe.build, number)
    for recipe, number in (
        (states, 5),
        (ideal_points, 2),
        (roll_calls, 2),
        (votes, 2),
        (vote_counts, 1),
        (roll_call_years, 2),
        (capability, 1),
        (economy, 1),
        (military_spending, 1),
        (organisation_counts, 1),
        (leader_travel, 1),
        (democracy, 1),
        (borders, 2),
        (outlines, 2),
    )
}


@pytest.mark.parametrize("name", BUILDS)
@pytest.mark.parametrize("text", ["a,b\n1,2\n", ""])
def test_wrong_file_stops_with_a_message(file, tmp_path, name, text):
    build, number = BUILDS[name]
    wrong, out = file("wrong.csv", text), tmp_path / "out.csv"
    with pytest.raises(SystemExit, match=r"recipe stopped: .*wrong\.csv"):
        common.run(
            build,
            name,
            ["iso3"],
            [f"file{i}" for i in range(number)],
            "",
            [*[str(wrong)] * number, "-o", str(out)],
        )
    assert not out.exists()


def test_command_line(file, tmp_path):
    """The script as a user starts it: exit code, message, table, no half-written file."""
    out = tmp_path / "out.csv"
    start = [sys.executable, str(RECIPES / "vote_counts.py"), "-o", str(out)]
    failed = subprocess.run([*start, str(tmp_path / "none.csv")], capture_output=True, text=True)
    assert failed.returncode == 1 and "no file" in failed.stderr and not out.exists()
    counts = file("counts.csv", "iso3,year,yes,no,abstain\nUSA,2020,1,2,3\nKAZ,2020,3,2,1\n")
    subprocess.run([*start, str(counts)], check=True, capture_output=True)
    assert out.read_bytes() == b"iso3,year,yes,no,abstain\nKAZ,2020,3,2,1\nUSA,2020,1,2,3\n"
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_doubled_keys_are_refused(tmp_path):
    table = pd.DataFrame({"iso3": ["KAZ", "KAZ"], "year": [1, 1]})
    with pytest.raises(SystemExit, match="doubled"):
        common.write(table, ["iso3", "year"], tmp_path / "t.csv")
    assert list(tmp_path.iterdir()) == []


def test_datapackage_tool(file, tmp_path, capsys):
    file("a.csv", 'x\n1\n"two\nlines"\n')
    package = file("datapackage.json", json.dumps({"resources": [{"name": "a", "path": "a.csv"}]}))
    assert datapackage.main([str(tmp_path), "--check"]) == 1
    assert datapackage.main([str(tmp_path)]) == 0
    assert json.loads(package.read_text())["resources"][0]["rows"] == 2
    assert datapackage.main([str(tmp_path), "--check"]) == 0
    file("b.csv", "x\n")
    assert datapackage.main([str(tmp_path)]) == 1
    (tmp_path / "a.csv").unlink()
    assert datapackage.main([str(tmp_path), "--check"]) == 1
    assert "a.csv: described" in capsys.readouterr().out


def test_positions_come_out_as_they_stand():
    made = positions.build(common.DATA / "votes.csv")
    stands = common.read(common.DATA / "positions.csv")
    made = made.astype(str).sort_values(["diagram", "node"]).reset_index(drop=True)
    assert made[["diagram", "node"]].equals(stands[["diagram", "node"]])
    assert (made[["x", "y"]].astype(float) == stands[["x", "y"]].astype(float)).all(axis=None)
