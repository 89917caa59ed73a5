"""The review of a digest: themes and tensions beside all essays, each quote where it stands, what is wrong told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Page, chromium_page

from briefgen.errors import BriefgenError
from briefgen.readers import read_essay
from briefgen.review import Review, read_review
from briefgen.review_page import render_review

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "outlines" / "first-steps.yaml"
AXE = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"

ESSAYS = {
    "tides": "# Tides\n\nThe harbour fills twice a day. If the gate holds, the town stays dry.\n\nNobody reads this.\n",
    "pumps": "# 水泵\n\n水泵每天要用电。没有人为它付钱。\n\n## 钱\n\n闸门比水泵便宜。\n",
}
OUTLINES = {
    "tides": """\
essay: {title: Tides, language: en, file: tides.md}
thesis: Mend the gate.
arguments:
  - {id: gate, claim: The gate decides., at: "0.1", quotes: [{text: the town stays dry.}]}
  - {id: lost, claim: Nothing holds., quotes: [{text: Nothing at all holds.}]}
""",
    "pumps": """\
essay: {title: 水泵, language: zh, file: pumps.md}
thesis: 修闸门。
arguments:
  - {id: cost, claim: 闸门便宜。, at: "1", quotes: [{text: 闸门比水泵便宜。}]}
  - {id: power, claim: 水泵要用电。, at: "0.1", figures: [{label: 电, value: 3, at: 0.1.1}]}
""",
}
DIGEST = """\
digest: {title: Gates & <b>pumps</b>, language: en, essays: [tides.yaml, pumps.yaml]}
thesis: Mend the gate first.
themes:
  - claim: The gate comes first
    draws_on: [tides/gate, pumps/cost]
    qualified_by: [pumps/gone]
    says: {pumps/cost: It is the cheaper one}
tensions:
  - claim: Gate or pump?
    sides:
      - {says: The gate, draws_on: [tides/gate]}
      - {says: The pump, draws_on: [pumps/power]}
    reading: The gate.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ESSAYS:
        (tmp_path / f"{name}.md").write_text(ESSAYS[name], "utf-8")
        (tmp_path / f"{name}.yaml").write_text(OUTLINES[name], "utf-8")
    (tmp_path / "both.yaml").write_text(DIGEST, "utf-8")
    return tmp_path


@pytest.fixture
def review(folder: Path) -> Review:
    return read_review(folder / "both.yaml", ())[0]


def test_all_of_every_essay_stands_in_the_review(review: Review, folder: Path) -> None:
    for essay, name in zip(review.essays, ESSAYS, strict=True):
        shown = [
            "".join(piece.text for sentence in paragraph.sentences for piece in sentence.pieces)
            for section in essay.sections
            for paragraph in (*filter(None, [section.heading]), *(p for chunk in section.chunks for p in chunk))
        ]
        assert shown == [paragraph.text for paragraph in read_essay(folder / f"{name}.md").paragraphs()]


def test_a_theme_s_quotes_are_marked_in_their_own_essays(review: Review) -> None:
    theme = review.arguments[0]
    assert [(q.number, q.essay, q.quote.text) for q in theme.quotes] == [
        (1, 0, "the town stays dry."), (2, 1, "闸门比水泵便宜。")
    ]  # fmt: skip
    sentences = (
        (t for s in e.sections for chunk in s.chunks for p in chunk for t in p.sentences) for e in review.essays
    )
    marked = [{n: piece.text for t in one for piece in t.pieces for n in piece.quotes} for one in sentences]
    assert marked == [{1: "the town stays dry."}, {2: "闸门比水泵便宜。"}]


def test_each_argument_stands_with_its_stance_and_its_place(review: Review) -> None:
    theme, tension = review.arguments
    assert [(g.stance, [(s.ref, s.says, s.goal) for s in g.stands]) for g in theme.groups] == [
        ("supports", [
            ("tides/gate", "The gate decides.", "e1-p-0.1"), ("pumps/cost", "It is the cheaper one", "e2-p-1")
        ]),
    ]  # fmt: skip
    assert [(g.title, [s.goal for s in g.stands]) for g in tension.groups] == [
        ("The gate", ["e1-p-0.1"]), ("The pump", ["e2-p-0.1"])
    ]  # fmt: skip


def test_coverage_counts_each_essay_by_what_the_digest_draws_on(review: Review) -> None:
    assert [(essay.title, essay.drawn, essay.total) for essay in review.essays] == [("Tides", 1, 2), ("水泵", 2, 2)]
    assert [section.arguments for section in review.essays[1].sections] == [(2,), (1,)]


def test_alarms_and_what_is_not_there_are_told_with_their_theme(review: Review) -> None:
    assert review.alarms == 1
    assert review.quotes[0].alarm is not None
    assert [problem.message for problem in review.problems] == [
        "outline 'pumps' has no argument 'gone'", "the quote is not in the essay"
    ]  # fmt: skip
    assert [problem.message for problem in review.arguments[0].problems] == ["outline 'pumps' has no argument 'gone'"]


def test_an_essay_that_is_not_at_hand_is_a_warning_unless_none_is(folder: Path) -> None:
    (folder / "tides.yaml").write_text(OUTLINES["tides"].replace(", file: tides.md", ""), "utf-8")
    review = read_review(folder / "both.yaml", ())[0]
    assert [essay.title for essay in review.essays] == ["水泵"]
    assert "tides.yaml" in str(review.warnings[0])
    assert review.arguments[0].groups[0].stands[0].goal == ""
    assert render_review(review)
    (folder / "pumps.yaml").write_text(OUTLINES["pumps"].replace(", file: pumps.md", ""), "utf-8")
    with pytest.raises(BriefgenError, match="a review needs the essay"):
        read_review(folder / "both.yaml", ())


def test_every_id_is_used_once_and_every_link_has_its_goal(review: Review) -> None:
    for page in (render_review(review), render_review(read_review(SAMPLE, ())[0])):
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
        assert set(" ".join(re.findall(r'aria-labelledby="([^"]+)"', page)).split()) <= set(ids)


def test_nothing_that_people_wrote_is_markup(review: Review) -> None:
    assert "Gates &amp; &lt;b&gt;pumps&lt;/b&gt;" in render_review(review)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium_page(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture
def page(chromium: Page, tmp_path: Path) -> Iterator[Page]:
    """The sample digest's review; whatever a test does, the console stays clean."""
    file = tmp_path / "review.html"
    file.write_text(render_review(read_review(SAMPLE, ())[0]), "utf-8")
    chromium.errors.clear()
    chromium.open(file.as_uri())
    yield chromium
    assert chromium.errors == []


@pytest.mark.browser
def test_from_a_theme_to_each_essay_and_back(page: Page) -> None:
    for number in (1, 2):
        page.click(f"#q{number} a")
        page.wait(f"document.activeElement.id === 'm{number}'")
        assert page.is_seen(f"mark[data-q~='{number}']")
        page.run("document.querySelector('#arguments').scrollTo(0, 99999)")
        page.click(f"a.ref[href='#q{number}']")
        page.wait(f"document.activeElement.id === 'q{number}'")
        assert page.is_seen(f"#q{number} blockquote")
    works = page.run("[...document.querySelectorAll('.work')].map(w => w.querySelectorAll('mark').length > 0)")
    assert works == [True, True]
    goal = page.run("document.querySelector('.stance a').hash")
    page.run("document.querySelector('.stance a').focus()")
    page.press("Enter")
    page.wait(f"'#' + document.activeElement.id === '{goal}'")


@pytest.mark.browser
def test_keys_go_through_all_essays_and_a_click_gives_the_sentence_s_line(page: Page) -> None:
    page.run("document.querySelector('#essay').focus()")
    seen = []
    for _ in range(page.run("document.querySelectorAll('.open').length")):
        page.press("j")
        seen.append(page.run("document.activeElement.closest('.work').id"))
    assert list(dict.fromkeys(seen)) == ["e1-essay", "e2-essay"]
    page.run("new Promise(done => setTimeout(done, 200))")  # the last step goes on scrolling for some frames
    page.run("document.querySelector('#e2-s-0\\\\.1\\\\.1').scrollIntoView()")
    page.click("#e2-s-0\\.1\\.1")
    page.wait("!document.querySelector('#pick').hidden")
    assert page.run("document.querySelector('#line').textContent").startswith('- {at: "0.1.1", check: ')


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 500])
@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm ci --prefix tests/browser")
def test_axe_finds_nothing(page: Page, scheme: str, width: int) -> None:
    page.media(prefers_color_scheme=scheme)
    page.send("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    page.run(AXE.read_text("utf-8"))
    found = page.run("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')))")
    page.send("Emulation.setDeviceMetricsOverride", width=1400, height=900, deviceScaleFactor=1, mobile=False)
    page.media()
    assert found == []
