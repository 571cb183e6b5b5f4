"""The rooms of the package: data flow one way, only tables read, and nothing is kept unused."""

import ast
import json
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
PACKAGE = "multivector"
MAY_IMPORT = {
    "tables": set(),
    "networks": {"tables"},
    "measures": {"tables", "networks"},
    "verdicts": {"tables", "networks", "measures"},
    "figures": {"tables"},
}
DRAWS = {"matplotlib", "seaborn", "plotly", "IPython"}
READERS = {
    "open",
    "load",
    "loadtxt",
    "genfromtxt",
    "fromfile",
    "imread",
    "urlopen",
    "glob",
    "rglob",
}


# What a source text says


def package():
    """Source of every module: "" is the package itself, "verdicts.core" a module in a room."""
    sources = {}
    for path in sorted((BOOK / PACKAGE).rglob("*.py")):
        parts = path.relative_to(BOOK / PACKAGE).with_suffix("").parts
        sources[".".join(part for part in parts if part != "__init__")] = path.read_text("utf-8")
    return sources


def notebooks():
    """Code of every notebook, without the lines that are commands to Jupyter."""
    sources = {}
    for path in sorted(BOOK.glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        sources[path.name] = re.sub(r"(?m)^\s*[%!].*$", "pass", "\n".join(code))
    return sources


def inside(name):
    """Name within the package, or None for a name from elsewhere."""
    head, _, rest = name.partition(".")
    return rest if head == PACKAGE else None


def imported(module, source, rooms=()):
    """What a module imports: local name to dotted name. rooms: modules that are packages."""
    names = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = [PACKAGE, *module.split(".")] if module else [PACKAGE]
                up = node.level - (module in rooms or not module)
                base = ".".join([*here[: len(here) - up], *filter(None, [node.module])])
            names |= {alias.asname or alias.name: f"{base}.{alias.name}" for alias in node.names}
    return names


def links(sources):
    """Each module with the modules of the package that it imports."""
    rooms = {name.rpartition(".")[0] for name in sources}
    found = {}
    for module, source in sources.items():
        targets = set()
        for name in imported(module, source, rooms).values():
            name = inside(name)
            while name is not None and name not in sources:  # a function: the module it is in
                name = name.rpartition(".")[0]
            targets |= {name} if name is not None else set()
        found[module] = targets
    return found


def used(module, source, rooms=()):
    """What a source text uses of the package, imports alone left aside: {(room, name)}."""
    names = imported(module, source, rooms)
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            text = ast.unparse(node)
            for local, whole in names.items():
                if f"{text}.".startswith(f"{local}."):
                    head, *parts = (whole + text.removeprefix(local)).split(".")
                    if head == PACKAGE and len(parts) > 1:
                        found.add((parts[0], parts[-1]))
    return found


def functions(source):
    """Public functions at the top of a module."""
    nodes = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {node.name: node for node in nodes if not node.name.startswith("_")}


# What must not be


def wrong_way(sources):
    """Imports against the direction of the rooms, and circles."""
    graph = links(sources)
    found = []
    for module, targets in graph.items():
        room = module.split(".")[0]
        if room and room not in MAY_IMPORT:
            found.append(f"{module} is in no room")
            continue
        allowed = MAY_IMPORT.get(room, set()) | {room}
        found += [f"{module} imports {target or PACKAGE}" for target in sorted(targets)
                  if target.split(".")[0] not in allowed]  # fmt: skip
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found.append("circle: " + ", ".join(error.args[1]))
    return found


def reads(module, source):
    """Calls by which a module reads a file; fonts and style are the figures' own."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            text = ast.unparse(node)
            own = module == "figures" and re.search("font|style", text, re.IGNORECASE)
            reading = name in READERS or name.startswith("read_")
            if (reading and not own) or (name == "Path" and module != "figures"):
                found.append(f"{module}, line {node.lineno}: {text}")
    if module.split(".")[0] in ("networks", "measures") and ("tables", "read") in used(
        module, source
    ):
        found.append(f"{module}: tables.read")
    return found


def undocumented(module, source):
    """Public functions, and public classes with their methods, without a docstring."""
    found = []

    def visit(node, prefix):
        for child in node.body:
            if isinstance(child, ast.FunctionDef | ast.ClassDef) and not child.name.startswith("_"):
                if not ast.get_docstring(child):
                    found.append(f"{prefix}.{child.name}")
                if isinstance(child, ast.ClassDef):
                    visit(child, f"{prefix}.{child.name}")

    visit(ast.parse(source), module)
    return found


def unused(sources, users, tools=""):
    """Public functions that no notebook and no other module uses.

    sources: the package; users: notebooks; tools: text of the scripts that run and build the book.
    A function counts as used when it is registered by a decorator of the package, when it is the
    `main` of a module that can be run, or when that `main` calls it.
    """
    rooms = {name.rpartition(".")[0] for name in sources}
    wanted = set().union(*(used(name, source, rooms) for name, source in (sources | users).items()))
    found = []
    for module, source in sources.items():
        room, public = module.split(".")[0], functions(source)
        names = imported(module, source, rooms)
        run = set()
        if "main" in public and "__main__" in source:
            run = {node.id for node in ast.walk(public["main"]) if isinstance(node, ast.Name)}
            run.add("main")
        for name, node in public.items():
            decorators = [ast.unparse(item).split("(")[0] for item in node.decorator_list]
            registered = any(
                inside(names.get(decorator.split(".")[0], "")) for decorator in decorators
            )
            in_tools = re.search(rf"\b{room}\.{name}\b", tools)
            if not ((room, name) in wanted or registered or name in run or in_tools):
                found.append(f"{module}.{name}")
    return found


# The package


def test_rooms_are_there():
    assert set(MAY_IMPORT) <= {module.split(".")[0] for module in package()}


def test_rooms_import_only_downwards():
    assert wrong_way(package()) == []


@pytest.mark.parametrize("room", ["networks", "measures", "verdicts", "figures"])
def test_only_tables_read_files(room):
    found = [
        line
        for module, source in package().items()
        if module.split(".")[0] == room
        for line in reads(module, source)
    ]
    assert found == []


def test_only_figures_draw():
    for module, source in package().items():
        outside = {name.split(".")[0] for name in imported(module, source).values()}
        assert module == "figures" or not outside & DRAWS, module


def test_tables_know_no_graph():
    assert "networkx" not in package()["tables"]


def test_every_public_function_has_a_docstring():
    found = [name for module, source in package().items() for name in undocumented(module, source)]
    assert found == []


def test_every_public_function_is_used():
    tools = "\n".join(path.read_text("utf-8") for path in sorted((BOOK / "_tools").glob("*.py")))
    assert unused(package(), notebooks(), tools) == []


# The tests above see what they are for


@pytest.mark.parametrize(
    ("module", "line", "fault"),
    [
        ("tables", "from multivector import networks", "tables imports networks"),
        ("tables", "import multivector.measures as m", "tables imports measures"),
        ("networks", "from multivector.measures import rank", "networks imports measures"),
        ("measures", "from .verdicts import board", "measures imports verdicts"),
        ("measures", "def f():\n    from . import verdicts", "measures imports verdicts"),
        ("verdicts.core", "from ..figures import show", "verdicts.core imports figures"),
        ("verdicts", "from .. import figures", "verdicts imports figures"),
        ("figures", "from multivector import networks, tables", "figures imports networks"),
        ("tables", "import multivector", "tables imports multivector"),
        ("helpers", "", "helpers is in no room"),
    ],
)
def test_import_upwards_is_seen(module, line, fault):
    sources = dict.fromkeys(["", *MAY_IMPORT, "verdicts.core"], "import numpy")
    assert wrong_way(sources) == []
    assert wrong_way(sources | {module: line}) == [fault]


def test_circle_within_a_room_is_seen():
    sources = {
        "verdicts": "from .core import test",
        "verdicts.core": "from . import chapter02",
        "verdicts.chapter02": "from multivector.verdicts import core",
    }
    assert [fault.split(":")[0] for fault in wrong_way(sources)] == ["circle"]
    assert wrong_way(sources | {"verdicts.core": ""}) == []


@pytest.mark.parametrize(
    "line",
    [
        "open('x')",
        "pd.read_csv('x')",
        "Path('x').read_text()",
        "json.load(f)",
        "nx.read_gml('x')",
        "np.loadtxt('x')",
        "from multivector import tables\ntables.read('votes')",
    ],
)
def test_reading_is_seen(line):
    assert reads("measures", line)


def test_fonts_are_the_figures_own():
    assert not reads("figures", "FONTS = Path(__file__) / 'fonts'\nopen(FONTS / 'x')")
    assert reads("figures", "pd.read_csv('x')")
    assert not reads("verdicts.core", "from multivector import tables\ntables.read('votes')")


def test_missing_docstring_is_seen():
    source = "def f(): pass\nclass A:\n    'a'\n    def g(self): pass\ndef _h(): pass\n"
    assert undocumented("measures", source) == ["measures.f", "measures.A.g"]


def test_unused_function_is_seen():
    sources = {
        "tables": (
            "def read(): check()\ndef check(): pass\ndef main(): check()\n"
            "if __name__ == '__main__': main()\n"
        ),
        "measures": "def rank(): trend()\ndef trend(): pass\ndef bare(): pass\n",
        "verdicts": "from .core import board, decide",
        "verdicts.core": (
            "from multivector.measures import rank as r, bare\n"
            "def test(): pass\ndef board(): r()\ndef decide(): pass\n"
        ),
        "verdicts.chapter02": "from . import core\n@core.test('T02')\ndef between(): pass\n",
    }
    users = {"a.ipynb": "from multivector import tables as t, verdicts\nt.read()\nverdicts.board()"}
    assert unused(sources, users) == ["measures.trend", "measures.bare", "verdicts.core.decide"]
    users["b.ipynb"] = "import multivector.measures\nmultivector.measures.bare()"
    assert unused(sources, users) == ["measures.trend", "verdicts.core.decide"]
    assert unused(sources, users, "x = measures.trend") == ["verdicts.core.decide"]
