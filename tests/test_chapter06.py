"""Chapter 6: the numbers of the page are those of its verdicts, and its network has room."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from multivector import measures, networks, tables
from multivector.verdicts import chapter06, core

FACTS = ["A24", "A33", "A35", "A40", "A56", "A71", "A75", "A79", "A80", "A86"]
PAGE = {
    ("A16", "full"): "full",
    ("A31", "founder"): "founder",
    ("A70", "age"): "age",
    ("T16", "rooms"): "rooms",
    **{(claim, "sources"): claim for claim in FACTS},
}


@pytest.fixture(scope="module")
def glued(glued_in):
    return glued_in("06-organisations.ipynb")


@pytest.mark.parametrize(("test", "name"), PAGE.items(), ids=lambda value: "-".join(value))
def test_the_page_says_what_the_verdict_says(test, name, glued):
    measured = core._TESTS[test]()
    for part in ("value", "low", "high", "n"):
        said = float(glued[f"organisations-{name}-{part}"])
        assert said == pytest.approx(getattr(measured, part))


def test_every_threshold_of_the_chapter_is_on_the_page():
    rows = tables.read("thresholds").query("chapter == 6")
    assert set(PAGE) == {(row.claim, row.test) for row in rows.itertuples()}


def test_full_memberships_are_those_of_chapter_2():
    one, other = core._TESTS["A16", "full"](), core._TESTS["T04", "memberships"]()
    assert one == pytest.approx(other)


def test_seats_of_the_two_tables_agree():
    spells = tables.read("organisation_spells").query("from_year <= 2014 <= to_year")
    counted = tables.read("organisation_counts").query("year == 2014").set_index("iso3")
    full = spells.query("status == 'full'").groupby("iso3").size()
    pd.testing.assert_series_equal(full, counted["full"][full.index], check_names=False)
    assert (spells.groupby("iso3").size() == counted["any"][full.index]).all()


def test_known_rooms():
    members = chapter06._members(["full"], True)
    assert members.loc[["KAZ", "RUS", "BLR"], "csto"].all() and not members.loc["USA", "csto"]
    assert members.loc[["KAZ", "RUS", "USA"], ["un", "osce", "iaea"]].all(axis=None)
    assert not members.loc["KAZ", "wto"] and members.loc[["USA", "RUS", "KGZ"], "wto"].all()
    assert not members.loc["KAZ", "nam"]  # an observer
    assert "un" not in chapter06._members(["full"], False)


def test_a_seat_more_beside_the_united_states_lifts_the_measure():
    members = chapter06._members(["full"], True)
    own = members.loc["KAZ"] == 0
    rooms = members.columns[own & (members.loc["USA"] == 1) & (members.loc["RUS"] == 0)][:12]
    before, members.loc["KAZ", rooms] = members.copy(), 1
    found = [
        measures.shared_null(table, draws=400).set_index(["a", "b"])["percentile"][("KAZ", "USA")]
        for table in (before, members)
    ]
    assert found[0] + 5 < found[1]


def test_new_states_are_known_and_young():
    counts = tables.read("organisation_counts").pivot(index="year", columns="iso3", values="full")
    assert len(set(chapter06.NEW)) == len(chapter06.NEW) == 23 and "RUS" not in chapter06.NEW
    assert (counts.loc[1991, counts.columns.intersection(chapter06.NEW)].fillna(0) < 35).all()


def test_bodies_kept_out_are_those_of_the_table():
    joined = tables.read("accessions").query("status == 'not_member'")
    assert set(chapter06.OUTSIDE) <= set(joined["organisation"])
    founders = tables.read("integration_bodies").query("body == 'CIS' and date == '1991-12-08'")
    assert set(founders["signatory"]) == {"BLR", "RUS", "UKR"}


def test_backbone_of_the_page(glued):
    pairs = measures.shared_null(chapter06._members(["full"], True))
    net = networks.agreement(pairs, "shared")
    assert int(glued["organisations-kept"].strip("'")) == net.size()
    assert sorted(net["USA"]) == ["KOR"] and set(net["KAZ"]) > {"RUS", "KGZ", "UZB"}
    assert not set(net["KAZ"]) & set(net["USA"])
    assert nx.density(net.subgraph(["KAZ", "KGZ", "TJK", "UZB"])) == 1


def test_every_room_of_the_network_has_a_place_and_no_labels_touch():
    place = tables.read("positions").query("diagram == 'organisations'").set_index("node")
    spells, bodies = tables.read("organisation_spells"), tables.read("organisations")
    narrow = set(bodies.query("not universal")["organisation"])
    own = spells.query("iso3 == 'KAZ' and status == 'full' and to_year > from_year")
    own = set(own["organisation"]) & narrow
    met = spells[spells["organisation"].isin(own) & (spells["status"] == "full")]
    assert set(place.index) == own | set(met["iso3"])
    at = place[["x", "y"]].to_numpy()
    apart = (np.abs(at[:, None] - at) >= np.array([0.3, 0.12])).any(axis=2)
    assert (apart | np.eye(len(at), dtype=bool)).all()
