"""Table `state_names`: the English names by which a text may name a state.

    python data/recipes/state_names.py data/name_rules.csv

Names come from `states` (Unicode CLDR), official forms and demonyms from the library countryinfo,
the rest from `name_rules`, which also says where a name means something else. `Names` finds the
states that a sentence names.
"""

import re
import unicodedata
from collections import defaultdict

import common
import pandas as pd
from countryinfo import CountryInfo
from countryinfo.exceptions import CountryNotFoundError

COLUMNS = ["term", "iso3", "kind", "speaker", "since", "until", "source"]
RULES = ["term", "rule", "iso3", "kind", "speaker", "since", "until", "context", "why"]
# What makes a spelling of countryinfo an English official name, and not one in another language.
FORMS = re.compile(
    r"[A-Za-z' -]*\b(?:Republic|Federation|Confederation|Kingdom|States|Emirates|Duchy|"
    r"Commonwealth|Principality|Sultanate|Jamahiriya)\b[A-Za-z' -]*"
)
PLURAL = re.compile(r".*(?<!.s)[acdeiknort]")  # Afghans, Czechs do; Swiss, Danish, Maltese do not
POSSESSIVE = re.compile(r"(?<=\w)[íâ]s\b")  # Latviaís: an apostrophe lost in the published text
ALIKE = str.maketrans("’‘´`", "''''")


def plain(text: str) -> str:
    """Text without accents and with straight apostrophes, so that Türkiye is Turkiye."""
    if text.isascii():
        return text
    text = POSSESSIVE.sub("'s", text.translate(ALIKE))
    text = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in text if not unicodedata.combining(sign))


def build(rules) -> pd.DataFrame:
    """One row a term and state (or EU, SUN), and a period where the meaning changed."""
    rules = common.read(rules, RULES)
    unknown = set(rules["rule"]) - {"add", "drop", "not-after", "not-before"}
    if unknown:
        common.stop(f"no rule {', '.join(sorted(unknown))}")
    dropped = set(rules.query("rule == 'drop'")[["term", "iso3"]].itertuples(index=False))
    found = {}
    for row in common.states()[["iso3", "name_en"]].itertuples(index=False):
        for term, kind, source in _listed(*row):
            if (term, row.iso3) not in dropped:
                found.setdefault((term, row.iso3), (kind, "any", "", "", source))
    for row in rules.query("rule == 'add'").itertuples(index=False):
        said = (row.kind, row.speaker or "any", row.since, row.until, "book")
        found.setdefault((plain(row.term), row.iso3), said)
    terms = {term for term, _ in found} | {"*"}
    idle = sorted(set(rules[rules["context"] != ""]["term"]) - terms)
    if idle:
        common.stop(f"a context for {', '.join(idle)}, but no such term")
    return pd.DataFrame([(*key, *said) for key, said in found.items()], columns=COLUMNS)


def _listed(iso3: str, name: str):
    """Term, kind and source of what CLDR and countryinfo have of a state."""
    yield plain(name), "name", "cldr"
    try:
        country = CountryInfo(iso3)
    except CountryNotFoundError:  # the library has no state that has ended
        return
    for spelling in country.alt_spellings():
        if FORMS.fullmatch(spelling) and not re.search(rf"\b{plain(name)}\b", spelling):
            yield spelling.removeprefix("the ").strip(), "official", "countryinfo"
    for demonym in re.split(r",| and ", country.demonym() or ""):
        if demonym.strip():
            yield plain(demonym.strip()), "demonym", "countryinfo"
            if PLURAL.fullmatch(demonym.strip()):
                yield plain(demonym.strip()) + "s", "demonym", "countryinfo"


class Names:
    """Finds the states that a sentence names: longest term first, upper and lower case as written.

    A term does not count where the words before it match a context `not-after` of `name_rules`, or
    those behind it one of `not-before`; contexts are regular expressions, those of "*" are for
    every term but demonyms. A term said by a state for which it has a row with speaker `own` names
    that state alone; such rows are passed over for all other speakers.
    """

    def __init__(self, terms=common.DATA / "state_names.csv", rules=common.DATA / "name_rules.csv"):
        terms, rules = common.read(terms, COLUMNS), common.read(rules, RULES)
        self.rows = defaultdict(list)
        for row in terms.itertuples(index=False):
            period = range(int(row.since or 0), int(row.until or 9998) + 1)
            self.rows[row.term].append((row.iso3, row.speaker, period))
        names = set(terms[terms["kind"] != "demonym"]["term"])
        self.before, self.behind = defaultdict(list), defaultdict(list)
        for row in rules[rules["context"] != ""].itertuples(index=False):
            for term in names if row.term == "*" else [row.term]:
                if row.rule == "not-after":
                    self.before[term].append(re.compile(rf"\b(?:{row.context})[ -]+$"))
                else:
                    self.behind[term].append(re.compile(rf"[ -]*(?:{row.context})"))
        self.pattern = re.compile(rf"(?<!\w){_tree(sorted(self.rows))}(?!\w)")

    def find(self, text: str, speaker: str = "", year: int = 0) -> set[str]:
        """Codes of the states named, the speaker's own among them; of any period when year is 0."""
        text = plain(text)
        codes = set()
        for match in self.pattern.finditer(text):
            term, start, end = match.group(), match.start(), match.end()
            if any(rule.search(text, max(0, start - 40), start) for rule in self.before[term]):
                continue
            if any(rule.match(text, end) for rule in self.behind[term]):
                continue
            rows = [(iso3, who) for iso3, who, period in self.rows[term]
                    if not year or year in period]  # fmt: skip
            own = (speaker, "own") in rows
            codes |= {speaker} if own else {iso3 for iso3, who in rows if who == "any"}
        return codes


def _tree(terms: list[str]) -> str:
    """A regular expression for the sorted terms that shares their beginnings; longest first."""
    branches = defaultdict(list)
    for term in terms:
        branches[term[:1]].append(term[1:])
    ends = branches.pop("", None) is not None
    parts = [re.escape(sign) + _tree(rest) for sign, rest in branches.items()]
    if not parts:
        return ""
    inner = "|".join(parts)
    return f"(?:{inner})?" if ends else f"(?:{inner})" if len(parts) > 1 else inner


if __name__ == "__main__":
    common.run(build, "state_names", ["term", "iso3"], ["rules"], __doc__)
