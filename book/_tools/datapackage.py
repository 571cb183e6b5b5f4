"""Keep bytes, hash and row count in data/datapackage.json true to the files.

    python book/_tools/datapackage.py            writes what has changed
    python book/_tools/datapackage.py --check    writes nothing; exits 1 when something is stale

Descriptions, types and sources are written by hand in datapackage.json and never touched here. A
table without a resource, or a resource without a table, is an error in both uses.
"""

import argparse
import csv
import hashlib
import json
import os
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"


def facts(path: Path) -> dict:
    """Bytes, sha256 and number of rows (the heading not counted) of a CSV file."""
    content = path.read_bytes()
    with path.open(encoding="utf-8", newline="") as lines:
        rows = sum(1 for _ in csv.reader(lines)) - 1
    return {
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "rows": rows,
    }


def refresh(package: dict, folder: Path) -> tuple[list[str], list[str]]:
    """Put the facts of each file into the package; return what was stale, and what is missing."""
    stale, missing = [], []
    resources = {resource["path"]: resource for resource in package["resources"]}
    for path, resource in resources.items():
        if not (folder / path).is_file():
            missing.append(f"{path}: described, but there is no such file")
            continue
        for name, value in facts(folder / path).items():
            if resource.get(name) != value:
                stale.append(f"{path}: {name} {resource.get(name)} -> {value}")
                resource[name] = value
    missing += [
        f"{path.name}: not described in datapackage.json"
        for path in sorted(folder.glob("*.csv"))
        if path.name not in resources
    ]
    return stale, missing


def save(package: dict, path: Path) -> None:
    """Write the package whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(part, path)


def main(argv: list[str] | None = None) -> int:
    """Run on a folder (default: data/); 0 when all is true, else 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=DATA)
    parser.add_argument("--check", action="store_true", help="report only")
    given = parser.parse_args(argv)
    path = given.folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    stale, missing = refresh(package, given.folder)
    if stale and not given.check:
        save(package, path)
    print(*stale, *missing, sep="\n" if stale or missing else "")
    return 1 if missing or (given.check and stale) else 0


if __name__ == "__main__":
    sys.exit(main())
