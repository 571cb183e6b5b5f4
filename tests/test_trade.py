"""Recipes of the trade tables: a small file in the publisher's layout, the expected rows."""

import common
import pandas as pd
import pytest
import trade_baci
import trade_cow
import trade_wits

RECIPES = [trade_cow, trade_baci, trade_wits]
WITS = (
    "Nomenclature,ReporterISO3,ProductCode,ReporterName,PartnerISO3,PartnerName,Year,"
    "TradeFlowName,TradeFlowCode,TradeValue in 1000 USD\n"
)


def rows(table):
    """Rows by reporter and partner: year, exports, imports; None for missing."""
    return {
        (row.reporter, row.partner, row.year): tuple(
            None if pd.isna(value) else value for value in (row.exports, row.imports)
        )
        for row in table.itertuples(index=False)
    }


def test_cow(file):
    """A pair gives a row to each reporter; what one exports is what the other imports."""
    dyads = file(
        "Dyadic_COW_4.0.csv",
        "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1,smoothflow2\n"
        "2,705,1995,USA,Kazakhstan,117.1234,65,117,65\n"  # both sides report
        "2,20,1995,USA,Canada,5,6,5,6\n"  # Canada is no reporter
        "2,20,1990,USA,Canada,5,6,5,6\n"  # before independence
        "365,705,1993,Russia,Kazakhstan,0,0,0,0\n"  # a hole, not a zero
        "365,705,1996,Russia,Kazakhstan,0,7,0,7\n"  # a zero
        "345,705,2000,Yugoslavia,Kazakhstan,-9,1,-9,1\n"
        "220,225,1995,France,Switzerland,1,1,1,1\n",
    )
    assert rows(trade_cow.build(dyads)) == {
        ("USA", "KAZ", 1995): (65, 117.123),
        ("KAZ", "USA", 1995): (117.123, 65),
        ("USA", "CAN", 1995): (6, 5),
        ("RUS", "KAZ", 1996): (7, 0),
        ("KAZ", "RUS", 1996): (0, 7),
        ("KAZ", "YUG", 2000): (None, 1),
    }


@pytest.fixture
def release(file, tmp_path):
    """A folder of BACI with two years and the list of countries."""
    file(
        "country_codes_V202301.csv",
        "country_code,country_name,country_iso2,country_iso3\n398,Kazakhstan,KZ,KAZ\n"
        "156,China,CN,CHN\n344,Hong Kong,HK,HKG\n891,Serbia and Montenegro,CS,SCG\n76,,BR,BRA\n",
    )
    file(
        "BACI_HS92_Y2000_V202301.csv",
        "t,i,j,k,v,q\n2000,398,156,270900,1500.5,9\n2000,398,156,260300,500.0,NA\n"
        "2000,156,398,010121,2.0,1\n2000,891,398,010121,3.25,1\n2000,398,344,010121,8.0,1\n"
        "2000,344,891,010121,8.0,1\n",
    )
    file("BACI_HS92_Y2001_V202301.csv", "t,i,j,k,v,q\n2001,398,156,270900,1.0,9\n")
    return tmp_path


def test_baci(release, capsys):
    """Products are summed over all files; what is not recorded is missing."""
    assert rows(trade_baci.build(release)) == {
        ("KAZ", "CHN", 2000): (2.0, 0.002),  # 2.0005 rounded
        ("CHN", "KAZ", 2000): (0.002, 2.0),
        ("KAZ", "YUG", 2000): (None, 0.003),
        ("KAZ", "CHN", 2001): (0.001, None),
        ("CHN", "KAZ", 2001): (None, 0.001),
    }
    assert "1 rows" in capsys.readouterr().out  # Hong Kong is no state here


def test_baci_release_is_whole(release):
    """Stop when a code is unknown or the list of countries is missing."""
    path = release / "BACI_HS92_Y2002_V202301.csv"
    path.write_text("t,i,j,k,v,q\n2002,999,156,270900,1.0,9\n")
    with pytest.raises(SystemExit, match="has country 999, which is not in country_codes"):
        trade_baci.build(release)
    path.unlink()
    (release / "country_codes_V202301.csv").unlink()
    with pytest.raises(SystemExit, match=r"recipe stopped: .* has no BACI_HS"):
        trade_baci.build(release)


def wits_row(reporter, partner, year, flow, value, product="Total"):
    """A line of a WITS query."""
    return f"H0,{reporter},{product},,{partner},,{year},{flow},0,{value}\n"


def test_wits(file, capsys):
    """Own codes of WITS are known; groups, the world and the reporter itself are left out."""
    query = WITS + "".join(
        wits_row(*row)
        for row in [
            ("KAZ", "CHN", 2015, "Gross Exp.", "5480131.7"),
            ("KAZ", "CHN", 2015, "Gross Imp.", "5087836.5"),
            ("KAZ", "CHN", 2015, "Export", "5480131.7"),
            ("KAZ", "CHN", 2015, "Gross Exp.", "5", "27"),
            ("KAZ", "SER", 2005, "Gross Imp.", "1000"),
            ("KAZ", "SUD", 2013, "Gross Exp.", ""),
            ("KAZ", "SUD", 2013, "Gross Imp.", "3.2"),
            ("KAZ", "UNS", 2013, "Gross Imp.", "100"),
            ("KAZ", "WLD", 2013, "Gross Imp.", "100"),
            ("CHN", "CHN", 2013, "Gross Imp.", "100"),
            ("KAZ", "CHN", 1990, "Gross Imp.", "100"),
            ("FRA", "CHN", 2013, "Gross Imp.", "100"),
        ]
    )
    assert rows(trade_wits.build(file("wits.csv", query))) == {
        ("KAZ", "CHN", 2015): (5480.132, 5087.836),
        ("KAZ", "YUG", 2005): (None, 1),
        ("KAZ", "SDN", 2013): (None, 0.003),
    }
    assert "2 rows" in capsys.readouterr().out


def test_wits_twice(file):
    """Two nomenclatures in one file would double a flow."""
    twice = file("wits.csv", WITS + 2 * wits_row("KAZ", "CHN", 2015, "Gross Exp.", "5"))
    with pytest.raises(SystemExit, match="has a flow twice"):
        trade_wits.build(twice)


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("text", ["a,b\n1,2\n", ""])
def test_wrong_file_stops_with_a_message(file, tmp_path, recipe, text):
    """A file that is not the publisher's leaves nothing written."""
    wrong, out = file("BACI_HS92_Y2000_wrong.csv", text), tmp_path / "out.csv"
    if recipe is trade_baci:
        file("country_codes.csv", "country_code,country_iso3\n")
        wrong = tmp_path
    with pytest.raises(SystemExit, match=r"recipe stopped: .*wrong\.csv"):
        common.run(recipe.build, "t", trade_cow.KEY, ["file"], "", [str(wrong), "-o", str(out)])
    assert not out.exists()


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_table_holds_what_its_recipe_makes(recipe):
    """The reporters of the recipe, their partners other states, at least one flow in each row."""
    table = common.read(common.DATA / f"{recipe.__name__}.csv")
    assert set(table["reporter"]) <= set(recipe.REPORTERS)
    assert set(table["partner"]) <= set(common.states()["iso3"])
    assert (table["reporter"] != table["partner"]).all()
    assert (table["exports"] + table["imports"] != "").all()
