"""Chapter 4: the numbers of the page are those of its verdicts, and the record is what it was."""

import networkx as nx
import numpy as np
import pytest
from multivector import networks, tables
from multivector.verdicts import chapter04, core

PAGE = {
    ("A03", "mongolia"): "mongolia",
    ("A23", "rank"): "russia",
    ("A34", "share"): "union",
    ("A34", "sources"): "facts-A34",
    ("A37", "first"): "china",
    ("A37", "largest"): "largest",
    ("A41", "sources"): "facts-A41",
    ("A41", "ties"): "ties",
    ("A42", "sources"): "facts-A42",
    ("A42", "stock"): "stock",
    ("A43", "mirror"): "mirror",
    ("A43", "sources"): "facts-A43",
    ("A49", "sources"): "facts-A49",
    ("A50", "sources"): "facts-A50",
    ("A66", "trade"): "turkey",
    ("A68", "sources"): "facts-A68",
    ("T08", "energy"): "energy",
}


@pytest.fixture(scope="module")
def glued(glued_in):
    return glued_in("04-trade-oil.ipynb")


@pytest.mark.parametrize(("test", "name"), PAGE.items(), ids=lambda value: "-".join(value))
def test_the_page_says_what_the_verdict_says(test, name, glued):
    measured = core._TESTS[test]()
    for part in ("value", "low", "high", "n"):
        assert float(glued[f"trade-{name}-{part}"]) == pytest.approx(getattr(measured, part))


def test_every_threshold_of_the_chapter_is_on_the_page():
    rows = tables.read("thresholds").query("chapter == 4")
    assert set(PAGE) == {(row.claim, row.test) for row in rows.itertuples()}


def test_shares_of_a_year_are_a_whole_and_turnover_is_both_directions():
    for source in chapter04.SOURCES:
        for flow in chapter04.FLOWS:
            shares = chapter04._shares(source, "KAZ", flow)
            assert np.allclose(shares.sum(axis=1), 1) and "KAZ" not in shares
    rows = tables.read("trade_baci").query("reporter == 'KAZ' and year == 2020").fillna(0)
    russia = rows.set_index("partner").loc["RUS", ["exports", "imports"]].sum()
    total = rows[["exports", "imports"]].to_numpy().sum()
    assert chapter04._shares("baci").loc[2020, "RUS"] == pytest.approx(russia / total)


def test_the_union_is_four_members_and_one_year_decides_about_russia():
    assert sorted([*chapter04.UNION, "KAZ"]) == ["ARM", "BLR", "KAZ", "KGZ", "RUS"]
    rank = chapter04._shares("baci").loc[2000:2020].rank(axis=1, ascending=False)["RUS"]
    assert rank.index[rank > 2].tolist() == [2010]


def test_the_hole_of_2010_is_seen_from_the_other_side():
    """Russia declares twice of what Kazakhstan does in 2010, and about the same a year before."""
    rows = tables.read("trade_wits").set_index(["reporter", "partner", "year"])
    sent, got = rows.loc[("RUS", "KAZ"), "exports"], rows.loc[("KAZ", "RUS"), "imports"]
    ratio = (sent / got).loc[2009:2011]
    assert ratio[2010] > 1.8 and 0.8 < ratio[2009] < 1.1 and 0.8 < ratio[2011] < 1.1


def test_routes_across_russia_are_those_that_say_so():
    rows = tables.read("oil_routes")
    through = rows[rows["transits"].fillna("").str.contains("RUS")]["route_id"].unique()
    assert set(chapter04.ACROSS) <= set(through)
    assert not set(chapter04.ASIDE) & set(through)
    assert set(through) - set(chapter04.ACROSS) == {"druzhba_germany"}  # a part of Atyrau-Samara


def test_the_last_three_periods_are_those_of_the_table():
    rows = tables.read("oil_routes").query("kind == 'actual' and scope != 'all'")
    years = {period[:4] for period in rows.query("route_id == 'cpc'")["period"]}
    assert sorted(years)[-3:] == [period[:4] for period in chapter04.OIL_YEARS]


def test_oil_counted_twice_would_be_seen():
    rows = tables.read("oil_routes").query("kind == 'actual' and period == '2025'")
    rows = rows[rows["route_id"].isin(["atyrau_samara", "druzhba_germany"])]
    with pytest.raises(ValueError, match="counted twice"):
        networks.routes(rows.drop_duplicates("route_id"))


def test_without_russia_only_aktau_and_china_are_left(glued):
    """By hand: 5.2 and 20 of 78.7 million tonnes, or 10 less with the Russian oil in the pipe."""
    assert float(glued["trade-cut-russia"]) == pytest.approx((5.2 + 20) / 78.7)
    assert float(glued["trade-cut-tight"]) == pytest.approx((5.2 + 10) / 78.7)
    assert float(glued["trade-room"]) == pytest.approx(72.5 + 17.5 + 5.2 + 20)


def test_the_union_as_one_buyer_takes_the_lead_away(glued):
    assert float(glued["trade-buyers-KAZ"]) > float(glued["trade-buyers-AZE"])
    assert float(glued["trade-one-KAZ"]) < float(glued["trade-one-UZB"])


def test_every_place_of_the_routes_is_drawn_and_no_labels_touch():
    rows = tables.read("positions").query("diagram == 'routes'").set_index("node")[["x", "y"]]
    routes = tables.read("oil_routes").query("period == '2025' and kind == 'actual'")
    routes = routes[routes["to"] != "various"].drop_duplicates("route_id").drop(columns="part_of")
    assert set(networks.routes(routes)) <= set(rows.index)
    assert nx.is_directed_acyclic_graph(networks.routes(routes))
    gap = np.abs(rows.to_numpy()[:, None] - rows.to_numpy())
    assert ((gap >= [0.16, 0.08]).any(axis=2) | np.eye(len(rows), dtype=bool)).all()
