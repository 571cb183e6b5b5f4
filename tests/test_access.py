"""The built book in a browser: whether everybody can use it, on any screen, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import PAGES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("width", [1300, 320])
@pytest.mark.parametrize("name", [*PAGES, "search"])
def test_page_is_accessible(visit, name, width):
    page = visit(name, width)
    # The theme changes nothing but colours.
    for theme, rules in (("light", RULES), ("dark", ["color-contrast"])):
        page.emulate_media(color_scheme=theme)
        page.wait_for_timeout(150)
        page.evaluate("Promise.all(document.getAnimations().map(fade => fade.finished))")
        assert page.locator("html").get_attribute("data-theme") == theme
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        found = Axe().run(page, options=options).response["violations"]
        assert [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in found] == [], theme
        assert page.evaluate("document.documentElement.scrollWidth") <= width
