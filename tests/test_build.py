"""The whole way: outlines and essays in, decks and briefs out, every quote in its essay, the same bytes each time."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pptx import Presentation

from briefgen.audience import BUILTIN, audience_names
from briefgen.build import Report, Request, build
from briefgen.errors import BriefgenError
from briefgen.readers import read_essay
from tests.conftest import SHARED
from tests.deckcheck import check_deck

ROOT = Path(__file__).parents[1]
OUTLINES = ROOT / "outlines"
SAMPLES = ("service-shift", "small-platform")
REAL = ("b2b-market", "consumer-river", "deep-logic", "long-term", "other-side")
AUDIENCES = audience_names((BUILTIN,))
EACH = [*SAMPLES, *(pytest.param(name, marks=pytest.mark.shared) for name in REAL)]


@cache
def built(outline: str) -> Report:
    """One outline for all audiences, with its essay."""
    essays = (SHARED / "essays",) if outline in REAL else ()
    formats = ("deck", "brief", "storyboard")
    return build(Request((OUTLINES / f"{outline}.yaml",), AUDIENCES, formats, Path("out"), essays))


@cache
def essay_text(outline: str) -> str:
    manifest = built(outline).manifests[0]
    places = [*(OUTLINES / "essays").iterdir(), *(sorted((SHARED / "essays").iterdir()) if outline in REAL else ())]
    essays = (read_essay(place) for place in places)
    return next(essay.text for essay in essays if essay.sha256 == manifest["essay"]["sha256"])


def deck_of(outline: str, audience: str) -> Any:
    return Presentation(io.BytesIO(built(outline).files[Path("out") / f"{outline}.{audience}.pptx"]))


def texts_of(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def quotes_of(outline: str) -> dict[str, dict[str, str]]:
    return {quote["id"]: quote for quote in built(outline).manifests[0]["quotes"]}


@pytest.mark.parametrize("outline", EACH)
def test_nothing_is_worth_a_warning_and_each_file_is_there(outline: str) -> None:
    report = built(outline)
    assert report.warnings == ()
    suffixes = ("pptx", "md", "storyboard.md")
    names = {f"{outline}.{audience}.{suffix}" for audience in AUDIENCES for suffix in suffixes}
    assert {path.name for path in report.files} == {*names, f"{outline}.manifest.json"}


@pytest.mark.parametrize("outline", EACH)
def test_every_quotation_stands_in_the_essay(outline: str) -> None:
    essay, quotes = essay_text(outline), quotes_of(outline)
    assert quotes
    assert all(quote["text"] in essay for quote in quotes.values())
    for audience in AUDIENCES:
        marked = [shape for slide in deck_of(outline, audience).slides for shape in slide.shapes]
        found = [shape for shape in marked if shape.name.startswith("quote-")]
        for shape in found:
            assert quotes[shape.name]["text"] == shape.text_frame.paragraphs[0].text
            assert shape.text_frame.paragraphs[0].text in essay
        brief = built(outline).files[Path("out") / f"{outline}.{audience}.md"].decode()
        assert found or "> " not in brief


@pytest.mark.parametrize("outline", EACH)
def test_each_argument_slide_shows_claim_points_and_quote(outline: str) -> None:
    from briefgen.audience import read_audience
    from briefgen.sources import read_briefing
    from briefgen.view import view_for

    essays = (SHARED / "essays",) if outline in REAL else ()
    view = view_for(read_briefing(OUTLINES / f"{outline}.yaml", essays)[0], read_audience("executive", (BUILTIN,)))
    slides = {slide.shapes.title.text_frame.text: slide for slide in deck_of(outline, "executive").slides}
    for argument in view.arguments:
        lines = "\n".join(texts_of(slides[argument.claim])).split("\n")
        assert set(argument.points) <= set(lines)
        assert argument.quotes[0].text in lines
        assert any(argument.so_what in line for line in lines)
        notes = slides[argument.claim].notes_slide.notes_text_frame.text
        assert argument.quotes[0].check in notes
        assert argument.quotes[0].locator in notes


@pytest.mark.parametrize("outline", EACH)
@pytest.mark.parametrize(
    "audience", [pytest.param(name, marks=() if name == "board" else pytest.mark.slow) for name in AUDIENCES]
)
def test_every_deck_passes_all_checks(outline: str, audience: str) -> None:
    assert check_deck(built(outline).files[Path("out") / f"{outline}.{audience}.pptx"]) == []


@pytest.mark.parametrize("outline", EACH)
def test_the_board_gets_at_most_eight_slides_and_the_ask_first(outline: str) -> None:
    slides = list(deck_of(outline, "board").slides)
    assert len(slides) <= 8
    asks = [line for line in built(outline).files[Path("out") / f"{outline}.board.md"].decode().splitlines() if line]
    assert asks[2].startswith("## ")
    assert slides[1].shapes.title.text_frame.text in asks[2]


def test_another_process_makes_the_same_bytes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "briefgen", "build", str(OUTLINES / "small-platform.yaml"), "--audience", "board"]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "LC_ALL": "C"}
    subprocess.run([*command, "--out", str(tmp_path)], check=True, env=environment, cwd=ROOT, capture_output=True)
    for name in ("small-platform.board.pptx", "small-platform.board.md"):
        assert (tmp_path / name).read_bytes() == built("small-platform").files[Path("out") / name]


def test_the_manifest_tells_what_each_slide_draws_on() -> None:
    manifest = json.loads(built("small-platform").files[Path("out") / "small-platform.manifest.json"])
    slides = manifest["audiences"]["executive"]["slides"]
    by_title = {slide["title"]: slide["draws_on"] for slide in slides}
    claim = next(title for title in by_title if title.startswith("Start with one bottleneck"))
    assert by_title[claim][0] == "bottleneck"
    assert {"bottleneck.points.1", "bottleneck.so_what", "quote-small-platform-1.3.3-44456de9"} <= set(by_title[claim])
    assert by_title["Bottom line"] == ["thesis", "context"]
    dropped = {entry["element"]: entry["rule"] for entry in manifest["audiences"]["board"]["dropped"]}
    assert dropped["bottleneck.points.2"] == "limits.points: 1"


def test_without_the_essay_all_is_built_and_one_warning_tells_how_to_supply_it(tmp_path: Path) -> None:
    text = (OUTLINES / "small-platform.yaml").read_text("utf-8").replace("  file: essays/small-platform.md\n", "")
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    report = build(Request((tmp_path / "x.yaml",), ("executive",)))
    (warning,) = report.warnings
    assert "--essays DIR" in str(warning)
    brief = report.files[Path("build/x.executive.md")].decode()
    assert "> (The essay is not at hand; see it at §0 ¶3)" in brief
    assert check_deck(report.files[Path("build/x.executive.pptx")]) == []


def test_who_is_no_audience_is_told_where_the_outline_names_it(tmp_path: Path) -> None:
    """Nobody would get what is said to it."""
    path = tmp_path / "x.yaml"
    path.write_text(
        "essay: {title: T, language: en}\nthesis: {default: B., boord: C.}\narguments:\n"
        "  - {claim: A., audiences: [board, bord]}\n  - {claim: B., so_what: {default: C., plain: D., committee: E.}}\n"
        "asks: [{ask: D., for: [executives]}]\n",
        "utf-8",
    )
    own = tmp_path / "own" / "committee"
    own.mkdir(parents=True)
    (own / "audience.yaml").write_text("extends: board\nname: {en: Committee}\ntone: [plain]\n", "utf-8")
    report = build(Request((path,), formats=("brief",), templates=(own.parent,)))
    told = [str(warning).removeprefix(f"{path}:") for warning in report.warnings]
    assert told[1:] == [
        "2:23: warning: there is no audience 'boord' (did you mean 'board'?)",
        "4:36: warning: there is no audience 'bord' (did you mean 'board'?)",
        "6:24: warning: there is no audience 'executives' (did you mean 'executive'?)",
    ]
    own.rename(own.with_name("bord"))  # the next build looks again
    told = [str(warning) for warning in build(Request((path,), formats=("brief",), templates=(own.parent,))).warnings]
    assert not any("no audience 'bord'" in warning for warning in told)
    assert any("no audience 'committee'" in warning for warning in told)


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("", "2020-01-01"), ("1700000000", "2023-11-14"), ("0", "1980-01-01"), ("-5", "1980-01-01"),
        ("99999999999999", "2107-12-31"), ("9" * 5000, "2107-12-31"),
    ],
)  # fmt: skip
def test_a_date_is_brought_within_what_a_zip_can_hold(value: str, date: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    deck = build(Request((OUTLINES / "small-platform.yaml",), ("board",), ("deck",))).files
    with ZipFile(io.BytesIO(deck[Path("build/small-platform.board.pptx")])) as package:
        entry = package.infolist()[0]
        assert f"{date}T" in package.read("docProps/core.xml").decode()
    assert not value or "{}-{:02}-{:02}".format(*entry.date_time[:3]) == date


@pytest.mark.parametrize("value", ["soon", "1e9", "１７", "--5"])
def test_a_date_that_is_no_number_is_told(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(BriefgenError, match=f"SOURCE_DATE_EPOCH: '{value}' is no date"):
        build(Request((OUTLINES / "small-platform.yaml",), ("board",), ("deck",)))


def test_strict_makes_errors_of_warnings(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        "essay: {title: T, language: en}\nthesis: B.\narguments: [{claim: One.}]\n", "utf-8"
    )
    with pytest.raises(BriefgenError, match="the essay is not at hand"):
        build(Request((tmp_path / "x.yaml",), strict=True))
