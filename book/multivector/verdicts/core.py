"""A verdict: a claim, a threshold said beforehand, a measure, and what comes of the two."""

from dataclasses import asdict, dataclass, fields
from functools import partial

import pandas as pd

from multivector import measures, tables

OUTCOMES = ("supported", "mixed", "contradicted", "not testable", "not yet tested")
_TESTS = {}


@dataclass(frozen=True)
class Verdict:
    """One test of one claim. The fields are those of `verdicts.json`.

    value, low, high: the measure and its interval, in the unit of the threshold; n: how many
    observations stand behind it; outcome: one of OUTCOMES; where: page and section.
    """

    claim: str
    test: str
    chapter: int
    prediction: str
    measure: str
    threshold: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    outcome: str
    rivals: str
    where: str


def decide(low, high, direction, supports_at, contradicts_at):
    """The one rule of the book, applied to an interval and two thresholds.

    Supported when the whole interval lies on the supporting side of `supports_at`,
    contradicted when the whole of it lies beyond `contradicts_at`, mixed otherwise. A bound
    that touches its threshold is on the supporting side of the first and on the contradicting
    side of the second; where both thresholds are one number the first is asked first. A
    missing `supports_at` means that the test can only contradict.

    direction: "above" when large values support the claim, "below" when small ones do.
    Raises ValueError for another direction, or an interval whose ends are swapped.
    """
    if direction not in ("above", "below"):
        raise ValueError(f"direction is {direction!r}, expected 'above' or 'below'")
    if low > high:
        raise ValueError(f"the interval [{low}, {high}] ends before it begins")
    if direction == "below":
        flip = [None if bound is None else -bound for bound in (supports_at, contradicts_at)]
        return decide(-high, -low, "above", *flip)
    if supports_at is not None and low >= supports_at:
        return "supported"
    if contradicts_at is not None and high <= contradicts_at:
        return "contradicted"
    return "mixed"


def combine(outcomes):
    """One outcome for a claim from those of its tests.

    All supported: supported. All contradicted: contradicted. Tests that could not be made are
    left aside; anything else is mixed.
    """
    outcomes = list(outcomes)
    made = {outcome for outcome in outcomes if outcome in OUTCOMES[:3]}
    if len(made) == 1:
        return made.pop()
    if made:
        return "mixed"
    return "not yet tested" if "not yet tested" in outcomes else "not testable"


def test(claim, name):
    """Register the function that measures one test of a claim; it returns an Estimate.

    Raises ValueError when the same test is registered twice.
    """

    def register(function):
        if (claim, name) in _TESTS:
            raise ValueError(f"the test {name} of {claim} is registered twice")
        _TESTS[claim, name] = function
        return function

    return register


def sources(*claims):
    """Register the test "sources" of statements that stand or fall by what sources say.

    The statistic is `measures.source_agreement`: the share of a statement's points on which the
    sources of the table fact_checks agree with it. Its interval is the range of codings of
    "partly", from disagreement to agreement; it holds no chance. n counts judgements, a source
    and a point each.
    """

    def measure(claim):
        return measures.source_agreement(tables.read("fact_checks").query("claim == @claim"))

    for claim in claims:
        test(claim, "sources")(partial(measure, claim))


def _number(value):
    return None if pd.isna(value) else float(value)


def _words(row):
    """The threshold of a row of thresholds.csv as a reader would say it."""
    sign = {"above": ("≥", "≤"), "below": ("≤", "≥")}[row.direction]
    parts = [
        f"{word} {mark} {bound:g}"
        for word, mark, bound in zip(
            ("supported", "contradicted"),
            sign,
            (row.supports_at, row.contradicts_at),
            strict=True,
        )
        if not pd.isna(bound)
    ]
    return f"{', '.join(parts)} ({row.unit})" if parts else "none"


def _judge(row):
    said = dict(
        claim=row.claim,
        test=row.test,
        chapter=int(row.chapter),
        prediction=row.prediction,
        measure=row.measure,
        threshold=_words(row),
        rivals=row.rivals,
        where=row.where,
    )
    bounds = _number(row.supports_at), _number(row.contradicts_at)
    if bounds == (None, None):
        none = dict(value=None, low=None, high=None, n=None)
        return Verdict(**said, **none, outcome="not testable")
    estimate = _TESTS[row.claim, row.test]()
    return Verdict(
        **said,
        value=round(float(estimate.value), 4),
        low=round(float(estimate.low), 4),
        high=round(float(estimate.high), 4),
        n=int(estimate.n),
        outcome=decide(float(estimate.low), float(estimate.high), row.direction, *bounds),
    )


def _frame(verdicts):
    names = [field.name for field in fields(Verdict)]
    frame = pd.DataFrame([asdict(verdict) for verdict in verdicts], columns=names)
    return frame.astype({"n": "Int64", "chapter": "Int64"})


def chapter(number):
    """The verdicts of one chapter, measured now: a DataFrame, a row a test.

    Raises KeyError when a row of thresholds.csv has no measure registered for it.
    """
    rows = tables.read("thresholds").query("chapter == @number")
    return _frame([_judge(row) for row in rows.itertuples()])


def board():
    """Every claim of both documents, measured now: a DataFrame, a row a test.

    A claim that no chapter tests yet has one row with the outcome "not yet tested".
    """
    thresholds = tables.read("thresholds")
    tested = [_judge(row) for row in thresholds.itertuples()]
    open_claims = tables.read("claims").query("claim not in @thresholds.claim")
    homes = tables.read("claim_chapters").query("chapter not in (1, 17, 18)")
    home = homes.groupby("claim")["chapter"].min()
    for claim in open_claims.itertuples():
        tested.append(
            Verdict(
                claim=claim.claim,
                test="",
                chapter=int(home.get(claim.claim, 18)),
                prediction=claim.supports_if,
                measure="",
                threshold="",
                value=None,
                low=None,
                high=None,
                n=None,
                outcome="not yet tested",
                rivals=claim.rival,
                where="",
            )
        )
    order = {name: rank for rank, name in enumerate(tables.read("claims")["claim"])}
    return _frame(sorted(tested, key=lambda verdict: (order[verdict.claim], verdict.test)))
