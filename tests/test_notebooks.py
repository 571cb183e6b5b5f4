"""Every notebook: fresh, run from first to last cell, clean, and no number typed into a finding."""

import ast
import re
import shutil
import statistics
import time

import nbformat
import pytest
import run

NOTEBOOKS = run.notebooks()
CHAPTERS = [path for path in NOTEBOOKS if re.match(r"\d\d-", path.name)]
EXERCISES = 3
PARTS = ("Said beforehand", "Rival", "Verdict", "cannot show", "seminar", "Further reading")

# What may stand in prose as a digit although no code computed it.
TYPED = [
    r"```.*?```",  # code shown as code
    r"\[[^\]]*\]\{[^}]*\.(said|defined)[^}]*\}",  # a number of a source, or of a definition
    r"\{[a-z:]+\}`[^`]*`",  # roles: glue, numref, term, cite
    r"`[^`]*`",  # code in a line
    r"\]\([^)]*\)",  # targets of links
    r"\([\w-]+\)=",  # labels
    r"^:{3,}\{[^\n]*$|^:[\w-]+:.*$",  # directives and their options
    r"\b(19|20)\d\d(-(19|20)?\d\d)?\b",  # years
    r"\b[TA]\d\d\b",  # claims
    r"\b([Cc]hapters?|[Ss]ections?|[Ee]xercise|[Pp]art|Bab) [\d.]+(( and|,) \d+)*",
    r"\b(A/RES/)?(ES-)?\d+/\d+\b",  # symbols of resolutions
    r"^#+ \d+\.",  # number of the chapter
    r"^\d+\. ",  # numbered lists
    r"\$[^$]*\$",  # formulas
]


def typed_numbers(text):
    """Digits in a piece of prose that no rule of TYPED explains."""
    for pattern in TYPED:
        text = re.sub(pattern, " ", text, flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"\S*\d\S*", text)


def fixed(node):
    """The string constants of an expression, without what an f-string computes."""
    if isinstance(node, ast.FormattedValue):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from fixed(child)


def spoken(source):
    """The fixed text of captions and alt texts in the code of a cell."""
    for node in ast.walk(ast.parse(source)):
        name = node.arg if isinstance(node, ast.keyword) else None
        if isinstance(node, ast.Assign):
            name = getattr(node.targets[0], "id", None)
        if name and name.startswith(("caption", "alt")):
            yield from fixed(node.value)


def problems(notebook, chapter=True):
    """Everything that is wrong with a notebook, in words. chapter: also ask for its parts."""
    found = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    counts = [cell.execution_count for cell in code]
    if not code:
        found.append("no code cell")
    if counts != list(range(1, len(code) + 1)):
        found.append(f"cells were not run in order from 1: {counts}")
    if not any(cell.outputs for cell in code):
        found.append("no outputs are stored")
    silent = set(notebook.metadata) - {"kernelspec", "language_info", run.KEY}
    if silent or notebook.metadata.get("kernelspec", {}).get("name") != "python3":
        found.append(f"metadata are not clean: {dict(notebook.metadata)}")
    for number, cell in enumerate(notebook.cells, start=1):
        where = f"cell {number}"
        if not cell.source.strip():
            found.append(f"{where} is empty")
        tags = set(cell.metadata.get("tags", []))
        known = {"hide-input", "hide-cell"} if chapter else {"remove-input", "remove-cell"}
        if tags - known or set(cell.metadata) - {"tags"}:
            found.append(f"{where} has metadata that are not the book's: {dict(cell.metadata)}")
        text = str(cell.get("outputs", "")) + cell.source
        if re.search(r"/(home|root|tmp|work|Users)/", text):
            found.append(f"{where} names a path of a machine")
        if cell.cell_type == "markdown":
            typed = typed_numbers(cell.source)
            found += [f"{where} has a typed number: {number}" for number in typed]
            continue
        if re.search(r"nbval|raises-exception|#\s*NBVAL", cell.source + str(tags), flags=re.I):
            found.append(f"{where} is exempt from validation")
        if len(cell.source.splitlines()) > 15:
            found.append(f"{where} has {len(cell.source.splitlines())} lines, 15 are allowed")
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                found.append(f"{where} printed an error or a warning")
        for text in spoken(cell.source):
            found += [
                f"{where} has a typed number in a caption or alt text: {number}"
                for number in typed_numbers(text)
            ]
    if chapter:
        prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        for part in PARTS:
            if not re.search(rf"^#+ .*{part}", prose, flags=re.M):
                found.append(f"no section on: {part}")
        if len(re.findall(r"^### Exercise ", prose, flags=re.M)) != EXERCISES:
            found.append(f"expected {EXERCISES} exercises")
        if len(re.findall(r"\{admonition\} Solution", prose)) != EXERCISES:
            found.append(f"expected {EXERCISES} fold-out solutions")
        middle = statistics.median(len(cell.source.splitlines()) for cell in code)
        if middle > 6:
            found.append(f"the middle code cell has {middle} lines, 6 are allowed")
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_is_whole(path):
    assert problems(nbformat.read(path, 4), chapter=path in CHAPTERS) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_is_fresh(path):
    started = time.perf_counter()
    assert run.stale(path) == "", f"run `make run`: {path.name}"
    assert time.perf_counter() - started < 1


def plant(path, tmp_path, change):
    """A copy of a notebook with one thing changed, and the problems found in it."""
    notebook = nbformat.read(shutil.copy(path, tmp_path), 4)
    change(notebook)
    return "; ".join(problems(notebook, chapter=True))


def first_code(notebook):
    return next(cell for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: [c.update(outputs=[]) for c in book.cells if "outputs" in c], "no outputs"),
        (lambda book: first_code(book).update(execution_count=None), "not run in order"),
        (lambda book: book.cells.remove(first_code(book)), "not run in order"),
        (lambda book: first_code(book).update(source=" "), "is empty"),
        (lambda book: first_code(book).metadata.update(tags=["nbval-skip"]), "not the book's"),
        (lambda book: book.cells[0].update(source="It agreed in 83 per cent."), "typed number: 83"),
        (lambda book: first_code(book).update(source="caption = f'a share of 0.83'"), "caption"),
        (lambda book: first_code(book).update(source="x = 1\n" * 16), "15 are allowed"),
        (lambda book: book.metadata.update(vscode={}), "metadata are not clean"),
        (lambda book: book.cells[0].update(source="see /home/me/data.csv"), "path of a machine"),
    ],
)
def test_planted_faults_are_found(change, said, tmp_path):
    assert said in plant(CHAPTERS[0], tmp_path, change)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("In 2014 [T13](#claim-t13) held in chapter 8 and ES-11/3.", []),
        ("The sources say [57 per cent]{.said}; the cut is [0.5]{.defined}.", []),
        ("Agreement was {glue:text}`votes-kappa:.2f`.", []),
        ("Agreement was 0.71 in 1995.", ["0.71"]),
        ("It rose by 3%.", ["3%."]),
    ],
)
def test_typed_numbers_are_told_apart(text, left):
    assert typed_numbers(text) == left


def test_fingerprint_sees_code_tables_package_and_versions(monkeypatch, tmp_path):
    notebook = nbformat.read(CHAPTERS[0], 4)
    read = list(notebook.metadata[run.KEY]["tables"])
    before = run.fingerprint(notebook, read)
    first_code(notebook).source += "\n# changed"
    assert run.fingerprint(notebook, read)["code"] != before["code"]
    for part in ("book/multivector", "data"):
        shutil.copytree(run.ROOT / part, tmp_path / part)
    shutil.copy(run.ROOT / "requirements.txt", tmp_path)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "BOOK", tmp_path / "book")
    table = tmp_path / "data" / f"{read[0]}.csv"
    table.write_text(table.read_text().replace("1", "2", 1))
    with open(tmp_path / "book/multivector/measures.py", "a") as file:
        file.write("# changed\n")
    pinned = tmp_path / "requirements.txt"
    pinned.write_text(pinned.read_text().replace("numpy==", "numpy==9."))
    after = run.fingerprint(notebook, read)
    assert after["tables"][read[0]] != before["tables"][read[0]]
    assert after["package"] != before["package"] and after["versions"] != before["versions"]
