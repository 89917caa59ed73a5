"""The review page in a real Chromium: clicks, keys, search, a megabyte of essay, and nobody shut out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Page, chromium_page
from look import review_pictures
from PIL import Image

from briefgen.review import read_review
from briefgen.review_page import render_review
from briefgen.review_server import Page as Served
from briefgen.review_server import serve_page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "outlines" / "service-shift.yaml"
AXE = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium_page(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture
def page(chromium: Page, tmp_path: Path) -> Iterator[Page]:
    """The sample's review; whatever a test does, the console stays clean."""
    file = tmp_path / "review.html"
    file.write_text(render_review(read_review(SAMPLE, ())[0]), "utf-8")
    chromium.errors.clear()
    chromium.open(file.as_uri())
    yield chromium
    assert chromium.errors == []


def test_from_a_quote_to_its_words_and_back(page: Page) -> None:
    page.click("#q3 a")
    page.wait("document.activeElement.id === 'm3'")
    page.wait("document.querySelector('mark[data-q=\"3\"]').classList.contains('on')")
    assert page.is_seen("mark[data-q='3']")
    page.run("document.querySelector('#arguments').scrollTo(0, 99999)")
    assert not page.is_seen("#q3")
    page.click("a.ref[href='#q3']")
    page.wait("document.activeElement.id === 'q3'")
    assert page.is_seen("#q3 blockquote")
    assert page.is_seen("mark[data-q='3']"), "the essay does not move on the way back"


def test_a_link_to_a_quote_opens_the_page_there(page: Page) -> None:
    page.open(page.run("location.href") + "#m7")
    page.wait("document.activeElement.id === 'm7'")
    page.wait("document.querySelector('mark.on') !== null")
    assert page.is_seen("mark[data-q='7']")


def test_all_of_it_works_without_a_mouse(page: Page) -> None:
    reached = []
    for _ in range(14):
        page.press("Tab")
        reached.append(page.run("document.activeElement.id || document.activeElement.getAttribute('href')"))
    assert reached[:6] == ["#arguments", "#essay", "find", "previous", "next", "arguments"]
    assert "#m1" in reached
    page.run("document.querySelector('a[href=\"#m1\"]').focus()")
    page.press("Enter")
    page.wait("document.activeElement.id === 'm1'")
    page.run("document.querySelector('#essay').focus()")
    page.press("j")
    first = page.run("document.activeElement.id")
    page.press("j")
    second = page.run("document.activeElement.id")
    page.press("k")
    assert first == page.run("document.activeElement.id")
    assert [first, second] == ["m3", "m2"], "quotes follow each other as they stand in the essay"


def test_search_goes_from_hit_to_hit_and_gives_the_sentence(page: Page) -> None:
    page.run("document.querySelector('#find').focus()")
    page.type("停机")
    page.wait("document.querySelector('#hits').textContent !== ''")
    total = page.run("[...document.querySelectorAll('.find, .s')].map(e => e.textContent.split('停机').length - 1)"
                     ".reduce((a, b) => a + b)")  # fmt: skip
    assert page.run("document.querySelector('#hits').textContent") == f"第 1 处，共 {total} 处"
    assert page.run("CSS.highlights.get('hits').size") == total
    page.press("Enter", modifiers=8)
    assert page.run("document.querySelector('#hits').textContent") == f"第 {total} 处，共 {total} 处"
    page.wait("!document.querySelector('#pick').hidden")
    picked = page.run("document.querySelector('.s.on').textContent")
    line = page.run("document.querySelector('#line').textContent")
    assert "停机" in picked
    from briefgen.essay import check_of

    assert check_of(picked) in line
    page.run("document.querySelector('#find').value = ''")
    page.type("没有这几个字")
    page.wait("document.querySelector('#hits').textContent === '未找到'")


def test_a_click_on_a_sentence_gives_its_line_for_the_outline(page: Page) -> None:
    page.click("#s-0\\.1\\.1")
    page.wait("!document.querySelector('#pick').hidden")
    from briefgen.library import find_essay, read_found
    from briefgen.outline import read_outline
    from briefgen.quotes import quote_at

    found = find_essay(read_outline(SAMPLE).essay, ())
    assert found is not None
    quote = quote_at(read_found(found), "0.1.1")
    assert page.run("document.querySelector('#line').textContent") == f'- {{at: "0.1.1", check: "{quote.check}"}}'
    page.press("Escape")
    assert page.run("document.querySelector('#pick').hidden")


def test_words_selected_over_a_mark_come_without_its_number(page: Page) -> None:
    page.run("getSelection().selectAllChildren(document.querySelector('#p-1\\\\.2 p'))")
    page.wait("!document.querySelector('#pick').hidden")
    text = page.run("JSON.parse(document.querySelector('#line').textContent.slice('- text: '.length))")
    from briefgen.readers import read_essay

    essay = read_essay(SAMPLE.parent / "essays" / "service-shift.md")
    assert text == next(p.text for p in essay.paragraphs() if p.locator == "1.2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 500])
@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm ci --prefix tests/browser")
def test_axe_finds_nothing(page: Page, scheme: str, width: int) -> None:
    page.media(prefers_color_scheme=scheme)
    page.send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    page.click("#s-0\\.1\\.1")
    page.run(AXE.read_text("utf-8"))
    found = page.run("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))")
    page.send("Emulation.setDeviceMetricsOverride", width=1400, height=900, deviceScaleFactor=1, mobile=False)
    page.media()
    assert found == []


def test_nothing_that_people_wrote_runs(chromium: Page, tmp_path: Path) -> None:
    (tmp_path / "e.md").write_text("One <img src=x onerror=window.hit=1>.\n\nTwo <b onclick=x>b</b>.\n", "utf-8")
    (tmp_path / "o.yaml").write_text(
        "essay: {title: '</title><script>window.hit=1</script>', language: en, file: e.md}\n"
        "thesis: '</span><script>window.hit=1</script>'\narguments:\n  - claim: '\"><svg onload=window.hit=1>'\n",
        "utf-8",
    )
    file = tmp_path / "review.html"
    file.write_text(render_review(read_review(tmp_path / "o.yaml", ())[0]), "utf-8")
    chromium.errors.clear()
    chromium.open(file.as_uri())
    assert chromium.run("window.hit") is None
    assert chromium.errors == []
    chromium.run("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=window.hit=1>')")
    chromium.wait("true")
    assert chromium.run("window.hit") is None, "the page's policy stops what escaping would miss"


@pytest.mark.slow
def test_a_megabyte_of_essay_stays_quick(chromium: Page, tmp_path: Path) -> None:
    paragraphs = [f"Paragraph {i} holds words. " + f"Its sentence {i} says a thing or two. " * 5 for i in range(5000)]
    (tmp_path / "e.md").write_text("\n\n".join(paragraphs), "utf-8")
    assert (tmp_path / "e.md").stat().st_size > 1_000_000
    (tmp_path / "o.yaml").write_text(
        "essay: {title: Long, language: en, file: e.md}\nthesis: It is long.\narguments:\n  - claim: Long.\n"
        "    quotes: [{text: Paragraph 9 holds words.}, {text: Paragraph 4990 holds words.}]\n", "utf-8"
    )  # fmt: skip
    file = tmp_path / "review.html"
    file.write_text(render_review(read_review(tmp_path / "o.yaml", ())[0]), "utf-8")
    started = time.monotonic()
    chromium.open(file.as_uri())
    assert time.monotonic() - started < 5
    chromium.click("#q2 a")
    chromium.wait("document.activeElement.id === 'm2'", 2)
    assert chromium.run("new Promise(r => setTimeout(() => r(true), 100))")
    assert chromium.is_seen("mark[data-q='2']")
    for typed in ("a", "sentence 4321 "):
        started = time.monotonic()
        chromium.run(f"document.querySelector('#find').value = '{typed}'; search()")
        assert time.monotonic() - started < 1, typed
    assert chromium.run("document.querySelector('#hits').textContent") == "1 of 5"


def test_a_served_page_follows_its_versions(chromium: Page) -> None:
    review = read_review(SAMPLE, ())[0]
    served = Served()
    served.put(render_review(review, 1))
    chromium.errors.clear()
    with serve_page(served) as address:
        chromium.open(address)
        chromium.run("document.title = 'old'")
        served.put(render_review(review, 2))
        chromium.wait("document.title !== 'old' && document.body?.dataset.version === '2'")
        chromium.open("about:blank")
    assert chromium.errors == []


@pytest.mark.slow
def test_the_pictures_of_the_pages_show_a_chosen_quote_in_light_and_in_dark(tmp_path: Path) -> None:
    review_pictures(tmp_path)
    light, dark = (Image.open(tmp_path / name).convert("RGB") for name in ("review.png", "review-digest.png"))
    assert light.size == dark.size == (1280, 800)
    colours = [{colour for _, colour in picture.getcolors(1 << 20) or ()} for picture in (light, dark)]
    assert any(red > 240 and 180 < green < 220 and blue < 110 for red, green, blue in colours[0]), "the quote chosen"
    assert sum(light.resize((1, 1)).getpixel((0, 0))) > 600 > 200 > sum(dark.resize((1, 1)).getpixel((0, 0)))
