"""Table `mention_sample`: sentences drawn to measure how well `state_names` finds states.

    python data/recipes/mention_sample.py TXT [--sheet SHEET.jsonl]

TXT is the folder of the UNGDC corpus (see speeches.py). The table is a list of references. The
sheet, for coders, has the sentence alone, without what was found in it.
"""

import re

import mentions
import pandas as pd
from mentions import SENTENCE

SEED = 1991
CENTRAL_ASIA = {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
# Words that name a state, and also something else.
TRAPS = re.compile(
    r"\b(?:Georgian?|Guinea|Guineans?|Niger|Nigerien|Jordan|Chad|Dominica|Dominicans?|Congo|"
    r"Congolese|Koreas?|Koreans?|Turkey|Turkish|India|Indians?|Americans?|Sudan|Sudanese|Ireland|"
    r"Irish|Samoa|Samoans?|Macedonian?|Yugoslavi?a?n?|Soviet|China|Chinese)\b"
)
INSIDE = re.compile(r"(?<=[\w,;:'\")-] )[A-Z]\w")  # a capital that begins no sentence
DRAWN = {"central-asia": 50, "trap": 100, "name": 150, "capital": 100}


def stratum(text: str, targets: set[str]) -> str:
    """The first that fits: names a Central Asian state, holds a trap, names a state, has a capital
    inside. A sentence without any of these is never drawn."""
    if targets & CENTRAL_ASIA:
        return "central-asia"
    if TRAPS.search(text):
        return "trap"
    if targets:
        return "name"
    return "capital" if INSIDE.search(text) else "none"


def build(table: pd.DataFrame) -> pd.DataFrame:
    """References with stratum and weight (sentences in the stratum / drawn), and the states that
    the terms find, out of the table of mentions.named; fewer where a stratum is small."""
    said = zip(table["text"], table["targets"], strict=True)
    table = table[["iso3", "session", "year", "number"]].assign(
        stratum=[stratum(*sentence) for sentence in said],
        targets=[";".join(sorted(targets)) for targets in table["targets"]])  # fmt: skip
    parts = []
    for name, size in DRAWN.items():
        part = table[table["stratum"] == name]
        drawn = part.sample(min(size, len(part)), random_state=SEED)
        parts.append(drawn.assign(weight=round(len(part) / max(1, len(drawn)), 4)))
    return pd.concat(parts)


def sheet(table: pd.DataFrame, chosen: pd.DataFrame) -> list[dict]:
    """The chosen sentences, one by one."""
    rows = table.merge(chosen[SENTENCE], on=SENTENCE)
    return [
        {"id": mentions.tag(iso3, session, number), "sentence": text}
        for iso3, session, number, text in rows[[*SENTENCE, "text"]].itertuples(index=False)
    ]


if __name__ == "__main__":
    mentions.run_with_sheet(build, sheet, "mention_sample", __doc__)
