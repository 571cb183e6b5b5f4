"""Table `kazakhstan_named`: every sentence in which another speaker names Kazakhstan, or a place or
a leader of it without its name.

    python data/recipes/kazakhstan_named.py TXT [--sheet SHEET.jsonl]

TXT is the folder of the UNGDC corpus (see speeches.py). The table is a list of references. The
sheet, for coders, has the sentence with its neighbours, and neither speaker nor year.
"""

import re

import mentions
import pandas as pd
from mentions import SENTENCE

STATE = "KAZ"
# The capital under its names, the former capital, the test site, the presidents.
PLACES = re.compile(
    r"\b(?:Astana|Nur-Sultan|Almaty|Alma[- ]Ata|Semipalatinsk|Semey|Nazarbay?ev|Tokayev)\b"
)


def build(table: pd.DataFrame) -> pd.DataFrame:
    """References (iso3, session, year, number, greeting, by) out of the table of mentions.named.
    by: "name", or "place" where only a place or a leader is named."""
    others = table[table["iso3"] != STATE]
    name = pd.Series([STATE in targets for targets in others["targets"]], others.index)
    place = pd.Series([bool(PLACES.search(text)) for text in others["text"]], others.index)
    chosen = others[name | place]
    words = chosen["greeting"].map({True: "true", False: "false"})
    by = name[chosen.index].map({True: "name", False: "place"})
    return chosen[["iso3", "session", "year", "number"]].assign(greeting=words, by=by)


def sheet(table: pd.DataFrame, chosen: pd.DataFrame) -> list[dict]:
    """The chosen sentences with the one before and the one after; "" where there is none."""
    texts = table.set_index(SENTENCE)["text"].to_dict()
    rows = []
    for iso3, session, number in chosen[SENTENCE].itertuples(index=False):
        before, text, after = (texts.get((iso3, session, n), "")
                               for n in (number - 1, number, number + 1))  # fmt: skip
        tag = mentions.tag(iso3, session, number)
        rows.append({"id": tag, "before": before, "sentence": text, "after": after})
    return rows


if __name__ == "__main__":
    mentions.run_with_sheet(build, sheet, "kazakhstan_named", __doc__)
