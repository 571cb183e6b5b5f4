"""Table `narrative_sample`: sentences drawn for coding by hand, so that the terms can be judged.

    python data/recipes/narrative_sample.py TXT [--sample TABLE] [--sheet SHEET]

TXT is the folder of UNGDC. The table says which sentences were drawn and what the terms find in
them, not what is in them. Sample 1 was drawn with the first terms, and the terms were revised on
it; which sentences it holds, with their strata and weights, is read from the table. Sample 2 is
drawn outside of it, to judge the revised terms; until a table is there, from all. SHEET, a place
outside of data/, gets the texts of sample 2 for the coders as JSON lines: item, the sentence
before, the sentence. States, capitals, leaders and years are covered there, and nothing that the
terms or the rule of own sentences found stands in it.
"""

import argparse
import json
import re
from pathlib import Path

import common
import narratives
import pandas as pd
import speeches
from countryinfo import CountryInfo
from countryinfo.exceptions import CountryNotFoundError

SEED = 20250202  # of sample 2; sample 1 had 20250101
FOCUS = "KAZ"
# Drawn for sample 2 from all other states and from Kazakhstan: own sentences for each story, own
# ones without a story, others with one, others without.
SIZES = {"story": (12, 6), "own-none": (45, 30), "rest-some": (30, 15), "rest-none": (30, 15)}
KEY = ["iso3", "session", "year", "number"]
TITLES = (
    "President|Prime Minister|Premier|Chancellor|King|Queen|Emir|Amir|Sultan|Emperor|Prince|Pope|"
    "Foreign Minister|Minister|Chairman|General(?! Assembly| Debate| Conference| Committee)|"
    "Marshal|Colonel|Comrade|Sheikh|Sheik|Majesty|Highness|Excellency|Leader|"
    "Mr\\.|Mrs\\.|Ms\\.|Dr\\."
)
LEADER = re.compile(
    rf"\b({TITLES})((?: (?:[A-Z][\w'.-]+|al-[A-Z]\w+|bin|ben|ibn|de|da|dos|van|von))+)"
)
KNOWN = re.compile(r"\b(?:(?:Nursultan|Kassym-Jomart) )?(?:Nazarbaye?v|Tokaye?v)\b")
CAPITALS = {"KAZ": ["Astana", "Nur-Sultan", "Almaty", "Alma-Ata", "Akmola"]}


def strata(table: pd.DataFrame) -> pd.Series:
    """Stratum of each sentence: own-STORY (the story with the fewest own sentences of those it
    tells), own-none, rest-some or rest-none, and KAZ or others."""
    told = table[table["own"]].explode("stories")["stories"].value_counts()
    order = {story: (n, story) for story, n in told.items()}
    names = []
    for own, stories, iso3 in table[["own", "stories", "iso3"]].itertuples(index=False):
        if own:
            name = f"own-{min(stories, key=order.get)}" if stories else "own-none"
        else:
            name = "rest-some" if stories else "rest-none"
        names.append(f"{name}-{FOCUS if iso3 == FOCUS else 'others'}")
    return pd.Series(names, index=table.index)


def draw(table: pd.DataFrame) -> pd.DataFrame:
    """The sample, with `weight`: how many sentences of the stratum one drawn stands for; and
    `item`, its place in the shuffled order of the sheet, from 1."""
    drawn = []
    for name, rows in table.assign(stratum=strata(table)).groupby("stratum"):
        kind = name.rsplit("-", 1)[0]
        size = SIZES.get(kind, SIZES["story"])[name.endswith(FOCUS)]
        some = rows.sample(min(size, len(rows)), random_state=SEED)
        drawn.append(some.assign(weight=round(len(rows) / len(some), 4)))
    sample = pd.concat(drawn).sample(frac=1, random_state=SEED)
    return sample.assign(item=range(1, len(sample) + 1))


def first(table: pd.DataFrame, path) -> pd.DataFrame:
    """Sample 1: its rows in the table at `path` with stratum, weight and item as given there, and
    text, own and stories of today. Stops when a sentence of it is not in the corpus."""
    columns = [*KEY, "sample", "stratum", "weight", "item"]
    kept = common.read(path, columns)
    whole = dict.fromkeys(["session", "year", "number", "sample", "item"], int)
    kept = kept.loc[kept["sample"] == "1", columns].astype({**whole, "weight": float})
    found = kept.merge(table, "left", KEY)
    if found["text"].isna().any():
        common.stop("a sentence of sample 1 is not in the corpus, or is a greeting now")
    return found.astype({"own": bool})


def covered(text: str, iso3: str) -> str:
    """The text without the names of the speaker's state, its capital, leaders and years."""

    def own(found: re.Match) -> str:
        return "[OWN STATE]" if any(found.groups()) else found[0]

    text = speeches.own_names(iso3).sub(own, text)
    try:
        capital = CountryInfo(iso3).capital()
    except CountryNotFoundError:
        capital = None
    for name in CAPITALS.get(iso3, [capital] if capital else []):
        text = re.sub(rf"\b{re.escape(name)}\b", "[OWN CAPITAL]", text)
    text = KNOWN.sub("[LEADER]", LEADER.sub(r"\1 [LEADER]", text))
    return re.sub(r"\b(?:19|20)\d\d\b", "[YEAR]", text)


def sheet(sample: pd.DataFrame, table: pd.DataFrame) -> str:
    """JSON lines in the order of `item`; "" where no sentence stands before."""
    texts = table.set_index(["iso3", "year", "number"])["text"].to_dict()
    lines = []
    for row in sample.sort_values("item").itertuples():
        before = texts.get((row.iso3, row.year, row.number - 1), "")
        line = {"item": row.item, "previous": covered(before, row.iso3),
                "sentence": covered(row.text, row.iso3)}  # fmt: skip
        lines.append(json.dumps(line, ensure_ascii=False) + "\n")
    return "".join(lines)


def main(argv=None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder")
    parser.add_argument("-o", "--out", default=common.DATA / "narrative_sample.csv")
    parser.add_argument(
        "--sample", default=common.DATA / "narrative_sample.csv", help="table that holds sample 1"
    )
    parser.add_argument("--sheet", type=Path, help="texts for the coders, outside of data/")
    given = parser.parse_args(argv)
    if given.sheet and given.sheet.resolve().is_relative_to(common.DATA):
        common.stop("the sheet holds texts; the book ships none, so write it outside of data/")
    table = narratives.matches(given.folder)
    drawn, rest = [], table
    if Path(given.sample).exists():
        drawn.append(first(table, given.sample))
        keys = pd.MultiIndex.from_frame(drawn[0][KEY])
        rest = table[~pd.MultiIndex.from_frame(table[KEY]).isin(keys)]
    second = draw(rest).assign(sample=2)
    if given.sheet:
        given.sheet.write_text(sheet(second, table), encoding="utf-8")
    sample = pd.concat([*drawn, second])
    sample["own"] = sample["own"].map({True: "true", False: "false"})
    sample["stories"] = sample["stories"].map(";".join)
    columns = [*KEY, "sample", "stratum", "weight", "item", "own", "stories"]
    common.write(sample[columns], ["iso3", "year", "number"], given.out)


if __name__ == "__main__":
    main()
