"""Events: an act that another table has too stands there with the same source, and has a vector."""

import pytest
from multivector import tables

KEYS = {
    "partnerships": "instrument_id",
    "accessions": "organisation",
    "nuclear_milestones": "step_id",
    "mediation": "case_id",
    "initiatives": "initiative_id",
    "relations_ca": "fact_id",
}


@pytest.fixture(scope="module")
def events():
    return tables.read("events")


@pytest.mark.parametrize(("name", "key"), KEYS.items(), ids=KEYS)
def test_an_act_of_another_table_has_its_source(events, name, key):
    own = events[events["table"] == name]
    other = tables.read(name)
    assert len(own)
    assert set(zip(own["row"], own["source"], strict=True)) <= set(
        zip(other[key], other["source"], strict=True)
    )


def test_every_instrument_is_an_event(events):
    own = events[events["table"] == "partnerships"].set_index("row")
    other = tables.read("partnerships").set_index("instrument_id")
    assert set(own.index) == set(other.index)
    assert (own["date"] == other["date"].loc[own.index]).all()


def test_every_event_has_a_counterpart(events):
    assert set(events["event_id"]) == set(tables.read("event_actors")["event_id"])


def test_one_actor_has_one_vector_but_for_states_that_joined_or_left_the_union():
    vectors = tables.read("event_actors").groupby("actor")["vector"].nunique()
    assert set(vectors[vectors > 1].index) <= {"GBR", "HUN", "LVA", "POL"}
