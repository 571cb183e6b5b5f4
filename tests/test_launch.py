"""A chapter outside of its book: its first cell fetches what it needs, and the rest runs."""

import re
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from zipfile import ZipFile

import bookext
import launch
import nbformat
import pytest
import run
import yaml

CHAPTERS = [path for path in run.notebooks() if re.match(r"\d\d-", path.name)]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


@pytest.fixture
def published(tmp_path):
    """Address of a small server, on this machine, that holds the archive of the book."""
    (tmp_path / "site" / "_data").mkdir(parents=True)
    launch.bundle(tmp_path / "site" / launch.ARCHIVE)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path / "site"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_the_first_cell_fetches_what_a_chapter_imports(published, tmp_path):
    alone = launch.standalone(nbformat.read(CHAPTERS[0], 4), published)
    nbformat.validate(alone)
    first, imports = [c.source for c in alone.cells if c.cell_type == "code"][:2]
    code = first.replace("%pip install", "pip = 'install'  #") + "\n" + imports
    code += "\nprint(len(tables.read('claims')), tables.DATA)"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=elsewhere,
        env={"PATH": "", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    rows, folder = done.stdout.splitlines()[-1].split(" ", 1)
    assert int(rows) > 100 and folder.startswith(str(elsewhere))


def test_the_archive_pins_what_computes(tmp_path):
    launch.bundle(tmp_path / "book.zip")
    with ZipFile(tmp_path / "book.zip") as archive:
        names = archive.namelist()
        pins = archive.read("requirements.txt").decode()
    assert {"book/multivector/tables.py", "data/claims.csv", "data/datapackage.json"} <= set(names)
    assert all(re.fullmatch(r"[\w-]+==[\w.]+", row) for row in pins.split())
    assert {row.split("==")[0] for row in pins.split()} >= {"pandas", "networkx", "myst-nb"}


def test_links_point_at_the_chapter(monkeypatch, tmp_path):
    monkeypatch.setattr(bookext, "REPOSITORY", "owner/name")
    monkeypatch.setattr(bookext, "BASE", "https://owner.github.io/name/")
    (tmp_path / "_data").mkdir()
    name = CHAPTERS[0].stem
    app = SimpleNamespace(
        builder=SimpleNamespace(name="html"),
        srcdir=run.ROOT,
        outdir=tmp_path,
        config=SimpleNamespace(author="A", copyright="2026"),
    )
    context = {"title": "1. A title", "body": ""}
    bookext.chapter_box(app, f"book/{name}", "", context, object())
    there = re.findall(r'href="(https[^"]+)"', context["body"])
    assert there == [
        f"https://mybinder.org/v2/gh/owner/name/main?urlpath=lab/tree/book/{name}.ipynb",
        f"https://colab.research.google.com/github/owner/name/blob/launch/{name}.ipynb",
    ]
    carried = nbformat.read(tmp_path / "_data" / f"{name}.ipynb", 4)
    assert "https://owner.github.io/name/_data/book.zip" in carried.cells[0].source
    workflow = (run.ROOT / ".github" / "workflows" / "book.yml").read_text("utf-8")
    assert f"git init -q -b {launch.BRANCH}" in workflow


def test_every_exception_of_the_link_check_is_needed(site):
    settings = yaml.safe_load((run.ROOT / "_config.yml").read_text("utf-8"))
    pages = "".join(path.read_text("utf-8") for path in site.glob("book/*.html"))
    outside = set(re.findall(r'href="(https?://[^"]+)"', pages))
    assert len(outside) > 50
    for pattern in settings["sphinx"]["config"]["linkcheck_ignore"]:
        assert any(re.match(pattern, url) for url in outside), pattern
