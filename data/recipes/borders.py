"""Table `borders`: which states touch by land, from Natural Earth 1:110m.

    python data/recipes/borders.py countries-110m.json M49.csv

Reads the two files that outlines.py reads. Two states are neighbours when their outlines share at
least one arc of the topology. Run on the publisher's whole TopoJSON file.
"""

from itertools import combinations

import common
import outlines
import pandas as pd


def build(atlas, m49) -> pd.DataFrame:
    """One row a pair of states, the earlier code first."""
    polygons, _ = outlines.load(atlas, m49)
    owners: dict[int, set[str]] = {}
    for iso3, parts in polygons.items():
        for arc in (arc for part in parts for ring in part for arc in ring):
            owners.setdefault(arc if arc >= 0 else ~arc, set()).add(iso3)
    pairs = {pair for states in owners.values() for pair in combinations(sorted(states), 2)}
    return pd.DataFrame(sorted(pairs), columns=["iso3_a", "iso3_b"])


if __name__ == "__main__":
    common.run(build, "borders", ["iso3_a", "iso3_b"], ["atlas", "m49"], __doc__)
