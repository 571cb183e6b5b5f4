"""The one rule of the book, and the board that it fills."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multivector import tables, verdicts
from multivector.verdicts import core

bounds = st.floats(-5, 5).map(lambda number: round(number, 3))


@pytest.mark.parametrize(
    ("low", "high", "direction", "supports_at", "contradicts_at", "outcome"),
    [
        (0.8, 0.9, "above", 0.75, 0.25, "supported"),
        (0.7, 0.9, "above", 0.75, 0.25, "mixed"),
        (0.1, 0.2, "above", 0.75, 0.25, "contradicted"),
        (0.1, 0.3, "above", 0.75, 0.25, "mixed"),
        (0.1, 0.2, "below", 0.25, 0.5, "supported"),
        (0.6, 0.7, "below", 0.25, 0.5, "contradicted"),
        (0.3, 0.6, "below", 0.25, 0.5, "mixed"),
        (80, 95, "above", None, 50, "mixed"),
        (10, 50, "above", None, 50, "contradicted"),
        (0.75, 0.75, "above", 0.75, 0.75, "supported"),
    ],
)
def test_decide(low, high, direction, supports_at, contradicts_at, outcome):
    assert core.decide(low, high, direction, supports_at, contradicts_at) == outcome


@given(bounds, bounds, bounds, bounds)
def test_decide_is_the_same_upside_down(one, two, three, four):
    low, high = sorted((one, two))
    contradicts_at, supports_at = sorted((three, four))
    above = core.decide(low, high, "above", supports_at, contradicts_at)
    assert above == core.decide(-high, -low, "below", -supports_at, -contradicts_at)


@given(bounds, bounds, bounds, bounds, st.floats(0, 2))
def test_a_wider_interval_is_never_more_certain(one, two, three, four, wider):
    low, high = sorted((one, two))
    contradicts_at, supports_at = sorted((three, four))
    before = core.decide(low, high, "above", supports_at, contradicts_at)
    after = core.decide(low - wider, high + wider, "above", supports_at, contradicts_at)
    assert after in (before, "mixed")


@pytest.mark.parametrize("bad", [(0, 1, "up", 1, 0), (1, 0, "above", 1, 0)])
def test_decide_refuses(bad):
    with pytest.raises(ValueError, match=r"direction is 'up'|ends before it begins"):
        core.decide(*bad)


@pytest.mark.parametrize(
    ("outcomes", "outcome"),
    [
        (["supported", "supported"], "supported"),
        (["supported", "contradicted"], "mixed"),
        (["supported", "not testable"], "supported"),
        (["contradicted", "mixed"], "mixed"),
        (["not testable", "not testable"], "not testable"),
        (["not yet tested"], "not yet tested"),
        (["not yet tested", "contradicted"], "contradicted"),
    ],
)
def test_combine(outcomes, outcome):
    assert core.combine(outcomes) == outcome


def test_a_test_is_registered_once():
    claim, name = next(iter(core._TESTS))
    with pytest.raises(ValueError, match="registered twice"):
        core.test(claim, name)(lambda: None)


def test_every_threshold_has_a_measure_and_every_measure_a_threshold():
    rows = tables.read("thresholds").dropna(subset=["supports_at", "contradicts_at"], how="all")
    assert {(row.claim, row.test) for row in rows.itertuples()} == set(core._TESTS)


def test_the_board_holds_every_claim():
    board = verdicts.board()
    assert list(board.columns) == [
        "claim",
        "test",
        "chapter",
        "prediction",
        "measure",
        "threshold",
        "value",
        "low",
        "high",
        "n",
        "outcome",
        "rivals",
        "where",
    ]
    assert set(board["claim"]) == set(tables.read("claims")["claim"])
    assert set(board["outcome"]) <= set(verdicts.OUTCOMES)
    tested = board[board["value"].notna()]
    assert (tested["low"] <= tested["value"]).all() and (tested["value"] <= tested["high"]).all()
    assert tested["n"].gt(0).all() and tested["where"].ne("").all()
    for row in board[~board["outcome"].isin(("not testable", "not yet tested"))].itertuples():
        assert row.value is not None and row.rivals
