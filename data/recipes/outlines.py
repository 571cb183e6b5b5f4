"""Table `outlines`: area and centre of a state's outline, from Natural Earth 1:110m.

    python data/recipes/outlines.py countries-110m.json M49.csv

Reads the TopoJSON file of world-atlas 2.0.2, and the M49 list for the numeric codes in it.
Northern Cyprus and Somaliland, drawn apart there, count with Cyprus and Somalia; territories that
are not in `states` are dropped. Run on the publisher's whole TopoJSON file; the M49 list was laid
out from an extract.
"""

import common
import numpy as np
import pandas as pd

RADIUS_KM = 6371.0088  # mean radius of the Earth
BY_NAME = {"N. Cyprus": "CYP", "Somaliland": "SOM", "Kosovo": "XKX", "Taiwan": "TWN"}


def load(atlas, m49) -> tuple[dict[str, list], list[np.ndarray]]:
    """State to its polygons (lists of rings of signed arc numbers); and the arcs in degrees."""
    shapes = common.read_json(atlas, "objects", "countries", "geometries")
    moves = common.read_json(atlas, "transform")
    listed = common.read(m49, ["M49 Code", "ISO-alpha3 Code"], sep=None, engine="python")
    codes = dict(zip(listed["M49 Code"].astype(int), listed["ISO-alpha3 Code"], strict=True))
    known = set(common.states()["iso3"])
    polygons: dict[str, list] = {}
    for shape in shapes:
        iso3 = BY_NAME.get(shape["properties"]["name"]) or codes.get(int(shape.get("id", -1)))
        if iso3 in known:
            parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
            polygons.setdefault(iso3, []).extend(parts)
    arcs = [np.cumsum(arc, axis=0) * moves["scale"] + moves["translate"]
            for arc in common.read_json(atlas, "arcs")]
    return polygons, arcs


def measure(ring, arcs) -> tuple[float, float, float]:
    """Signed area in km² and centre (longitude, latitude in degrees) of a ring of arcs.

    Shoelace formula in Lambert's cylindrical equal-area projection: x = longitude,
    y = sin(latitude).
    """
    points = np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring])
    x = np.unwrap(np.radians(points[:, 0]))  # Russia and Fiji lie on both sides of 180 degrees
    y = np.sin(np.radians(points[:, 1]))
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    area = cross.sum() / 2
    if area == 0:
        return 0.0, *points.mean(axis=0)
    centre = [((c[:-1] + c[1:]) * cross).sum() / (6 * area) for c in (x, y)]
    lon = (np.degrees(centre[0]) + 180) % 360 - 180
    return area * RADIUS_KM**2, lon, np.degrees(np.arcsin(centre[1]))


def build(atlas, m49) -> pd.DataFrame:
    """One row a state drawn: a polygon's first ring is its outline, the others are holes."""
    polygons, arcs = load(atlas, m49)
    rows = []
    for iso3, parts in polygons.items():
        outer = [measure(part[0], arcs) for part in parts]
        holes = sum(abs(measure(ring, arcs)[0]) for part in parts for ring in part[1:])
        _, lon, lat = max(outer, key=lambda part: abs(part[0]))
        rows.append((iso3, round(sum(abs(part[0]) for part in outer) - holes),
                     round(lon, 2), round(lat, 2)))
    return pd.DataFrame(rows, columns=["iso3", "land_km2", "lon", "lat"])


if __name__ == "__main__":
    common.run(build, "outlines", ["iso3"], ["atlas", "m49"], __doc__)
