"""Rows `agreement` of the table `positions`: where a state stands in the voting networks.

    PYTHONPATH=book python data/recipes/positions.py data/votes.csv

Made once from the table votes of this folder, so that the drawings of every period can be compared
and nothing jumps. Classical scaling (Torgerson 1952) of 1 - kappa of every pair of states, all roll
calls; the two axes are stretched to fill a drawing twice as wide as high, the United States to the
right and Russia above; states whose labels would touch are moved apart. No random numbers. A state
closer on the drawing voted more alike, in the main; distances are not to be measured. Rows of other
diagrams are kept; `skeleton`, `argument` and `stories` were placed by hand.
"""

from itertools import combinations

import common
import numpy as np
import pandas as pd
from multivector import measures

WIDTH, HEIGHT = 2.0, 1.0
LABEL = (0.12, 0.1)  # room of a label and its dot, in the same units


def distances(votes: pd.DataFrame) -> pd.DataFrame:
    """1 - kappa (quadratic weights) of every pair of states."""
    rows = votes.to_numpy()
    far = np.zeros((len(rows), len(rows)))
    for a, b in combinations(range(len(rows)), 2):
        far[a, b] = far[b, a] = 1 - measures.weighted_kappa(rows[a], rows[b])
    return pd.DataFrame(far, votes.index, votes.index)


def scaled(distance: pd.DataFrame) -> pd.DataFrame:
    """First two axes of classical scaling, turned and stretched to WIDTH and HEIGHT."""
    n = len(distance)
    centre = np.eye(n) - 1 / n
    values, vectors = np.linalg.eigh(-0.5 * centre @ distance.to_numpy() ** 2 @ centre)
    place = pd.DataFrame(vectors[:, [-1, -2]] * np.sqrt(values[[-1, -2]]), distance.index,
                         ["x", "y"])
    for axis, state in (("x", "USA"), ("y", "RUS")):
        place[axis] *= np.sign(place.loc[state, axis] - place[axis].mean())
    # Ranks and values half and half: the middle would be too crowded otherwise.
    place = (place - place.min()) / (place.max() - place.min())
    place = (place + (place.rank() - 1) / (n - 1)) / 2
    return place * [WIDTH, HEIGHT]


def relaxed(place: pd.DataFrame, steps: int = 2000) -> pd.DataFrame:
    """Move states apart, in equal parts, until no two labels touch."""
    at, room = place.to_numpy().copy(), np.array(LABEL)
    for _ in range(steps):
        gap = at[:, None] - at
        short = room - abs(gap)
        touching = (short > 1e-9).all(axis=2) & ~np.eye(len(at), dtype=bool)
        if not touching.any():
            return pd.DataFrame(at, place.index, place.columns)
        axis = short.argmin(axis=2)[..., None] == np.arange(2)
        at += 0.25 * (np.sign(gap) * short * axis * touching[..., None]).sum(axis=1)
    common.stop(f"labels still touch after {steps} steps")


def build(votes) -> pd.DataFrame:
    """The table positions, with the rows of the diagram `agreement` made anew."""
    long = common.read(votes, ["roll_call", "iso3", "vote"])
    long["vote"] = long["vote"].map(measures.VOTE)
    matrix = long.pivot(index="iso3", columns="roll_call", values="vote")
    own = relaxed(scaled(distances(matrix))).round(3).rename_axis("node").reset_index()
    own.insert(0, "diagram", "agreement")
    path = common.DATA / "positions.csv"
    others = common.read(path) if path.is_file() else pd.DataFrame(columns=own.columns)
    return pd.concat([others[others["diagram"] != "agreement"], own])


if __name__ == "__main__":
    common.run(build, "positions", ["diagram", "node"], ["votes"], __doc__)
