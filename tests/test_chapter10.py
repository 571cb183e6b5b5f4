"""Chapter 10: the page says what the verdicts say, and its rules hold for its cases."""

import pandas as pd
import pytest
from multivector import measures, tables
from multivector.measures import Estimate
from multivector.verdicts import chapter10, core

PAGE = {
    ("A83", "reform"): "reform",
    ("A85", "institutions"): "served",
    ("T06", "begun"): "begun",
    ("T16", "agenda"): "agenda",
    ("T29", "elected"): "elected",
    ("T34", "brokerage"): "growth",
} | {
    (claim, "sources"): f"facts-{claim}"
    for claim in ("A25", "A69", "A74", "A81", "A82", "A84", "A87", "A88")
}  # fmt: skip


@pytest.fixture(scope="module")
def glued(glued_in):
    return glued_in("10-mediation.ipynb")


@pytest.mark.parametrize(("test", "name"), PAGE.items(), ids=lambda value: "-".join(value))
def test_the_page_says_what_the_verdict_says(test, name, glued):
    measured = core._TESTS[test]()
    for part in ("value", "low", "high", "n"):
        assert float(glued[f"mediation-{name}-{part}"]) == pytest.approx(getattr(measured, part))


def test_every_threshold_of_the_chapter_is_on_the_page():
    rows = tables.read("thresholds").query("chapter == 10")
    assert set(PAGE) == {(row.claim, row.test) for row in rows.itertuples()}


# The second reading


def test_the_role_of_a_reading_follows_from_its_answers():
    for row in tables.read("mediation_readings").itertuples():
        if row.terms:
            role = "co-mediator" if row.others else "mediator"
        elif row.carried:
            role = "go-between"
        elif not row.came_about:
            role = "offer_refused"
        else:
            role = "facilitator" if row.convened else "host" if row.room else "observer"
        assert row.role == role, row.case_id


def test_both_readings_have_the_same_cases_and_sides_are_parties():
    cases = tables.read("mediation").set_index("case_id")
    second = tables.read("mediation_readings").set_index("case_id")
    assert list(cases.index) == list(second.index)
    for case, sides in second["sides"].items():
        members = sides.replace("|", ";").split(";")
        assert len(members) == len(set(members))
        assert set(members) <= set(cases["parties"][case].split(";")), case
        mediators = cases["other_mediators"][case]
        assert pd.isna(mediators) or not set(members) & set(mediators.split(";")) or case in (
            "syria-2015",  # the groups chaired their own meeting
        )  # fmt: skip


# The measures


def test_pairs_are_those_of_different_sides():
    assert chapter10._pairs("A|B") == 1 and chapter10._pairs("A;B") == 0
    assert chapter10._pairs("A;B|C") == 2 and chapter10._pairs("A|B;C;D") == 3
    assert chapter10._pairs("A;B|C;D|E") == 8


def test_codings_differ_on_doubtful_cases_alone():
    codings, roles = chapter10._codings(), chapter10._cases()["role"]
    changed = {case for coding in codings for case in roles.index[coding != roles]}
    assert changed == {"kyrgyzstan-2010", "ukraine-2015"}
    assert len(codings) == 4 and any(coding.equals(roles) for coding in codings)


def test_a_value_lies_in_its_range():
    for test in PAGE:
        measured = core._TESTS[test]()
        assert measured.low <= measured.value <= measured.high, test


def test_a_host_recoded_moves_the_agenda_and_the_growth():
    roles = chapter10._cases()["role"]
    more = roles.copy()
    more["karabakh-2024"] = "go-between"
    assert chapter10._agenda(more, False, True) > chapter10._agenda(roles, False, True)
    assert chapter10._growth(more) == pytest.approx(chapter10._growth(roles) + 10 / 16)
    early = roles.copy()
    early["india-pakistan-2002"] = "go-between"
    assert chapter10._growth(early) == pytest.approx(chapter10._growth(roles) - 10 / 18)


def test_a_thing_stands_once_in_the_record():
    record = chapter10._record()
    assert not record.duplicated(["kind", "id"]).any()
    assert (record["alone"] <= record["begun"]).all() and (record["begun"] <= record["any"]).all()
    bodies = set(record.query("kind == 'body'")["id"])
    assert not bodies & set(chapter10.BOTH)
    assert set(chapter10.BOTH) <= set(tables.read("accessions")["organisation"])
    assert set(chapter10.BOTH.values()) <= set(tables.read("initiatives")["initiative_id"])
    founders = set(record.query("founder")["id"])
    assert "SCO" in founders and "UN" not in founders


def test_doubtful_offices_are_those_of_which_the_table_says_so():
    offices = tables.read("offices")
    unseen = offices["note"].fillna("").str.contains("was chosen was not seen|decided was not seen")
    assert set(offices[unseen]["office_id"]) == chapter10.UNSEEN


def test_a_rise_would_be_seen(monkeypatch):
    score = pd.DataFrame({"iso3": "KAZ", "year": range(1991, 2026)})
    score["polyarchy"] = (score["year"] - 1991) / 50
    monkeypatch.setattr(tables, "read", lambda name: score)
    assert chapter10.reform().low > 0.05 and chapter10.reform().value == pytest.approx(0.1)


# The page


def test_a_room_brokers_nothing(glued):
    """Recoding hosts takes pairs away, and recoding facilitators takes more."""
    naive, none, strict = (int(glued[f"mediation-{name}"].strip("'"))
                           for name in ("naive", "open", "strict"))  # fmt: skip
    assert naive > none > strict > float(glued["mediation-shared"]) > 0
    cases = chapter10._cases()
    between = cases[cases["role"].isin(chapter10.BETWEEN)]
    assert strict == 2 * between["sides"].map(chapter10._pairs).sum()


def test_agreement_of_the_readings(glued):
    cases = chapter10._cases()
    alpha = measures.krippendorff_alpha(cases["role"], cases["role_second"])
    assert float(glued["mediation-alpha"]) == pytest.approx(alpha)
    assert int(glued["mediation-alike"].strip("'")) == (cases["role"] == cases["role_second"]).sum()


def test_every_node_of_a_case_has_a_seat():
    spots = set(tables.read("positions").query("diagram == 'mediation'")["node"])
    assert {"KAZ", "left-1", "right-6", "above-5"} <= spots
    partners = set(tables.read("positions").query("diagram == 'partners'")["node"])
    inside = {"kyrgyz-interim-government", "bakiyev", "syrian-opposition", "tajik-opposition"}
    for sides in tables.read("mediation_readings")["sides"]:
        left, _, right = sides.partition("|")
        assert len(left.split(";")) <= 2 and len(right.split(";")) <= 6
        assert {*left.split(";"), *filter(None, right.split(";"))} - inside <= partners


def test_range_holds_its_value():
    assert chapter10._range(2, [3, 1], 5) == Estimate(2, 1, 3, 5)
    assert chapter10._range(2, [3], 5).low == 2
