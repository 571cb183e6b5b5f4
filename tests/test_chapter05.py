"""Chapter 5: the numbers of the page are those of its verdicts; layers, codings and places hold."""

import numpy as np
import pytest
from multivector import measures, tables
from multivector.verdicts import chapter05, core

PAGE = {
    ("A46", "order"): "nuclear-first",
    ("A47", "sources"): "A47",
    ("A48", "sources"): "A48",
    ("A51", "sources"): "A51",
    ("A66", "arms"): "turkey",
    ("A72", "sources"): "A72",
    ("A73", "sources"): "A73",
    ("T01", "layers"): "rank",
    ("T01", "leader"): "leader",
    ("T01", "order"): "order",
    ("T08", "education"): "education",
    ("T08", "nuclear"): "nuclear",
    ("T08", "security"): "security",
}


@pytest.fixture(scope="module")
def glued(glued_in):
    return glued_in("05-sectors.ipynb")


@pytest.mark.parametrize(("test", "name"), PAGE.items(), ids=lambda value: "-".join(value))
def test_the_page_says_what_the_verdict_says(test, name, glued):
    measured = core._TESTS[test]()
    for part in ("value", "low", "high", "n"):
        assert float(glued[f"sectors-{name}-{part}"]) == pytest.approx(getattr(measured, part))


def test_every_threshold_of_the_chapter_is_on_the_page():
    rows = tables.read("thresholds").query("chapter == 5")
    assert set(PAGE) == {(row.claim, row.test) for row in rows.itertuples()}


def test_shares_of_full_layers_are_whole_and_of_the_others_less():
    totals = chapter05._layers()[chapter05.SHARES].sum()
    assert totals[chapter05.FULL].to_numpy() == pytest.approx(1, abs=0.001)
    assert (totals.drop(chapter05.FULL) < 0.9).all()


def test_unknown_is_not_zero():
    table = chapter05._layers()
    assert table[chapter05.FULL].notna().all(axis=None)
    assert np.isnan(table.at["USA", "education"]) and np.isnan(table.at["TUR", "investment"])
    assert np.isnan(table.at["NLD", "organisations"]) and table.at["NLD", "arms"] == 0


def test_layers_by_hand():
    table = chapter05._layers()
    assert table.at["RUS", "education"] == 60000 / 80000
    assert table.at["USA", "investment"] == pytest.approx(39.5 / 152.8)
    assert table.at["CHN", "oil"] == pytest.approx(1.05 / (64.8 + 8.8 + 2.2 + 1.4 + 1.05))
    assert table.at["TUR", "arms"] == pytest.approx((0.0176 + 0.0067 + 0.0264) / 7)


def test_a_step_counts_once():
    steps = chapter05._steps()
    assert steps.groupby("step_id")["part"].sum().to_numpy() == pytest.approx(1)
    assert not steps["step_id"].str.startswith(("ctr-1996", "leu-usa", "ulken-kazinform")).any()
    assert chapter05._nuclear().sum() == pytest.approx(1)


def test_the_first_coding_is_the_layer_and_every_coding_knows_russia():
    table = chapter05._layers()
    for name, ways in chapter05.codings().items():
        assert next(iter(ways.values())).equals(table[name].dropna())
        assert all("RUS" in way for way in ways.values())
        assert all(way.index.is_unique for way in ways.values())


def test_what_is_left_for_the_united_states_is_less_than_russias_students():
    students = chapter05._layers()["education"].dropna()
    assert "USA" not in students and 1 - students.sum() < students["RUS"]
    assert chapter05.standing(students) == -1


def test_partners_dealt_alike_make_the_mean_one():
    table = chapter05._partners(chapter05._layers())
    same = table.apply(lambda column: table["trade"])
    assert chapter05._mean_correlation(same) == pytest.approx(1)
    half = table[["trade"]].assign(other=-table["trade"])
    assert chapter05._mean_correlation(half) == pytest.approx(-1)


def test_any_weights_of_the_periods_stay_inside_the_interval():
    arms = tables.read("arms").query("iso3 == 'RUS'")["share"]
    estimate, rng = chapter05.security(), np.random.default_rng(measures.SEED)
    weights = rng.dirichlet(np.ones(len(arms)), 200)
    assert ((weights @ arms >= estimate.low) & (weights @ arms <= estimate.high)).all()


def test_every_partner_has_a_place():
    place = tables.read("positions").query("diagram == 'partners'")
    partners = chapter05._partners(chapter05._layers()).index
    assert set(partners) <= set(place["node"])
    gap = np.abs(place[["x", "y"]].to_numpy()[:, None] - place[["x", "y"]].to_numpy())
    apart = (gap >= np.array([0.11, 0.095]) - 0.002).any(axis=2)
    own = (place["node"] == "AUT").to_numpy()
    assert (apart[own] | own).all()


def test_the_first_of_each_need_on_the_page(glued):
    table = chapter05._layers()
    assert int(glued["sectors-russia"].strip("'")) == (table.idxmax() == "RUS").sum()
    assert float(glued["sectors-beta"]) < float(glued["sectors-dealt-low"])
