"""Table `kazakhstan_sentences`: every sentence of Kazakhstan's speeches, without its text.

    python data/recipes/kazakhstan_sentences.py TXT

TXT is the folder of the UNGDC corpus (see speeches.py). A row says which stories a sentence tells
(see narratives.py), which states it names (see mentions.py), and whether it has a word of matter or
of kinship (`register_terms`). `CA` stands for Central Asia named as a region.
"""

import re

import common
import mentions
import narratives
import pandas as pd

STATE, REGION = "KAZ", re.compile(r"\bCentral Asian?s?\b")


def registers() -> dict[str, re.Pattern]:
    """Words of each register, as whole words, in small letters or as they are written."""
    listed = common.read(common.DATA / "register_terms.csv", ["register", "term"])
    return {
        name: re.compile(rf"\b(?:{'|'.join(rows['term'])})\b", re.IGNORECASE)
        for name, rows in listed.groupby("register")
    }


def build(folder) -> pd.DataFrame:
    """One row a sentence, greetings too; lists are joined by semicolons."""
    group = common.states().set_index("iso3").loc[STATE, "group"]
    table = mentions.named(folder)
    table = table[table["iso3"] == STATE].copy()
    words = registers()
    table["stories"] = [";".join(narratives.stories(text, STATE, group)) for text in table["text"]]
    table["named"] = [
        ";".join(sorted((targets - {STATE}) | ({"CA"} if REGION.search(text) else set())))
        for text, targets in zip(table["text"], table["targets"], strict=True)
    ]
    for name, pattern in words.items():
        table[name] = [bool(pattern.search(text)) for text in table["text"]]
    flags = ["greeting", "own", *words]
    table[flags] = table[flags].map({True: "true", False: "false"}.get)
    return table[["year", "number", "greeting", "own", "stories", "named", *words]]


if __name__ == "__main__":
    common.run(build, "kazakhstan_sentences", ["year", "number"], ["folder"], __doc__)
