"""Table `mentions`: which state names which other in the General Debate, year by year.

    python data/recipes/mentions.py TXT

TXT is the folder of the UNGDC corpus (see speeches.py). Names are those of `state_names`. What a
state says of itself is left out; the European Union (EU) may speak and be named, the Soviet Union
(SUN) be named.
"""

import argparse
import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import common
import pandas as pd
import speeches
import state_names

SENTENCE = ["iso3", "session", "number"]  # key of a sentence in the corpus
# Words by which a sentence says that a state gave the room or had the idea.
OFFERS = re.compile(
    r"\b(?:host(?:s|ed|ing)?|initiat\w+|propos(?:e[sd]?|als?|ing)|conven(?:e[sd]?|ing)|"
    r"good offices|mediat\w+|facilitat\w+|hospitality|held in)\b",
    re.IGNORECASE,
)


def named(folder) -> pd.DataFrame:
    """The sentences of the corpus (speeches.sentences) with a column `targets`: a set of codes,
    the speaker's own among them."""
    table = speeches.sentences(folder)
    find = state_names.Names().find
    said = zip(table["text"], table["iso3"], table["year"], strict=True)
    return table.assign(targets=[find(*sentence) for sentence in said])


def count(table: pd.DataFrame) -> pd.DataFrame:
    """One row a speaker, year and target: sentences that name it, greetings apart, and those of
    them with a word of OFFERS."""
    counts = {name: Counter() for name in ("sentences", "greetings", "offers")}
    columns = table[["iso3", "year", "greeting", "text", "targets"]]
    for iso3, year, greeting, text, targets in columns.itertuples(index=False):
        keys = [(iso3, year, target) for target in targets - {iso3}]
        counts["greetings" if greeting else "sentences"].update(keys)
        if keys and not greeting and OFFERS.search(text):
            counts["offers"].update(keys)
    keys = counts["sentences"].keys() | counts["greetings"].keys()
    rows = [(*key, *(count[key] for count in counts.values())) for key in keys]
    return pd.DataFrame(rows, columns=["iso3", "year", "target", *counts])


def build(folder) -> pd.DataFrame:
    """The table from the folder of the corpus."""
    return count(named(folder))


def tag(iso3: str, session: int, number: int) -> str:
    """Name of a sentence on a coding sheet, which tells neither speaker nor year; in the order of
    these names a sheet is shuffled."""
    return hashlib.sha256(f"{iso3}-{session}-{number}".encode()).hexdigest()[:10]


def write_sheet(rows: list[dict], path) -> None:
    """A coding sheet: one JSON object a line, sorted by its `id`."""
    rows = sorted(rows, key=lambda row: row["id"])
    if len({row["id"] for row in rows}) < len(rows):
        common.stop("two sentences of the sheet have the same id")
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    Path(path).write_text("".join(lines), encoding="utf-8")


def run_with_sheet(build, sheet, name: str, doc: str) -> None:
    """Command line of a recipe that lists sentences and can write them on a coding sheet."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=doc, formatter_class=form)
    parser.add_argument("folder")
    parser.add_argument("-o", "--out", default=common.DATA / f"{name}.csv", help="default: data/")
    parser.add_argument("--sheet", help="write the coding sheet as well")
    given = parser.parse_args()
    table = named(given.folder)
    chosen = build(table)
    common.write(chosen, SENTENCE, given.out)
    if given.sheet:
        write_sheet(sheet(table, chosen), given.sheet)


if __name__ == "__main__":
    common.run(build, "mentions", ["iso3", "year", "target"], ["folder"], __doc__)
