"""Make the built pages light: only what a page of this book uses travels to its reader.

The theme sends a script of icons that its icon font makes needless, an icon font of 1,900
signs, a launcher that the book does not use (twice), and rules for parts that no page has.
"""

import re
import shutil
from pathlib import Path

import tinycss2

STATIC = Path(__file__).resolve().parents[1] / "_static"
NEEDLESS = [
    r'<script[^>]*fontawesome\.js[^>]*></script>\s*',
    r'<script[^>]*sphinx-thebe\.js[^>]*></script>\s*',
    r'<script[^>]*design-tabs\.js[^>]*></script>\s*',
    r"<script>const THEBE_JS_URL.*?</script>\s*",
    r'<script type="text/x-thebe-config">.*?</script>\s*',
    r"<script>kernelName = .*?</script>\s*",
    r"<script>var togglebuttonSelector[^<]*</script>\s*(?=.*<script>var togglebuttonSelector)",
    r'<link[^>]*sphinx-thebe\.css[^>]*/>\s*',
    r'<meta name="viewport" content="width=device-width, initial-scale=1"\s*/>\s*',
    r'<!-- So that users can add custom icons -->\s*',
]
NOT_SENT = ("scripts/fontawesome.js", "sphinx-thebe.js", "sphinx-thebe.css", "design-tabs.js")


def lighten(root):
    """Take away from a built site what no page of it uses. root: Path of the site."""
    pages = {path: path.read_text("utf-8") for path in root.rglob("*.html")}
    for path, text in pages.items():
        for pattern in NEEDLESS:
            text = re.sub(pattern, "", text, flags=re.DOTALL)
        pages[path] = text
        path.write_text(text, "utf-8")
    static = root / "_static"
    for name in NOT_SENT:
        (static / name).unlink(missing_ok=True)
    fonts = static / "vendor" / "fontawesome" / "webfonts"
    if fonts.exists():
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
