"""Chapter 3: the numbers of the page are those of its verdicts, and its network has room."""

import networkx as nx
import numpy as np
import pytest
from multivector import measures, tables
from multivector.verdicts import chapter03, core

FACTS = ["A02", "A05", "A06", "A07", "A08", "A32", "A62", "A76"]
PAGE = {
    ("A14", "smallest"): "smallest",
    ("A14", "early"): "early",
    ("T01", "domains"): "domains",
    ("A04", "domains"): "minerals",
    ("T05", "beyond-means"): "beyond",
    **{(claim, "sources"): claim for claim in FACTS},
}


@pytest.fixture(scope="module")
def glued(glued_in):
    return glued_in("03-timeline.ipynb")


@pytest.mark.parametrize(("test", "name"), PAGE.items(), ids=lambda value: "-".join(value))
def test_the_page_says_what_the_verdict_says(test, name, glued):
    measured = core._TESTS[test]()
    for part in ("value", "low", "high", "n"):
        said = float(glued[f"timeline-{name}-{part}"])
        assert said == pytest.approx(getattr(measured, part))


def test_every_threshold_of_the_chapter_is_on_the_page():
    rows = tables.read("thresholds").query("chapter == 3").dropna(subset=["supports_at"])
    assert set(PAGE) == {(row.claim, row.test) for row in rows.itertuples()}


def test_weights_are_those_of_single_acts():
    weights = chapter03._weights()
    assert "Other" not in weights and np.allclose(weights.sum(axis=1), 1)
    assert weights.loc["recognition-tur", "Turkey"] == 1
    assert weights.loc["join-sco", ["China", "Russia"]].tolist() == [0.5, 0.5]
    about = chapter03._about(weights)
    assert np.isnan(about.loc["recognition-tur", "period"])
    assert (
        about.loc["join-csto", "period"] == 2002 and about.loc["join-csto", "domain"] == "security"
    )


def test_a_vector_that_takes_all_is_seen(monkeypatch):
    weights = chapter03._weights()
    about = chapter03._about(weights)
    weights.loc[:] = 0
    weights["Russia"] = 1.0
    monkeypatch.setattr(chapter03, "_weights", lambda name: weights)
    monkeypatch.setattr(chapter03, "LISTS", {"events": "event_actors"} | {"again": "event_actors"})
    monkeypatch.setattr(chapter03, "_about", lambda weights, name: about)
    assert chapter03.early().value == 1
    assert chapter03.smallest.__wrapped__().value == 1


def test_ratio_of_shares_by_hand():
    about, own = np.array([1, 0, 1, 0]), np.array([1, 1, 0, 0])
    assert chapter03.ratio_of_shares(about, own, 1 - own) == 1
    assert np.isnan(chapter03.ratio_of_shares(about, about, 1 - about))


def test_the_second_list_counts_parties_alone(glued):
    acting = tables.read("chronicle_actors").query("role == 'party' and vector != 'Other'")
    weights = measures.shared_weights(acting, "event_id", "vector")
    year = tables.read("chronicle").set_index("event_id")["date"].str[:4].astype(int)
    assert int(glued["timeline-counted-2"].strip("'")) == (year[weights.index] >= 1992).sum()


def test_acts_in_which_the_two_powers_meet(glued):
    parties = tables.read("event_actors")
    net = nx.Graph(list(zip(parties["event_id"], parties["vector"], strict=True)))
    both = set(nx.common_neighbors(net, "Russia", "United States"))
    assert int(glued["timeline-usrus"].strip("'")) == len(both)
    assert {"atom-lisbon", "cpc-first-oil"} <= both and "join-osce" not in both


def test_every_vector_has_a_place_and_no_labels_touch():
    place = tables.read("positions").query("diagram == 'vectors'").set_index("node")
    assert set(place.index) == {*chapter03._weights().columns, "KAZ"}
    at = place[["x", "y"]].to_numpy()
    apart = (np.abs(at[:, None] - at) >= np.array([0.4, 0.12])).any(axis=2)
    assert (apart | np.eye(len(at), dtype=bool)).all()
