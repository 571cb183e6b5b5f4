"""Table `informal_bodies`: who takes part in which informal intergovernmental body, 2017.

    python data/recipes/informal_bodies.py IIGO_MEMBERSHIPS.csv

Reads Vabulas and Snidal, Informal Intergovernmental Organizations 2.0, memberships: a row a state
and body with iso3, iigo (short name), title, iigo_begin and iigo_end (years of the body; empty
while it lasts, or not known). Two bodies have no short name, and two share one (CG), so the title
is the key. Signs lost in the titles at hand are put back. Run on an extract with these columns for
22 states, not on the publisher's whole file.
"""

import common

TITLES = {
    "ASEAN Defence MinistersMeeting Plus": "ASEAN Defence Ministers' Meeting Plus",
    "ExecutivesMeeting Of East Asia Pacific Central Banks": (
        "Executives' Meeting Of East Asia Pacific Central Banks"
    ),
    "Group Of 20 230 320": "Group Of 22/33/20",
    "Group Of 5678": "Group Of 5/6/7/8",
    "International Cotton Adisory Committee": "International Cotton Advisory Committee",
}


def build(memberships):
    """One row a state and body, with the years of the body, not of the membership."""
    table = common.read(memberships, ["iso3", "iigo", "title", "iigo_begin", "iigo_end"])
    lost = set(table["iso3"]) - set(common.states()["iso3"])
    if lost:
        common.stop(f"no state for {', '.join(sorted(lost))}")
    begin, end = (common.whole(table[name]) for name in ("iigo_begin", "iigo_end"))
    wrong = (end < begin).fillna(False) | (begin.isna() & (table["iigo_begin"] != ""))
    if wrong.any():
        common.stop(f"{table['title'][wrong].iloc[0]} ends before it begins, or has no year there")
    table = table.assign(begin=begin, end=end, title=table["title"].replace(TITLES))
    return table.rename(columns={"iigo": "body"})[["iso3", "body", "title", "begin", "end"]]


if __name__ == "__main__":
    common.run(build, "informal_bodies", ["iso3", "title"], ["memberships"], __doc__)
