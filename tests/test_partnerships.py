"""Partnerships, relations, mediation, initiatives: what the schema cannot check.

The three rungs of an instrument follow from the conditions in `rungs`, and from nothing else.
"""

import re

import pandas as pd
import pytest
from multivector import tables

RUNGS = {"title": "rung_title", "binding": "rung_binding", "scope": "rung_scope"}
CLAUSE = re.compile(r"(label|title|form|duty) (?:has|is) any of (.+)")
COUNT = re.compile(r"fields count is (\d+)( or more)?")
HAND_MADE = ["partnerships", "relations_ca", "mediation", "initiatives", "leaders_words"]


def fields_of(row):
    """The fields that a text covers; none where the source names none."""
    return [field for field in row["fields"].split(";") if field != "general"]


def holds(condition, row):
    """Whether a condition of `rungs` holds for an instrument; clauses are joined by ;"""
    for clause in condition.split("; "):
        if clause == "always":
            continue
        if counted := COUNT.fullmatch(clause):
            number, found = int(counted[1]), len(fields_of(row))
            if not (found >= number if counted[2] else found == number):
                return False
            continue
        column, words = CLAUSE.fullmatch(clause).groups()
        text = "" if pd.isna(row[column]) else row[column].lower()
        if not any(re.search(rf"\b{re.escape(word)}\b", text) for word in words.split(", ")):
            return False
    return True


def rung(coding, row):
    """The highest rung whose condition holds; missing where none does."""
    rules = tables.read("rungs").query("coding == @coding")
    return max((rule.rung for rule in rules.itertuples() if holds(rule[3], row)), default=pd.NA)


@pytest.mark.parametrize("coding", RUNGS)
def test_rungs_follow_from_the_rules(coding):
    for _, row in tables.read("partnerships").iterrows():
        stands, follows = row[RUNGS[coding]], rung(coding, row)
        assert (pd.isna(stands) and pd.isna(follows)) or stands == follows, row["instrument_id"]


def test_every_rule_is_used_and_can_be_read():
    instruments = [row for _, row in tables.read("partnerships").iterrows()]
    for rule in tables.read("rungs").itertuples():
        assert any(holds(rule.words_or_condition, row) for row in instruments), rule.rule_id


def test_rules_are_read_as_they_are_meant():
    row = {
        "label": "Comprehensive strategic partnership",
        "title": "Joint statement",
        "form": "declaration",
        "duty": pd.NA,
        "fields": "political;energy",
    }
    assert rung("title", row) == 4
    assert rung("title", row | {"label": "enhanced partnership and cooperation"}) == 2
    assert rung("title", row | {"label": "unallied"}) == 0
    assert rung("binding", row) == 1
    assert rung("binding", row | {"form": "treaty", "duty": "none_seen"}) == 4
    assert rung("binding", row | {"form": "treaty", "duty": "alliance"}) == 5
    assert rung("scope", row) == 2
    assert rung("scope", row | {"fields": "a;b;c;d;e;f"}) == 5
    assert pd.isna(rung("scope", row | {"fields": "general"}))


def test_instruments_hold_together():
    table = tables.read("partnerships")
    prefix = table["partner"].str.lower().replace({"euu": "eu"})
    year = table["date"].str[:4]
    assert (table["instrument_id"] == prefix + "-" + year).all()
    assert not table["fields"].str.contains("general;|;general").any()
    binding = table["form"].isin(["treaty", "agreement"])
    assert (table["ratified"].notna() == binding).all()
    assert table.loc[binding, "duty"].notna().all()
    agreements = table["form"] == "agreement"
    assert (table.loc[agreements, "ratified"] == "not_seen").all()  # else it would be a treaty
    declared = table[table["form"] == "declaration"]["title"]
    assert (declared.str.contains("declaration") ^ declared.str.contains("statement")).all()


def test_partners_and_parties_are_states_or_named_bodies():
    states = set(tables.read("states")["iso3"])
    bodies = {
        "EUU", "UN", "OSCE", "bie", "nti", "cpfa", "bakiyev", "kyrgyz-interim-government",
        "tajik-opposition", "syrian-opposition",
    }  # fmt: skip
    columns = {
        "partnerships": ["partner"],
        "relations_ca": ["state"],
        "mediation": ["parties", "requested_by", "other_mediators"],
        "initiatives": ["proposed_by"],
        "leaders_words": ["speaker_state", "called"],
    }
    for name, of in columns.items():
        for cell in tables.read(name)[of].stack().dropna():
            for code in cell.split(";"):
                assert code in states | bodies, (name, code)


def test_treaties_alone_say_whether_they_are_in_force():
    table = tables.read("relations_ca")
    treaties = table["kind"].isin(["political_treaty", "border_treaty"])
    assert (table["in_force"].notna() == treaties).all()
    assert (table["fact_id"].str[:3].str.upper() == table["state"]).all()


def test_mediation_holds_together():
    table = tables.read("mediation")
    assert (table["year_from"] <= table["year_to"]).all()
    assert (table["second_source"].notna() == table["second_url"].notna()).all()
    assert (table["source"] != table["second_source"]).all()
    alone = table["role"].isin(["host", "facilitator", "go-between", "mediator"])
    assert table.loc[table["role"] == "co-mediator", "other_mediators"].notna().all()
    assert table.loc[table["role"] == "mediator", "other_mediators"].isna().all()
    assert table.loc[table["role"] == "host", "venue_in_kazakhstan"].all()
    refused = table["role"] == "offer_refused"
    assert (table.loc[refused, "outcome_code"] == "none").all()
    assert not table.loc[refused, "venue_in_kazakhstan"].any()
    assert (alone | refused | table["role"].isin(["co-mediator", "observer"])).all()


def test_initiatives_hold_together():
    table = tables.read("initiatives")
    ours = table["proposed_by"].str.split(";").map(lambda proposers: "KAZ" in proposers)
    assert (ours == table["part"].isin(["proposed", "proposed_jointly"])).all()
    done = table["realised"].isin(["yes", "partly"])
    assert (table["realised_year"].notna() == done).all()
    assert (table["realised_year"].fillna(9999) >= table["year"]).all()
    assert table.groupby("initiative_id")["title"].nunique().eq(1).all()


@pytest.mark.parametrize("name", HAND_MADE)
def test_one_source_one_confidence(name):
    """A source was read or it was not; what it says elsewhere in the table does not change that."""
    table = tables.read(name)
    assert table.groupby("source")["confidence"].nunique().eq(1).all()
    assert table.groupby("source")["url"].nunique().eq(1).all()
