"""Speeches: cleaning, sentences, whose they are, which stories they tell; and the four recipes."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import common
import narrative_sample
import narratives
import pandas as pd
import pytest
import speeches
import story_pairs

RECIPES = Path(common.__file__).parent
SPEECH = """Mr. President,
Allow me to congratulate you, Sir, on your election as President of the General Assembly.
Kazakhstan closed its nuclear test site. We will stay free of nuclear weapons.
The world must not forget. Landlocked countries need help.
Our country lies at the crossroads of two continents.
I thank you for your attention.
"""


@pytest.fixture
def corpus(tmp_path):
    """Three speeches and what an archiver left, in the published layout."""
    for name, text in (
        ("KAZ", SPEECH),
        ("MNG", "Mongolia is landlocked. Drought hit our people."),
        ("EU", "The European Union is a bridge between peoples."),
        ("._KAZ", "\0"),
    ):
        path = tmp_path / "TXT" / "Session 50 - 1995" / f"{name}_50_1995.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    early = tmp_path / "TXT" / "Session 01 - 1946"
    early.mkdir()
    (early / "USA_01_1946.txt").write_text("Before the book begins.", encoding="utf-8")
    return tmp_path / "TXT"


# Reading


def test_read(corpus):
    table = speeches.read(corpus)
    assert table[["iso3", "session", "year"]].values.tolist() == [
        ["EU", 50, 1995],
        ["KAZ", 50, 1995],
        ["MNG", 50, 1995],
    ]


@pytest.mark.parametrize(
    ("path", "content", "message"),
    [
        ("Session 50 - 1995/Kazakhstan.txt", b"x", "Kazakhstan.txt is not named as KAZ_50_1995"),
        ("Session 50 - 1995/KAZ_51_1996.txt", b"x", "KAZ_51_1996.txt is not named as"),
        ("Session 50 - 1995/XYZ_50_1995.txt", b"x", "no state for XYZ"),
        ("Session 50 - 1995/USA_50_1995.txt", b"\xff\xfe\xfa", "not in UTF-8"),
        ("Session 50 - 1996/KAZ_50_1996.txt", b"x", "session 50 was not opened in 1996"),
    ],
)
def test_another_layout_stops_with_a_message(corpus, path, content, message):
    (corpus / path).parent.mkdir(exist_ok=True)
    (corpus / path).write_bytes(content)
    with pytest.raises(SystemExit, match=f"recipe stopped: .*{re.escape(message)}"):
        speeches.read(corpus)


def test_no_corpus_at_all(tmp_path):
    with pytest.raises(SystemExit, match="has no folder such as"):
        speeches.read(tmp_path / "nothing")


def test_codes_of_ended_states(corpus):
    (corpus / "Session 47 - 1992").mkdir()
    (corpus / "Session 47 - 1992" / "CZE_47_1992.txt").write_text("One sentence.", "utf-8")
    assert "CSK" in set(speeches.read(corpus)["iso3"])


# Cleaning

KNOWN = Counter({"development": 9, "multi-ethnic": 5, "secretary-general": 7, "cooperation": 8,
                 "co-operation": 3})  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("We met.\rThey left.", "We met. They left."),  # 1
        ("Kazakhstanâ€™s wish", "Kazakhstan's wish"),
        ("the “new” State’s **task**", 'the "new" State\'s task'),  # 2
        ("I thank him (spoke in French) for it.", "I thank him for it."),  # 3
        ("his report (A/47/277, para.\n20) on peace", "his report on peace"),
        ("It ends.\nThe President returned to the Chair.\nIt begins.", "It ends.\nIt begins."),
        ("It ends.\nMr. Beck (Palau), Vice-President, took the Chair.\nOn.", "It ends.\nOn."),
        ("the peace\n12\nprocess", "the peace process"),  # 4
        ("the peace\n95-86324 7\nprocess", "the peace process"),
        ("the peace\nA/50/PV.9 12/10/95\nprocess", "the peace process"),
        ("the peace\nGeneral Assembly 9th plenary meeting\nprocess", "the peace process"),
        ("the peace\n14 General Assembly - Forty-eighth session\nprocess", "the peace process"),
        ("the peace\nForty-eighth session - 29 September l993 11\nprocess", "the peace process"),
        ("Check against delivery\n---\n## Peace\nWe came.", "We came."),
        ("Mr. President,\nExcellencies,\nLadies and Gentlemen,\nWe came.", "We came."),  # 5
        ("We thank the\nHeads of State and Government,\nwho came.",
         "We thank the Heads of State and Government, who came."),
        ("the develop-\nment of all", "the development of all"),  # 6
        ("a multi-\nethnic State", "a multi-ethnic State"),
        ("the Secretary-\nGeneral spoke", "the Secretary-General spoke"),
        ("an unheard-\nof wish", "an unheard-of wish"),
        ("the thirty- first year", "the thirty-first year"),
        ("short- and long-term aims", "short- and long-term aims"),
        ("small-\nand large States", "small- and large States"),
        ("It was the year.We met.", "It was the year. We met."),  # 7
        ("We are. however, concerned", "We are, however, concerned"),
        ("trade, aid etc. and so on", "trade, aid etc. and so on"),
        ("One thing.\n\nAnother thing.", "One thing.\nAnother thing."),  # 8
        ("One thing\n\nand its rest.", "One thing and its rest."),
        (f"{'Long ' * 30}line.\n{'Long ' * 30}line.", f"{'Long ' * 30}line.\n{'Long ' * 30}line."),
        (f"{'Long ' * 30}line\nof a\n{'Long ' * 30}text.",
         f"{'Long ' * 30}line of a {'Long ' * 30}text."),
    ],
)  # fmt: skip
def test_clean(raw, cleaned):
    assert speeches.clean(raw, KNOWN) == cleaned


def test_words_counts_compounds_whole():
    assert speeches.words(["Multi-ethnic and multi-ethnic", "x"])["multi-ethnic"] == 2


def test_split():
    text = "Mr. Smith of the U.N. came. I thank Ms. Jones. Yes, we. Ladies and gentlemen, members."
    assert speeches.split(text) == ["Mr. Smith of the U.N. came.", "I thank Ms. Jones."]
    unclosed = "He said (and this " + "is long " * 60 + "indeed. It ends here now. So it is."
    assert len(speeches.split(unclosed)) == 3


# Whose sentence


@pytest.mark.parametrize(
    ("iso3", "text", "own"),
    [
        ("KAZ", "Kazakhstan gave up its weapons.", True),
        ("KAZ", "Kazakstan's people and the Kazakhs agree.", True),
        ("KAZ", "Uzbekistan gave up its weapons.", False),
        ("KAZ", "My country gave up its weapons.", True),
        ("KAZ", "Our own young nation gave up its weapons.", True),
        ("KAZ", "Our nations gave up their weapons.", False),
        ("KAZ", "My delegation supports this.", False),
        ("KAZ", "Our common people is mankind.", False),
        ("KAZ", "Our region suffers.", False),
        ("KAZ", "We must act now.", False),
        ("KAZ", "As a landlocked country, we need ports.", True),
        ("KAZ", "As a whole, we need ports.", False),
        ("MAR", "The Kingdom hosted the talks.", True),
        ("MAR", "The Kingdom of Spain hosted the talks.", False),
        ("GIN", "Guinea is at peace.", True),
        ("GIN", "Guinea-Bissau and Papua New Guinea are at peace.", False),
        ("COG", "The Democratic Republic of the Congo is at war.", False),
        ("USA", "The Latin American States agree.", False),
        ("USA", "The American people agree.", True),
        ("PRK", "The Democratic People's Republic of Korea agrees.", True),
        ("SDN", "South Sudan agrees.", False),
        ("TUR", "The Turkish Cypriots agree.", False),
        ("CIV", "The people of Côte d'Ivoire agree.", True),
    ],
)
def test_own_by_itself(iso3, text, own):
    assert speeches.own_sentences(iso3, [text]) == [own]


def test_own_by_its_neighbour():
    texts = [
        "We have four seasons.",  # before any own sentence
        "Kazakhstan has four seasons.",
        "We grow wheat.",
        "The Government sells it.",
        "We eat the rest.",  # a third in a row
        "Kazakhstan has four seasons.",
        "They are long.",  # says nothing of us
        "We grow wheat.",
        "Kazakhstan has four seasons.",
        "We in the United Nations have more.",
        "Kazakhstan has four seasons.",
        "We call for more rain.",  # an opinion
    ]
    own = [False, True, True, True, False, True, False, False, True, False, True, False]
    assert speeches.own_sentences("KAZ", texts) == own


@pytest.mark.parametrize(
    ("text", "place", "greeting"),
    [
        ("I congratulate you, Sir, on your election.", 1, True),
        ("We pay tribute to the Secretary-General, Mr. Kofi Annan.", 3, True),
        ("We pay tribute to the Secretary-General, Mr. Kofi Annan.", 50, False),
        ("I thank you for your attention.", 100, True),
        ("Thank you is a word that we say.", 50, False),
        ("Kazakhstan welcomes the agreement of the parties.", 2, False),
    ],
)
def test_greeting(text, place, greeting):
    assert speeches.is_greeting(text, place, 100) is greeting


# Stories


@pytest.mark.parametrize(
    ("iso3", "text", "told"),
    [
        ("KAZ", "We renounced nuclear weapons.", {"nuclear_free"}),
        ("KAZ", "Nuclear power plants are safe.", set()),
        ("KAZ", "We are a bridge between East and West.", {"crossroads"}),
        ("KAZ", "We must bridge the gap between rich and poor.", set()),
        ("KAZ", "The world stands at a crossroads.", set()),
        ("POL", "The confrontation between East and West is over.", set()),
        ("KAZ", "The Turkic States met.", {"turkic"}),
        ("IDN", "Islam is a faith of peace.", {"islamic"}),
        ("IRQ", "The Islamic State in Iraq is beaten.", set()),
        ("IRN", "The Islamic Republic of Iran said so.", set()),
        ("KAZ", "A multi-ethnic people lives in tolerance.", {"concord"}),
        ("KAZ", "We have zero tolerance for ethnic cleansing.", set()),
        ("KAZ", "Multinational forces and companies came.", set()),
        ("NOR", "We mediated between the parties.", {"mediator"}),
        ("MLI", "We thank the United Nations mediators.", set()),
        ("KAZ", "We in Central Asia share rivers.", {"region"}),
        ("FRA", "We help Central Asia.", set()),
        ("GHA", "We in Africa agree.", {"region"}),
        ("ZAF", "South Africa is ready.", set()),
        ("KAZ", "The Commonwealth of Independent States met.", {"post_soviet"}),
        ("FRA", "The Commonwealth of Independent States met.", set()),
        ("EST", "The Soviet occupation was long.", {"sovereign"}),
        ("UKR", "The territorial integrity of Ukraine is at stake.", {"sovereign"}),
        ("KAZ", "The territorial integrity of Ukraine is at stake.", set()),
        ("KAZ", "The independence of the judiciary matters.", set()),
        ("KAZ", "We moved to a market economy.", {"reform"}),
        ("KAZ", "Reform of the Security Council is due.", set()),
        ("GHA", "Our soldiers serve in peacekeeping.", {"multilateral"}),
        ("MNG", "We are landlocked.", {"transit"}),
        ("MEX", "The transit of drugs must end.", set()),
        ("TUV", "We are a small island State.", {"small_state"}),
        ("TUV", "All States, no matter how small, have a vote.", set()),
        ("KAZ", "The Aral Sea is dying.", {"environment"}),
        ("KAZ", "A flood of refugees came.", set()),
        ("KAZ", "We export oil and gas.", {"energy"}),
        ("IRQ", "The oil-for-food programme ended.", set()),
        ("KEN", "The price of oil rose.", set()),
        ("MNG", "Our nomadic ancestors rode here.", {"heritage"}),
        ("FRA", "The sea-bed is the common heritage of mankind.", set()),
    ],
)
def test_stories(iso3, text, told):
    group = common.states().set_index("iso3").loc[iso3, "group"]
    assert set(narratives.stories(text, iso3, group)) == told


def test_terms_are_of_known_stories_and_groups():
    known = common.read(common.DATA / "stories.csv", ["story"])
    terms = narratives.terms()
    assert set(terms.loc[terms["kind"] == "include", "story"]) == set(known["story"])
    assert set(terms["kind"]) == {"include", "exclude"}
    assert set(terms["group"]) <= {"all", *common.states()["group"]}


def test_pairs_count_a_window_once():
    told = [(1, ["a", "b"]), (2, ["a"]), (4, ["c"]), (5, []), (6, ["b"])]
    assert story_pairs.pairs(told) == {("a", "b"): 1}  # 1 and 2 hold it, and 1 alone, once
    assert story_pairs.pairs([(1, ["b"]), (2, ["a"]), (3, ["b"])]) == {("a", "b"): 2}


# The recipes


def test_speeches(corpus):
    assert speeches.build(corpus).values.tolist() == [
        ["KAZ", 1995, 50, 5, 3, 31],
        ["MNG", 1995, 50, 2, 2, 7],
    ]


def test_narratives(corpus):
    assert narratives.build(corpus).values.tolist() == [
        ["KAZ", 1995, "crossroads", 1, 1],
        ["KAZ", 1995, "nuclear_free", 2, 2],
        ["KAZ", 1995, "transit", 1, 0],
        ["MNG", 1995, "environment", 1, 1],
        ["MNG", 1995, "transit", 1, 1],
    ]


def test_story_pairs(corpus):
    assert story_pairs.build(corpus).values.tolist() == [["MNG", 1995, "environment", "transit", 1]]


def test_sample_and_sheet(corpus, tmp_path):
    out, sheet = tmp_path / "sample.csv", tmp_path / "sheet.jsonl"
    none = ["--sample", str(tmp_path / "none.csv")]
    narrative_sample.main([str(corpus), "-o", str(out), "--sheet", str(sheet), *none])
    first = out.read_bytes(), sheet.read_bytes()
    table = pd.read_csv(out)
    known = ["iso3", "session", "year", "number", "sample", "stratum", "weight", "item"]
    assert list(table) == [*known, "own", "stories"]
    by_stratum = table.set_index("stratum")
    assert by_stratum.loc["own-transit-others", "stories"] == "transit"
    assert not by_stratum.loc["rest-none-KAZ", "own"]
    assert sorted(table["stratum"]) == [
        "own-crossroads-KAZ", "own-environment-others", "own-nuclear_free-KAZ",
        "own-nuclear_free-KAZ", "own-transit-others", "rest-none-KAZ", "rest-some-KAZ",
    ]  # fmt: skip
    assert (table["weight"] == 1).all()
    lines = [json.loads(line) for line in sheet.read_text("utf-8").splitlines()]
    assert [line["item"] for line in lines] == list(range(1, 8))
    assert all(list(line) == ["item", "previous", "sentence"] for line in lines)
    assert "[OWN STATE] is landlocked." in [line["sentence"] for line in lines]
    assert "Kazakh" not in str(lines) and "Mongol" not in str(lines)
    narrative_sample.main([str(corpus), "-o", str(out), "--sheet", str(sheet), *none])
    assert (out.read_bytes(), sheet.read_bytes()) == first


def test_second_sample_leaves_out_the_first(corpus, tmp_path):
    """Sample 1 keeps its strata and weights, and no sentence of it is drawn again."""
    one, both = tmp_path / "one.csv", tmp_path / "both.csv"
    one.write_text(
        "iso3,session,year,number,sample,stratum,weight,item,own,stories\n"
        "KAZ,50,1995,4,1,own-transit-KAZ,7.5,3,true,transit\n"
        "MNG,50,1995,1,2,own-transit-others,1.0,1,true,transit\n"
    )
    sheet = tmp_path / "sheet.jsonl"
    given = [str(corpus), "--sample", str(one), "-o", str(both), "--sheet", str(sheet)]
    narrative_sample.main(given)
    table = pd.read_csv(both)
    first = table[table["sample"] == 1]
    assert first[["number", "stratum", "weight", "item"]].values.tolist() == [
        [4, "own-transit-KAZ", 7.5, 3]
    ]
    assert not first["own"].any()  # of today
    assert not table.duplicated(["iso3", "session", "number"]).any()
    assert table["sample"].tolist().count(2) == len(sheet.read_text("utf-8").splitlines()) == 6
    one.write_text(one.read_text().replace("1995,4,1", "1995,99,1"))
    with pytest.raises(SystemExit, match="a sentence of sample 1 is not in the corpus"):
        narrative_sample.main(given)


def test_weights_restore_the_strata():
    rows = [("MNG", 1995, i, i % 2 == 0, ["transit"] if i % 3 else []) for i in range(400)]
    table = pd.DataFrame(rows, columns=["iso3", "year", "number", "own", "stories"])
    sample = narrative_sample.draw(table)
    assert sample["weight"].sum() == pytest.approx(400, abs=0.1)
    assert sample["stratum"].value_counts().to_dict() == {
        "own-transit-others": 12, "own-none-others": 45, "rest-some-others": 30,
        "rest-none-others": 30,
    }  # fmt: skip


def test_what_is_covered():
    text = "In 1995 President Nursultan Nazarbayev of Kazakhstan spoke in Astana to Uzbeks."
    assert narrative_sample.covered(text, "KAZ") == (
        "In [YEAR] President [LEADER] of [OWN STATE] spoke in [OWN CAPITAL] to Uzbeks."
    )


def test_no_sheet_among_the_tables(corpus):
    with pytest.raises(SystemExit, match="outside of data/"):
        narrative_sample.main([str(corpus), "--sheet", str(common.DATA / "sheet.jsonl")])


@pytest.mark.parametrize("name", ["speeches", "narratives", "story_pairs", "narrative_sample"])
def test_command_line(corpus, tmp_path, name):
    """Each script as a user starts it: exit code, message, table."""
    out = tmp_path / "out.csv"
    start = [sys.executable, str(RECIPES / f"{name}.py"), "-o", str(out)]
    if name == "narrative_sample":  # without sample 1, which is not in this corpus
        start += ["--sample", str(tmp_path / "none.csv")]
    failed = subprocess.run([*start, str(tmp_path / "none")], capture_output=True, text=True)
    assert failed.returncode == 1 and not out.exists()
    assert failed.stderr.startswith("recipe stopped: ") and failed.stderr.count("\n") == 1
    subprocess.run([*start, str(corpus)], check=True, capture_output=True)
    assert out.read_bytes().startswith(b"iso3,")


def test_tables_fit_each_other():
    """What is told is not more than what was said."""
    said = pd.read_csv(common.DATA / "speeches.csv").set_index(["iso3", "year"])
    told = pd.read_csv(common.DATA / "narratives.csv").join(
        said, ["iso3", "year"], suffixes=("", "_all")
    )
    assert (told["sentences"] <= told["sentences_all"]).all()
    assert (told["own"] <= told[["sentences", "own_all"]].min(axis=1)).all()
    drawn = pd.read_csv(common.DATA / "narrative_sample.csv")
    weights = drawn.groupby("sample")["weight"].sum()
    everything = said["sentences"].sum()
    assert weights[1] == pytest.approx(everything, rel=1e-4)
    left = everything - (drawn["sample"] == 1).sum()  # sample 2 was drawn from these
    assert weights[2] == pytest.approx(left, rel=1e-4)
