"""Chapter 9: the numbers of the page are those of its verdicts, and its facts hold."""

import nbformat
import numpy as np
import pytest
import run
from multivector import measures, tables
from multivector.verdicts import chapter09, core

PAGE = {
    ("A54", "disputes"): "disputes",
    ("A58", "trade"): "afghan",
    ("T01", "peers"): "peers",
    ("T01", "unbalanced"): "unbalanced",
    ("T31", "hostile"): "hostile",
    ("T31", "spread"): "spread",
}


@pytest.fixture(scope="module")
def glued(glued_in):
    return glued_in("09-triangle.ipynb")


@pytest.mark.parametrize(("test", "name"), PAGE.items(), ids=lambda value: "-".join(value))
def test_the_page_says_what_the_verdict_says(test, name, glued):
    measured = core._TESTS[test]()
    for part in ("value", "low", "high", "n"):
        assert float(glued[f"triangle-{name}-{part}"]) == pytest.approx(getattr(measured, part))


def test_every_threshold_of_the_chapter_is_on_the_page():
    rows = tables.read("thresholds").query("chapter == 9")
    assert set(PAGE) == {(row.claim, row.test) for row in rows.itertuples()}
    cells = nbformat.read(run.BOOK / "09-triangle.ipynb", 4).cells
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    for where in rows["where"]:
        assert f"({where.split('#')[1]})=" in prose


def test_triangles_of_a_year_by_hand():
    votes, calls = chapter09._votes()
    part = votes[calls["year"] == 2002]
    kappa = {
        pair: measures.weighted_kappa(part[pair[0]], part[pair[1]])
        for pair in (("FRA", "RUS"), ("FRA", "USA"), ("RUS", "USA"), ("KAZ", "RUS"), ("KAZ", "USA"))
    }
    assert kappa["FRA", "RUS"] >= 0.2 and kappa["FRA", "USA"] >= 0.2 and kappa["RUS", "USA"] < 0
    assert kappa["KAZ", "RUS"] >= 0.2 and kappa["KAZ", "USA"] < 0
    seen, drawn = chapter09._triangles()
    assert seen.at[2002, "FRA"] == 1 and seen.at[2002, "KAZ"] == 0
    assert drawn.shape == (chapter09.DRAWS, len(seen), seen.shape[1])
    assert "RUS" not in seen and "USA" not in seen and len(seen) == 34


def test_a_state_between_the_powers_would_be_found(monkeypatch):
    votes, calls = chapter09._votes()
    half = (votes["RUS"] + votes["USA"]) / 2
    bridge = votes.assign(KAZ=half.where(half.isin([0, 1]) | half.isna(), 0.5))
    monkeypatch.setattr(chapter09, "_votes", lambda: (bridge, calls))
    chapter09._triangles.cache_clear()
    try:
        assert chapter09.unbalanced().value > 0.4
    finally:
        chapter09._triangles.cache_clear()


def test_codings_of_disputes_are_nested_as_told():
    found = chapter09._documented()
    assert found["dated"] == {"KGZ", "UZB"} and found["land"] == {"UZB"}
    assert found["open border"] == {"KGZ", "TKM", "UZB"}
    facts = tables.read("relations_ca").set_index("fact_id")
    assert set(facts.loc[chapter09.TRADE, "date"].str[:4]) == {"1999"}


def test_a_year_without_a_flow_is_not_taken_for_zero():
    windows = chapter09._windows()
    assert (1, True) not in windows.index and (5, True) in windows.index
    trade = tables.read("trade_baci").query("partner == 'AFG' and year in [2012, 2013, 2014]")
    assert not trade["reporter"].isin(["TJK", "TKM", "UZB"]).any()


def test_the_share_of_negative_ties_of_the_powers_by_hand():
    votes, calls = chapter09._votes()
    part = votes.loc[calls["year"] == 1999, chapter09.POWERS]
    kappa = measures.kappas(part).to_numpy()[None]
    sign = measures.signs(kappa[0])[np.triu_indices(5, 1)]
    assert chapter09._hostile(kappa)[0] == pytest.approx((sign == -1).mean())


def test_nulls_lie_above_what_is_seen(glued):
    assert float(glued["triangle-bad"]) < float(glued["triangle-null-habits"])
    assert int(glued["triangle-below"].strip("'")) == 34
