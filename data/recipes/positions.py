"""Rows `agreement` and `mentions` of the table `positions`: where a state is drawn in a network.

    PYTHONPATH=book python data/recipes/positions.py data/votes.csv

No random numbers; made once, so that drawings of every period compare and nothing jumps.

`agreement`, from the table votes of this folder: classical scaling (Torgerson 1952) of 1 - kappa of
every pair of states, all roll calls; the two axes are stretched to fill a drawing twice as wide as
high, the United States to the right and Russia above; states whose labels would touch are moved
apart. A state closer on the drawing voted more alike, in the main, but distances mean nothing more.

`mentions`, from states and outlines of this folder: roughly a map, so that a reader finds a state
where it lies. Longitude and latitude of the centre of the largest part; the library countryinfo has
the states too small to be drawn; the two that have ended lie by their successors. Stretched and
moved apart likewise.

Rows of other diagrams are kept; they were placed by hand.
"""

from itertools import combinations

import common
import numpy as np
import pandas as pd
from countryinfo import CountryInfo
from multivector import measures

WIDTH, HEIGHT = 2.0, 1.0
LABEL = (0.12, 0.1)  # room of a label and its dot, in the same units
MAP_HEIGHT = 1.4
MAP_LABEL = (0.1, 0.07)
SEAM = -168.5  # degrees east; what lies west of it is drawn at the right, beside the Pacific
ENDED = {"CSK": (17.0, 50.0), "YUG": (20.0, 44.5)}  # degrees east and north


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
    return stretched(place) * [WIDTH, HEIGHT]


def stretched(place: pd.DataFrame) -> pd.DataFrame:
    """Values from 0 to 1, with ranks half and half: the middle would be too crowded otherwise."""
    place = (place - place.min()) / (place.max() - place.min())
    return (place + (place.rank() - 1) / (len(place) - 1)) / 2


def mapped() -> pd.DataFrame:
    """Every state of `states`, longitude to the right and latitude up, WIDTH by MAP_HEIGHT."""
    drawn = common.read(common.DATA / "outlines.csv", ["iso3", "lon", "lat"]).set_index("iso3")
    place = {iso3: (float(row.lon), float(row.lat)) for iso3, row in drawn.iterrows()} | ENDED
    for iso3 in set(common.states()["iso3"]) - set(place):
        lat, lon = CountryInfo(iso3).latlng()
        place[iso3] = (lon, lat)
    place = pd.DataFrame.from_dict(place, "index", columns=["x", "y"]).sort_index()
    place["x"] += 360 * (place["x"] < SEAM)
    return stretched(place) * [WIDTH, MAP_HEIGHT]


def relaxed(place: pd.DataFrame, room: tuple, steps: int = 4000) -> pd.DataFrame:
    """Move states apart, in equal parts, until no two labels touch."""
    at, room = place.to_numpy().copy(), np.array(room)
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
    """The table positions, with the rows of the diagrams `agreement` and `mentions` made anew."""
    long = common.read(votes, ["roll_call", "iso3", "vote"])
    long["vote"] = long["vote"].map(measures.VOTE)
    matrix = long.pivot(index="iso3", columns="roll_call", values="vote")
    own = {"agreement": relaxed(scaled(distances(matrix)), LABEL),
           "mentions": relaxed(mapped(), MAP_LABEL)}  # fmt: skip
    own = pd.concat(own, names=["diagram", "node"]).round(3).reset_index()
    path = common.DATA / "positions.csv"
    others = common.read(path) if path.is_file() else pd.DataFrame(columns=own.columns)
    return pd.concat([others[~others["diagram"].isin(own["diagram"])], own])


if __name__ == "__main__":
    common.run(build, "positions", ["diagram", "node"], ["votes"], __doc__)
