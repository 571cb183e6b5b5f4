"""Run the notebooks whose stored outputs no longer fit what they were made from.

A notebook carries a fingerprint of its code, of the package, of the tables that it read and
of the pinned versions of what computes. `python book/_tools/run.py` runs those that changed,
two or more at a time; `--all` runs every one; `--check` only says which are stale.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
COMPUTES = ("pandas", "numpy", "scipy", "matplotlib", "networkx", "ipykernel", "ipython")
KEY = "fingerprint"
PROBE = "import json\nfrom multivector import tables\nprint(json.dumps(list(tables.opened())))"


def notebooks():
    """The chapters' notebooks, in their order."""
    return sorted(BOOK.glob("*.ipynb"))


def _digest(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def fingerprint(notebook, read):
    """What the outputs of a notebook rest on.

    notebook: the notebook's node; read: names of the tables that it read. Returns a dict of
    short digests: code, package, versions, and one for every table (None where it is gone).
    """
    package = sorted(BOOK.joinpath("multivector").rglob("*.py"))
    pinned = ROOT.joinpath("requirements.txt").read_text("utf-8").splitlines()
    package_file = json.loads(ROOT.joinpath("data", "datapackage.json").read_text("utf-8"))
    schemas = {about["name"]: about["schema"] for about in package_file["resources"]}
    return {
        "code": _digest(*(cell.source for cell in notebook.cells if cell.cell_type == "code")),
        "package": _digest(*(f"{path.name}\n{path.read_text('utf-8')}" for path in package)),
        "versions": _digest(*(row for row in pinned if re.split("[=<>]", row)[0] in COMPUTES)),
        "tables": {name: _table_digest(name, schemas.get(name)) for name in sorted(read)},
    }


def _table_digest(name, schema):
    path = ROOT / "data" / f"{name}.csv"
    if not path.exists():
        return None
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    return _digest(content, json.dumps(schema, sort_keys=True))


def stale(path):
    """Why a notebook has to be run again, in words; empty when its outputs are fresh."""
    notebook = nbformat.read(path, 4)
    stored = notebook.metadata.get(KEY)
    if not stored:
        return "it was never run"
    now = fingerprint(notebook, stored["tables"])
    changed = [part for part in ("code", "package", "versions") if stored[part] != now[part]]
    was = stored["tables"]
    changed += [f"table {name}" for name in was if now["tables"][name] != was[name]]
    return "changed: " + ", ".join(changed) if changed else ""


def run(path):
    """Run one notebook in place. Returns (path, seconds); raises CellExecutionError."""
    from nbclient import NotebookClient

    started = time.perf_counter()
    notebook = nbformat.read(path, 4)
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(BOOK)}},
    )
    with client.setup_kernel():
        number = 0
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                number += 1
                client.execute_cell(cell, index, execution_count=number)
        read = _tables_read(client)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        KEY: fingerprint(notebook, read),
    }
    nbformat.validate(notebook)
    nbformat.write(notebook, path)
    return path, time.perf_counter() - started


def _tables_read(client):
    """Ask the kernel which tables it opened, in a cell that is not kept."""
    cells = client.nb.cells
    cells.append(nbformat.v4.new_code_cell(PROBE))
    client.execute_cell(cells[-1], len(cells) - 1)
    return json.loads(cells.pop().outputs[0].text)


def main():
    """Command line. Exit 1 when a notebook fails or, with --check, when one is stale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="run every notebook")
    parser.add_argument("--check", action="store_true", help="only say which are stale")
    parser.add_argument("notebook", nargs="*", type=Path, help="these only (default: all)")
    asked = parser.parse_args()
    todo = {}
    for path in asked.notebook or notebooks():
        why = "asked" if asked.all else stale(path)
        if why:
            todo[path] = why
            print(f"{path.name}: {why}")
    if not todo:
        print("every notebook is fresh")
    if asked.check or not todo:
        return 1 if todo else 0
    failed = 0
    with ProcessPoolExecutor(min(len(todo), os.cpu_count() or 1)) as pool:
        running = {pool.submit(run, path): path for path in todo}
        for done, future in enumerate(as_completed(running), start=1):
            name = running[future].name
            try:
                print(f"[{done}/{len(todo)}] {name}: {future.result()[1]:.1f} s", flush=True)
            except Exception as error:  # one chapter's failure must not hide another's
                failed += 1
                print(f"[{done}/{len(todo)}] {name}: FAILED\n{error}", file=sys.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
