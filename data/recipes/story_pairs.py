"""Table `story_pairs`: stories that a state told together, in a year's General Debate.

    python data/recipes/story_pairs.py TXT

TXT is the folder of UNGDC. Only sentences that speak of the speaker's own state count. At each such
sentence a pair counts once if one story is in it and the other in it too, or in the next sentence
of the speech, when that is an own sentence as well.
"""

from collections import Counter
from itertools import combinations

import common
import narratives
import pandas as pd


def pairs(told: list[tuple[int, list[str]]]) -> Counter:
    """Pairs of stories, (a, b) with a < b, in one speech: numbers of its own sentences in order,
    and the stories of each."""
    found = Counter()
    following = dict(told)
    for number, here in told:
        near = set(combinations(sorted(here), 2))
        near |= {
            (min(a, b), max(a, b)) for a in here for b in following.get(number + 1, []) if a != b
        }
        found.update(near)
    return found


def build(folder) -> pd.DataFrame:
    """One row a state, year and pair of stories told together; no row where there is none."""
    table = narratives.matches(folder)
    table = table[table["own"]]
    rows = []
    for (iso3, year), speech in table.groupby(["iso3", "year"]):
        told = list(zip(speech["number"], speech["stories"], strict=True))
        rows += [(iso3, year, *pair, n) for pair, n in pairs(told).items()]
    return pd.DataFrame(rows, columns=["iso3", "year", "story_a", "story_b", "n"])


if __name__ == "__main__":
    key = ["iso3", "year", "story_a", "story_b"]
    common.run(build, "story_pairs", key, ["folder"], __doc__)
