"""What recipes share: read a publisher's file, name states, write a table whole or not at all."""

import argparse
import csv
import json
import os
from pathlib import Path

import pandas as pd

DATA = Path(__file__).resolve().parent.parent
SINCE = 1991  # the book begins with independence
COW_HISTORIC = {260: 255, 678: 679, 680: 679}  # the two Germanies and Yemens: the state since 1990


def stop(message: str) -> None:
    """End the recipe with a message and exit code 1; nothing has been written."""
    raise SystemExit(f"recipe stopped: {message}")


def read(path, columns=(), sep=",", encoding="utf-8-sig", **options) -> pd.DataFrame:
    """Read a publisher's table as text. Stop when it is not there or lacks one of `columns`."""
    if not Path(path).is_file():
        stop(f"no file {path}")
    try:
        table = pd.read_csv(path, sep=sep, dtype=str, keep_default_na=False, encoding=encoding,
                            **options)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError,
            csv.Error) as error:
        stop(f"{path} is not a table in the published layout ({error})")
    lacking = [name for name in columns if name not in table.columns]
    if lacking:
        stop(f"{path} has no column {', '.join(lacking)}; is it the publisher's file?")
    return table


def read_json(path, *keys):
    """What stands under `keys` in a publisher's JSON file; "*" is the first key there is."""
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
        for key in keys:
            found = found[next(iter(found)) if key == "*" else key]
        return found
    except (OSError, ValueError, KeyError, TypeError) as error:
        stop(f"{path} is not in the published layout ({error!r})")


def numbers(column: pd.Series, missing=(-9,)) -> pd.Series:
    """Text to numbers; what is no number, or a code for missing, becomes empty."""
    values = pd.to_numeric(column, errors="coerce")
    return values.mask(values.isin(missing))


def whole(column: pd.Series) -> pd.Series:
    """Numbers without a decimal part, so that they are written without one."""
    return numbers(column, missing=()).round().astype("Int64")


def states() -> pd.DataFrame:
    """The table of states, as text."""
    return read(DATA / "states.csv", ["iso3", "iso2", "cow", "name_en", "in_votes"])


def historic(iso3: pd.Series, year: pd.Series) -> pd.Series:
    """Czechoslovakia until 1992 and Yugoslavia until 2005, where a publisher uses today's code."""
    year = year.astype(int)
    return iso3.mask((iso3 == "CZE") & (year < 1993), "CSK").mask(
        (iso3 == "SRB") & (year < 2006), "YUG")


def iso3_of_cow(code: pd.Series, year: pd.Series) -> pd.Series:
    """Correlates of War state numbers to ISO 3166 alpha-3; empty where `states` has no such one."""
    listed = states().query("cow != '' and iso3 != 'YUG'")
    codes = dict(zip(listed["cow"].astype(int), listed["iso3"], strict=True))
    code = pd.to_numeric(code).astype(int).replace(COW_HISTORIC)
    return historic(code.map(codes), year)


def iso3_of_name(names: pd.Series, aliases: dict[str, str]) -> pd.Series:
    """State names to ISO 3166 alpha-3: our English names first, then the publisher's own."""
    listed = states()
    codes = dict(zip(listed["name_en"], listed["iso3"], strict=True)) | aliases
    return names.map(codes)


def write(table: pd.DataFrame, key: list[str], path) -> None:
    """Write a table sorted by its key, UTF-8 with LF. Stop when it is empty or a key is doubled."""
    path = Path(path)
    if table.empty:
        stop("no row came out; is it the publisher's file?")
    doubled = table[table.duplicated(key)]
    if len(doubled) or table[key].isna().any(axis=None):
        stop(f"{len(doubled)} doubled or empty keys, first: {doubled[key].head(1).to_dict('list')}")
    part = path.with_name(path.name + ".part")
    table.sort_values(key).to_csv(part, index=False, lineterminator="\n")
    os.replace(part, path)
    print(f"{path.name}: {len(table)} rows")


def run(build, table: str, key: list[str], files: list[str], doc: str, argv=None) -> None:
    """Command line of a recipe: the publisher's files in order, and where the table goes."""
    parser = argparse.ArgumentParser(description=doc,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in files:
        parser.add_argument(name)
    parser.add_argument("-o", "--out", default=DATA / f"{table}.csv", help="default: data/")
    given = vars(parser.parse_args(argv))
    out = given.pop("out")
    write(build(*given.values()), key, out)
