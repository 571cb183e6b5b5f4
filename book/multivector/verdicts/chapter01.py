"""Tests of chapter 1: statements of the article that stand or fall by their sources.

The statistic is the share of a statement's points on which the sources of the table fact_checks
agree with it, sources averaged within a point first. The interval is the range of codings of
"partly", from disagreement to agreement; it holds no chance. n counts judgements, a source and a
point each. The sources were published from 1944 to 2025; each row names its day of reading.
"""

from multivector import measures, tables
from multivector.measures import Estimate
from multivector.verdicts import core


def _sources(claim: str) -> Estimate:
    return measures.source_agreement(tables.read("fact_checks").query("claim == @claim"))


@core.test("A01", "sources")
def age() -> Estimate:
    """Points: age of the policy, start of the count."""
    return _sources("A01")


@core.test("A09", "sources")
def ministry() -> Estimate:
    """Point: year of the founding of the full ministry."""
    return _sources("A09")


@core.test("A21", "sources")
def treaty() -> Estimate:
    """Points: title of the treaty, year."""
    return _sources("A21")


@core.test("A38", "sources")
def border() -> Estimate:
    """Points: base area, split, whether settled, tense."""
    return _sources("A38")


@core.test("A45", "sources")
def recognition() -> Estimate:
    """Points: recognition, embassy."""
    return _sources("A45")


@core.test("A52", "sources")
def missions() -> Estimate:
    """Points: Afghanistan, Iraq."""
    return _sources("A52")


@core.test("A61", "sources")
def summit() -> Estimate:
    """Points: place and month, gap of years, heads of state."""
    return _sources("A61")


@core.test("A78", "sources")
def conference() -> Estimate:
    """Points: name, origin."""
    return _sources("A78")
