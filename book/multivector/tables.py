"""Tables of the data folder, typed and checked against their description.

``data/datapackage.json`` describes every table (Data Package v1, Table Schema): columns, types,
constraints, keys, sources. Nothing about a single table is written here.
``python -m multivector.tables [folder]`` checks them all.
"""

import codecs
import csv
import hashlib
import io
import json
import re
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

DATA = Path(__file__).resolve().parents[2] / "data"

# Table Schema type: form of a cell, its value, dtype of a full column, dtype of a column that may
# have empty cells, and the type in words. A whole number can be written in one way only, so that
# keys can be compared as text.
TYPES = {
    "string": (r"(?s:.*)", str, "str", "str", "text"),
    "integer": (r"0|-?[1-9][0-9]{0,17}", int, "int64", "Int64", "a whole number"),
    "number": (
        r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", float, "float64", "float64", "a number"
    ),
    "boolean": (r"true|false", "true".__eq__, "bool", "boolean", "true or false"),
    "date": (
        r"[0-9]{4}(-[0-9]{2}){2}", date.fromisoformat, "datetime64[us]", "datetime64[us]",
        "a date such as 2010-12-01",
    ),
    "year": (r"[0-9]{4}", int, "int64", "Int64", "a year of four digits"),
}  # fmt: skip
LIMITS = ["minimum", "maximum"]
CONSTRAINTS = ["required", "unique", "enum", "pattern", *LIMITS]

_frames: dict[tuple, pd.DataFrame] = {}  # by the content of every file behind the table
_keys: dict[tuple, set] = {}  # what foreign keys may say, by content
_opened: dict[tuple[Path, str], str] = {}


class TableError(ValueError):
    """What is wrong with a table.

    Each line of ``problems`` names file, row (line of the file; the header is row 1), column, what
    stands there and what was expected. The message is the first line, with a count of the others.
    """

    def __init__(self, problems: str | list[str]):
        self.problems = [problems] if isinstance(problems, str) else problems
        more = len(self.problems) - 1
        count = f" (and {more} more problem{'s' if more > 1 else ''})" if more else ""
        super().__init__(self.problems[0] + count)


def read(name: str, folder: Path | str = DATA) -> pd.DataFrame:
    """Read one table.

    Columns have the order and the types of the description: string as ``str``, integer and year as
    ``int64`` (``Int64`` where a cell may be empty), number as ``float64``, boolean as ``bool`` (or
    ``boolean``), date as ``datetime64``. Units are in the description of each column.
    Raises TableError when the table breaks its description.
    """
    folder = Path(folder).resolve()
    frame, hashes = _load(name, folder, _package(folder))
    _opened.update({(folder, table): value for table, value in hashes.items()})
    return frame.copy()


def names(folder: Path | str = DATA) -> list[str]:
    """Names of all tables, in the order of the description."""
    return list(_package(Path(folder).resolve()))


def describe(name: str, folder: Path | str = DATA) -> dict:
    """Description of one table: title, columns with their units, keys, sources, licences, hash."""
    folder = Path(folder).resolve()
    return _resource(name, folder, _package(folder))


def opened(folder: Path | str = DATA) -> dict[str, str]:
    """Tables read in this process, for themselves or for their keys: name to "sha256:...".

    The hash is that of the file when it was last read.
    """
    folder = Path(folder).resolve()
    return {table: value for (where, table), value in sorted(_opened.items()) if where == folder}


def check(folder: Path | str = DATA) -> list[str]:
    """Every problem of every table of the folder, one line each; an empty list if all is well."""
    folder = Path(folder).resolve()
    try:
        package = _package(folder)
    except TableError as error:
        return error.problems
    problems = []
    for name in package:
        try:
            _load(name, folder, package)
        except TableError as error:
            problems += error.problems
    described = {resource["path"] for resource in package.values()}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in described:
            where = f"{folder.name}/{path.name}"
            problems.append(f"{where}: found no description, expected one in datapackage.json")
    return list(dict.fromkeys(problems))  # tables that refer to a broken one repeat its problems


def main(arguments: list[str] | None = None) -> int:
    """Check a folder from the command line: one line a problem, and 1 if there is any, else 0."""
    arguments = sys.argv[1:] if arguments is None else arguments
    folder = Path(arguments[0] if arguments else DATA).resolve()
    problems = check(folder)
    if problems:
        print(*problems, sep="\n")
        return 1
    rows = [len(read(name, folder)) for name in names(folder)]
    print(f"{folder.name}: {len(rows)} tables, {sum(rows):,} rows, no problem")
    return 0


def _load(name: str, folder: Path, package: dict) -> tuple[pd.DataFrame, dict[str, str]]:
    """The checked table, and the hashes of the tables behind it: itself and those it refers to."""
    resource = _resource(name, folder, package)
    fields, schema = resource["schema"]["fields"], resource["schema"]
    behind = {name: resource} | {t: _resource(t, folder, package) for _, t, _ in _links(resource)}
    contents = {table: _content(behind[table], folder) for table in behind}
    hashes = {t: "sha256:" + hashlib.sha256(content).hexdigest() for t, content in contents.items()}
    cites = any(field.get("bibliography") for field in fields)
    sources = _bibliography(folder) if cites else frozenset()
    made_from = (folder, json.dumps(list(behind.values())), *hashes.items(), sources)
    if made_from in _frames:
        return _frames[made_from], hashes

    text, lines = _split(contents[name], resource, folder)
    empty = set(schema.get("missingValues", [""]))
    primary = _list(schema.get("primaryKey", []))
    columns, faults, broken = {}, [], []  # a fault: row, columns, found, expected
    for field in fields:
        key = field["name"]
        required = key in primary or field.get("constraints", {}).get("required", False)
        columns[key], wrong = _typed(text[key], field, required, empty, sources)
        faults += wrong
    unique = [[f["name"]] for f in fields if f.get("constraints", {}).get("unique")]
    for key in filter(None, [primary, *unique]):
        faults += _repeated(text, key, lines, empty)
    for own, table, theirs in _links(resource):
        try:
            made_of = (folder, table, hashes[table], *theirs)
            if made_of not in _keys:
                other, _ = _split(contents[table], behind[table], folder)
                _keys[made_of] = set(other[theirs].itertuples(index=False, name=None))
            expected = f"a value of {_quoted(theirs)} in {folder.name}/{behind[table]['path']}"
            faults += _unmatched(text, own, _keys[made_of], empty, expected)
        except TableError as error:
            broken += error.problems
    if faults or broken:
        label = f"{folder.name}/{resource['path']}"
        faults.sort(key=lambda fault: fault[0])
        raise TableError(
            [
                f"{label}, row {lines[row]}, column {_quoted(where)}: "
                f"found {found}, expected {expected}"
                for row, where, found, expected in faults
            ]
            + broken
        )
    _frames[made_from] = pd.DataFrame(columns)
    return _frames[made_from], hashes


def _typed(cells: pd.Series, field: dict, required: bool, empty: set, sources: frozenset):
    """The column as an array of its type, and its faults. Each distinct cell is judged once."""
    codes, distinct = pd.factorize(cells)
    rules = field.get("constraints", {})
    low, high = (_bound(rules[end], field) if end in rules else None for end in LIMITS)
    allowed = [_bound(item, field) for item in rules.get("enum", [])]

    def judge(cell: str) -> tuple[object, str | None]:
        """Value of a cell, and what was expected if it is not this."""
        if cell in empty:
            return None, "a value" if required else None
        form, value_of, _, _, words = TYPES[field["type"]]
        try:
            value = value_of(cell) if re.fullmatch(form, cell) else None
        except ValueError:  # a date such as 2010-02-30
            value = None
        if value is None:
            return None, words
        if "enum" in rules and value not in allowed:
            return value, "one of " + ", ".join(map(str, rules["enum"]))
        if "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
            return value, f"the form {rules['pattern']}"
        if low is not None and value < low:
            return value, f"at least {rules['minimum']}"
        if high is not None and value > high:
            return value, f"at most {rules['maximum']}"
        if field.get("bibliography") and cell not in sources:
            return value, "a key of book/references.bib"
        return value, None

    values, expected = zip(*map(judge, distinct), strict=True) if len(distinct) else ((), ())
    wrong = [code for code, wanted in enumerate(expected) if wanted]
    if wrong:
        rows = np.flatnonzero(np.isin(codes, wrong))
        where = [field["name"]]
        return None, [(r, where, _shown(distinct[codes[r]]), expected[codes[r]]) for r in rows]
    dtype = TYPES[field["type"]][2 if required else 3]
    return pd.Series(values, dtype=dtype).array.take(codes), []


def _bound(item: object, field: dict) -> object:
    """Value of what the description writes as a limit or as one of the values allowed."""
    return TYPES[field["type"]][1](item if isinstance(item, str) else json.dumps(item))


def _numbered(text: pd.DataFrame, columns: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Number of each row's key, counted from 0, and the first row of each key."""
    number = np.zeros(len(text), dtype=np.int64)
    for column in columns:
        codes, distinct = pd.factorize(text[column])
        number = pd.factorize(number * len(distinct) + codes)[0]
    return number, np.unique(number, return_index=True)[1]


def _repeated(text: pd.DataFrame, key: list[str], lines: np.ndarray, empty: set) -> list[tuple]:
    """Faults where a key stands a second time."""
    number, first = _numbered(text, key)
    again = np.flatnonzero(first[number] != np.arange(len(text)))
    cells = {row: list(text[key].iloc[row]) for row in again}
    return [
        (row, key, f"{_shown(*cells[row])} as in row {lines[first[number[row]]]}", "it only once")
        for row in again
        if not empty.issuperset(cells[row])
    ]


def _unmatched(text: pd.DataFrame, own: list[str], known: set, empty: set, expected: str):
    """Faults where a key is not among those known."""
    number, first = _numbered(text, own)
    keys = list(text[own].iloc[first].itertuples(index=False, name=None))
    lost = [i for i, key in enumerate(keys) if key not in known and not empty.issuperset(key)]
    rows = np.flatnonzero(np.isin(number, lost))
    return [(row, own, _shown(*keys[number[row]]), expected) for row in rows]


def _split(content: bytes, resource: dict, folder: Path) -> tuple[pd.DataFrame, np.ndarray]:
    """Cells as text, and the line of the file on which each row begins (RFC 4180, UTF-8, LF)."""
    label = f"{folder.name}/{resource['path']}"
    columns = [field["name"] for field in resource["schema"]["fields"]]

    def stop(position: int, found: str, expected: str):
        row = content.count(b"\n", 0, position) + 1
        raise TableError(f"{label}, row {row}: found {found}, expected {expected}")

    if not content.strip():
        stop(0, "an empty file", f"the columns {_quoted(columns)}")
    if content.startswith(codecs.BOM_UTF8):
        stop(0, "a byte order mark", "UTF-8 without it")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        stop(error.start, f"the byte 0x{content[error.start]:02X}", "UTF-8")
    if b"\r" in content:
        stop(content.index(b"\r"), "a carriage return", "lines that end in a line feed alone")

    # pandas fills short rows without a word, so the cells are counted first, outside of quotes.
    raw = np.frombuffer(content if content.endswith(b"\n") else content + b"\n", dtype=np.uint8)
    comma, newline, quote = (raw == ord(sign) for sign in ',\n"')
    quotes = np.flatnonzero(quote)
    beside = np.concatenate([quotes[::2] - 1, quotes[1::2] + 1])  # before opening, after closing
    stray = beside[~(comma | newline | quote)[beside]]
    if len(stray) or len(quotes) % 2:
        stop(stray.min() if len(stray) else quotes[-1], "a stray quotation mark", "a quoted cell")
    outside = np.cumsum(quote) % 2 == 0
    ends = np.flatnonzero(newline & outside)
    lines = np.concatenate([[1], np.cumsum(newline)[ends[:-1]] + 1])
    cells = np.diff(np.cumsum(comma & outside)[ends], prepend=0) + 1
    header = next(csv.reader([content[: ends[0]].decode()])) or [""]
    problems = _header_problems(header, columns, f"{label}, row 1")
    for row in np.flatnonzero(cells != len(header)):
        after = header[min(cells[row], len(header)) - 1]
        found = f"{cells[row]} cell{'s' if cells[row] > 1 else ''}, expected {len(header)}"
        problems.append(f"{label}, row {lines[row]}, after column {after!r}: found {found}")
    if problems:
        raise TableError(problems)
    # No cell is taken for missing here: NA is Namibia.
    text = pd.read_csv(io.BytesIO(content), dtype=str, na_filter=False, skip_blank_lines=False)
    return text, lines[1:]


def _header_problems(header: list[str], columns: list[str], label: str) -> list[str]:
    """What is wrong with the columns: their names, their number or their order."""
    found = {name: "a column unknown to the description" for name in header if name not in columns}
    found |= {name: "no such column" for name in columns if name not in header}
    found |= {name: "it twice" for name in header if header.count(name) > 1}
    if not found:
        pairs = zip(header, columns, strict=True)
        found = {name: "it out of order" for name, right in pairs if name != right}
    expected = f"expected {_quoted(columns)}"
    return [f"{label}, column {name!r}: found {what}, {expected}" for name, what in found.items()]


def _package(folder: Path) -> dict[str, dict]:
    """Descriptions of all tables, by name."""
    label = f"{folder.name}/datapackage.json"
    try:
        resources = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
        tables = [resource["name"] for resource in resources]
        for resource in resources:
            _ = folder / resource["path"], _links(resource)
            _ = [(field["name"], field["type"]) for field in resource["schema"]["fields"]]
    except OSError:
        raise TableError(f"{label}: found no such file, expected a description") from None
    except UnicodeDecodeError as error:
        raise TableError(f"{label}: found byte {error.start} broken, expected UTF-8") from None
    except json.JSONDecodeError as error:
        raise TableError(f"{label}, row {error.lineno}: found {error.msg}, expected JSON") from None
    except (AttributeError, KeyError, TypeError) as error:
        found = f"no {error}" if isinstance(error, KeyError) else "another structure"
        expected = "resources with name, path and schema, fields with name and type"
        raise TableError(f"{label}: found {found}, expected {expected}") from None
    for name in tables:
        if tables.count(name) > 1:
            raise TableError(f"{label}: found table {name!r} twice, expected it once")
    return dict(zip(tables, resources, strict=True))


def _resource(name: str, folder: Path, package: dict) -> dict:
    """Description of one table, with types, constraints and keys that are known."""
    label = f"{folder.name}/datapackage.json"
    problems = []

    def hold(found: list[str], known: list[str], where: str):
        for item in found:
            if item not in known:
                expected = f"expected one of {', '.join(known)}"
                problems.append(f"{label}, {where}: found {item!r}, {expected}")

    hold([name], list(package), "name of a table")
    if problems:
        raise TableError(problems)
    schema = package[name]["schema"]
    columns = {table: [f["name"] for f in package[table]["schema"]["fields"]] for table in package}
    for field in schema["fields"]:
        where, rules = f"table {name!r}, column {field['name']!r}", field.get("constraints", {})
        hold([field["type"]], list(TYPES), f"{where}, type")
        hold(list(rules), CONSTRAINTS, f"{where}, constraint")
        try:
            re.compile(rules.get("pattern", ""))
            limits = [rules[limit] for limit in LIMITS if limit in rules]
            _ = [_bound(item, field) for item in limits + rules.get("enum", [])]
        except (re.error, ValueError, KeyError) as error:
            problems.append(f"{label}, {where}: found {rules}, expected what can be read ({error})")
    hold(_list(schema.get("primaryKey", [])), columns[name], f"table {name!r}, primary key")
    for own, table, theirs in _links(package[name]):
        hold(own, columns[name], f"table {name!r}, foreign key")
        hold([table], list(package), f"table {name!r}, foreign key to table")
        hold(theirs, columns.get(table, theirs), f"table {name!r}, foreign key to {table!r}")
    if problems:
        raise TableError(problems)
    return package[name]


def _links(resource: dict) -> list[tuple[list[str], str, list[str]]]:
    """Foreign keys: own columns, the table they refer to ("" in the file: itself), its columns."""
    return [
        (
            _list(key["fields"]),
            key["reference"]["resource"] or resource["name"],
            _list(key["reference"]["fields"]),
        )
        for key in resource["schema"].get("foreignKeys", [])
    ]


def _content(resource: dict, folder: Path) -> bytes:
    try:
        return (folder / resource["path"]).read_bytes()
    except OSError:
        label = f"{folder.name}/{resource['path']}"
        raise TableError(f"{label}: found no such file, expected a described table") from None


def _bibliography(folder: Path) -> frozenset[str]:
    """Keys of the entries of the bibliography that belongs to a data folder."""
    try:
        text = (folder.parent / "book" / "references.bib").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        missing = "found no readable file, expected the sources of the tables"
        raise TableError(f"book/references.bib: {missing}") from None
    entry = r"^\s*@(?!comment|preamble|string)\w+\s*\{\s*([^\s,{}]+)\s*,"
    return frozenset(re.findall(entry, text, re.MULTILINE | re.IGNORECASE))


def _list(item: str | list[str]) -> list[str]:
    """A key of one column may stand in the description without brackets."""
    return [item] if isinstance(item, str) else item


def _quoted(columns: list[str]) -> str:
    return ", ".join(map(repr, columns))


def _shown(*cells: str) -> str:
    short = [cell if len(cell) <= 60 else cell[:60] + "..." for cell in cells]
    return ", ".join(repr(cell) if cell else "nothing" for cell in short)


if __name__ == "__main__":
    sys.exit(main())
