"""Tests of chapter 10: broker or host.

Cases, initiatives, bodies and offices are those of the book's tables; they are no sample, and the
intervals of T06, T16 and T34 are the range of codings of doubtful rows, those of A83 and A85 the
range of windows. None of these holds chance. The interval of T29 holds both, codings and Wilson's
interval for a share. A doubtful row is one on which sources differ, on which the two readings of
the cases differ, or of which the table says that how it came about was not seen.
"""

from itertools import product

import numpy as np
import pandas as pd

from multivector import measures, tables
from multivector.measures import Estimate
from multivector.verdicts import core

BETWEEN = {"go-between", "mediator", "co-mediator"}
EARLY, LATE = range(1992, 2010), range(2010, 2026)
BOTH = {"CICA": "cica", "CANWFZ": "canwfz", "OTS": "turkic-council", "SPECA": "speca",
        "EAEU": "eurasian-union"}  # fmt: skip
UNSEEN = {"cica-2020", "npt-2024", "tpnw-2025"}  # how they were won was not seen

core.sources("A25", "A69", "A74", "A81", "A82", "A84", "A87", "A88")


def _range(value: float, others: list[float], n: int) -> Estimate:
    """A value with the range of what other codings give; the value itself is one of them."""
    return Estimate(float(value), float(min(value, *others)), float(max(value, *others)), n)


# What it began


def _record() -> pd.DataFrame:
    """A row a thing that Kazakhstan began, joined or hosted: kind, begun, alone, any, more.

    begun: 1 if Kazakhstan began it, a share where sources differ; alone: all sources say that it
    did, without others; any: some source says so, with others or without. founder: it signed the
    founding act. tried: nothing came of it. A body that stands in two tables is one row.
    """
    told = tables.read("initiatives")
    told = told.assign(
        begun=told["part"].isin(["proposed", "proposed_jointly"]).astype(float),
        alone=(told["part"] == "proposed").astype(float),
    )
    told = told.groupby("initiative_id").agg(
        begun=("begun", "mean"), alone=("alone", "min"), any=("begun", "max"),
        tried=("realised", lambda said: not {"yes", "partly"} & set(said)),
    )  # fmt: skip
    cases = tables.read("mediation").set_index("case_id")
    own = (cases["begun_by"] == "KAZ").astype(float)
    cases = pd.DataFrame({"begun": own, "alone": own, "any": own,
                          "tried": cases["role"] == "offer_refused"})  # fmt: skip
    bodies = tables.read("accessions")
    bodies = bodies[~bodies["status"].isin(["not_member", "invited"])].groupby("organisation")
    bodies = bodies["role"].agg(lambda role: "founder" in set(role)).rename("founder").to_frame()
    bodies = bodies.drop(list(BOTH)).assign(begun=0.0, alone=0.0, any=0.0, tried=False)
    parts = {"initiative": told, "case": cases, "body": bodies}
    return pd.concat(parts, names=["kind", "id"]).fillna({"founder": False}).reset_index()


def _begun(codes: pd.Series, record: pd.DataFrame, bodies: str, tried: bool) -> float:
    """Share begun under one coding; bodies: "all", "none", or "founded" (its founders began it)."""
    kept = pd.Series(True, record.index) if tried else ~record["tried"]
    if bodies == "none":
        kept &= record["kind"] != "body"
    if bodies == "founded":
        codes = codes.where(~record["founder"].astype(bool), 1.0)
    return float(codes[kept].mean())


@core.test("T06", "begun")
def begun() -> Estimate:
    """Share of what Kazakhstan began among all that it began, joined or hosted.

    The interval is the range over codings of doubtful rows, with and without the bodies that it
    joined, with its founding taken for beginning, and with and without what came to nothing.
    """
    record = _record()
    ways = product(("begun", "alone", "any"), ("all", "none", "founded"), (True, False))
    others = [_begun(record[code], record, bodies, tried) for code, bodies, tried in ways]
    return _range(_begun(record["begun"], record, "all", True), others, len(record))


# Roles


def _cases() -> pd.DataFrame:
    """A row a case: first year, role as in the table, role of the second reading, sides."""
    cases = tables.read("mediation").set_index("case_id")
    second = tables.read("mediation_readings").set_index("case_id")
    return cases[["year_from", "role"]].assign(role_second=second["role"], sides=second["sides"])


def _codings() -> list[pd.Series]:
    """Roles of all cases under each coding of the doubtful ones.

    Doubtful are cases on which the two readings differ, and the departure of the president of
    Kyrgyzstan in 2010, which another list has as facilitated.
    """
    cases = _cases()
    options = {case: {row.role, row.role_second} for case, row in cases.iterrows()}
    options["kyrgyzstan-2010"] |= {"facilitator"}
    open_ = sorted(case for case in options if len(options[case]) > 1)
    codings = []
    for roles in product(*(sorted(options[case]) for case in open_)):
        codings.append(cases["role"].copy())
        codings[-1][open_] = roles
    return codings


def _agenda(roles: pd.Series, offers: bool, observer: bool) -> float:
    kept = (offers | (roles != "offer_refused")) & (observer | (roles != "observer"))
    return float(roles[kept].isin(BETWEEN).mean())


@core.test("T16", "agenda")
def agenda() -> Estimate:
    """Share of go-between and mediator among its cases; offers that nobody took are no cases.

    The interval is the range over codings of doubtful cases, with and without offers that nobody
    took, with and without the case in which it watched.
    """
    roles = _cases()["role"]
    ways = product(_codings(), (True, False), (True, False))
    others = [_agenda(*way) for way in ways]
    return _range(_agenda(roles, False, True), others, int((roles != "offer_refused").sum()))


def _pairs(sides: str) -> int:
    """Pairs of parties on different sides."""
    sizes = [len(side.split(";")) for side in sides.split("|")]
    return (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2


def _growth(roles: pd.Series, early: range = EARLY, late: range = LATE) -> float:
    """Pairs a decade in the later window less those in the earlier one."""
    cases = _cases()
    pairs = cases["sides"].map(_pairs).where(roles.isin(BETWEEN), 0)
    rates = [10 * pairs[cases["year_from"].isin(window)].sum() / len(window)
             for window in (early, late)]  # fmt: skip
    return float(rates[1] - rates[0])


@core.test("T34", "brokerage")
def brokerage() -> Estimate:
    """Pairs of parties between which it stood, a decade: 2010-2025 less 1992-2009.

    The interval is the range over codings of doubtful cases, and over a first window that begins
    in 1992 or in 1991. n counts cases that came about.
    """
    roles = _cases()["role"]
    starts = (EARLY, range(1991, 2010))
    others = [_growth(coding, early) for coding, early in product(_codings(), starts)]
    return _range(_growth(roles), others, int((roles != "offer_refused").sum()))


# Offices


@core.test("T29", "elected")
def elected() -> Estimate:
    """Share of its offices that were won by a vote or by a choice for this state.

    The interval runs from the lower end of Wilson's interval with all doubtful offices as turns to
    the upper end with all of them as won. Doubtful are the chair of a body that it had proposed
    itself, and three offices of which it was not seen how they were won.
    """
    offices = tables.read("offices").set_index("office_id")["how"]
    won = offices.isin(["elected", "consensus"])
    unseen, own = offices.index.isin(UNSEEN), offices == "initiator"
    value = measures.wilson(won.sum(), len(won))
    low = measures.wilson((won & ~unseen).sum(), len(won)).low
    high = measures.wilson((won | own | unseen).sum(), len(won)).high
    return Estimate(value.value, low, high, len(won))


# Reform


def _change(before: tuple[int, int], after: tuple[int, int]) -> Estimate:
    """Change of Kazakhstan's mean polyarchy between two windows of years.

    The interval is the range over windows of which each of the four ends is moved inward by up to
    two years, or one window shifted by a year towards the other's far side. n counts years.
    """
    score = tables.read("democracy").query("iso3 == 'KAZ'").set_index("year")["polyarchy"]

    def mean(first: int, last: int) -> float:
        return float(score.loc[first:last].mean())

    shorter = [(a, b) for a, b in product(range(3), range(3)) if a + b <= 2]
    early = [mean(before[0] + a - k, before[1] - b - k) for a, b in shorter for k in (0, 1)]
    late = [mean(after[0] + a + k, after[1] - b + k) for a, b in shorter for k in (0, 1)]
    others = [y - x for x, y in product(early, late)]
    years = int(np.ptp(before) + np.ptp(after) + 2)
    return _range(mean(*after) - mean(*before), others, years)


@core.test("A83", "reform")
def reform() -> Estimate:
    """Change of polyarchy from 1998-2002 to 2003-2007; range of windows."""
    return _change((1998, 2002), (2003, 2007))


@core.test("A85", "institutions")
def institutions() -> Estimate:
    """Change of polyarchy from 2003-2007 to 2010-2014; range of windows."""
    return _change((2003, 2007), (2010, 2014))
