"""What the book asks of Sphinx beyond Jupyter Book.

Captions, alt texts and the numbers behind a figure leave a notebook in its stored outputs,
where nbval compares them. This extension carries them into the page, sets the SVG into the
page's own text so that colours follow the light or dark mode, numbers figures and tables by
chapter, makes the data catalogue from the package description, and writes the verdicts.
"""

import csv
import html
import json
import re
import shutil
import sys
from pathlib import Path

import latex2mathml.converter
from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from lighten import lighten  # noqa: E402
from multivector import figures, tables  # noqa: E402

CATALOGUE_MARK = "<!-- data catalogue -->"
CHAPTER = re.compile(r"book/(\d\d)-")
# Every colour that a stored figure may use, and the variable that takes its place on a page.
VARIABLES = {
    **{hexcode: f"--mv-{name.lower()}" for name, hexcode in figures.COLOURS.items()},
    **{paint: f"--mv-{name.replace(' ', '-')}" for name, (paint, _) in figures.OUTCOMES.items()},
    figures.INK: "--mv-ink",
    figures.MUTED: "--mv-muted",
    figures.RULE: "--mv-rule",
    figures.PAPER: "--mv-paper",
}


def carry_captions(app, docname, source):
    """Move what `figures.show` stored into the cell metadata that MyST-NB reads."""
    if not app.env.doc2path(docname).endswith(".ipynb"):
        return
    notebook = json.loads(source[0])
    pictures, downloads = {}, {}
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            record = output.get("data", {}).pop(figures.FIGURE_MIME, None)
            if record:
                cell["metadata"]["mystnb"] = {
                    "figure": {"name": record["name"], "caption": record["caption"]},
                    "image": {"alt": record["alt"], "classes": record["name"]},
                }
                pictures[record["name"]] = record.get("csv")
            downloads |= output.get("data", {}).pop(figures.DOWNLOAD_MIME, {})
    for store, found in [("mv_pictures", pictures), ("mv_downloads", downloads)]:
        if not hasattr(app.env, store):
            setattr(app.env, store, {})
        getattr(app.env, store)[docname] = found
    source[0] = json.dumps(notebook)


def purge(app, env, docname):
    """Forget what a page gave when the page is read again."""
    for store in ("mv_pictures", "mv_downloads"):
        getattr(env, store, {}).pop(docname, None)


def fill_catalogue(app, docname, source):
    """Write the data catalogue in place of its mark."""
    if CATALOGUE_MARK in source[0]:
        app.env.note_dependency(str(tables.DATA / "datapackage.json"))
        source[0] = source[0].replace(CATALOGUE_MARK, catalogue())


def catalogue():
    """The data catalogue in MyST: a section a table, its fields, sources and download."""
    parts = []
    for name in tables.names():
        about = tables.describe(name)
        years = about.get("temporal")
        facts = [
            f"{about['rows']:,} rows",
            f"{years['from']} to {years['to']}" if years else "",
            ", ".join(licence["title"] for licence in about["licenses"]),
            f"{{download}}`{name}.csv <../data/{name}.csv>`",
        ]
        parts.append(f"({'data-' + name})=\n### {about['title']}\n\n{about['description']}\n")
        parts.append(" · ".join(fact for fact in facts if fact) + "\n")
        rows = [
            f"| `{field['name']}` | {field['description']} | {field.get('unit', '')} |"
            for field in about["schema"]["fields"]
        ]
        head = "| Field | Meaning | Unit |\n|:---|:---|:---|\n"
        parts.append(f":::{{dropdown}} Fields of `{name}`\n\n" + head + "\n".join(rows) + "\n:::\n")
        for source in about["sources"]:
            facts = [source.get("publisher"), source.get("version"), source.get("note")]
            if source.get("accessed"):
                facts.insert(2, f"read {source['accessed']}")
            said = "; ".join(fact.rstrip(".") for fact in facts if fact)
            parts.append(f"- {{cite:t}}`{source['key']}`: {said}.")
        parts.append("")
    return "\n".join(parts)


def number_by_chapter(app, env):
    """Number figures and tables within their chapter: the third of chapter 8 is 8.3."""
    for docname, kinds in env.toc_fignumbers.items():
        chapter = CHAPTER.match(docname)
        for labels in kinds.values():
            for position, label in enumerate(labels, start=1):
                labels[label] = (int(chapter[1]), position) if chapter else (position,)
    return []


def inline_svg(path, name, alt):
    """An SVG of matplotlib as part of a page: own ids, colours as variables, named for a reader.

    path: the stored picture; name: label of the figure, prefix of every id; alt: its text.
    """
    text = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", path.read_text("utf-8"), flags=re.S)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'((?:xlink:)?href="#|url\(#)', rf"\g<1>{name}-", text)
    for colour, variable in VARIABLES.items():
        text = text.replace(colour, f"var({variable}, {colour})")
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{box[0].split(chr(34))[1]}" width="{box[1]}" height="{box[2]}" role="img" '
        f'aria-label="{html.escape(alt)}">'
    )
    return re.sub(r"<svg[^>]*>", lambda _: head, text, count=1)


def visit_image(self, node):
    """A picture of a notebook is set into the page; any other picture stays a file."""
    path = Path(self.builder.srcdir, node["uri"])
    if not path.exists():
        path = Path(self.builder.outdir, self.builder.imagedir, Path(node["uri"]).name)
    name = next((name for name in node.get("classes", []) if name.startswith("fig-")), None)
    if name is None or path.suffix != ".svg":
        return HTML5Translator.visit_image(self, node)
    links = []
    if getattr(self.builder.env, "mv_pictures", {}).get(self.builder.current_docname, {}).get(name):
        up = "../" * self.builder.current_docname.count("/")
        links.append(f'<a href="{up}_data/{name}.csv" download>Numbers of this figure (CSV)</a>')
    self.body.append(
        f'<div class="mv-figure">{inline_svg(path, name, node["alt"])}</div>'
        + (f'<p class="mv-links">{" · ".join(links)}</p>' if links else "")
    )
    raise nodes.SkipNode


def depart_image(self, node):
    """Nothing is left open by `visit_image` above."""
    HTML5Translator.depart_image(self, node)


def visit_math(self, node):
    """A formula as MathML, which a browser sets without a script."""
    display = "block" if isinstance(node, nodes.math_block) else "inline"
    self.body.append(latex2mathml.converter.convert(node.astext(), display=display))
    raise nodes.SkipNode


def write_downloads(app, error):
    """Write the numbers behind the figures, and the verdicts at the root of the site."""
    if error or app.builder.format != "html":
        return
    root = Path(app.outdir)
    (root / "_data").mkdir(exist_ok=True)
    for pictures in getattr(app.env, "mv_pictures", {}).values():
        for name, text in pictures.items():
            if text:
                (root / "_data" / f"{name}.csv").write_text(text, "utf-8")
    for downloads in getattr(app.env, "mv_downloads", {}).values():
        for name, records in downloads.items():
            (root / f"{name}.json").write_text(
                json.dumps(records, indent=1, ensure_ascii=False) + "\n", "utf-8"
            )
            with open(root / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(records[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(records)
    shutil.copy(HERE.parent / "_static" / "404.html", root / "404.html")
    lighten(root)


def setup(app):
    """Sphinx's entry point."""
    app.connect("source-read", carry_captions)
    app.connect("source-read", fill_catalogue)
    app.connect("env-purge-doc", purge)
    app.connect("env-get-updated", number_by_chapter, priority=999)
    app.connect("build-finished", write_downloads)
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math, None))
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
    return {"version": "1", "env_version": 1, "parallel_read_safe": False}
