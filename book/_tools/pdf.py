"""The book as a PDF: the pages of the EPUB, set one after the other and printed by Chromium.

`python book/_tools/pdf.py` makes `_build/book.pdf`. The pages come from the EPUB because a link
in them names its page: a single page of Sphinx's holds the same id many times, and all of its
citations would lead astray. It is printed twice: the first print says on which page a chapter
begins, the second has these numbers in its contents.
"""

import html
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import epub
import yaml
from playwright.sync_api import Error, sync_playwright
from pypdf import PdfReader

TARGET = epub.ROOT / "_build" / "book.pdf"
NAMES = ("chromium", "google-chrome", "chrome", "chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
MISSING = (
    "The PDF is printed by Chromium, which is not on this machine. Install it:\n"
    "  apt-get install chromium          (Debian, Ubuntu)\n"
    "  .venv/bin/playwright install chromium   (elsewhere)"
)
WIDTH = round(174 / 25.4 * 96)  # of the text, 174 mm, in pixels of a browser
CELLS = [8.5, 8, 7.5, 7, 6.5, 6]  # points that the letters of a wide table may shrink to
FIT = """sizes => {
  for (const table of document.querySelectorAll("table")) {
    for (const size of sizes) {
      if (table.offsetWidth <= table.parentElement.clientWidth) break;
      table.style.fontSize = size + "pt";
    }
    if (table.offsetWidth > table.parentElement.clientWidth) table.classList.add("tight");
  }
  const edge = document.body.getBoundingClientRect().right + 1;
  return [...document.querySelectorAll("body > :not(#cover) :not(svg *, math *)")]
    .filter(part => part.getBoundingClientRect().right > edge)
    .map(part => part.closest("[id]").id + ": " + part.tagName);
}"""


def chapter(folder, name):
    """One page of the EPUB as (title, HTML), every id and link in it naming its page.

    folder: Path of the EPUB's pages; name: of a page, as in `_toc.yml`.
    """
    text = (folder / f"{name}.xhtml").read_text("utf-8")
    frame = r'<div class="body" role="main">(.*?)<div class="clearer">'
    body = re.search(frame, text, re.DOTALL)[1]
    own = Path(name).name

    def link(found):
        before, page, fragment = found.groups()
        page = page.removesuffix(".xhtml") or own
        return f'{before}"#{page}{"--" + fragment[1:] if fragment else ""}"'

    def tag(found):
        named = re.sub(r'\bid="([^"]+)"', rf'id="{own}--\1"', found[0])
        named = re.sub(r"url\(#", f"url(#{own}--", named)
        return re.sub(r'(\bhref=)"([\w-]*(?:\.xhtml)?)(#[^"]*)?"', link, named)

    body = re.sub(r"<[a-zA-Z][^<>]*>", tag, body)
    body = re.sub(r"<details\b", '<details open="open"', body)
    title = re.sub(r"<[^>]+>", "", re.search(r"<h1>(.*?)</h1>", body, re.DOTALL)[1])
    return html.unescape(title), f'<section class="chapter" id="{own}">{body}</section>'


def compose(folder, numbers):
    """The whole book as one page of XHTML. numbers: name of a chapter -> its first page."""
    chapters, lines, footers = [], [], []
    for part, names in epub.contents():
        if part:
            lines.append(f'<p class="part">{html.escape(part)}</p>')
        for name in names:
            title, text = chapter(folder, name)
            own = Path(name).name
            foot = f"p{len(chapters)}"
            said = json.dumps(title, ensure_ascii=False)
            footers.append(
                f"@page {foot} {{ @bottom-left {{ content: {said}; }} }}"
                f' [id="{own}"] {{ page: {foot}; }}'
            )
            chapters.append(text)
            title = html.escape(title, quote=False)
            number = numbers.get(own, "")
            lines.append(f'<p><a href="#{own}">{title}</a><span>{number}</span></p>')
    settings = yaml.safe_load((epub.ROOT / "_config.yml").read_text("utf-8"))
    about = settings["sphinx"]["config"]["epub_description"]
    picture = re.search(r'<div class="mv-figure">(<svg.*?</svg>)', chapters[0], re.DOTALL)[1]
    picture = re.sub(r"(\bid=\"|href=\"#|url\(#)", r"\1cover-", picture)
    own = Path(__file__).with_suffix(".css").read_text("utf-8")
    styles = epub.style() + own + "\n".join(footers)
    title = html.escape(settings["title"])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><meta charset="utf-8" />'
        f"<title>{title}</title><style><![CDATA[\n{styles}\n]]></style>"
        f'</head><body><header id="cover"><div><p class="title">{title}</p>'
        f"<p>{html.escape(about)}</p></div>{picture}<p>{html.escape(settings['author'])}<br />"
        f'{settings["copyright"]}</p></header><nav id="contents"><h1>Contents</h1>'
        f"{''.join(lines)}</nav>{''.join(chapters)}</body></html>"
    )


def browser_path(playwright):
    """Path of a Chromium: the machine's own or Playwright's; None where there is neither."""
    own = Path(playwright.chromium.executable_path)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (own if own.exists() else None)


def printed(folder, target):
    """Print the pages of an EPUB into one PDF.

    folder: Path of the EPUB's pages; target: Path of the PDF. Raises RuntimeError where
    Chromium is missing, or where something is wider than the paper.
    """
    page_file, numbers = folder / "book.print.xhtml", {}
    static = folder / "_static"
    with sync_playwright() as playwright:
        path = browser_path(playwright)
        if path is None:
            raise RuntimeError(MISSING)
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            page = chromium.new_page(viewport={"width": WIDTH, "height": 900})
            page.emulate_media(media="print", color_scheme="light")
            for last in (False, True):
                text = compose(folder, numbers)
                ElementTree.fromstring(text)  # a browser stops at a fault and prints the rest
                (static / page_file.name).write_text(text, "utf-8")
                page.goto((static / page_file.name).as_uri(), wait_until="load")
                page.evaluate("document.fonts.ready.then(() => 0)")
                wide = page.evaluate(FIT, CELLS)
                if wide:
                    raise RuntimeError("wider than the paper: " + ", ".join(wide))
                looks = {"prefer_css_page_size": True, "print_background": True}
                page.pdf(path=target, tagged=last, outline=last, **looks)
                numbers = first_pages(PdfReader(target))
        finally:
            chromium.close()


def first_pages(reader):
    """The page on which each destination of a PDF stands, counted from 1."""
    return {
        name.removeprefix("/"): reader.get_destination_page_number(place) + 1
        for name, place in reader.named_destinations.items()
    }


def main():
    """Command line. Exit 1 where Chromium is missing or a page has a fault."""
    TARGET.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=TARGET.parent) as folder:
        try:
            with sync_playwright() as playwright:
                if browser_path(playwright) is None:
                    raise RuntimeError(MISSING)
            made = Path(folder, "book.pdf")
            printed(epub.make(folder), made)
        except (RuntimeError, Error) as error:
            print(error, file=sys.stderr)
            return 1
        made.replace(TARGET)
    pages = len(PdfReader(TARGET).pages)
    print(f"{TARGET}: {pages} pages, {TARGET.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
