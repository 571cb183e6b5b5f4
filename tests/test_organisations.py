"""Organisations, alliances and defence agreements: recipes on small files, and the hand tables."""

import alliances
import common
import defence_agreements
import informal_bodies
import organisation_spells
import pytest
from conftest import rows
from multivector import tables

IGO = "ccode,year,state,UN,NAM\n"
ATOP = "mem1,mem2,year,atopally,defense,offense,neutral,nonagg,consul\n"
IIGO = "iso3,iigo,title,iigo_begin,iigo_end\n"
DCAD = ",".join(defence_agreements.COLUMNS) + "\n"


def test_spells_break_at_a_gap_a_missing_year_and_a_change_of_status(file):
    published = IGO + (
        "705,1990,Kazakhstan,-1,-1\n705,1991,Kazakhstan,0,0\n705,1992,Kazakhstan,1,3\n"
        "705,1993,Kazakhstan,1,-9\n705,1994,Kazakhstan,1,3\n705,1995,Kazakhstan,1,1\n"
        "365,1990,Russia,1,0\n365,1991,Russia,1,0\n365,1993,Russia,1,0\n"
    )
    assert rows(organisation_spells.build(file("published.csv", published))) == [
        ("KAZ", "nam", "full", "1995", "1995"),
        ("KAZ", "nam", "observer", "1992", "1992"),
        ("KAZ", "nam", "observer", "1994", "1994"),
        ("KAZ", "un", "full", "1992", "1995"),
        ("RUS", "un", "full", "1991", "1991"),
        ("RUS", "un", "full", "1993", "1993"),
    ]


def test_spells_follow_the_state_of_the_year(file):
    published = IGO + "345,2005,Yugoslavia,1,0\n345,2006,Yugoslavia,1,0\n"
    assert rows(organisation_spells.build(file("published.csv", published))) == [
        ("SRB", "un", "full", "2006", "2006"),
        ("YUG", "un", "full", "2005", "2005"),
    ]


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (IGO + "705,1992,Kazakhstan,7,0\n", "UN of KAZ in 1992 is '7'"),
        (IGO + "705,1992,Kazakhstan,,0\n", "UN of KAZ in 1992 is ''"),
        (IGO + "999,1992,Atlantis,1,0\n", "no state for Atlantis"),
        ("ccode,year,UN\n705,1992,1\n", "no column state"),
    ],
)
def test_spells_stop(file, published, said):
    with pytest.raises(SystemExit, match=said):
        organisation_spells.build(file("published.csv", published))


def test_informal_bodies(file):
    published = IIGO + (
        "KAZ,CICA,Conference,1999,2006\nRUS,,Normandy Format,2014,\n"
        "BRA,CG,Contadora Group,,\nKAZ,G5/6/7/8,Group Of 5678,1975,\n"
    )
    assert rows(informal_bodies.build(file("published.csv", published))) == [
        ("BRA", "CG", "Contadora Group", "", ""),
        ("KAZ", "CICA", "Conference", "1999", "2006"),
        ("KAZ", "G5/6/7/8", "Group Of 5/6/7/8", "1975", ""),
        ("RUS", "", "Normandy Format", "2014", ""),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("KZK,CICA,Conference,1999,\n", "no state for KZK"),
        ("KAZ,CICA,Conference,1999,1990\n", "Conference ends before"),
        ("KAZ,CICA,Conference,soon,\n", "Conference ends before it begins, or has no year"),
    ],
)
def test_informal_bodies_stop(file, row, said):
    with pytest.raises(SystemExit, match=said):
        informal_bodies.build(file("published.csv", IIGO + row))


def test_alliances_find_kazakhstan_on_both_sides(file):
    published = ATOP + (
        "365,705,1992,1,1,0,0,1,1\n365,705,1993,1,1,0,0,1,0\n365,705,1995,1,1,0,0,0,0\n"
        "705,710,1993,1,0,0,0,1,0\n2,20,1993,1,1,0,0,1,1\n365,705,1990,1,1,0,0,1,1\n"
    )
    assert rows(alliances.build(file("published.csv", published))) == [
        ("CHN", "non-aggression", "1993", "1993"),
        ("RUS", "consultation", "1992", "1992"),
        ("RUS", "defence", "1992", "1993"),
        ("RUS", "defence", "1995", "1995"),
        ("RUS", "non-aggression", "1992", "1993"),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("365,705,1992,1,2,0,0,1,1\n", "neither 0 nor 1"),
        ("365,705,,1,1,0,0,1,1\n", "without mem1, mem2 or year"),
        ("705,999,1992,1,1,0,0,1,1\n", "no state for"),
    ],
)
def test_alliances_stop(file, row, said):
    with pytest.raises(SystemExit, match=said):
        alliances.build(file("published.csv", ATOP + row))


def test_defence_agreements(file):
    published = DCAD + (
        "DCADv1.0-0001,2,USA,705,KZK,1997,11.0,17.0,,general,DCA,DIC,,2003,1,factiva\n"
        "DCADv1.0-0002,705,KZK,770,PAK,2005,,,2006.0,sector,TREX,,,2010,0,treaty\n"
        "DCADv1.0-0003,145,BOL,145,VEN,2006,5.0,,,general,DCA,,,2010,1,treaty\n"
        "DCADv1.0-0004,2,USA,365,RUS,1990,5.0,1.0,,general,DCA,,,2010,1,treaty\n"
        "DCADv1.0-1847,750,IND,750,IND,2006,3.0,8.0,,sector,RESEARCH,,,2010,0,factiva\n"
    )
    assert rows(defence_agreements.build(file("published.csv", published))) == [
        ("0001", "USA", "KAZ", "1997-11-17", "", "general", "dca;dic", "2003", "1", "news"),
        ("0002", "KAZ", "PAK", "2005", "2006", "sector", "trex", "2010", "0", "treaty"),
        ("0003", "BOL", "VEN", "2006-05", "", "general", "dca", "2010", "1", "treaty"),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("DCADv1.0-0001,2,USA,2,USA,1997,,,,general,DCA,,,2003,1,treaty\n", "of one state only"),
        ("DCADv1.0-0001,2,USA,999,ATL,1997,,,,general,DCA,,,2003,1,treaty\n", "no state for ATL"),
        ("DCADv1.0-0001,2,USA,705,KZK,1997,,,,secret,DCA,,,2003,1,treaty\n", "unknown .* secret"),
        ("DCADv1.0-0001,2,USA,705,KZK,1997,,,,general,XYZ,,,2003,1,treaty\n", "unknown .* XYZ"),
    ],
)
def test_defence_agreements_stop(file, row, said):
    with pytest.raises(SystemExit, match=said):
        defence_agreements.build(file("published.csv", DCAD + row))


@pytest.mark.parametrize(
    "recipe", [organisation_spells, informal_bodies, alliances, defence_agreements]
)
def test_a_file_of_another_publisher_stops_every_recipe(file, recipe):
    with pytest.raises(SystemExit, match="has no column"):
        recipe.build(file("published.csv", "country,value\nKAZ,1\n"))


def test_spells_do_not_overlap():
    for name, key in (
        ("organisation_spells", ["iso3", "organisation"]),
        ("alliances", ["iso3", "obligation"]),
    ):
        table = tables.read(name).sort_values([*key, "from_year"])
        assert (table["from_year"] <= table["to_year"]).all()
        before = table.groupby(key)["to_year"].shift()
        assert not (table["from_year"] <= before).any()


def test_every_organisation_is_coded_by_the_rule():
    coded = tables.read("organisations")
    assert set(coded["organisation"]) == set(tables.read("organisation_spells")["organisation"])
    assert (coded.loc[coded["universal"], "anchor"] == "none").all()


def test_accessions_agree_with_the_spells_and_say_where_sources_differ():
    table = tables.read("accessions")
    spells = tables.read("organisation_spells").query("iso3 == 'KAZ'")
    first = spells.groupby("organisation")["from_year"].min()
    named = table[table["cow"].isin(first.index)]
    assert (named["cow_from"] == named["cow"].map(first)).all()
    assert table.loc[~table["cow"].isin(first.index), "cow_from"].isna().all()
    for _, group in table.dropna(subset="joined").groupby("organisation"):
        years = set(group.query("status != 'invited'")["joined"].str[:4])
        said = group["note"].fillna("").str.contains("CONFLICT|[Rr]atification").any()
        assert len(years) <= 1 or said, group["organisation"].iloc[0]


def test_integration_bodies_are_founded_before_others_join():
    table = tables.read("integration_bodies")
    assert (table.groupby("body")["role"].apply(lambda role: (role == "founder").any())).all()
    dated = table.dropna(subset="date")
    assert (dated["date"].str[:4] >= dated["founded"].str[:4]).all()
    assert set(table["body"]) <= set(tables.read("accessions")["organisation"])
    assert common.states()["iso3"].isin(table["signatory"]).sum() == table["signatory"].nunique()
