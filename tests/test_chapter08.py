"""Chapter 8: the numbers of the page are those of its verdicts, and both can change."""

import numpy as np
import pandas as pd
import pytest
from multivector import figures, measures, networks, tables
from multivector.verdicts import core

PAGE = {
    ("T13", "between"): "between",
    ("A15", "balanced"): "drift",
    ("A15", "predictable"): "steady",
    ("A26", "kappa"): "russia",
    ("A67", "kappa"): "turkey",
    ("A27", "independent"): "apart",
    ("T07", "abstention"): "abstained",
    ("T07", "costly"): "costly",
    ("A77", "disarmament"): "arms",
    ("A29", "crimea"): "crimea",
}


@pytest.fixture(scope="module")
def glued(glued_in):
    return glued_in("08-votes.ipynb")


@pytest.mark.parametrize(("test", "name"), PAGE.items(), ids=lambda value: "-".join(value))
def test_the_page_says_what_the_verdict_says(test, name, glued):
    measured = core._TESTS[test]()
    for part in ("value", "low", "high", "n"):
        assert float(glued[f"votes-{name}-{part}"]) == pytest.approx(getattr(measured, part))


def test_every_threshold_of_the_chapter_is_on_the_page():
    rows = tables.read("thresholds").query("chapter == 8")
    assert set(PAGE) == {(row.claim, row.test) for row in rows.itertuples()}


def test_a_dropped_tie_changes_the_network():
    votes = np.random.default_rng(1).choice([0, 0.5, 1], (6, 200), p=[0.2, 0.2, 0.6])
    votes[1] = votes[0]
    pairs = measures.agreement_null(votes)
    whole = networks.agreement(pairs)
    pairs.loc[(pairs["a"] == 0) & (pairs["b"] == 1), "kept"] = False
    assert whole.has_edge(0, 1) and not networks.agreement(pairs).has_edge(0, 1)


def test_every_state_of_the_votes_has_a_place_and_no_labels_touch():
    place = tables.read("positions").query("diagram == 'agreement'").set_index("node")[["x", "y"]]
    assert set(place.index) == set(tables.read("votes")["iso3"])
    gap = np.abs(place.to_numpy()[:, None] - place.to_numpy())
    apart = (gap >= np.array([0.12, 0.1]) - 0.002).any(axis=2)
    assert (apart | np.eye(len(place), dtype=bool)).all()


def test_tiles_leave_out_what_is_missing_and_say_what_they_show():
    _, ax = figures.canvas()
    depth = pd.DataFrame({"2024": [0.25, np.nan]}, index=["KAZ", "UZB"])
    figures.tiles(ax, depth, say="{row}, {column}: {value:.2f}")
    assert [patch.get_gid().split("|")[-1] for patch in ax.patches] == ["KAZ, 2024: 0.25"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["KAZ", "UZB"]


def test_a_loose_year_is_no_part_of_its_line():
    _, ax = figures.canvas()
    rows = {"name": "KAZ", "year": [2023, 2024, 2025], "value": 0.0, "low": -1.0, "high": 1.0}
    figures.tracks(ax, pd.DataFrame(rows), {"KAZ": "KAZ"}, loose=[2025])
    assert max(ax.lines[0].get_xdata()) == 2024


def test_a_mesh_is_one_line_with_a_gap_after_every_tie():
    _, ax = figures.canvas()
    net = networks.borders(pd.DataFrame({"iso3_a": ["A", "B"], "iso3_b": ["B", "C"]}))
    figures.mesh(ax, net, {"A": (0, 0), "B": (1, 1), "C": (2, 0)})
    assert len(ax.lines) == 1 and np.isnan(ax.lines[0].get_xdata()).sum() == 2
