"""Chapter 7: the numbers of the page are those of its verdicts, and its ladder stands."""

import numpy as np
import pandas as pd
import pytest
from multivector import tables
from multivector.verdicts import chapter07, core

PAGE = {
    ("A18", "formula"): "v-formula",
    ("A19", "turkey"): "v-turkey",
    ("A20", "sources"): "fact-A20",
    ("A20", "treaties"): "v-treaties",
    ("A22", "sources"): "fact-A22",
    ("A28", "rungs"): "v-west",
    ("A28", "trade"): "v-west-trade",
    ("A36", "sources"): "fact-A36",
    ("A39", "sources"): "fact-A39",
    ("A44", "economic"): "v-economic",
    ("A53", "sources"): "fact-A53",
    ("A57", "sources"): "fact-A57",
    ("A60", "rise"): "v-rise",
    ("T08", "fields"): "v-fields",
}


@pytest.fixture(scope="module")
def glued(glued_in):
    return glued_in("07-partnerships.ipynb")


@pytest.fixture
def texts(monkeypatch):
    """A function that puts other texts in the place of the table."""

    def put(frame):
        monkeypatch.setattr(chapter07, "_texts", lambda: frame)

    return put


@pytest.mark.parametrize(("test", "name"), PAGE.items(), ids=lambda value: "-".join(value))
def test_the_page_says_what_the_verdict_says(test, name, glued):
    measured = core._TESTS[test]()
    for part in ("value", "low", "high", "n"):
        said = float(glued[f"ladder-{name}-{part}"])
        assert said == pytest.approx(getattr(measured, part), abs=1e-4)


def test_every_threshold_of_the_chapter_is_on_the_page():
    rows = tables.read("thresholds").query("chapter == 7")
    assert set(PAGE) == {(row.claim, row.test) for row in rows.itertuples()}


def test_the_page_computes_the_tests_on_its_own_way(glued):
    gaps = [float(glued[f"ladder-gap-then-{coding}"]) for coding in ("title", "force", "scope")]
    assert np.mean(gaps) == pytest.approx(chapter07.formula().value)
    places = [float(glued[f"ladder-turkey-{coding}"]) for coding in ("title", "force")]
    assert np.mean(places) == pytest.approx(chapter07.turkey().value)
    assert float(glued["ladder-west-mean"]) == pytest.approx(chapter07.west().value)
    assert -float(glued["ladder-fall"]) / 100 == pytest.approx(chapter07.west_trade().value)
    assert float(glued["ladder-china-high"]) == pytest.approx(chapter07.economic().high)
    counts = [int(glued[f"ladder-count-{field}"].strip("'")) for field in chapter07.FOUR]
    assert sum(count >= 3 for count in counts) == chapter07.fields().value


def test_the_highest_rung_never_falls_and_begins_with_the_first_text():
    before = chapter07._highest(1991)
    assert before.eq(0).all(axis=None)
    for year in range(1992, chapter07.NOW + 1):
        now = chapter07._highest(year)
        assert (now["rung_title"] >= before["rung_title"]).all()
        assert (now["rung_binding"] >= before["rung_binding"]).all()
        before = now
    first = chapter07._texts().groupby("partner")["year"].min()
    assert (chapter07._highest(2018)["rung_title"].eq(0) == (first > 2018)).all()


def test_facts_of_the_ladder():
    rungs = chapter07._highest(2018)
    assert list(rungs.loc["USA"]) == [4, 2, 5] and list(rungs.loc["RUS"]) == [5, 5, 4]
    assert rungs.loc["TUR", "rung_title"] == 3 and pd.isna(rungs.loc["TUR", "rung_scope"])
    assert list(chapter07._highest(2015).loc["UZB"]) == [5, 4, 5]
    assert set(chapter07.WEST) <= set(rungs.index)
    west = tables.read("states").query("iso3 in @chapter07.WEST and colour not in ('EU', 'USA')")
    assert set(west["iso3"]) == {"GBR", "UKR"}


def test_a_treaty_with_washington_moves_the_formula(texts):
    frame = chapter07._texts().copy()
    frame.loc[frame["instrument_id"] == "usa-2018", "rung_binding"] = 4
    texts(frame)
    assert chapter07.formula() == pytest.approx((-1 / 3, -1, 1, 12))


def test_one_text_less_can_take_a_field(texts):
    frame = chapter07._texts()
    texts(frame[frame["instrument_id"] != "arm-2025"])
    assert chapter07.fields().value == 3
    texts(frame[frame["partner"] != "KGZ"])
    assert chapter07.fields().value == 4


def test_who_stands_on_top_cannot_rise(texts):
    frame = chapter07._texts().copy()
    frame.loc[frame["partner"].isin(["KGZ", "UZB"]) & (frame["year"] <= 2015),
              ["rung_title", "rung_binding", "rung_scope"]] = 3  # fmt: skip
    texts(frame)
    assert chapter07.rise().value == pytest.approx(2)


def test_every_partner_has_a_place():
    place = tables.read("positions").query("diagram == 'partners'").set_index("node")[["x", "y"]]
    assert set(chapter07._texts()["partner"]) <= set(place.index)
    gap = np.abs(place.to_numpy()[:, None] - place.to_numpy())
    apart = (gap >= np.array([0.11, 0.095]) - 1e-9).any(axis=2)
    assert (apart | np.eye(len(place), dtype=bool)).all()


def test_titles_and_force_on_the_page(glued):
    rows = tables.read("partnerships").sort_values(["partner", "date"])
    steps = rows.groupby("partner")["rung_title"].diff().dropna()
    for word, count in (("up", steps.gt(0)), ("same", steps.eq(0)), ("down", steps.lt(0))):
        assert int(glued[f"ladder-title-{word}"].strip("'")) == count.sum()
    assert float(glued["ladder-rise-title-low"]) > 0 > float(glued["ladder-rise-force-high"])
    assert float(glued["ladder-others-high"]) < 0 < float(glued["ladder-soviet-high"])
    low, high = (float(glued[f"ladder-title-force-{end}"]) for end in ("low", "high"))
    assert low < 0 < high
