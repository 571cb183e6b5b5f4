"""Chapter 12: the numbers of the page are those of its verdicts, and its map has room."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from multivector import measures, networks, tables
from multivector.verdicts import chapter12, core

PAGE = {
    ("A17", "named"): "named",
    ("A17", "partner"): "partner",
    ("T12", "camps"): "camps",
    ("T12", "poles"): "poles",
    ("T16", "initiator"): "initiator",
    ("T29", "mentions"): "offered",
}


@pytest.fixture(scope="module")
def glued(glued_in):
    return glued_in("12-recognition.ipynb")


@pytest.mark.parametrize(("test", "name"), PAGE.items(), ids=lambda value: "-".join(value))
def test_the_page_says_what_the_verdict_says(test, name, glued):
    measured = core._TESTS[test]()
    for part in ("value", "low", "high", "n"):
        assert float(glued[f"recognition-{name}-{part}"]) == pytest.approx(getattr(measured, part))


def test_every_threshold_of_the_chapter_is_on_the_page():
    rows = tables.read("thresholds").query("chapter == 12")
    assert set(PAGE) == {(row.claim, row.test) for row in rows.itertuples()}


def test_the_counts_of_the_page_are_those_of_the_list(glued):
    listed = tables.read("kazakhstan_named").query("year >= 1992 and not greeting")
    for by, name in (("name", "sentences"), ("place", "places")):
        assert int(glued[f"recognition-{name}"].strip("'")) == (listed["by"] == by).sum()


def test_every_sentence_of_the_list_is_coded_and_a_third_coder_decides():
    key = ["iso3", "session", "number"]
    codes = tables.read("kazakhstan_codes").pivot(index=key, columns="coder", values="main")
    listed = pd.MultiIndex.from_frame(tables.read("kazakhstan_named")[key])
    assert set(codes.index) == set(listed) and codes[["C", "D"]].notna().all(axis=None)
    assert (codes["E"].notna() == (codes["C"] != codes["D"])).all()
    main = chapter12._connections().set_index(key)["main"]
    most = codes.loc[main.index].apply(lambda row: row.value_counts().idxmax(), axis=1)
    assert (main == most).all()


def test_places_and_greetings_are_not_measured(monkeypatch):
    named = tables.read("kazakhstan_named")
    rows = chapter12._connections()
    assert set(rows["by"]) == {"name"} and not rows["greeting"].any()
    assert len(rows) < len(named)


def test_a_sentence_more_moves_the_measure():
    frame = chapter12._size(chapter12.DECADE, "sentences")
    means = ["gdp_usd", "population"]
    before = measures.loglog_residual(frame, "named", means, "KAZ", zeros="plus one", draws=9)
    frame.loc["KAZ", "named"] += 40
    after = measures.loglog_residual(frame, "named", means, "KAZ", zeros="plus one", draws=9)
    assert after.percentile.value > before.percentile.value


def test_camps_are_thirds_and_leave_central_asia_out():
    table = chapter12._camps()
    assert not table["iso3"].isin(chapter12.CENTRAL_ASIA).any()
    sizes = table.groupby("year")["camp"].value_counts().unstack()
    assert (sizes.max(axis=1) - sizes.min(axis=1) <= 2).all()
    assert (table.query("iso3 == 'USA'")["camp"] == "near").all()


def test_the_null_of_the_page_lies_below_what_is_seen(glued):
    rows = tables.read("mentions").query("year >= 1992 and sentences > 0")
    net = networks.mentions(rows, tables.read("states"))
    seen = float(glued["recognition-mutual"])
    assert seen == pytest.approx(nx.overall_reciprocity(net))
    low, high = (float(glued[f"recognition-mutual-{end}"]) for end in ("low", "high"))
    assert 0 < low < high < 1


def test_every_state_has_a_place_and_no_labels_touch():
    place = tables.read("positions").query("diagram == 'mentions'").set_index("node")[["x", "y"]]
    assert set(place.index) == set(tables.read("states")["iso3"])
    gap = np.abs(place.to_numpy()[:, None] - place.to_numpy())
    apart = (gap >= np.array([0.1, 0.07]) - 0.002).any(axis=2)
    assert (apart | np.eye(len(place), dtype=bool)).all()


def test_places_are_roughly_a_map():
    place = tables.read("positions").query("diagram == 'mentions'").set_index("node")
    assert place["x"]["USA"] < place["x"]["FRA"] < place["x"]["KAZ"] < place["x"]["JPN"]
    assert place["y"]["ZAF"] < place["y"]["IND"] < place["y"]["KAZ"] < place["y"]["RUS"]
    assert place["x"]["TON"] > place["x"]["NZL"] - 0.2  # beside the Pacific, not at the left
