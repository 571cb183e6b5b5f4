"""Chapter 11: the numbers of the page are those of its verdicts, and both can change."""

import numpy as np
import pandas as pd
import pytest
from multivector import tables
from multivector.verdicts import chapter11, core

PAGE = {
    ("A11", "sources"): "minister",
    ("A46", "nuclear"): "nuclear",
    ("A59", "pragmatic"): "pragmatic",
    ("A63", "tie"): "tie",
    ("A64", "named"): "turkey",
    ("T11", "time"): "time",
    ("T11", "more"): "more",
    ("T17", "crises"): "crises",
    ("T23", "alpha"): "alpha",
}


@pytest.fixture(scope="module")
def glued(glued_in):
    return glued_in("11-narratives.ipynb")


@pytest.mark.parametrize(("test", "name"), PAGE.items(), ids=lambda value: "-".join(value))
def test_the_page_says_what_the_verdict_says(test, name, glued):
    measured = core._TESTS[test]()
    for part in ("value", "low", "high", "n"):
        assert float(glued[f"stories-{name}-{part}"]) == pytest.approx(getattr(measured, part))


def test_every_threshold_of_the_chapter_is_on_the_page():
    rows = tables.read("thresholds").query("chapter == 11")
    numbered = rows.dropna(subset=["supports_at", "contradicts_at"], how="all")
    assert set(PAGE) == {(row.claim, row.test) for row in numbered.itertuples()}
    assert set(rows["claim"]) - {claim for claim, _ in PAGE} == {"A12", "A65"}


def mixes(jump):
    """Years x stories of a made-up state; in the years of `jump` it tells another story."""
    steady = pd.DataFrame([[8, 8, 0]] * 33, index=range(1992, 2025), columns=list("abc"))
    steady.loc[list(jump)] = [0, 0, 16]
    return steady


def test_a_change_in_crises_is_seen_and_one_elsewhere_is_not_taken_for_it():
    assert chapter11.triples(chapter11.changes(mixes(chapter11.CRISES))) == 100
    assert chapter11.triples(chapter11.changes(mixes([1999, 2005, 2017]))) < 50
    assert chapter11.triples(pd.Series(0.0, index=range(1995, 2025))) == 50


def test_one_more_count_moves_the_measure(monkeypatch):
    before = chapter11.time()
    changed = chapter11._mixes().copy()
    changed.loc[("KAZ", 1995), "nuclear_free"] += 5
    monkeypatch.setattr(chapter11, "_mixes", lambda: changed)
    assert chapter11.time().value != before.value


def test_both_coders_read_the_same_sentences():
    one, two = chapter11.codings().values()
    assert list(one.index) == list(two.index) and len(one) >= 400
    assert np.array_equal(one.columns, two.columns)
    sample = tables.read("narrative_sample").set_index(["iso3", "session", "number"])
    assert set(one.index) == set(sample.index)


def test_no_table_of_speeches_holds_a_text():
    for name in ("narrative_sample", "narrative_codes", "kazakhstan_sentences", "mention_codes"):
        for column, cells in tables.read(name).items():
            if cells.dtype == "str":
                assert cells.dropna().str.count(" ").max() == 0, f"{name}, {column}"
