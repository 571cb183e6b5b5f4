"""A chapter that runs where the rest of the book is not: a notebook with one more cell.

The cell fetches the book's code and tables from the published book, in one archive, and installs
the pinned versions of what computes. Only the machine that publishes knows the addresses.
"""

import re
from copy import deepcopy
from zipfile import ZIP_DEFLATED, ZipFile

import nbformat
import run

ARCHIVE = "_data/book.zip"
BRANCH = "launch"  # of the repository: the notebooks with their first cell, for Colab
CARRIED = [
    "book/multivector/**/*.py", "book/_static/fonts/*.ttf", "book/references.bib", "data/*.csv",
    "data/datapackage.json", "LICENSE",
]  # fmt: skip
FIRST = """\
# This notebook stands outside of its book. The cell fetches the book's code and tables.
import sys
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

if not Path("balance-of-identity").exists():
    with urlopen("{base}{archive}") as answer:
        ZipFile(BytesIO(answer.read())).extractall("balance-of-identity")
%pip install --quiet --requirement balance-of-identity/requirements.txt
sys.path.insert(0, "balance-of-identity/book")
if "pandas" in sys.modules:
    print("If an import fails: restart the session, then run this cell again.")"""


def requirements():
    """The pinned versions of what a chapter imports, a line each, from `requirements.txt`."""
    wanted = (*run.COMPUTES[:-2], "myst-nb")  # a kernel is there already
    pinned = run.ROOT.joinpath("requirements.txt").read_text("utf-8").splitlines()
    return "\n".join(row for row in pinned if re.split("[=<>]", row)[0] in wanted) + "\n"


def bundle(path):
    """Write the archive that the first cell fetches. path: of the archive."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for pattern in CARRIED:
            for file in sorted(run.ROOT.glob(pattern)):
                archive.write(file, file.relative_to(run.ROOT))
        archive.writestr("requirements.txt", requirements())


def standalone(notebook, base):
    """A copy of a notebook with the cell before all others. base: address of the book."""
    copy = deepcopy(notebook)
    cell = nbformat.v4.new_code_cell(FIRST.format(base=base, archive=ARCHIVE), id="first")
    copy.cells.insert(0, cell)
    return copy


def links(repository, name):
    """Where a chapter can be run: (words, address). repository: "owner/name" on GitHub."""
    return [
        ("Binder", f"https://mybinder.org/v2/gh/{repository}/main?urlpath=lab/tree/book/{name}"),
        ("Colab", f"https://colab.research.google.com/github/{repository}/blob/{BRANCH}/{name}"),
    ]
