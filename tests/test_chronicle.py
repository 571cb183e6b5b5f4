"""The chronicle and its actors: what the description of the tables cannot check."""

import pytest
from multivector import tables

UNITS = {"RUS": "Russia", "CHN": "China", "USA": "United States", "TUR": "Turkey"}
UNITS |= {"EUU": "European Union", "UNO": "United Nations"}
UNITS |= dict.fromkeys(["KGZ", "TJK", "TKM", "UZB"], "Central Asia")


@pytest.fixture(scope="module")
def events():
    return tables.read("chronicle")


@pytest.fixture(scope="module")
def actors():
    return tables.read("chronicle_actors")


def test_an_event_has_an_actor_unless_it_is_domestic(events, actors):
    foreign = set(events.loc[events["scope"] == "foreign", "event_id"])
    assert set(actors["event_id"]) == foreign


def test_rows_are_sorted_and_the_name_has_the_year_of_the_date(events, actors):
    assert events["event_id"].is_monotonic_increasing
    assert list(zip(actors["event_id"], actors["actor"], strict=True)) == sorted(
        zip(actors["event_id"], actors["actor"], strict=True)
    )
    assert (events["event_id"].str[-4:] == events["date"].str[:4]).all()
    assert events["date"].between("1991-08", "2026-12").all()


def test_only_the_list_reaches_outside_of_the_thin_periods(events):
    years = events.loc[events["selection"] != "list", "date"].str[:4].astype(int)
    assert (years.between(1993, 2000) | years.between(2003, 2008)).all()


def test_a_second_source_has_an_address_and_is_another(events):
    assert ((events["second_source"] == "") == (events["second_url"] == "")).all()
    assert (events["second_source"] != events["source"]).all()


def test_an_act_with_a_party_has_no_venue_and_fellows_need_a_party(actors):
    roles = actors.groupby("event_id")["role"].agg(set)
    assert not any({"party", "venue"} <= found for found in roles)
    assert all("party" in found for found in roles if "fellow" in found)


def test_votes_refusals_and_conflicts_have_no_party(events, actors):
    onesided = (events["domain"] == "vote") | events["tone"].isin(["refuse", "conflict"])
    named = actors[actors["event_id"].isin(events.loc[onesided, "event_id"])]
    assert "party" not in set(named["role"])


def test_great_actors_stand_for_themselves(actors):
    for actor, vector in UNITS.items():
        assert set(actors.loc[actors["actor"] == actor, "vector"]) <= {vector}, actor


def test_an_actor_has_one_vector_but_britain(actors):
    many = actors.groupby("actor")["vector"].nunique()
    assert set(many[many > 1].index) <= {"GBR"}


def test_a_body_has_the_vector_of_its_leader(actors):
    """The leader that `accessions` names, where it names one."""
    leaders = tables.read("accessions").assign(
        actor=lambda t: t["organisation"].str.lower().replace({"cu1995": "customs-union"})
    )
    words = {"Muslim": "Muslim world"}
    led = leaders[leaders["leader"] != "none"].set_index("actor")["leader"].replace(words)
    found = actors[actors["actor"].isin(led.index)]
    for actor, vector in zip(found["actor"], found["vector"], strict=True):
        assert {vector} == {led[actor]} if isinstance(led[actor], str) else set(led[actor]), actor


def test_who_asked_for_mediation_is_its_party(events, actors):
    """The cases that stand in `mediation` too."""
    cases = {
        "iran-talks-2013": "iran-2013",
        "astana-process-2017": "syria-2017",
        "russia-turkey-2016": "russia-turkey-2016",
        "karabakh-talks-2024": "karabakh-2024",
    }
    asked = tables.read("mediation").set_index("case_id")["requested_by"].fillna("")
    for event, case in cases.items():
        rows = actors[(actors["event_id"] == event) & (actors["role"] == "party")]
        assert set(rows["actor"]) == set(filter(None, asked[case].split(";"))), event
