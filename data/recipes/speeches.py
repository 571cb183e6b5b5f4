"""Table `speeches`: how long a state spoke in a General Debate, and how much of it of itself.

    python data/recipes/speeches.py TXT

What the other recipes that read the corpus share stands here too: reader, cleaning, sentences.
The corpus is UNGDC (Jankin, Baturo and Dasandi, CC0): a folder TXT with a folder a session,
`Session 78 - 2023`, and in it a text a speaker, `KAZ_78_2023.txt`. The book keeps counts and
references (state, session, number of the sentence), never a text.
"""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import common
import pandas as pd
import sentencex
from countryinfo import CountryInfo
from countryinfo.exceptions import CountryNotFoundError

FOLDER = re.compile(r"Session (\d+) - (\d{4})")
FILE = re.compile(r"([A-Z]{3}|EU)_(\d+)_(\d{4})\.txt")
LONG = 100  # words
TITLE = re.compile(r"\b(?:M(?:rs?|s|essrs)|Dr|St|Sr|H\.E|Prof|Gen|Hon)\.\s*$")
COLUMNS = ["iso3", "session", "year", "number", "text", "greeting", "own"]

# Names and demonyms beside the English name in `states` and the demonym in countryinfo.
# A demonym may take an s.
NAMES = {
    "AFG": "Afghanistani", "ARE": "UAE|Emirates", "ARG": "Argentine|Argentinian",
    "ATG": "Antigua|Barbuda", "AZE": "Azeri", "BFA": "Burkinabè", "BHS": "Bahamas",
    "BIH": "Bosnia|Herzegovina", "BLR": "Byelorussia|Byelorussian|Belarussian",
    "BRN": "Brunei Darussalam", "BWA": "Batswana", "CIV": "Côte d'Ivoire|Cote d'Ivoire|Ivory Coast",
    "COD": "Democratic Republic of the Congo|DRC|Zaire|Zairian|Congo", "COG": "Congo",
    "COM": "Comorian", "CPV": "Cabo Verde|Cape Verdean|Cabo Verdean", "CSK":
    "Czech and Slovak Federal Republic|Czechoslovak", "CZE": "Czech Republic", "DEU": "Germans",
    "DJI": "Djiboutian", "DNK": "Danes|Dane", "ECU": "Ecuadorian", "ESP": "Spaniard",
    "EU": "European Union|EU", "FIN": "Finnish|Finns", "FSM": "Federated States of Micronesia|FSM",
    "GBR": "United Kingdom|Britain|Briton", "GMB": "The Gambia", "GRC": "Hellenic|Hellenes",
    "HND": "Honduran", "IRN": "Islamic Republic of Iran", "ISL": "Icelandic", "KAZ":
    "Kazakstan|Kazakh|Kazakhs", "KGZ": "Kyrgyz|Kyrgyz Republic|Kirgiz", "KNA":
    "Saint Kitts|St. Kitts|St Kitts|Kittitian|Nevisian|Nevis", "KOR": "Republic of Korea|Korea|"
    "Korean", "LAO": "Lao|Lao People's Democratic Republic|Lao PDR", "LBY":
    "Libyan Arab Jamahiriya|Jamahiriya", "LCA": "Saint Lucia|St Lucia|St. Lucian", "LSO": "Basotho",
    "LUX": "Luxemburg", "MCO": "Monégasque", "MDG": "Malgache", "MDV": "Maldivian", "MKD":
    "Republic of Macedonia|Macedonia", "MMR": "Burma|Myanmarese", "MNG": "Mongol", "MYS":
    "Malay", "NGA": "Nigerian", "NLD": "Netherlands|Kingdom of the Netherlands", "NPL": "Nepali",
    "NZL": "Aotearoa", "PHL": "Philippine|Philippines", "POL": "Pole|Poles", "PRK":
    "Democratic People's Republic of Korea|DPRK|Korea|Korean", "PSE": "Palestinian", "ROU":
    "Rumania", "RUS": "Russian Federation|Soviet Union|USSR|Soviet", "SAU": "Saudi", "SLB":
    "Solomon Islander", "SLV": "Salvadorian|Salvadorean", "SMR": "Sammarinese", "SRB": "Serb",
    "STP": "Sao Tome and Principe|Sao Tome", "SUR": "Surinamese", "SVK": "Slovak Republic", "SVN":
    "Slovenian", "SWE": "Swede", "SWZ": "Swaziland", "SYC": "Seychelles", "SYR":
    "Syrian Arab Republic", "TJK": "Tajik", "TKM": "Turkmen", "TLS": "East Timor|Timorese", "TTO":
    "Trinidad|Tobago|Tobagonian", "TUR": "Türkiye|Turk|Turks", "TZA":
    "United Republic of Tanzania", "UKR": "Ukrainian", "USA": "United States of America|America",
    "UZB": "Uzbek", "VAT": "Holy See|Apostolic See", "VCT": "Saint Vincent and the Grenadines|"
    "St. Vincent and the Grenadines|Saint Vincent|St Vincent|Vincentian", "VNM": "Viet Nam|"
    "Vietnamese|Viet Namese", "VUT": "Ni-Vanuatu|Vanuatuan", "WSM": "Western Samoa", "YUG":
    "Yugoslav|Serbia and Montenegro|Serbian|Montenegrin",
}  # fmt: skip
# Longer names that hold a shorter one and mean something else.
OTHERS = (
    "Latin America|Latin American|South America|South American|Central America|Central American|"
    "North America|North American|Inter-American|Pan-American|African American|Afro-American|"
    "American Samoa|the Americas|Organization of American States|Indian Ocean|South China Sea|"
    "New Mexico|Gulf of Mexico|Northern Ireland|Gulf of Guinea|Guinea worm|Lake Chad|Chad Basin|"
    "River Niger|Niger River|Niger Delta|Niger Basin|Congo Basin|Congo River|Jordan River|"
    "Jordan Valley|Sea of Japan|Gulf of Oman|South Georgia|Turkish Cypriot|Greek Cypriot|"
    "former Yugoslavia|former Yugoslav|former Soviet Union|former Soviet|former USSR|post-Soviet|"
    "French-speaking|Portuguese-speaking|Spanish-speaking|French Polynesia|Franco-German|"
    "Bosnian Serb|Israeli-Palestinian|Rift Valley|Cuban missile crisis"
)

MONTH = r"(?:September|October|November|December)"
OFFICE = r"(?:Vice-)?President"
# A whole line that belongs to the printed page or to the record, not to the speaker.
FURNITURE = re.compile(
    r"(?:Page )?\d{1,3}(?:[|/]\d{1,3}| of \d{1,3})?|"  # page numbers
    r"A/\d+/PV\.? ?\d+(?: \d\d?/\d\d?/\d{2,4})?|\d\d?/\d\d?/\d{2,4} A/\d+/PV\.? ?\d+|"  # headers
    r"(?:\d{1,3} )?General Assembly(?: - [\w-]+ session| \d+\w\w plenary meeting)(?: .*)?|"
    r"\d+\w\w plenary meeting(?: .*)?|"
    rf"[A-Z][a-z]+(?:-[a-z]+)? session ?[-–] ?\d+ {MONTH} l?\d+ ?\w*(?: \d+)?|"
    r"\d\d-\d{5}(?: \d{1,3}(?:/\d{1,3})?)?|\d{1,3}(?:/\d{1,3})? \d\d-\d{5}|"  # job numbers
    r"#+ .*|[-*_=─ ]{3,}|"  # headings and rules in markdown
    r"(?:please )?check against delivery\W*|as delivered\W*",
    re.IGNORECASE,
)
# Remarks of the record inside the text.
REMARK = re.compile(
    r"\((?:spoke|continued) in [^)]{3,80}\)|"
    r"\(\s*(?:see\s+|document\s+)*(?:[A-Z]{1,4}/[\w.]|resolution\s+\d)[^()]{0,80}\)|"  # documents
    r"\((?:see\s+)?Official\s+Records[^()]{0,160}\)|"
    rf"(?:The (?:Acting )?{OFFICE}|M(?:rs?|s)\.? [^.()\n]{{2,40}} \([^)]{{3,50}}\), {OFFICE},)"
    r"\s+(?:took|returned\s+to)\s+the\s+Chair\.|"
    r"\b\d\d-\d{5}\s+\d{1,3}/\d{1,3}\b|\b\d{1,3}/\d{1,3}\s+\d\d-\d{5}\b"
)
# A line made of nothing but these words calls on those present.
CALLS = (
    "mr mrs ms madam madame sir president presidents vice-president secretary-general excellency "
    "excellencies your his her ladies gentlemen and the of distinguished delegates delegations "
    "heads head state states government governments honourable esteemed dear colleagues friends "
    "majesty majesties highness highnesses royal general assembly representatives guests brothers "
    "sisters members participants all protocol observed ministers fellow leaders respected my "
    "united nations session world thank you"
)
ADDRESS = frozenset(CALLS.split())
MOJIBAKE = {"â€™": "’", "â€˜": "‘", "â€œ": "“", "â€\x9d": "”", "â€“": "–", "â€”": "—",
            "â€¦": "…", "\x9d": "”"}  # fmt: skip
DASH_SPACE = re.compile(r"([^\W\d_]+)-[ ]*(\n|(?<=- )(?=[^\W\d_]))\s*([^\W\d_]+)")
ENDS = tuple(".!?:;”\"'")

WE = re.compile(r"\b(?:we|our|ours|us|ourselves)\b", re.IGNORECASE)
NOUNS = (
    "country|nation|people|government|state|republic|kingdom|homeland|motherland|fatherland|"
    "territory|soil|parliament|constitution|capital|economy|population|citizens|independence|"
    "sovereignty|statehood|armed forces|troops|peacekeepers|foreign policy|head of state|"
    "prime minister|islands?|archipelago|shores|coasts?|borders|neighbou?rs|neighbou?rhood|"
    r"ancestors|forefathers|national [\w-]+|domestic [\w-]+"
)
HAVE = re.compile(
    r"\bmy (?:own )?(?:president|(?:[\w-]+ ){0,2}(?:" + NOUNS + r"))\b|"
    r"\bour (?:own )?(?:(?!common|shared|global|universal|collective|respective|two|three)[\w-]+ )"
    r"{0,2}(?:" + NOUNS + r")\b",
    re.IGNORECASE,
)
FORM = re.compile(
    r"\b[Tt]he (?:Kingdom|Republic|Islamic Republic|Principality|Sultanate|Grand Duchy)\b(?! of)"
)
AS_A = re.compile(
    r"\b[Aa]s (?:an?|one of the) (?:[^,.;]{0,80}? )?(?:country|countries|[Ss]tates?|nations?|"
    r"democracy|democracies|republic|neighbou?r|member|island|archipelago|host|party|economy|"
    r"economies|victim|coordinator|chair|chairman|candidate|contributor)\b"
)
FIRST = re.compile(r"\b(?:I|we|We|our|Our|my|My|us)\b")
CARRIED = re.compile(r"\b(?:[Tt]he (?:country|nation|Government|people)|[Ii]ts people)\b")
# What shows that "we" are the members, the Assembly or mankind.
ALL = re.compile(
    r"\bUnited Nations|\bOrgani[sz]ation\b|\bAssembly\b|\bSecurity Council\b|\bCharter\b|"
    r"\binternational community|\bworld community|\bcommunity of nations|\bMember States\b|"
    r"\bmankind|\bhumankind|\bhumanity|\bhuman race|\b(?:our|the|whole|entire) world\b|\bplanet\b|"
    r"\bglobe\b|\ball (?:of us|nations|countries|states|peoples|members)\b|\bwe,? the peoples|"
    r"\bwe all\b|\bus all\b|\bwe,? as\b|\bwe are (?:all|gathered|meeting|here)\b|"
    r"\beach of us\b|\bnone of us\b|\bone another\b|\beach other\b|\btogether\b|\blet us\b|"
    r"\bwe (?:must|should|need|ought|cannot|can only|have to|face|live|know|see)\b|"
    r"\bour (?:common|shared|global|universal|collective|respective|time|times|era|age|century|"
    r"generation|generations|children|future|deliberations|debate|agenda|session|"
    r"discussions|midst|countries|nations|peoples|states|societies|economies|governments)\b",
    re.IGNORECASE,
)
# What only gives an opinion about others.
STANCE = re.compile(
    r"\b(?:in|to) our (?:view|opinion|judge?ment|mind)\b|"
    r"\bwe (?:(?:also|therefore|strongly|fully|firmly|once again|sincerely|too|still|reiterate and|"
    r"would like to|wish to|want to|hereby|earnestly|deeply|particularly|further) )*"
    r"(?:believe|hope|welcome|call|urge|appeal|condemn|commend|stress|note|consider|feel|think|"
    r"regret|deplore|emphasi[sz]e|underline|underscore|reaffirm|reiterate|recogni[sz]e|agree|"
    r"expect|wish|express|support|trust|endorse|encourage|request|demand|remain convinced|"
    r"are (?:concerned|convinced|confident|of the view|pleased|encouraged|of the opinion))\b",
    re.IGNORECASE,
)

COURTESY = re.compile(
    r"congratulat|felicitat|tribute|\bthank|gratitude|grateful|appreciat|commend|compliment|"
    r"\bgreet|\bwish|\bwelcom|\bhonou?r(?:ed)?\b|pleas(?:ed|ure)|delight|admir|confiden|assur|"
    r"pledge|praise|salut|acknowledg|\bhail|\bsuccess|wisdom|experience|\bskill|no doubt|respect",
    re.IGNORECASE,
)
OFFICERS = re.compile(
    r"\bpresidency\b|\bpresid(?:ing|ed?)\b|\bpredecessor\b|"
    r"\b(?:your|his|her) (?:\w+ )?(?:election|unanimous|assumption|leadership|guidance|stewardship|"
    r"tenure|chairmanship)\b|\b(?:guid|steer|conduct)\w* (?:us|our|the (?:work|deliberations))\b|"
    r"\bPresident of (?:the|this) [^,.]{0,60}(?:Assembly|session)|\bAssembly President|"
    r"\bM(?:r|adam|adame)\.? President|\bmembers of the Bureau|\bSecretary-General\b|"
    r"\b(?:P[eé]rez|Peres) de Cu[eé]llar|\bBoutros|\bKofi Annan|\bBan Ki-?\s?[Mm]oon|\bGuterres|"
    r"\b(?:congratulate|congratulations to|thank) you\b|\byou, Sir\b|\bSir, on\b"
)
CLOSING = re.compile(
    r"(?:and |once again,? |finally,? )?(?:I |we |let me |may I )?(?:would like to |wish to )?"
    r"thank (?:you|the Assembly|members|everyone|all)\b|"
    r"(?:many )?thanks\b|may (?:god|allah|the almighty)\b.*\bbless|god bless|peace be upon",
    re.IGNORECASE,
)


def read(folder) -> pd.DataFrame:
    """Speeches since 1991: iso3, session, year and text as published, sorted by state and year.

    Codes are the book's (common.historic); EU is the European Union, no state of `states`. Files
    whose name begins with a dot are left by archivers and passed over. Stops when the folder is
    not laid out as published.
    """
    folders = [path for path in sorted(Path(folder).glob("*/")) if FOLDER.fullmatch(path.name)]
    if not folders:
        common.stop(f"{folder} has no folder such as 'Session 78 - 2023'")
    speeches = []
    for path in folders:
        session, year = FOLDER.fullmatch(path.name).groups()
        if int(session) + 1945 != int(year):
            common.stop(f"{path.name}: session {session} was not opened in {year}")
        if int(year) < common.SINCE:
            continue
        for file in sorted(path.iterdir()):
            if file.name.startswith("."):
                continue
            parts = FILE.fullmatch(file.name)
            if not parts or parts.groups()[1:] != (session, year):
                common.stop(f"{path.name}/{file.name} is not named as KAZ_{session}_{year}.txt")
            try:
                text = file.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError as error:
                common.stop(f"{path.name}/{file.name} is not in UTF-8 ({error})")
            speeches.append((parts[1], int(session), int(year), text))
    if not speeches:
        common.stop(f"{folder} has no speech since {common.SINCE}")
    table = pd.DataFrame(speeches, columns=["iso3", "session", "year", "text"])
    table["iso3"] = common.historic(table["iso3"], table["year"])
    unknown = sorted(set(table["iso3"]) - set(common.states()["iso3"]) - {"EU"})
    if unknown:
        common.stop(f"no state for {', '.join(unknown)}")
    return table.sort_values(["iso3", "year"], ignore_index=True)


def words(texts) -> Counter:
    """How often a word stands in the texts, in lower case; a compound with hyphens is one word."""
    found = Counter()
    for text in texts:
        found.update(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))
    return found


def address(line: str) -> bool:
    """Whether a line does nothing but call on those present: "Mr. President,"."""
    if len(line) > 150 or line[-1:] not in tuple(",:.!;"):
        return False
    said = re.findall(r"[^\W_]+(?:-[^\W_]+)*", line.lower())
    return bool(said) and ADDRESS.issuperset(said)


def clean(text: str, known: Counter | None = None) -> str:
    """The words of the speaker, paragraphs divided by line feeds.

    Rules, in order:
    1. Carriage returns and form feeds are line ends; broken quotation marks (â€™) are mended.
    2. Curly quotation marks become straight, odd spaces plain, and ** and __ go.
    3. Remarks of the record go: (spoke in French), (A/47/277), "The President took the Chair."
    4. Lines that are page furniture go: page, job and meeting numbers, headings, rules.
    5. Lines that only call on those present go, where the line before ended a sentence.
    6. A word divided at a line end, "develop-" and "ment", is joined where `known` (see words) has
       the joined form more often than the form with a hyphen. Else the hyphen stays, without a
       space, as in Secretary-General; before and, or, to the space stays: "short- and long-term".
    7. A space is put between a full stop and a capital that were glued: "the year.We met". A full
       stop inside of a sentence, "We are. however, concerned", becomes a comma.
    8. A paragraph ends where a line ends a sentence and the next does not begin with a small
       letter; in a text set in columns (half of its lines below 100 characters) only at an empty
       line.
    """
    known = known or Counter()
    text = re.sub(r"\r\n?|\f|\v|\u2028|\u2029", "\n", text)
    for wrong, right in MOJIBAKE.items():
        text = text.replace(wrong, right)
    text = re.sub("[‘’ʼ´`]", "'", text)
    text = re.sub("[“”«»]|''", '"', text)
    text = re.sub(r"\*\*|__|\xad", "", text)
    text = REMARK.sub("", text)
    kept = []
    for line in text.split("\n"):
        line = " ".join(line.split()).removeprefix("• ")
        if line and len(line) < 100 and FURNITURE.fullmatch(line):
            continue
        before = next((old for old in reversed(kept) if old), ".")
        if line and address(line) and before.endswith(ENDS):
            continue
        kept.append(line)
    text = "\n".join(_paragraphs(kept))
    text = DASH_SPACE.sub(lambda parts: _mended(parts, known), text)
    text = text.replace("\n", " ").replace("\0", "\n")
    text = re.sub(r"(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])", " ", text)
    text = re.sub(r"\b(?!etc|para|vol|art|approx)([a-z]{2,})\. (?=[a-z]{2,}\b)", r"\1, ", text)
    return "\n".join(filter(None, (re.sub(r" +", " ", line).strip() for line in text.split("\n"))))


def _paragraphs(lines: list[str]) -> list[str]:
    """The lines without the empty ones; a NUL marks where a paragraph ends."""
    columns = pd.Series([len(line) for line in lines if line]).median() < 100
    out, gap = [], False
    for line in lines:
        if line:
            ended = out and out[-1].endswith(ENDS) and not line[0].islower()
            if ended and (gap or not columns):
                out[-1] += "\0"
            out.append(line)
        gap = not line
    return out


def _mended(parts: re.Match, known: Counter) -> str:
    first, end, second = parts.groups()
    if second.lower() in ("and", "or", "to"):
        return f"{first}- {second}"
    joined, hyphened = (first + second).lower(), f"{first}-{second}".lower()
    join = end == "\n" and known[joined] > known[hyphened]
    return first + ("" if join else "-") + second


@cache
def own_names(iso3: str) -> re.Pattern:
    """Pattern of the names and demonyms of a state; group 1 is set where one is its own."""
    own = _all_names()[iso3]
    longer = {name for code, names in _all_names().items() if code != iso3 for name in names}
    longer = {name for name in longer | set(OTHERS.split("|")) if name not in own
              and any(re.search(rf"\b{re.escape(mine)}\b", name) for mine in own)}  # fmt: skip
    ordered = sorted(longer | set(own), key=lambda name: (-len(name), name))
    forms = [f"({re.escape(n)})" if n in own else re.escape(n) for n in ordered]
    return re.compile(r"\b(?:" + "|".join(forms) + r")(?:s|es)?\b")


@cache
def _all_names() -> dict[str, list[str]]:
    """Names and demonyms of every state and of the European Union."""
    listed = common.states()
    states = zip(listed["iso3"], listed["name_en"], strict=True)
    return {iso3: _names(iso3, name) for iso3, name in states} | {"EU": NAMES["EU"].split("|")}


def _names(iso3: str, name: str) -> list[str]:
    """English name, demonyms of countryinfo, and NAMES."""
    try:
        demonyms = (CountryInfo(iso3).demonym() or "").split(",")
    except CountryNotFoundError:  # the library lists no state that has ended
        demonyms = []
    names = [name.replace("’", "'"), *demonyms, *NAMES.get(iso3, "").split("|")]
    return list(dict.fromkeys(part.strip() for part in names if part.strip()))


def named(iso3: str, text: str) -> bool:
    """Whether the text names the state or its people, and not only a longer name that holds it."""
    return any(any(found.groups()) for found in own_names(iso3).finditer(text))


def is_greeting(text: str, place: int, last: int) -> bool:
    """Courtesy to the officers of the Assembly and the Secretary-General, or a closing thanks.

    `place` is the number of the sentence, `last` that of the last one. A word of courtesy and an
    officer make a greeting among the first fifteen sentences and the last five; a thanks or
    blessing that begins one of the last five does.
    """
    if place > last - 5 and CLOSING.match(text):
        return True
    edge = place <= 15 or place > last - 5
    return edge and bool(COURTESY.search(text) and OFFICERS.search(text))


def own_sentences(iso3: str, texts: list[str]) -> list[bool]:
    """Whether each sentence of a speech speaks of the speaker's own state or people.

    A sentence is own by itself when
    - it names the state or its people (own_names); or
    - it has "my" or "our" with a word for the state in the singular: country, nation, people,
      government, republic, economy, borders and the like (NOUNS); not "delegation", not "region",
      not "our common ..."; "our President" is that of the Assembly, "my President" is not; or
    - it says "the Kingdom", "the Republic" and no "of" after it; or
    - it says "as a country that ..., we": the speaker's own kind, with a first person.
    A sentence is own by its neighbour when the sentence before it is own, it says we, our or us,
    or "the country", "the Government", "the nation", "the people", nothing in it shows that all
    members or mankind are meant (ALL: United Nations, international community, our planet,
    together, we must, let us ...), and it does not only give an opinion (STANCE: we believe, we
    call, in our view ...). At most two sentences in a row are own by a neighbour.
    "We" alone, far from the state's name, is not own: in the Assembly it is mostly everybody.
    Written down before any sentence was coded by hand.
    """
    flags, left = [], 0  # left: how many sentences may still be own by their neighbour
    for text in texts:
        if (
            named(iso3, text)
            or HAVE.search(text)
            or FORM.search(text)
            or (AS_A.search(text) and FIRST.search(text))
        ):
            own, left = True, 2
        else:
            own = left > 0 and bool(WE.search(text) or CARRIED.search(text))
            own = own and not (ALL.search(text) or STANCE.search(text))
            left = left - 1 if own else 0
        flags.append(own)
    return flags


def split(text: str) -> list[str]:
    """Sentences of a cleaned text, by the library sentencex; after Ms. or St. it goes on.

    It does not divide inside of quotation marks and brackets; where one is never closed, a
    sentence of more than LONG words is divided at every full stop before a capital. Fragments of
    fewer than three words and calls on those present are left out.
    """
    found = []
    for paragraph in text.split("\n"):
        for sentence in sentencex.segment("en", paragraph):
            long = sentence.count(" ") > LONG
            parts = re.split(r"(?<=[.!?]) (?=[A-Z])", sentence) if long else [sentence]
            if found and TITLE.search(found[-1]):
                found[-1] = f"{found[-1].strip()} {parts.pop(0)}"
            found += parts
    found = [sentence.strip() for sentence in found]
    return [s for s in found if len(s.split()) >= 3 and not address(s)]


def sentences(folder) -> pd.DataFrame:
    """All sentences of the corpus: iso3, session, year, number (from 1 in a speech), text, greeting
    and own (bool), in the order of speech."""
    speeches = read(folder)
    known = words(speeches["text"])
    rows = []
    for iso3, session, year, text in speeches.itertuples(index=False):
        texts = split(clean(text, known))
        own = own_sentences(iso3, texts)
        for number, (sentence, mine) in enumerate(zip(texts, own, strict=True), 1):
            greeting = is_greeting(sentence, number, len(texts))
            rows.append((iso3, session, year, number, sentence, greeting, mine))
    return pd.DataFrame(rows, columns=COLUMNS)


def build(folder) -> pd.DataFrame:
    """One row a state and year: sentences and words without greetings, and own sentences. The
    European Union is no state and has no row."""
    table = sentences(folder)
    table = table[~table["greeting"] & (table["iso3"] != "EU")]
    table = table.assign(words=[len(text.split()) for text in table["text"]])
    speech = table.groupby(["iso3", "year", "session"])
    counted = speech.agg(sentences=("own", "size"), own=("own", "sum"), words=("words", "sum"))
    return counted.reset_index()


if __name__ == "__main__":
    common.run(build, "speeches", ["iso3", "year"], ["folder"], __doc__)
