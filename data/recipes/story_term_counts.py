"""Table `story_term_counts`: how much of a story hangs on each of its terms.

    python data/recipes/story_term_counts.py TXT

TXT is the folder of UNGDC. Own sentences are counted that a term finds, and those that no other
term of the story finds, which would be lost without it.
"""

from collections import Counter

import common
import narratives
import pandas as pd

STATE = "KAZ"
COLUMNS = ["story", "term", "own", "own_alone", "kazakhstan", "kazakhstan_alone"]


def build(folder) -> pd.DataFrame:
    """One row an including term that finds an own sentence."""
    groups = dict(common.states()[["iso3", "group"]].itertuples(index=False, name=None))
    table = narratives.matches(folder)
    table = table[table["own"]].explode("stories").dropna(subset="stories")
    each = narratives.terms().query("kind == 'include'").drop_duplicates(["story", "group", "term"])
    listed = {
        story: [(row.group, row.term, narratives.one_term(row.term)) for row in rows.itertuples()]
        for story, rows in each.groupby("story")
    }
    counts = Counter()
    for iso3, text, story in table[["iso3", "text", "stories"]].itertuples(index=False):
        left = narratives.without(story, text, iso3, groups[iso3])
        hits = {
            term
            for group, term, pattern in listed[story]
            if group in ("all", groups[iso3]) and pattern.search(left)
        }
        for term in hits:
            alone = len(hits) == 1
            counts[story, term, "own"] += 1
            counts[story, term, "own_alone"] += alone
            counts[story, term, "kazakhstan"] += iso3 == STATE
            counts[story, term, "kazakhstan_alone"] += alone and iso3 == STATE
    keys = sorted({key[:2] for key in counts})
    rows = [(*key, *(counts[(*key, name)] for name in COLUMNS[2:])) for key in keys]
    return pd.DataFrame(rows, columns=COLUMNS)


if __name__ == "__main__":
    common.run(build, "story_term_counts", ["story", "term"], ["folder"], __doc__)
