"""What the book asks of Sphinx beyond Jupyter Book.

Captions, alt texts and the numbers behind a figure leave a notebook in its stored outputs,
where nbval compares them. This extension carries them into the page, sets the SVG into the
page's own text so that colours follow the light or dark mode, numbers figures and tables by
chapter, makes the data catalogue from the package description, and writes the verdicts.
"""

import csv
import html
import json
import os
import re
import shutil
import sys
from base64 import b64decode
from copy import deepcopy
from pathlib import Path

import latex2mathml.converter
import nbformat
from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import epub  # noqa: E402
import launch  # noqa: E402
import theme  # noqa: E402
from multivector import figures, tables  # noqa: E402

# Where the book is published is known only to the machine that publishes it.
REPOSITORY = os.environ.get("GITHUB_REPOSITORY", "")
BASE = "https://{}.github.io/{}/".format(*REPOSITORY.split("/")) if REPOSITORY else ""
CATALOGUE_MARK = "<!-- data catalogue -->"
CODEBOOK_MARK = "<!-- codebook -->"
# A box that scrolls on a narrow screen can be reached with the keyboard before the script has run.
BOX = 'class="mv-figure" tabindex="0" role="group" aria-label="Figure (scrolls sideways)"'
CHAPTER = re.compile(r"book/(\d\d)-")
NOTE = re.compile(
    r'<g id=(?P<quote>["\'])mv\|(?P<kind>\w+)\|(?P<key>[^|"]*)\|(?P<ends>[^|"]*)\|'
    r'(?P<group>\w*)\|(?P<when>[^|"]*)\|(?P<text>.*?)(?P=quote)>'
)
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
    """Move what `figures` stored into the cell metadata that MyST-NB reads, and into files."""
    if not app.env.doc2path(docname).endswith(".ipynb"):
        return
    folder = Path(app.outdir) / "_data"
    folder.mkdir(parents=True, exist_ok=True)
    notebook = json.loads(source[0])
    downloads, offered = {}, {}
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            record = data.pop(figures.FIGURE_MIME, None)
            if record:
                name = record["name"]
                cell["metadata"]["mystnb"] = {
                    "figure": {"name": name, "caption": record["caption"]},
                    "image": {"alt": record["alt"], "classes": name},
                }
                (folder / f"{name}.png").write_bytes(b64decode(data.pop("image/png")))
                svg = "".join(data["image/svg+xml"])
                (folder / f"{name}.svg").write_text(without_notes(svg), "utf-8")
                offered[name] = bool(record.get("csv"))
                if record.get("csv"):
                    (folder / f"{name}.csv").write_text(record["csv"], "utf-8")
            for name, text in data.pop(figures.TABLE_MIME, {}).items():
                (folder / f"{name}.csv").write_text(text, "utf-8")
            downloads |= data.pop(figures.DOWNLOAD_MIME, {})
    for store, found in [("mv_figures", offered), ("mv_downloads", downloads)]:
        if not hasattr(app.env, store):
            setattr(app.env, store, {})
        getattr(app.env, store)[docname] = found
    source[0] = json.dumps(notebook)


def purge(app, env, docname):
    """Forget what a page gave when the page is read again."""
    for store in ("mv_figures", "mv_downloads"):
        getattr(env, store, {}).pop(docname, None)


def fill_pages(app, docname, source):
    """Write the data catalogue and the codebook in place of their marks."""
    for mark, write, files in [
        (CATALOGUE_MARK, catalogue, ["datapackage.json"]),
        (CODEBOOK_MARK, codebook, ["stories.csv", "story_terms.csv"]),
    ]:
        if mark in source[0]:
            for file in files:
                app.env.note_dependency(str(tables.DATA / file))
            source[0] = source[0].replace(mark, write())


def codebook():
    """The codebook in MyST: a section a story, its definition, what it is not, its terms."""
    parts, terms = [], tables.read("story_terms")
    for story in tables.read("stories").itertuples():
        parts.append(
            f"(story-{story.story})=\n## {story.name_en} / {story.name_id}\n\n`{story.story}`. "
            f"{story.definition}\n\n**Not:** {story.must_not_match}\n\n"
            f"**Example, made up:** {story.example}\n"
        )
        rows = [
            f"- {row.kind}{'' if row.group == 'all' else f', states of {row.group} only'}: "
            f"`` {row.term} ``"
            for row in terms[terms["story"] == story.story].itertuples()
        ]
        head = f":::{{dropdown}} Terms of `{story.story}`"
        parts.append("\n".join([head, "", *rows, ":::", ""]))
    return "\n".join(parts)


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
        parts.append(f"({'data-' + name})=\n## {about['title']}\n\n{about['description']}\n")
        parts.append(" · ".join(fact for fact in facts if fact) + "\n")
        rows = [
            f"| `{field['name']}` | {field['description']} | {field.get('unit', '')} |"
            for field in about["schema"]["fields"]
        ]
        head = "| Field | Meaning | Unit |\n|:---|:---|:---|\n"
        parts.append(f":::{{dropdown}} Fields of `{name}`\n\n" + head + "\n".join(rows) + "\n:::\n")
        for source in about.get("sources", []):
            facts = [source.get("publisher"), source.get("version"), source.get("note")]
            if source.get("accessed"):
                facts.insert(2, f"read {source['accessed']}")
            said = "; ".join(fact.rstrip(".") for fact in facts if fact)
            parts.append(f"- {{cite:t}}`{source['key']}`: {said}.")
        parts.append("")
    return "\n".join(parts)


def number_by_chapter(app, env):
    """Number figures and tables within their chapter: the third of chapter 8 is 8.3.

    Sphinx's own numbers are kept aside, since it compares them to see what has changed.
    """
    env.mv_fignumbers = deepcopy(env.toc_fignumbers)
    for docname, kinds in env.toc_fignumbers.items():
        chapter = CHAPTER.match(docname)
        for labels in kinds.values():
            for position, label in enumerate(labels, start=1):
                labels[label] = (int(chapter[1]), position) if chapter else (position,)
    return []


def number_as_before(app, env, docnames):
    """Give Sphinx its own numbers of the last build back."""
    env.toc_fignumbers = getattr(env, "mv_fignumbers", env.toc_fignumbers)


def without_notes(svg):
    """A picture for use elsewhere: what a mark says becomes its title."""
    return NOTE.sub(lambda mark: f"<g><title>{mark['text']}</title>", svg)


def _spoken_mark(mark):
    said = "".join(
        f' data-{name}="{mark[name]}"' for name in ("key", "ends", "group", "when") if mark[name]
    )
    return f'<g class="mv-{mark["kind"]}"{said}><title>{mark["text"]}</title>'


def inline_svg(path, name, alt, variables=VARIABLES):
    """An SVG of matplotlib as part of a page: own ids, colours as variables, named for a reader.

    path: the stored picture; name: label of the figure, prefix of every id; alt: its text;
    variables: colours that follow the mode of the page; paper and e-readers have none.
    """
    text = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", path.read_text("utf-8"), flags=re.S)
    text = NOTE.sub(_spoken_mark, text)
    text = re.sub(
        r'\bid="(?:figure|patch|axes|line2d|text|matplotlib\.axis|xtick|ytick)_?\d*"', "", text
    )
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'((?:xlink:)?href="#|url\(#)', rf"\g<1>{name}-", text)
    for colour, variable in variables.items():
        text = text.replace(colour, f"var({variable}, {colour})")
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', text)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {box[1]} {box[2]}" width="{box[1]}" height="{box[2]}" role="img" '
        f'aria-label="{html.escape(alt)}">'
    )
    text = re.sub(r"<svg[^>]*>", lambda _: head, text, count=1)
    return re.sub(r"\s*\n\s*", " ", text)


def visit_image(self, node):
    """A picture of a notebook is set into the page; any other picture stays a file.

    The first one of a page stands in the page itself. Those below it begin as pictures that
    load when they come near, and the script of the book then puts the drawing in their place.
    """
    path = Path(self.builder.srcdir, node["uri"])
    if not path.exists():
        path = Path(self.builder.outdir, self.builder.imagedir, Path(node["uri"]).name)
    name = next((name for name in node.get("classes", []) if name.startswith("fig-")), None)
    if name is None or path.suffix != ".svg":
        return HTML5Translator.visit_image(self, node)
    if self.builder.name != "html":
        drawing = inline_svg(path, name, node["alt"], {})
        self.body.append(f'<div class="mv-figure">{drawing}</div>')
        raise nodes.SkipNode
    drawing = inline_svg(path, name, node["alt"])
    docname = self.builder.current_docname
    up = "../" * docname.count("/") + "_data/" + name
    offered = self.builder.env.mv_figures[docname]
    kinds = [("svg", "SVG"), ("png", "PNG")]
    if offered[name]:
        kinds.insert(0, ("csv", "numbers (CSV)"))
    links = " · ".join(f'<a href="{up}.{end}" download>{word}</a>' for end, word in kinds)
    if name == next(iter(offered)):
        box = f"<div {BOX}>{drawing}</div>"
    else:
        script = f"mvFigure({json.dumps(name)}, {json.dumps(drawing)});\n"
        (Path(self.builder.outdir) / "_data" / f"{name}.js").write_text(script, "utf-8")
        width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing).groups()
        box = (
            f'<div {BOX} data-name="{name}" data-drawing="{up}.js"><img src="{up}.svg" '
            f'alt="{html.escape(node["alt"])}" loading="lazy" width="{float(width):.0f}" '
            f'height="{float(height):.0f}"></div>'
        )
    self.body.append(f'{box}<p class="mv-links">This figure as {links}</p>')
    raise nodes.SkipNode


def depart_image(self, node):
    """Nothing is left open by `visit_image` above."""
    HTML5Translator.depart_image(self, node)


def chapter_box(app, pagename, templatename, context, doctree):
    """Below a chapter: its notebook, how to cite it, and where it can be run."""
    if doctree is None or app.builder.name != "html" or not CHAPTER.match(pagename):
        return
    name = pagename.split("/")[1]
    notebook = nbformat.read(app.srcdir / "book" / f"{name}.ipynb", 4)
    alone = launch.standalone(notebook, BASE) if BASE else notebook
    nbformat.write(alone, Path(app.outdir) / "_data" / f"{name}.ipynb")
    title = re.sub(r"<[^>]+>|^\d+\. ", "", context["title"])
    address = f",\n  url = {{{BASE}book/{name}.html}}" if BASE else ""
    bibtex = (
        f"@incollection{{balance-{name},\n  author = {{{{{app.config.author}}}}},\n"
        f"  title = {{{title}}},\n"
        f"  booktitle = {{The Balance of Identity: Kazakhstan between Russia and the United "
        f"States, tested claim by claim}},\n  chapter = {{{int(name[:2])}}},\n"
        f"  year = {{{app.config.copyright}}}{address}\n}}"
    )
    run_it = "".join(
        f' · <a href="{html.escape(address)}">run it on {where}</a>'
        for where, address in (launch.links(REPOSITORY, f"{name}.ipynb") if REPOSITORY else [])
    )
    context["body"] += (
        f'<aside class="mv-box" aria-label="This chapter"><p>This chapter as '
        f'<a href="../_data/{name}.ipynb" download>a notebook</a>{run_it}</p>'
        f"<details><summary>Cite this chapter</summary><pre>{html.escape(bibtex)}</pre></details>"
        f"</aside>"
    )


def visit_math(self, node):
    """A formula as MathML, which a browser sets without a script."""
    display = "block" if isinstance(node, nodes.math_block) else "inline"
    self.body.append(latex2mathml.converter.convert(node.astext(), display=display))
    raise nodes.SkipNode


def write_downloads(app, error):
    """Write the verdicts at the root of the site, and take away what no page uses."""
    if error or app.builder.name != "html":
        return
    root = Path(app.outdir)
    for downloads in getattr(app.env, "mv_downloads", {}).values():
        for name, records in downloads.items():
            (root / f"{name}.json").write_text(
                json.dumps(records, indent=1, ensure_ascii=False) + "\n", "utf-8"
            )
            with open(root / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(records[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(records)
    # Sphinx copies them only when a page has changed
    shutil.copytree(HERE.parent / "_static", root / "_static", dirs_exist_ok=True)
    shutil.copy(HERE.parent / "_static" / "404.html", root / "404.html")
    if BASE:
        launch.bundle(root / launch.ARCHIVE)
    theme.finish(root, BASE)


def setup(app):
    """Sphinx's entry point."""
    app.connect("source-read", carry_captions)
    app.connect("source-read", fill_pages)
    app.connect("env-purge-doc", purge)
    app.connect("html-page-context", chapter_box)
    app.connect("env-before-read-docs", number_as_before)
    app.connect("env-get-updated", number_by_chapter, priority=999)
    # after the theme has written the colours of code
    app.connect("build-finished", write_downloads, priority=900)
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math, None))
    epub.setup(app)
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
    return {"version": "1", "env_version": 1, "parallel_read_safe": False}
