"""Table `narratives`: how often a state told a story about itself, in a year's General Debate.

    python data/recipes/narratives.py TXT

TXT is the folder of UNGDC. A sentence tells a story when a term of `story_terms` is in it.
Greetings are left out. `matches` is shared with story_pairs, story_term_counts and
narrative_sample.
"""

import re
from functools import cache

import common
import pandas as pd
import speeches


@cache
def terms() -> pd.DataFrame:
    """The table story_terms, as text."""
    columns = ["story", "kind", "group", "term"]
    table = common.read(common.DATA / "story_terms.csv", columns)
    for term in table["term"]:
        try:
            re.compile(term)
        except re.error as error:
            common.stop(f"story_terms.csv: {term} is no regular expression ({error})")
    return table


@cache
def patterns(group: str) -> dict[str, tuple]:
    """For each story what includes (a pair) and what excludes, for a state of this group.

    A term matches whole words. One with a capital letter is read as written, any other in small
    and capital letters alike. A term with a group of `states` counts for its states only.
    """
    listed = terms()
    listed = listed[listed["group"].isin(["all", group])]
    found = {}
    for story, rows in listed.groupby("story"):
        kinds = dict(list(rows.groupby("kind")["term"]))
        if "include" in kinds:
            exclude = [t if _cased(t) else f"(?i:{t})" for t in kinds.get("exclude", [])]
            found[story] = _pair(kinds["include"]), _whole(exclude)
    return found


def _cased(term: str) -> bool:
    return bool(re.search(r"(?<!\\)[A-Z]", term))


def _whole(some: list[str]) -> re.Pattern | None:
    """Any of the terms, as whole words."""
    return re.compile(rf"\b(?:{'|'.join(some)})(?!\w)") if some else None


def _pair(some) -> tuple[re.Pattern | None, re.Pattern | None]:
    """Terms in small letters, to be looked for in the text made small, and those with capitals.
    Two patterns without a flag are several times faster than one with it."""
    small = _whole([term for term in some if not _cased(term)])
    return small, _whole([term for term in some if _cased(term)])


def _found(pair: tuple, text: str, lower: str) -> bool:
    small, cased = pair
    return bool((small and small.search(lower)) or (cased and cased.search(text)))


def stories(text: str, iso3: str, group: str) -> list[str]:
    """The stories of a sentence, sorted. What a term excludes is taken out of the sentence before
    the others are looked for, but not where it names the speaker's own state."""
    told, lower = [], text.lower()
    for story, (include, exclude) in patterns(group).items():
        if not _found(include, text, lower):
            continue
        left = _without(exclude, text, iso3) if exclude else text
        if left == text or _found(include, left, left.lower()):
            told.append(story)
    return told


def one_term(term: str) -> re.Pattern:
    """A single term, as whole words, read as `patterns` reads it."""
    return _whole([term if _cased(term) else f"(?i:{term})"])


def without(story: str, text: str, iso3: str, group: str) -> str:
    """The sentence without what the story excludes."""
    exclude = patterns(group)[story][1]
    return _without(exclude, text, iso3) if exclude else text


def _without(exclude: re.Pattern, text: str, iso3: str) -> str:
    return exclude.sub(lambda hit: hit[0] if speeches.named(iso3, hit[0]) else " ... ", text)


def matches(folder) -> pd.DataFrame:
    """Sentences of the states of `states`, without greetings: the columns of speeches.sentences
    and `stories`, a list. The European Union is no state and is left out."""
    groups = dict(common.states()[["iso3", "group"]].itertuples(index=False, name=None))
    table = speeches.sentences(folder)
    table = table[table["iso3"].isin(groups) & ~table["greeting"]].reset_index(drop=True)
    table["stories"] = [
        stories(text, iso3, groups[iso3])
        for text, iso3 in zip(table["text"], table["iso3"], strict=True)
    ]
    return table


def build(folder) -> pd.DataFrame:
    """One row a state, year and story that a sentence tells; no row where none does."""
    table = matches(folder).explode("stories").dropna(subset="stories")
    table = table.rename(columns={"stories": "story"})
    counted = table.groupby(["iso3", "year", "story"])["own"].agg(sentences="size", own="sum")
    return counted.reset_index()


if __name__ == "__main__":
    common.run(build, "narratives", ["iso3", "year", "story"], ["folder"], __doc__)
