"""The book as an EPUB: what Sphinx's builder leaves to be mended, and the file itself.

`python book/_tools/epub.py` makes `_build/book.epub` and lets epubcheck judge it. The pages
that it consists of are also what `pdf.py` prints: each of them holds well-formed XML, and a
link in them names the page that it leads to.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import zipfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "book")]

from matplotlib import image  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.patches import Rectangle  # noqa: E402
from multivector import figures  # noqa: E402
from sphinx.builders.epub3 import Epub3Builder, NavPoint  # noqa: E402

STATIC = ROOT / "book" / "_static"
TARGET = ROOT / "_build" / "book.epub"
MENDED = [
    (r"<(script|style)\b[^>]*>.*?</\1>", ""),
    # a fold-out's summary holds words alone: no paragraphs, no drawing of an arrow
    (r'<p class="collapsed admonition-title">([^<]*)</p>\s*<p class="expanded.*?</p>', r"\1"),
    (r' aria-label="Toggle hidden content"', ""),
    (r'<span class="sd-summary-state-marker[^"]*">.*?</span>', ""),
    # what can be downloaded from the site is no part of the book
    (r"<a\b[^>]*\sdownload\b[^>]*>(.*?)</a>", r"\1"),
    # tabs stand one below the other, each below its name
    (r'<input[^>]*name="sd-tab-set[^>]*>', ""),
    (r'<label class="sd-tab-label"[^>]*>(.*?)</label>', r'<p class="sd-tab-label">\1</p>'),
    # only words of code that have a colour are marked
    (r'<span class="(?:n|nn|nf|nb|nc|bp|p|o|w|fm|vm)">([^<]*)</span>|<span></span>', r"\1"),
    (r"<p>(\d{4}-\d\d-\d\d)</p>", r'<p class="date">\1</p>'),
    (r' role="doc-biblioentry"| role="list"', ""),
]
MEDIA_TYPES = {**Epub3Builder.media_types, ".woff2": "font/woff2"}
SPECIAL = {"svg": "<svg", "mathml": "<math", "scripted": "<script"}


class Builder(Epub3Builder):
    """Sphinx's EPUB builder with the book's own style, fonts and cover, and nothing beside."""

    media_types = MEDIA_TYPES

    def init(self):
        """Settings that rest on other files or that YAML cannot say."""
        super().init()
        self.config.epub_cover = ("_static/cover.png", "epub-cover.html")
        cited = (ROOT / "CITATION.cff").read_text("utf-8")
        self.config.version = re.search(r"^version: (.+)$", cited, re.MULTILINE)[1]

    def copy_static_files(self):
        """The style with its fonts, and the cover: no script, no style of an extension."""
        static = Path(self.outdir, "_static")
        shutil.rmtree(static, ignore_errors=True)
        (static / "fonts").mkdir(parents=True)
        css = style()
        (static / "paper.css").write_text(css, "utf-8")
        for font in re.findall(r"url\(\"?(fonts/[^\")]+)", css):
            shutil.copy(STATIC / font, static / font)
        first = next(iter(self.env.mv_figures[self.config.root_doc]))
        cover(Path(self.outdir, "_data", f"{first}.png"), self.config, static / "cover.png")

    def build_content(self):
        """The package file: figures stand in the pages, so their files stay out."""
        for needless in ("_data", "_images"):
            shutil.rmtree(Path(self.outdir, needless), ignore_errors=True)
        super().build_content()
        path = Path(self.outdir, "content.opf")
        text = re.sub(r'<item id="[^"]+" href="([^"]+)"(?=[^>]*/>)', self._item, path.read_text())
        path.write_text(text, "utf-8")

    def build_navlist(self, navnodes):
        """The contents of an e-reader, with the parts of the book."""
        pages = {Path(point.refuri).stem: point for point in super().build_navlist(navnodes)}
        listed = []
        for part, names in contents():
            points = [pages.pop(Path(name).stem) for name in names]
            listed += [NavPoint(part, "", points)] if part else points
        return [*listed, *pages.values()]

    def build_navigation_doc(self):
        """A part has a name and no page."""
        super().build_navigation_doc()
        path = Path(self.outdir, "nav.xhtml")
        text = re.sub(r'<a href="">(.*?)</a>', r"<span>\1</span>", path.read_text("utf-8"))
        path.write_text(text, "utf-8")

    def _item(self, found):
        """An entry of the package file that says what is special in the file."""
        special = ["cover-image"] if found[1] == self.config.epub_cover[0] else []
        if found[1].endswith(".xhtml") and found[1] != "nav.xhtml":
            page = Path(self.outdir, found[1]).read_text("utf-8")
            special = [word for word, mark in SPECIAL.items() if mark in page]
        return found[0] + (f' properties="{" ".join(special)}"' if special else "")


def contents():
    """The book's own contents: its first page, then (part, names of pages), as in `_toc.yml`."""
    listed = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    names = {part["caption"]: [one["file"] for one in part["chapters"]] for part in listed["parts"]}
    return [("", [listed["root"]]), *names.items()]


def style():
    """The style of paper and e-readers: the fonts and light colours of the book, and its own."""
    book = (STATIC / "book.css").read_text("utf-8")
    own = Path(__file__).with_name("paper.css").read_text("utf-8")
    head = book[: book.index("html[data-theme=")]
    # a page on the net does not wait for its fonts; a print has them
    return re.sub(r"font-display: \w+", "font-display: block", head) + own


def cover(picture, config, path):
    """Draw the cover as a PNG. picture: Path of the book's first figure; config: Sphinx's."""
    fig = Figure(figsize=(6, 9), dpi=200, facecolor=figures.PAPER)
    band = Rectangle((0, 0.6), 1, 0.4, transform=fig.transFigure, color=figures.COLOURS["KAZ"])
    fig.add_artist(band)
    title = "\n".join(textwrap.wrap(config.epub_title, 16))
    subtitle = "\n".join(textwrap.wrap(config.epub_description, 42))
    bright = {"color": figures.PAPER, "linespacing": 1.15}
    fig.text(0.08, 0.94, title, fontsize=38, fontweight=600, va="top", **bright)
    fig.text(0.08, 0.64, subtitle, fontsize=14.5, **bright)
    drawing = image.imread(picture)
    height = 0.86 * drawing.shape[0] / drawing.shape[1] * 6 / 9
    ax = fig.add_axes((0.07, 0.34 - height / 2, 0.86, height))
    ax.imshow(drawing, interpolation="lanczos")
    ax.set_axis_off()
    fig.text(0.08, 0.05, f"{config.author}\n{config.copyright}", fontsize=11, color=figures.INK)
    fig.savefig(path, metadata={"Software": None})


def page_context(app, pagename, templatename, context, doctree):
    """Mend a page, and give it the one style that the EPUB has."""
    if app.builder.name != "epub":
        return
    context["css_files"] = ["_static/paper.css"]
    for pattern, better in MENDED:
        context["body"] = re.sub(pattern, better, context.get("body", ""), flags=re.DOTALL)


def make(folder):
    """Build the EPUB cold in a folder. Returns the Path of the pages that it was made of.

    Raises RuntimeError with Sphinx's own words when a page has a fault.
    """
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", ".", "--builder", "custom", "--custom-builder", "epub"]
    done = subprocess.run(
        [*command, "-n", "-W", "--keep-going", "--path-output", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    said = done.stdout + done.stderr
    if done.returncode:
        loud = re.findall(r".*(?:WARNING|ERROR|rror:).*", said)
        raise RuntimeError("\n".join(loud) or said[-3000:])
    return Path(folder, "_build", "epub")


def check(path):
    """What epubcheck says of an EPUB: its faults, or None where it is not installed."""
    program = shutil.which("epubcheck")
    if program is None:
        return None
    # Debian's command is the Java archive itself, which not every machine can start
    command = ["java", "-jar", program] if zipfile.is_zipfile(program) else [program]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True)
    faults = re.findall(r"^(?:FATAL|ERROR|WARNING)\(.*", done.stdout + done.stderr, re.MULTILINE)
    return faults or ([done.stderr] if done.returncode else [])


def main():
    """Command line. Exit 1 when a page has a fault or epubcheck finds one."""
    TARGET.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=TARGET.parent) as folder:
        try:
            made = make(folder) / "book.epub"
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
        faults = check(made)
        if not faults:
            made.replace(TARGET)
    if faults:
        print("epubcheck rejects the book:", *faults, sep="\n", file=sys.stderr)
        return 1
    print(f"{TARGET}: {TARGET.stat().st_size / 1e6:.1f} MB")
    if faults is None:
        print("It was not checked. Install epubcheck (apt-get install epubcheck) to check it.")
    return 0


def setup(app):
    """Take the place of Sphinx's builder."""
    app.add_builder(Builder, override=True)
    app.connect("html-page-context", page_context, priority=900)


if __name__ == "__main__":
    sys.exit(main())
