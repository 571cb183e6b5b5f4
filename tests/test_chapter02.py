"""Chapter 2: the numbers of the page are those of its verdicts."""

import pytest
from multivector import tables
from multivector.verdicts import core

PAGE = {
    ("A13", "neighbours"): "force",
    ("A55", "reform"): "change",
    ("A55", "rich"): "richest",
    ("T02", "betweenness"): "place",
    ("T03", "cinc"): "cinc",
    ("T03", "gdp"): "gdp",
    ("T03", "military"): "arms",
    ("T04", "memberships"): "memberships",
    ("T04", "trips"): "trips",
    ("T04", "visits"): "visits",
    ("T20", "cinc"): "poles-cinc",
    ("T20", "gdp"): "poles-gdp",
    ("T20", "military"): "poles-arms",
    ("T37", "cinc"): "slope-c",
    ("T37", "gdp"): "slope-g",
    ("T37", "military"): "slope-m",
    ("T39", "location"): "located",
}


@pytest.fixture(scope="module")
def glued(glued_in):
    return glued_in("02-capability.ipynb")


@pytest.mark.parametrize(("test", "name"), PAGE.items(), ids=lambda value: "-".join(value))
def test_the_page_says_what_the_verdict_says(test, name, glued):
    measured = core._TESTS[test]()
    assert float(glued[f"capability-{name}"]) == pytest.approx(measured.value)
    if f"capability-{name}-low" in glued:
        for part in ("low", "high", "n"):
            assert float(glued[f"capability-{name}-{part}"]) == pytest.approx(
                getattr(measured, part)
            )


def test_every_threshold_of_the_chapter_is_on_the_page():
    rows = tables.read("thresholds").query("chapter == 2")
    assert set(PAGE) == {(row.claim, row.test) for row in rows.itertuples()}
