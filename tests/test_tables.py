"""Tables: what is wrong is said in one line, what is right keeps its values, and the data hold."""

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from multivector import tables

ROOT = Path(__file__).resolve().parents[1]
LARGE = 50_000  # rows from which frictionless is slow


# A tiny package that holds one column of every kind.


def field(name, kind="string", *, bibliography=False, **constraints):
    about = {"name": name, "type": kind, "constraints": constraints}
    return about | ({"bibliography": True} if bibliography else {})


def link(own, table, theirs):
    return {"fields": own, "reference": {"resource": table, "fields": theirs}}


STATES = {
    "fields": [
        field("iso3", pattern="[A-Z]{3}"),
        field("iso2", required=True, unique=True),
        field("name", required=True),
        field("founded", "year", minimum=1900),
        field("members", "integer", required=True, minimum=0, maximum=10),
        field("share", "number", maximum=1),
        field("landlocked", "boolean", required=True),
        field("joined", "date", minimum="1945-10-24"),
        field("region", enum=["Asia", "Africa", "Europe"]),
        field("source", bibliography=True),
        field("neighbour"),
    ],
    "primaryKey": "iso3",
    "foreignKeys": [link("neighbour", "", "iso3")],
}
VOTES = {
    "fields": [
        field("roll_call", "integer"),
        field("iso3"),
        field("vote", required=True, enum=["Y", "N", "A", "?"]),
    ],
    "primaryKey": ["roll_call", "iso3"],
    "foreignKeys": [link(["iso3"], "states", ["iso3"])],
}
NOTES = {
    "fields": [field("note"), field("roll_call", "integer"), field("iso3")],
    "foreignKeys": [link(["roll_call", "iso3"], "votes", ["roll_call", "iso3"])],
}
FILES = {
    "data/states.csv": '''\
iso3,iso2,name,founded,members,share,landlocked,joined,region,source,neighbour
KAZ,KZ,Kazakhstan,1991,3,0.5,true,1992-03-02,Asia,undl,RUS
NAM,NA,Namibia,1990,2,,false,,Africa,undl,
RUS,RU,"Russia, or ""Rossiya""",,4,1,false,1945-10-24,Europe,nmc,KAZ
''',
    "data/votes.csv": """\
roll_call,iso3,vote
1,KAZ,Y
1,NAM,N
2,KAZ,?
""",
    "data/notes.csv": """\
note,roll_call,iso3
"A note
of two lines",1,NAM
Nothing,,
Other,2,KAZ
""",
    "book/references.bib": "@comment{no, source}\n@misc{undl,\n title={x}}\n @Book{ nmc , a=1}\n",
}


def descriptor(**schemas):
    resources = [
        {"name": name, "path": f"{name}.csv", "schema": schema} for name, schema in schemas.items()
    ]
    return {"resources": resources}


@pytest.fixture
def folder(tmp_path):
    """Data folder of the tiny package."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    describe(tmp_path / "data", descriptor(states=STATES, votes=VOTES, notes=NOTES))
    return tmp_path / "data"


def describe(folder, package):
    (folder / "datapackage.json").write_text(json.dumps(package))


def change(path, old, new):
    """Replace the only occurrence of some bytes in a file."""
    old, new = (part if isinstance(part, bytes) else part.encode() for part in (old, new))
    content = path.read_bytes()
    assert content.count(old) == 1, (old, content)
    path.write_bytes(content.replace(old, new))


# What is right


def test_types(folder):
    states = tables.read("states", folder)
    assert states.dtypes.astype(str).to_dict() == {
        "iso3": "str", "iso2": "str", "name": "str", "founded": "Int64", "members": "int64",
        "share": "float64", "landlocked": "bool", "joined": "datetime64[us]", "region": "str",
        "source": "str", "neighbour": "str",
    }  # fmt: skip
    assert states["iso2"].tolist() == ["KZ", "NA", "RU"]  # Namibia is not missing
    assert states["name"][2] == 'Russia, or "Rossiya"'
    assert states["joined"].dt.year.tolist()[::2] == [1992, 1945]
    assert states.isna().sum().sum() == 4
    votes = tables.read("votes", folder)
    assert votes["roll_call"].dtype == "int64"  # no cell of a primary key is empty
    assert votes["vote"].tolist() == ["Y", "N", "?"]
    assert tables.read("notes", folder)["note"][0] == "A note\nof two lines"


def test_boolean_and_integer_with_gaps(folder):
    (folder / "votes.csv").write_text("whole,yes\n1,true\n,\n-3,false\n")
    describe(
        folder,
        descriptor(votes={"fields": [field("whole", "integer"), field("yes", "boolean")]}),
    )
    votes = tables.read("votes", folder)
    assert votes.dtypes.astype(str).tolist() == ["Int64", "boolean"]
    assert votes["whole"].tolist() == [1, pd.NA, -3]
    assert votes["yes"].tolist() == [True, pd.NA, False]


def test_empty_cell_of_a_table_of_one_column(folder):
    (folder / "votes.csv").write_text("vote\nY\n\nN\n")
    describe(folder, descriptor(votes={"fields": [field("vote")]}))
    assert tables.read("votes", folder)["vote"].fillna("").tolist() == ["Y", "", "N"]


def test_table_without_rows(folder):
    (folder / "votes.csv").write_text("roll_call,iso3,vote\n")
    (folder / "notes.csv").write_text("note,roll_call,iso3\n")
    assert tables.read("votes", folder).empty
    assert tables.check(folder) == []


def test_names_and_description(folder):
    assert tables.names(folder) == ["states", "votes", "notes"]
    assert tables.describe("votes", folder)["schema"] == VOTES


def test_opened_counts_tables_read_for_their_keys(folder):
    assert tables.opened(folder) == {}
    tables.check(folder)
    assert tables.opened(folder) == {}
    tables.read("votes", folder)
    expected = {
        name: "sha256:" + hashlib.sha256((folder / f"{name}.csv").read_bytes()).hexdigest()
        for name in ["states", "votes"]
    }
    assert tables.opened(folder) == expected


def test_callers_cannot_spoil_what_others_read(folder):
    first = tables.read("votes", folder)
    first.loc[0, "vote"] = "A"
    first["vote"].array[1] = "A"
    assert tables.read("votes", folder)["vote"].tolist() == ["Y", "N", "?"]
    tables.describe("votes", folder)["schema"]["fields"].clear()
    assert tables.describe("votes", folder)["schema"] == VOTES


def test_change_is_seen_though_size_and_time_stay(folder):
    path = folder / "votes.csv"
    tables.read("votes", folder)
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    change(path, "KAZ,Y", "KAZ,A")
    os.utime(path, ns=times)
    assert tables.read("votes", folder)["vote"][0] == "A"
    change(folder / "states.csv", "\nNAM,", "\nNAX,")
    with pytest.raises(tables.TableError, match="'NAM'"):
        tables.read("votes", folder)


# What is wrong: file, part to replace, replacement, and the whole message

COLUMNS = "'roll_call', 'iso3', 'vote'"
BAD_TABLES = {
    "enum": (
        "votes", "2,KAZ,?", "2,KAZ,B",
        "data/votes.csv, row 4, column 'vote': found 'B', expected one of Y, N, A, ?",
    ),
    "required": (
        "votes", "2,KAZ,?", "2,KAZ,",
        "data/votes.csv, row 4, column 'vote': found nothing, expected a value",
    ),
    "required by the primary key": (
        "votes", "1,NAM,N", ",NAM,N",
        "data/votes.csv, row 3, column 'roll_call': found nothing, expected a value",
    ),
    "unique": (
        "states", "NAM,NA", "NAM,KZ",
        "data/states.csv, row 3, column 'iso2': found 'KZ' as in row 2, expected it only once",
    ),
    "pattern": (
        "states", "NAM,NA", "nam,NA",
        "data/states.csv, row 3, column 'iso3': found 'nam', expected the form [A-Z]{3}",
    ),
    "minimum": (
        "states", "Kazakhstan,1991", "Kazakhstan,1491",
        "data/states.csv, row 2, column 'founded': found '1491', expected at least 1900",
    ),
    "maximum": (
        "states", ",0.5,", ",1.5,",
        "data/states.csv, row 2, column 'share': found '1.5', expected at most 1",
    ),
    "minimum of a date": (
        "states", "1945-10-24", "1945-10-23",
        "data/states.csv, row 4, column 'joined': found '1945-10-23', "
        "expected at least 1945-10-24",
    ),
    "integer": (
        "states", "1991,3,", "1991,3.0,",
        "data/states.csv, row 2, column 'members': found '3.0', expected a whole number",
    ),
    "integer with a leading zero": (
        "votes", "2,KAZ", "02,KAZ",
        "data/votes.csv, row 4, column 'roll_call': found '02', expected a whole number",
    ),
    "number": (
        "states", ",0.5,", ",nan,",
        "data/states.csv, row 2, column 'share': found 'nan', expected a number",
    ),
    "number too large": (
        "states", ",0.5,", ",-1e999,",
        "data/states.csv, row 2, column 'share': found '-1e999', expected a number",
    ),
    "space": (
        "states", ",0.5,", ", 0.5,",
        "data/states.csv, row 2, column 'share': found ' 0.5', expected a number",
    ),
    "boolean": (
        "states", "true", "TRUE",
        "data/states.csv, row 2, column 'landlocked': found 'TRUE', expected true or false",
    ),
    "date": (
        "states", "1992-03-02", "1992-02-30",
        "data/states.csv, row 2, column 'joined': found '1992-02-30', "
        "expected a date such as 2010-12-01",
    ),
    "part of a date": (
        "states", "1992-03-02", "1992-03",
        "data/states.csv, row 2, column 'joined': found '1992-03', "
        "expected a date such as 2010-12-01",
    ),
    "year": (
        "states", "Kazakhstan,1991", "Kazakhstan,91",
        "data/states.csv, row 2, column 'founded': found '91', expected a year of four digits",
    ),
    "long cell": (
        "states", "true", "x" * 100,
        f"data/states.csv, row 2, column 'landlocked': found '{'x' * 60}...', "
        "expected true or false",
    ),
    "primary key": (
        "votes", "2,KAZ,?", "1,KAZ,?",
        "data/votes.csv, row 4, column 'roll_call', 'iso3': found '1', 'KAZ' as in row 2, "
        "expected it only once",
    ),
    "foreign key": (
        "votes", "1,NAM", "1,NAX",
        "data/votes.csv, row 3, column 'iso3': found 'NAX', "
        "expected a value of 'iso3' in data/states.csv",
    ),
    "foreign key to the table itself": (
        "states", "nmc,KAZ", "nmc,KAX",
        "data/states.csv, row 4, column 'neighbour': found 'KAX', "
        "expected a value of 'iso3' in data/states.csv",
    ),
    "foreign key of two columns, below a cell of two lines": (
        "notes", "Other,2,KAZ", "Other,2,NAM",
        "data/notes.csv, row 5, column 'roll_call', 'iso3': found '2', 'NAM', "
        "expected a value of 'roll_call', 'iso3' in data/votes.csv",
    ),
    "foreign key with one column empty": (
        "notes", "Other,2,KAZ", "Other,2,",
        "data/notes.csv, row 5, column 'roll_call', 'iso3': found '2', nothing, "
        "expected a value of 'roll_call', 'iso3' in data/votes.csv",
    ),
    "source key": (
        "states", "Africa,undl", "Africa,undk",
        "data/states.csv, row 3, column 'source': found 'undk', "
        "expected a key of book/references.bib",
    ),
    "comment in the bibliography": (
        "states", "Africa,undl", "Africa,no",
        "data/states.csv, row 3, column 'source': found 'no', "
        "expected a key of book/references.bib",
    ),
    "unknown column": (
        "votes", "iso3,vote\n1,KAZ,Y\n1,NAM,N\n2,KAZ,?\n",
        "iso3,vote,why\n1,KAZ,Y,\n1,NAM,N,\n2,KAZ,?,\n",
        "data/votes.csv, row 1, column 'why': found a column unknown to the description, "
        f"expected {COLUMNS}",
    ),
    "missing column": (
        "votes", "iso3,vote\n1,KAZ,Y\n1,NAM,N\n2,KAZ,?\n", "iso3\n1,KAZ\n1,NAM\n2,KAZ\n",
        f"data/votes.csv, row 1, column 'vote': found no such column, expected {COLUMNS}",
    ),
    "column twice": (
        "votes", "iso3,vote\n1,KAZ,Y\n1,NAM,N\n2,KAZ,?\n",
        "iso3,vote,vote\n1,KAZ,Y,\n1,NAM,N,\n2,KAZ,?,\n",
        f"data/votes.csv, row 1, column 'vote': found it twice, expected {COLUMNS}",
    ),
    "short row": (
        "votes", "1,NAM,N", "1,NAM",
        "data/votes.csv, row 3, after column 'iso3': found 2 cells, expected 3",
    ),
    "long row": (
        "votes", "1,NAM,N", "1,NAM,N,",
        "data/votes.csv, row 3, after column 'vote': found 4 cells, expected 3",
    ),
    "short row below a cell of two lines": (
        "notes", "Other,2,KAZ", "Other,2",
        "data/notes.csv, row 5, after column 'roll_call': found 2 cells, expected 3",
    ),
    "empty row": (
        "votes", "1,NAM,N", "",
        "data/votes.csv, row 3, after column 'roll_call': found 1 cell, expected 3",
    ),
    "encoding": (
        "states", "Kazakhstan", b"Kazakhst\xe1n",
        "data/states.csv, row 2: found the byte 0xE1, expected UTF-8",
    ),
    "byte order mark": (
        "votes", "roll_call", b"\xef\xbb\xbfroll_call",
        "data/votes.csv, row 1: found a byte order mark, expected UTF-8 without it",
    ),
    "line ends": (
        "votes", "1,NAM,N\n", "1,NAM,N\r\n",
        "data/votes.csv, row 3: found a carriage return, "
        "expected lines that end in a line feed alone",
    ),
    "quote within a cell": (
        "states", "Namibia", 'Nami"bia"',
        "data/states.csv, row 3: found a stray quotation mark, expected a quoted cell",
    ),
    "quote that stays open": (
        "states", "Namibia", '"Namibia',
        "data/states.csv, row 4: found a stray quotation mark, expected a quoted cell",
    ),
    "empty file": (
        "votes", FILES["data/votes.csv"], "",
        f"data/votes.csv, row 1: found an empty file, expected the columns {COLUMNS}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_TABLES)
def test_bad_table(folder, kind):
    name, old, new, message = BAD_TABLES[kind]
    change(folder / f"{name}.csv", old, new)
    with pytest.raises(tables.TableError) as caught:
        tables.read(name, folder)
    assert caught.value.problems[0] == message
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
    assert message in tables.check(folder)


def test_columns_in_another_order(folder):
    (folder / "votes.csv").write_text("roll_call,vote,iso3\n1,Y,KAZ\n")
    with pytest.raises(tables.TableError) as caught:
        tables.read("votes", folder)
    assert str(caught.value) == (
        "data/votes.csv, row 1, column 'vote': found it out of order, "
        f"expected {COLUMNS} (and 1 more problem)"
    )


def test_first_problem_of_several_is_said_and_the_others_are_counted(folder):
    (folder / "votes.csv").write_text("roll_call,iso3,vote\n1,KAZ,Y\n1,XXX,B\nx,NAM,\n1,KAZ,N\n")
    with pytest.raises(tables.TableError) as caught:
        tables.read("votes", folder)
    first = "data/votes.csv, row 3, column 'vote': found 'B', expected one of Y, N, A, ?"
    assert str(caught.value) == f"{first} (and 4 more problems)"
    rows = [int(re.search(r"row (\d+)", problem)[1]) for problem in caught.value.problems]
    assert rows == [3, 3, 4, 4, 5]
    assert [problem for problem in tables.check(folder) if "votes.csv, row" in problem] == (
        caught.value.problems
    )


def test_missing_file(folder):
    (folder / "states.csv").unlink()
    message = "data/states.csv: found no such file, expected a described table"
    for name in ["states", "votes"]:  # the second is read for its keys
        with pytest.raises(tables.TableError) as caught:
            tables.read(name, folder)
        assert str(caught.value) == message
    assert tables.check(folder) == [message]


def test_broken_table_is_named_when_another_refers_to_it(folder):
    change(folder / "states.csv", "NAM,NA,", "NAM,")
    with pytest.raises(tables.TableError, match=r"^data/states\.csv, row 3, .* found 10 cells"):
        tables.read("votes", folder)
    assert len(tables.check(folder)) == 1


def test_table_without_description(folder):
    with pytest.raises(tables.TableError) as caught:
        tables.read("vote", folder)
    assert str(caught.value) == (
        "data/datapackage.json, name of a table: found 'vote', expected one of states, votes, notes"
    )
    (folder / "more.csv").write_text("a\n1\n")
    assert tables.check(folder) == [
        "data/more.csv: found no description, expected one in datapackage.json"
    ]


def test_missing_bibliography(folder):
    (folder.parent / "book" / "references.bib").unlink()
    assert tables.check(folder) == [
        "book/references.bib: found no readable file, expected the sources of the tables"
    ]


BAD_PACKAGES = {
    "not JSON": ('{"resources":\n [', "data/datapackage.json, row 2: found Expecting value"),
    "not UTF-8": (b'{"a": "\xff"}', "data/datapackage.json: found byte 7 broken, expected UTF-8"),
    "no resources": ("{}", "data/datapackage.json: found no 'resources', expected resources"),
    "a list": ("[]", "data/datapackage.json: found another structure, expected resources"),
    "no path": (
        '{"resources": [{"name": "votes"}]}',
        "data/datapackage.json: found no 'path', expected resources with name, path",
    ),
    "one name twice": (
        json.dumps({"resources": descriptor(votes=VOTES)["resources"] * 2}),
        "data/datapackage.json: found table 'votes' twice, expected it once",
    ),
    "reference without a table": (
        json.dumps(descriptor(votes=VOTES | {"foreignKeys": [{"fields": "iso3"}]})),
        "data/datapackage.json: found no 'reference', expected resources",
    ),
}
BAD_SCHEMAS = {
    "type": (
        VOTES | {"fields": [field("roll_call", "text")]},
        "column 'roll_call', type: found 'text', expected one of string, integer",
    ),
    "constraint": (
        VOTES | {"fields": [field("roll_call", maxLength=3)]},
        "column 'roll_call', constraint: found 'maxLength', expected one of required, unique",
    ),
    "pattern": (
        VOTES | {"fields": [field("roll_call", pattern="(")]},
        "column 'roll_call': found {'pattern': '('}, expected what can be read",
    ),
    "limit": (
        VOTES | {"fields": [field("roll_call", "integer", minimum="low")]},
        "column 'roll_call': found {'minimum': 'low'}, expected what can be read",
    ),
    "primary key": (
        VOTES | {"primaryKey": ["state"]},
        "primary key: found 'state', expected one of roll_call, iso3, vote",
    ),
    "foreign key": (
        VOTES | {"foreignKeys": [link("state", "", "iso3")]},
        "foreign key: found 'state', expected one of roll_call, iso3, vote",
    ),
    "table referred to": (
        VOTES | {"foreignKeys": [link("iso3", "state", "iso3")]},
        "foreign key to table: found 'state', expected one of votes",
    ),
    "column referred to": (
        VOTES | {"foreignKeys": [link("iso3", "votes", "state")]},
        "foreign key to 'votes': found 'state', expected one of roll_call, iso3, vote",
    ),
}


@pytest.mark.parametrize("kind", BAD_PACKAGES)
def test_bad_description(folder, kind):
    content, message = BAD_PACKAGES[kind]
    content = content if isinstance(content, bytes) else content.encode()
    (folder / "datapackage.json").write_bytes(content)
    with pytest.raises(tables.TableError) as caught:
        tables.read("votes", folder)
    assert str(caught.value).startswith(message)
    assert tables.check(folder) == caught.value.problems


@pytest.mark.parametrize("kind", BAD_SCHEMAS)
def test_bad_schema(folder, kind):
    schema, message = BAD_SCHEMAS[kind]
    describe(folder, descriptor(votes=schema))
    with pytest.raises(tables.TableError) as caught:
        tables.describe("votes", folder)
    assert str(caught.value).startswith(f"data/datapackage.json, table 'votes', {message}")
    assert caught.value.problems[0] in tables.check(folder)


def test_absent_description(folder):
    (folder / "datapackage.json").unlink()
    message = "data/datapackage.json: found no such file, expected a description"
    with pytest.raises(tables.TableError, match=f"^{re.escape(message)}$"):
        tables.names(folder)
    assert tables.check(folder) == [message]


# The command line


def run(*arguments):
    paths = [str(ROOT / "book"), os.environ.get("PYTHONPATH", "")]
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "multivector.tables", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
    )


def test_command_line_without_a_problem(folder):
    result = run(folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "data: 3 tables, 9 rows, no problem\n"


def test_command_line_with_problems(folder):
    change(folder / "votes.csv", "1,KAZ,Y", "1,KAZ,B")
    change(folder / "states.csv", "true", "yes")
    result = run(folder)
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.splitlines() == [
        "data/states.csv, row 2, column 'landlocked': found 'yes', expected true or false",
        "data/votes.csv, row 2, column 'vote': found 'B', expected one of Y, N, A, ?",
    ]


def test_command_line_without_a_package(tmp_path, capsys):
    assert tables.main([str(tmp_path / "none")]) == 1
    assert capsys.readouterr().out == (
        "none/datapackage.json: found no such file, expected a description\n"
    )


# Whatever is written is read again

SCHEMA = {
    "fields": [
        field("key", "integer"),
        field("text"),
        field("whole", "integer"),
        field("number", "number"),
        field("yes", "boolean"),
        field("day", "date"),
        field("year", "year"),
    ],
    "primaryKey": "key",
}
TEXT = st.text(
    st.one_of(st.sampled_from('",\n'), st.characters(codec="utf-8", exclude_characters="\r")),
    min_size=1,
)
VALUES = [
    TEXT,
    st.integers(-(10**18) + 1, 10**18 - 1),
    st.floats(-1e99, 1e99, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-99),
    st.booleans(),
    st.dates(),
    st.integers(1000, 9999),
]


def plain(value):
    """Value of a cell of a DataFrame as Python's own; None when missing."""
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def cell_of(value):
    """The one way in which a value is written."""
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


@settings(deadline=None)
@given(rows=st.lists(st.tuples(*(st.one_of(st.none(), values) for values in VALUES))))
def test_what_is_written_is_read(rows):
    rows = [(key, *row) for key, row in enumerate(rows)]
    with tempfile.TemporaryDirectory() as place:
        describe(Path(place), descriptor(table=SCHEMA))
        with open(Path(place, "table.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(part["name"] for part in SCHEMA["fields"])
            writer.writerows(map(cell_of, row) for row in rows)
        frame = tables.read("table", Path(place))
    assert [tuple(map(plain, row)) for row in frame.itertuples(index=False)] == rows
    dtypes = ["int64", "str", "Int64", "float64", "boolean", "datetime64[us]", "Int64"]
    assert frame.dtypes.astype(str).tolist() == dtypes


@settings(deadline=None, max_examples=300)
@given(
    header=st.sampled_from([b"a,b\n", b'"a",b\n', b""]),
    content=st.text(st.sampled_from('ab1,"\n\ré'), max_size=30).map(str.encode),
)
@example(header=b"", content=b"\na,b")
@example(header=b"", content=b"a,b")
def test_any_file_is_read_as_the_standard_library_does_or_refused(header, content):
    with tempfile.TemporaryDirectory() as place:
        describe(Path(place), descriptor(table={"fields": [field("a"), field("b")]}))
        path = Path(place, "table.csv")
        path.write_bytes(header + content)
        try:
            frame = tables.read("table", place)
        except tables.TableError:
            return
        with path.open(encoding="utf-8", newline="") as lines:
            expected = list(csv.reader(lines, strict=True))[1:]
    assert frame.fillna("").to_numpy().tolist() == expected


# The tables of the book


def resources():
    found = json.loads((tables.DATA / "datapackage.json").read_text("utf-8"))["resources"]
    assert found
    return found


def cells(resource):
    """Rows of a table as dictionaries of text, read by the standard library."""
    with (tables.DATA / resource["path"]).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def source_keys():
    lines = (ROOT / "book" / "references.bib").read_text("utf-8").splitlines()
    return {line.split("{")[1].strip(" ,") for line in lines if line.startswith("@")}


def changed(folder):
    """Tables whose file is not the one that the package describes (hash or size)."""
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    names = []
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        if (resource["hash"], resource["bytes"]) != (digest, len(content)):
            names.append(resource["name"])
    return names


def test_every_file_is_described_and_every_description_has_a_file():
    described = sorted(resource["path"] for resource in resources())
    assert described == sorted(path.name for path in tables.DATA.glob("*.csv"))


def test_no_table_has_changed_since_it_was_sealed():
    assert changed(tables.DATA) == []


def test_one_changed_digit_is_noticed(tmp_path):
    folder = shutil.copytree(tables.DATA, tmp_path / "data")
    for resource in resources():
        path = folder / resource["path"]
        content = path.read_bytes()
        digit = re.search(rb"\n[^\n]*?([0-9])", content)
        if digit is None:  # a table of words
            continue
        at = digit.start(1)
        other = b"%d" % ((int(digit[1]) + 1) % 10)
        path.write_bytes(content[:at] + other + content[at + 1 :])
        assert changed(folder) == [resource["name"]]
        path.write_bytes(content)
    assert changed(folder) == []


def test_tables_keep_their_description():
    assert tables.check() == []


def test_foreign_keys_hold():
    """Held once more without the module: plain sets of plain cells."""
    package = {resource["name"]: resource for resource in resources()}
    for name, resource in package.items():
        for key in resource["schema"].get("foreignKeys", []):
            own, table, theirs = key["fields"], *key["reference"].values()
            own, theirs = ([part] if isinstance(part, str) else part for part in (own, theirs))
            other = cells(package[table or name])
            known = {tuple(row[column] for column in theirs) for row in other}
            used = {tuple(row[column] for column in own) for row in cells(resource)}
            assert {key for key in used - known if any(key)} == set(), (name, own)


def invalid(large):
    """Messages of frictionless on the tables above or below the limit of rows."""
    from frictionless import Package

    package = Package(str(tables.DATA / "datapackage.json"))
    sizes = {resource["name"]: len(cells(resource)) for resource in resources()}
    chosen = [name for name, rows in sizes.items() if (rows > LARGE) is large]
    assert chosen
    reports = [package.get_resource(name).validate() for name in chosen]
    return [message for report in reports for message in report.flatten(["place", "message"])]


def test_frictionless_agrees():
    assert invalid(large=False) == []


def test_frictionless_agrees_on_large_tables():
    assert invalid(large=True) == []


def test_every_source_of_a_table_is_in_the_bibliography():
    used = {source["key"] for resource in resources() for source in resource.get("sources", [])}
    assert used - source_keys() == set()


def test_every_table_says_who_made_it_and_what_is_in_it():
    for resource in resources():
        assert resource["title"] and resource["description"], resource["name"]
        assert all(field.get("description") for field in resource["schema"]["fields"]), resource
        made_by = resource["made_by"]
        assert made_by == "by hand" or (ROOT / made_by).is_file(), resource["name"]


def test_rows_are_sorted_by_primary_key():
    for name in tables.names():
        frame = tables.read(name)
        key = tables.describe(name)["schema"].get("primaryKey", [])
        key = [key] if isinstance(key, str) else key
        assert key, name
        pd.testing.assert_frame_equal(frame, frame.sort_values(key, kind="stable"), obj=name)


# The ledger of claims


def test_every_claim_has_a_chapter_and_a_paragraph():
    claims = tables.read("claims")
    assert set(claims["claim"]) == set(tables.read("claim_chapters")["claim"])
    assert claims["paragraph"].notna().all()
    paragraphs = tables.read("paragraphs").set_index("paragraph")
    assert set(claims["paragraph"]) <= set(paragraphs.index)
    documents = paragraphs.loc[claims["paragraph"], "document"]
    assert documents.tolist() == claims["document"].tolist()


def test_every_paragraph_of_the_body_is_covered_by_a_claim():
    paragraphs = tables.read("paragraphs").query("kind == 'body'")
    assert len(paragraphs)
    assert set(paragraphs["paragraph"]) - set(tables.read("claims")["paragraph"]) == set()


def test_thresholds_refer_to_claims_of_their_chapter():
    thresholds = tables.read("thresholds")
    assert len(thresholds)
    assert set(thresholds["claim"]) <= set(tables.read("claims")["claim"])
    homes = set(tables.read("claim_chapters").itertuples(index=False, name=None))
    places = set(thresholds[["claim", "chapter"]].itertuples(index=False, name=None))
    assert places - homes == set()
