"""What several tests share: the book, built once, cold, and a browser to open it in."""

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pandas as pd
import pytest
import run
from playwright.sync_api import sync_playwright

PAGES = sorted(re.findall(r"book/[\w-]+", (run.ROOT / "_toc.yml").read_text("utf-8")))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture
def file(tmp_path):
    """Write a text and return its path."""

    def write(name, text, encoding="utf-8"):
        (tmp_path / name).write_text(text, encoding=encoding)
        return tmp_path / name

    return write


def rows(table):
    """Rows as tuples of text, sorted; empty for missing."""
    return sorted(
        tuple("" if pd.isna(cell) else str(cell) for cell in row)
        for row in table.itertuples(index=False)
    )


@pytest.fixture(scope="session")
def glued_in():
    """A function from the name of a notebook to the numbers that it keeps for its prose."""

    def numbers(name):
        notebook = nbformat.read(run.BOOK / name, 4)
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        kept = [output for output in outputs if "scrapbook" in output.get("metadata", {})]
        return {o.metadata["scrapbook"]["name"]: next(iter(o.data.values())) for o in kept}

    return numbers


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The root of a cold build, every Sphinx warning an error; one build for all workers."""
    base = tmp_path_factory.getbasetemp()
    base = base if base.parent.name.startswith("pytest-of") else base.parent
    out, log = base / "site", base / "site.log"
    try:
        out.mkdir()
    except FileExistsError:  # another worker builds it
        while not log.exists():
            time.sleep(0.5)
    else:
        log.write_text(_build(out), "utf-8")
    said = log.read_text("utf-8")
    assert said == "", said
    return out / "_build" / "html"


@pytest.fixture(scope="module")
def browser():
    """The machine's own Chromium, without a window; closed before other tests start their own."""
    path = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
    assert path, "these tests need Chromium: apt-get install chromium, or Google Chrome"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, site):
    """Open a page of the book from the file system; what it loaded and said comes with it."""
    opened = []

    def go(name, width=1300, theme="light"):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
        opened.append(page)
        page.requested, page.said = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on(
            "console",
            lambda message: message.type == "error" and page.said.append(message.text),
        )
        page.goto((site / f"{name}.html").as_uri(), wait_until="load")
        return page

    yield go
    for page in opened:
        page.close()


def _build(out):
    """Build the book; empty when it went well, else what Sphinx said."""
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", ".", "-n", "-W"]
    done = subprocess.run(
        [*command, "--keep-going", "--path-output", str(out)],
        cwd=run.ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode == 0:
        return ""
    loud = re.findall(r".*(?:WARNING|ERROR|rror:).*", done.stdout + done.stderr)
    return "\n".join(loud) or done.stderr[-3000:]
