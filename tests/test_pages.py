"""The built book in a browser: what it asks for, what it says, and how it answers."""

import gzip
import re
from pathlib import Path
from statistics import median

import pytest
from conftest import PAGES

LIMIT, MIDDLE = 400_000, 200_000  # bytes of a page's first load, packed


def weight(page):
    """Bytes of all files that a page loaded, packed as a server would send them."""
    total = 0
    for url in page.requested:
        path = Path(re.sub(r"[?#].*", "", url.removeprefix("file://")))
        content = path.read_bytes()
        packed = path.suffix in (".woff2", ".png")
        total += len(content) if packed else len(gzip.compress(content))
    return total


@pytest.mark.parametrize("name", PAGES)
def test_page_is_alone_and_quiet(visit, name):
    page = visit(name)
    assert [url for url in page.requested if not url.startswith("file://")] == []
    assert page.said == []
    assert weight(page) <= LIMIT


def test_pages_are_light(visit):
    chapters = [name for name in PAGES if re.match(r"book/\d\d", name)]
    assert median(weight(visit(name)) for name in chapters) <= MIDDLE


def test_search_finds_both_languages(visit):
    for words in ("middle power", "kekuatan menengah"):
        page = visit("search")
        page.fill("#search-input, input[name=q] >> visible=true", words)
        page.keyboard.press("Enter")
        page.wait_for_selector("#search-results li a", timeout=15_000)
        assert page.locator("#search-results li").count() >= 2, words


@pytest.mark.parametrize("width", [1300, 320])
def test_a_link_into_a_page_lands_on_its_section(visit, site, width):
    name = max(PAGES, key=lambda name: (site / f"{name}.html").stat().st_size)
    page = visit(name, width)
    sections = page.evaluate("[...document.querySelectorAll('section > section')].map(s => s.id)")
    for section in sections[len(sections) // 3 :: len(sections) // 3][:2]:
        page.evaluate("id => { location.hash = id }", section)
        page.wait_for_timeout(1500)
        top = page.evaluate(
            "id => document.getElementById(id).getBoundingClientRect().top", section
        )
        assert 0 <= top <= 150, section


def near(page):
    """Bring the first diagram of a page into sight, so that its drawing is loaded."""
    for box in page.locator(".mv-figure").all():
        box.scroll_into_view_if_needed()
    page.wait_for_selector(".mv-node", state="attached")
    box = page.locator(".mv-figure:has(.mv-node)").first
    places = []
    while (
        len(places) < 2 or places[-1] != places[-2]
    ):  # sections that come near change their height
        box.evaluate(
            "box => box.scrollIntoView({block: 'center'})"
        )  # even out of a skipped section
        page.wait_for_timeout(300)
        places.append(box.bounding_box())
    return box


def diagrams(site):
    """Pages with a diagram, and the names of the drawings that they load later."""
    drawn = {path.stem for path in (site / "_data").glob("*.js") if "mv-node" in path.read_text()}
    texts = {name: (site / f"{name}.html").read_text("utf-8") for name in PAGES}
    return [
        name
        for name, text in texts.items()
        if "mv-node" in text or any(f'data-name="{drawing}"' in text for drawing in drawn)
    ]


def test_a_diagram_answers_to_pointer_and_keyboard(visit, site):
    names = diagrams(site)
    assert names
    for name in names:
        page = visit(name)
        box = near(page)
        tip = box.locator(".mv-tip")
        assert not tip.is_visible()
        box.locator(".mv-node").first.hover(force=True)
        assert tip.is_visible() and tip.inner_text().strip()
        assert page.locator("svg .mv-node.mv-on").count() >= 1
        box.focus()
        page.keyboard.press("ArrowRight")
        first = tip.inner_text()
        page.keyboard.press("ArrowRight")
        assert tip.inner_text() != first
        page.keyboard.press("Escape")
        assert not tip.is_visible()


def test_states_can_be_put_in_the_background(visit, site):
    page = next(
        page
        for page in map(visit, diagrams(site))
        if near(page) and page.locator(".mv-key").count()
    )
    button = page.locator(".mv-key").first
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert page.locator("svg .mv-node.mv-off").count() >= 1
    button.click()
    assert page.locator("svg .mv-node.mv-off").count() == 0


def test_a_period_can_be_chosen(visit):
    page = visit("book/12-recognition")
    near(page)
    bar = page.locator(".mv-periods").first
    assert page.locator("svg .mv-tie.mv-gone").count() == 0
    bar.locator("button").last.click()
    gone, ties = page.locator("svg .mv-tie.mv-gone").count(), page.locator("svg .mv-tie").count()
    assert 0 < gone < ties
    bar.locator("button").first.click()
    assert page.locator("svg .mv-tie.mv-gone").count() == 0


def test_long_tables_sort_and_filter(visit):
    page = visit("book/17-verdicts")
    table = page.locator("#tab-17-board")
    rows = table.locator("tbody tr:visible")
    before = rows.count()
    page.locator(".mv-filter input").first.fill("contradicted")
    assert 0 < rows.count() < before
    page.locator(".mv-filter input").first.fill("")
    head = table.locator("thead th").first
    head.locator("button").click()
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert rows.first.inner_text().startswith("T39")


def test_without_script_the_same_content_stands(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in diagrams(site):
        page.goto((site / f"{name}.html").as_uri())
        for picture in page.locator(".mv-figure > svg, .mv-figure > img").all():
            picture.scroll_into_view_if_needed()
            assert picture.bounding_box()["height"] > 100
            said = picture.get_attribute("alt") or picture.get_attribute("aria-label")
            assert len(said) > 60
        assert page.locator("table caption").first.is_visible()
    context.close()


def test_downloads_open(visit, site):
    seen = set()
    for name in PAGES:
        for link in visit(name).locator("a[download]").all():
            href = link.evaluate("link => link.href").removeprefix("file://")
            path = Path(re.sub(r"[?#].*", "", href))
            assert path.is_file() and path.stat().st_size > 0, href
            seen.add(path.suffix)
    assert {".csv", ".svg", ".png"} <= seen
