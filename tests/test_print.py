"""The book as a PDF and as an EPUB, both made once and from the same pages."""

import posixpath
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import epub
import pdf
import pytest
import run
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

LISTED = re.findall(r"book/[\w-]+", (run.ROOT / "_toc.yml").read_text("utf-8"))


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The pages of the EPUB, with the EPUB beside them."""
    return epub.make(tmp_path_factory.mktemp("paper"))


@pytest.fixture(scope="session")
def printed(folder):
    """A reader of the PDF. To print it takes Chromium, as the tests of the pages do."""
    pdf.printed(folder, folder / "book.pdf")
    return PdfReader(folder / "book.pdf")


@pytest.fixture(scope="session")
def trees(folder):
    """Path in the EPUB -> the parsed page."""
    with zipfile.ZipFile(folder / "book.epub") as archive:
        pages = [name for name in archive.namelist() if name.endswith((".xhtml", ".opf", ".ncx"))]
        return {name: ElementTree.fromstring(archive.read(name)) for name in pages}


def titles(folder):
    return [pdf.chapter(folder, name)[0] for name in LISTED]


def links(reader):
    for page in reader.pages:
        for link in page.get("/Annots", []):
            yield link.get_object()


def test_pdf_has_every_chapter_in_its_outline_and_its_text(printed, folder):
    assert len(printed.pages) > 20
    entries = [entry for entry in printed.outline if not isinstance(entry, list)]
    assert [entry.title for entry in entries] == ["Contents", *titles(folder)]
    assert any(isinstance(entry, list) for entry in printed.outline), "no sections"
    begins = pdf.first_pages(printed)
    for name, entry in zip(LISTED, entries[1:], strict=True):
        page = begins[Path(name).name]
        assert printed.get_destination_page_number(entry) + 1 == page
        text = re.sub(r"\s+", " ", printed.pages[page - 1].extract_text())
        assert entry.title in text
        assert re.match(rf"{page}\b|{page}{re.escape(entry.title)}", text), "no foot"


def test_pdf_has_contents_with_page_numbers(printed, folder):
    begins = pdf.first_pages(printed)
    text = re.sub(r"\s+", " ", printed.pages[1].extract_text())
    for name, title in zip(LISTED, titles(folder), strict=True):
        assert f"{title} {begins[Path(name).name]}" in text


def test_links_of_the_pdf_are_alive(printed):
    inside = {link["/Dest"] for link in links(printed) if "/Dest" in link}
    outside = {link["/A"]["/URI"] for link in links(printed) if "/A" in link}
    assert len(inside) > 20 and inside <= set(printed.named_destinations)
    assert outside and all(url.startswith(("http:", "https:")) for url in outside)


def test_pdf_speaks(printed, folder):
    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    figures = sum(pdf.chapter(folder, name)[1].count('<div class="mv-figure">') for name in LISTED)
    texts = (folder / "book.pdf").read_bytes().count(b"/Alt ")
    assert texts >= figures > 0


def test_pdf_is_set_in_the_fonts_of_the_book(printed, folder):
    carried = (folder / "book.pdf").read_bytes()
    for font in ("SourceSans3-Regular", "SourceSans3-SemiBold", "SourceSerif4-Regular"):
        assert font.encode() in carried, font
    assert b"LiberationSans" not in carried, "a font came too late"


def test_what_is_too_wide_for_the_paper_is_found():
    with sync_playwright() as playwright:
        path = pdf.browser_path(playwright)
        chromium = playwright.chromium.launch(executable_path=path, args=pdf.FLAGS)
        page = chromium.new_page(viewport={"width": pdf.WIDTH, "height": 900})
        words = "<td>".join(["letters"] * 12)
        page.set_content(f"<section id=one><table><tr><td>{words}</table></section>")
        assert page.evaluate(pdf.FIT, pdf.CELLS) == []
        page.set_content("<section id=two><pre>" + "letters " * 200 + "</pre></section>")
        page.add_style_tag(content="pre { width: max-content }")
        assert page.evaluate(pdf.FIT, pdf.CELLS) == ["two: PRE"]
        chromium.close()


def test_without_chromium_nothing_is_written_and_it_is_said(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(pdf, "browser_path", lambda playwright: None)
    monkeypatch.setattr(pdf, "TARGET", tmp_path / "book.pdf")
    assert pdf.main() == 1
    assert "install chromium" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_epub_begins_with_its_mimetype(folder):
    with zipfile.ZipFile(folder / "book.epub") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype").strip() == b"application/epub+zip"
        assert archive.testzip() is None


def test_links_inside_the_epub_lead_somewhere(folder, trees):
    with zipfile.ZipFile(folder / "book.epub") as archive:
        names = set(archive.namelist())
    ids = {name: {part.get("id") for part in tree.iter()} for name, tree in trees.items()}
    lost, seen = [], 0
    for name, tree in trees.items():
        for part in tree.iter():
            for attribute in ("href", "src"):
                link = urlsplit(part.get(attribute, "https:"))
                if link.scheme:
                    continue
                here = posixpath.join(posixpath.dirname(name), unquote(link.path))
                target = posixpath.normpath(here) if link.path else name
                seen += 1
                if target not in names or (link.fragment and link.fragment not in ids[target]):
                    lost.append(f"{name}: {part.get(attribute)}")
    assert lost == []
    assert seen > 100


def test_epub_lists_every_chapter_and_no_download(trees, folder):
    listed = [" ".join(link.itertext()) for link in trees["nav.xhtml"].iter() if link.get("href")]
    assert [title for title in titles(folder) if title not in listed] == []
    for name, tree in trees.items():
        assert not any(part.get("download") for part in tree.iter()), name


def test_epub_lists_the_parts_of_the_book(trees):
    parts = [part for part, _ in epub.contents() if part]
    ns = "{http://www.w3.org/1999/xhtml}"
    toc = trees["nav.xhtml"].find(f".//{ns}nav/{ns}ol")
    found = {span.text: item for item in toc if (span := item.find(f"{ns}span")) is not None}
    assert list(found) == parts
    for part, names in epub.contents():
        if part:
            pages = [link.get("href") for link in found[part].findall(f"{ns}ol/{ns}li/{ns}a")]
            assert [Path(page).stem for page in pages] == [Path(name).name for name in names]


def test_epubcheck_accepts_it(folder):
    faults = epub.check(folder / "book.epub")
    if faults is None:
        pytest.skip("epubcheck is not here: apt-get install epubcheck")
    assert faults == []


def test_without_epubcheck_there_is_no_judgement(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert epub.check(tmp_path / "book.epub") is None
