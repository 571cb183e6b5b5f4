"""What of the theme is mended and left out, so that pages are light and speak to everybody.

The theme sends a script of icons that its icon font makes needless, an icon font of 1,900
signs, a launcher that the book does not use (twice), and rules for parts that no page has.
"""

import hashlib
import re
import shutil
from pathlib import Path

import tinycss2

STATIC = Path(__file__).resolve().parents[1] / "_static"
NEEDLESS = [
    r"<script[^>]*fontawesome\.js[^>]*></script>\s*",
    r"<script[^>]*sphinx-thebe\.js[^>]*></script>\s*",
    r"<script[^>]*design-tabs\.js[^>]*></script>\s*",
    r"<script>const THEBE_JS_URL.*?</script>\s*",
    r'<script type="text/x-thebe-config">.*?</script>\s*',
    r"<script>kernelName = .*?</script>\s*",
    r"<script>var togglebuttonSelector[^<]*</script>\s*(?=.*<script>var togglebuttonSelector)",
    r"<link[^>]*sphinx-thebe\.css[^>]*/>\s*",
    r'<meta name="viewport" content="width=device-width, initial-scale=1"\s*/>\s*',
    r"<!-- So that users can add custom icons -->\s*",
]
MENDED = [
    # a name that differs from the words that are seen
    (r' aria-label="Toggle hidden content"', ""),
    (r'(<button[^>]*search-button-field[^>]*?) aria-label="Search"', r"\1"),
    # names, points and spaces of code have no colour of their own
    (r'<span class="(?:n|p|w|o)">([^<]*)</span>', r"\1"),
    # what a figure can be had as stands below its caption
    (r'(<p class="mv-links">[^\n]*?</p>)\s*(<figcaption>[\s\S]*?</figcaption>)', r"\2\1"),
    # the name of the book stands outside every landmark
    (
        r'<div class="sidebar-primary-item">(?=\s*<a class="navbar-brand)',
        '<div class="sidebar-primary-item" role="navigation" aria-label="Cover">',
    ),
    # the bibliography's roles are not allowed where they stand
    (r' role="doc-biblioentry"', ""),
    (r'<div role="list" class="citation-list">', '<div class="citation-list">'),
]
# Fonts are asked for before the style sheet is read, so that the text does not jump when they
# come. From the file system a browser refuses to, and they are there at once anyway.
PRELOAD = """<script>
if (location.protocol !== "file:") for (const name of ["Serif4-Regular", "Sans3-Regular", "Sans3-SemiBold"]) {{
  const link = Object.assign(document.createElement("link"), {{ rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" }});
  link.href = `{up}fonts/Source${{name}}.woff2`;
  document.head.append(link);
}}
</script>
"""  # noqa: E501
NOT_SENT = ("scripts/fontawesome.js", "sphinx-thebe.js", "sphinx-thebe.css", "design-tabs.js")


def finish(root, base=""):
    """Mend and lighten a built site. root: Path of the site; base: its address, if known."""
    found = [path for path in sorted(root.rglob("*.html")) if "_static" not in path.parts]
    pages = {path: mend(path, path.read_text("utf-8")) for path in found}
    pages = {path: describe(root, base, path, text) for path, text in pages.items()}
    if base:
        named = [base + path.relative_to(root).as_posix() for path in pages if path.stem != "404"]
        urls = "".join(f"<url><loc>{url}</loc></url>" for url in named)
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        site = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        (root / "sitemap.xml").write_text(f"{head}\n{site}\n", "utf-8")
    lighten(root, pages)
    pages = {path: join_styles(root, path, text) for path, text in pages.items()}
    for path, text in pages.items():
        path.write_text(text, "utf-8")


def mend(path, text):
    """A page of the theme as a screen reader and a light reader need it.

    path: Path of the page; text: its HTML. Returns the HTML mended.
    """
    for pattern in NEEDLESS:
        text = re.sub(pattern, "", text, flags=re.DOTALL)
    for pattern, better in MENDED:
        text = re.sub(pattern, better, text)
    return re.sub(
        r'(<table class="table" id="(tab-[\w-]+)">.*?</table>\s*</div>)(?!<p class="mv-links">)',
        lambda found: found[1] + _table_links(path, found[2]),
        text,
        flags=re.DOTALL,
    )


def join_styles(root, path, text):
    """One style sheet in place of ten, in their order; scripts that wait for the page.

    The joined sheet stands in `_static`, so addresses relative to `_static/styles` lose a step.
    A page of an earlier build, not written again, keeps the names of its sheets in its link.
    """
    before = re.search(r'<link[^>]*href="([^"]*)all\.css[^"]*" data-sheets="([^"]*)"[^>]*>', text)
    links = re.findall(r'<link[^>]*href="([^"]*_static/)([^"?]+\.css)[^>]*>', text)
    if not links:
        return text
    up = links[0][0]
    sheets = before[2].split() if before else ["basic.css", *(name for _, name in links)]
    joined = root / "_static" / "all.css"
    if not joined.exists():
        css = "\n".join((root / "_static" / name).read_text("utf-8") for name in sheets)
        css = re.sub(r'@import "[^"]*basic.css";|@charset "[^"]*";', "", css)
        joined.write_text(css.replace("url(../", "url("), "utf-8")
    stamp = hashlib.sha256(joined.read_bytes()).hexdigest()[:8]
    one = f'<link rel="stylesheet" href="{up}all.css?v={stamp}" data-sheets="{" ".join(sheets)}" />'
    if before:
        return text.replace(before[0], one)
    first = re.search(r"<link[^>]*_static/[^>]*\.css[^>]*>", text)
    text = text[: first.start()] + PRELOAD.format(up=up) + one + text[first.end() :]
    text = re.sub(r'\s*<link[^>]*_static/(?!all\.css)[^">]*\.css[^>]*>', "", text)
    return re.sub(r'<script src="(?![^"]*documentation_options)', '<script defer src="', text)


def describe(root, base, path, text):
    """Say in a page's head what it is about: its first paragraph, and its first picture."""
    first = re.search(r"<h1.*?</h1>.*?<p>(.*?)</p>", text, flags=re.DOTALL)
    if first is None or 'name="description"' in text:
        return text
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", first[1])).strip()[:200]
    title = re.search(r"<title>(.*?)</title>", text, flags=re.DOTALL)[1].split("&#8212;")[0].strip()
    tags = {"og:type": "article", "og:title": title, "og:description": plain}
    picture = re.search(r'href="[./]*(_data/fig-[^"]*\.png)"', text)
    if base:
        tags["og:url"] = base + path.relative_to(root).as_posix()
        if picture:
            tags["og:image"] = base + picture[1]
    head = f'<meta name="description" content="{plain.replace(chr(34), "&quot;")}">'
    head += "".join(
        f'<meta property="{name}" content="{value.replace(chr(34), "&quot;")}">'
        for name, value in tags.items()
    )
    return text.replace("</head>", head + "\n</head>", 1)


def _table_links(path, name):
    up = next(part for part in path.parents if (part / "_data").exists())
    depth = len(path.parent.relative_to(up).parts)
    href = "../" * depth + f"_data/{name}.csv"
    return f'<p class="mv-links">This table as <a href="{href}" download>CSV</a></p>'


def lighten(root, pages):
    """Take away from a site what no page of it uses. pages: Path -> HTML."""
    static = root / "_static"
    (static / "all.css").unlink(missing_ok=True)
    for name in NOT_SENT:
        (static / name).unlink(missing_ok=True)
    fonts = static / "vendor" / "fontawesome" / "webfonts"
    for path in fonts.iterdir():
        path.unlink()
    shutil.copy(STATIC / "fonts" / "icons.woff2", fonts / "fa-solid-900.woff2")
    scripts = [path.read_text("utf-8") for path in static.rglob("*.js")]
    words = set(re.findall(r"[\w-]+", " ".join([*pages.values(), *scripts])))
    for sheet in static.rglob("*.css"):
        rules = tinycss2.parse_stylesheet(sheet.read_text("utf-8"), skip_comments=True)
        sheet.write_text(tinycss2.serialize(_used(rules, words)), "utf-8")


def _used(rules, words):
    """The rules of a style sheet that can match: all their classes and ids occur somewhere."""
    for rule in rules:
        if rule.type == "qualified-rule":
            lists = tinycss2.serialize(rule.prelude).split(",")
            if any(set(_names(selector)) <= words for selector in lists):
                yield rule
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            kept = list(_used(inner, words))
            if kept:
                rule.content = [token for one in kept for token in _tokens(one)]
                yield rule
        elif rule.type == "at-rule" and rule.lower_at_keyword == "font-face":
            if not re.search(r"fa-(brands|regular)", tinycss2.serialize(rule.content)):
                yield rule
        elif rule.type != "whitespace":
            yield rule


def _names(selector):
    """Classes and ids that a selector needs; what stands in :not() or :is() is not needed."""
    selector = re.sub(r":(not|is|where|has)\([^()]*(\([^()]*\)[^()]*)*\)", "", selector)
    return [name for name in re.findall(r"[.#]([\w-]+)", re.sub(r"\[[^\]]*\]", "", selector))]


def _tokens(rule):
    return tinycss2.parse_component_value_list(rule.serialize())
