"""The book, built cold with every warning an error, and what a reader finds in it."""

import csv
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
import run
import theme
from bookext import VARIABLES
from multivector import figures, tables


class Page(HTMLParser):
    """What the tests ask of a page: its ids, links, pictures, and what it loads."""

    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.loads, self.pictures, self.tables = set(), [], [], [], []
        self.open = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag in ("script", "img") and attributes.get("src"):
            self.loads.append(attributes["src"])
        if tag == "link" and attributes.get("rel") in ("stylesheet", "preload", "icon"):
            self.loads.append(attributes["href"])
        if tag == "img":
            self.pictures.append(attributes.get("alt", ""))
        if tag == "svg" and attributes.get("role") == "img":
            self.pictures.append(attributes.get("aria-label", ""))
        if tag == "table":
            self.tables.append([])
        if tag in ("caption", "th") and self.tables:
            self.tables[-1].append(tag)


@pytest.fixture(scope="session")
def pages(site):
    return {path: Page(path) for path in sorted(site.glob("book/*.html"))}


def test_every_page_of_the_contents_is_built(pages):
    listed = re.findall(r"book/[\w-]+", (run.ROOT / "_toc.yml").read_text())
    assert {f"{path.parent.name}/{path.stem}" for path in pages} == set(listed)


def test_links_inside_the_book_lead_somewhere(site, pages):
    lost = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            known = {"", *pages[target].ids} if target in pages else {unquote(parts.fragment)}
            if not target.exists() or unquote(parts.fragment) not in known:
                lost.append(f"{path.name}: {link}")
    assert lost == []


def test_every_picture_has_a_text_of_its_own(pages):
    for path, page in pages.items():
        short = [alt for alt in page.pictures if len(alt) < 60]
        assert short == [], path.name
        assert len(set(page.pictures)) == len(page.pictures), path.name


def test_every_table_of_a_chapter_has_a_caption_and_header_cells(pages):
    for path, page in pages.items():
        if re.match(r"\d\d-", path.name):
            bare = [parts for parts in page.tables if not {"caption", "th"} <= set(parts)]
            assert bare == [], path.name


def test_verdicts_stand_at_the_root_as_in_the_notebook(site):
    notebook = nbformat.read(run.BOOK / "17-verdicts.ipynb", 4)
    stored = next(
        output.data[figures.DOWNLOAD_MIME]["verdicts"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if figures.DOWNLOAD_MIME in output.get("data", {})
    )
    built = json.loads((site / "verdicts.json").read_text("utf-8"))
    assert built == stored
    with open(site / "verdicts.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["claim"] for row in rows] == [row["claim"] for row in built]
    claims = set(tables.read("claims")["claim"])
    assert {row["claim"] for row in built} == claims


def test_every_verdict_points_at_a_section(site, pages):
    for row in json.loads((site / "verdicts.json").read_text("utf-8")):
        if row["where"]:
            name, anchor = row["where"].split("#")
            assert anchor in pages[site / "book" / f"{name}.html"].ids, row["where"]


def test_numbers_behind_figures_are_offered(site, pages):
    offered = {link for page in pages.values() for link in page.links if "/_data/" in link}
    assert offered
    for link in offered:
        assert (site / "_data" / Path(link).name).stat().st_size > 0


def test_colours_of_pages_and_figures_are_one_set():
    css = (run.BOOK / "_static" / "book.css").read_text("utf-8")
    light = css[css.index("html {") :]
    for colour, variable in VARIABLES.items():
        assert re.search(rf"{variable}:\s*{colour}", light), f"{variable} is not {colour}"
        assert len(re.findall(rf"{variable}:", css)) == 2, f"{variable} has no dark colour"


def test_finishing_a_site_twice_changes_nothing(site, tmp_path):
    copy = shutil.copytree(site, tmp_path / "site")
    theme.finish(copy)
    for path in [*copy.glob("book/*.html"), copy / "search.html", copy / "_static/all.css"]:
        assert path.read_bytes() == (site / path.relative_to(copy)).read_bytes(), path.name
