"""What is done with finished decks: comparing what they say, drawing their pages, building them again on a change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from briefgen.deckdiff import diff_decks, diff_passages
from briefgen.errors import BriefgenError
from briefgen.preview import contact_sheet, render_pages
from briefgen.quotations import Passage

pytestmark = pytest.mark.edited_decks

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from briefgen.build import Request, build

    out = tmp_path_factory.mktemp("decks")
    request = Request((ROOT / "outlines" / "small-platform.yaml",), ("investors",), ("deck",), out)
    path = out / "small-platform.investors.pptx"
    path.write_bytes(build(request).files[path])
    return path


def edited(deck: Path, tmp_path: Path, edit: Any) -> Path:
    """The deck as somebody saved it after an edit in PowerPoint."""
    from pptx import Presentation

    presentation = Presentation(str(deck))
    edit(presentation)
    path = tmp_path / "edited.pptx"
    presentation.save(str(path))
    return path


def shape(presentation: Any, name: str) -> Any:
    return next(s for slide in presentation.slides for s in slide.shapes if s.name.startswith(name))


def run_of(presentation: Any, name: str) -> Any:
    return shape(presentation, name).text_frame.paragraphs[0].runs[0]


def test_a_deck_saved_anew_says_the_same(deck: Path, tmp_path: Path) -> None:
    assert diff_decks(deck, deck) == ()
    assert diff_decks(deck, edited(deck, tmp_path, lambda p: None)) == ()


def test_a_changed_claim_is_told_on_its_slide(deck: Path, tmp_path: Path) -> None:
    def edit(presentation: Any) -> None:
        presentation.slides[6].shapes.title.text_frame.paragraphs[0].runs[0].text = "Start anywhere"

    (change,) = diff_decks(deck, edited(deck, tmp_path, edit))
    assert (change.kind, change.slide, change.after[:14]) == ("claim", 7, "Start anywhere")
    assert change.before.startswith("Start with one bottleneck")


def test_a_changed_quote_is_told_with_both_wordings(deck: Path, tmp_path: Path) -> None:
    def edit(presentation: Any) -> None:
        run = run_of(presentation, "quote-small-platform-0.3.2")
        run.text = run.text.replace("shared", "common")

    (change,) = diff_decks(deck, edited(deck, tmp_path, edit))
    assert change.kind == "quote"
    assert change.before.replace("shared", "common") == change.after


def test_a_changed_number_is_a_figure(deck: Path, tmp_path: Path) -> None:
    def edit(presentation: Any) -> None:
        run = run_of(presentation, "Event 1")
        run.text = run.text + " in 7 weeks"

    first = edited(deck, tmp_path, edit)

    def again(presentation: Any) -> None:
        run = run_of(presentation, "Event 1")
        run.text = run.text.replace("7 weeks", "9 weeks")

    second = tmp_path / "second.pptx"
    second.write_bytes(edited(first, tmp_path, again).read_bytes())
    edit_again = edited(deck, tmp_path, edit)
    assert [change.kind for change in diff_decks(deck, edit_again)] == ["text"]
    assert [(c.kind, c.before[-7:], c.after[-7:]) for c in diff_decks(edit_again, second)] == [
        ("figure", "7 weeks", "9 weeks")
    ]


def passages(*lines: str, slide: int = 1, part: str = "", **more: Any) -> list[Passage]:
    return [Passage(slide, 0, part, line, **more) for line in lines]


@pytest.mark.parametrize(
    ("part", "kind", "old", "new", "told"),
    [
        ("", "text", ("one\ntwo\nthree",), ("one\nthree\ntwo",), ("two | three", "three | two")),
        ("table", "text", ("From", "To", "a", "b"), ("From", "To", "b", "a"), ("a | b", "b | a")),
        ("table", "text", ("yes", "no", "yes"), ("no", "yes", "yes"), ("yes | no", "no | yes")),
        ("", "text", ("24", "rain", "25", "sun"), ("24", "sun", "25", "rain"), ("rain | 25 | sun", "sun | 25 | rain")),
        ("chart", "figure", ("a", "b", "71.0", "89.0"), ("a", "b", "89", "71"), ("71 | 89", "89 | 71")),
        ("chart", "figure", ("a", "b", "71.0", "890"), ("a", "b", "71", "89"), ("890", "89")),
        ("chart", "figure", ("71.50",), ("72.5",), ("71.5", "72.5")),
    ],
)  # fmt: skip
def test_what_stands_in_another_order_says_something_else(
    part: str, kind: str, old: tuple[str, ...], new: tuple[str, ...], told: tuple[str, str]
) -> None:
    (change,) = diff_passages(passages(*old, part=part), passages(*new, part=part))
    assert (change.kind, change.before, change.after) == (kind, *told)
    assert diff_passages(passages(*old, part=part), passages(*old, part=part)) == ()


def test_of_equal_lines_it_is_not_told_which_one_went() -> None:
    (gone,) = diff_passages(passages("a", "b", "a"), passages("b", "a"))
    assert (gone.before, gone.after) == ("a", "")


def test_two_quotes_of_one_place_are_two() -> None:
    mark = ("1.1.1", "0" * 8)
    old, new = (passages("The sea gives.", words, mark=mark) for words in ("The moon pulls.", "The moon pushes."))
    assert [(c.kind, c.before, c.after) for c in diff_passages(old, new)] == [
        ("quote", "The moon pulls.", "The moon pushes.")
    ]
    assert [(c.before, c.after) for c in diff_passages(new, new[:1])] == [("The moon pushes.", "")]


def test_a_slide_that_was_moved_or_hidden_is_told(deck: Path, tmp_path: Path) -> None:
    def move(presentation: Any) -> None:
        slides = presentation.slides._sldIdLst
        slides.insert(4, slides[1])

    def hide(presentation: Any) -> None:
        presentation.slides[2].element.set("show", "0")

    (moved,) = diff_decks(deck, edited(deck, tmp_path, move))
    assert (moved.kind, moved.slide, moved.before[:5], moved.after[:5]) == ("slide", 4, "at 2:", "at 4:")
    (hidden,) = diff_decks(deck, edited(deck, tmp_path, hide))
    assert (hidden.kind, hidden.slide, hidden.before[:6], hidden.after[:7]) == ("slide", 3, "shown:", "hidden:")


def test_slides_that_came_and_went_are_told_once(deck: Path, tmp_path: Path) -> None:
    def drop_third(presentation: Any) -> None:
        slides = presentation.slides._sldIdLst
        presentation.part.drop_rel(slides[2].rId)
        slides.remove(slides[2])

    shorter = edited(deck, tmp_path, drop_third)
    (gone,) = diff_decks(deck, shorter)
    (came,) = diff_decks(shorter, deck)
    assert (gone.kind, gone.slide, gone.after) == ("slide", 3, "")
    assert (came.kind, came.slide, came.before) == ("slide", 3, "")


def test_what_is_no_deck_is_refused(deck: Path, tmp_path: Path) -> None:
    (tmp_path / "x.pptx").write_text("no deck")
    with pytest.raises(BriefgenError, match=r"is not a readable \.pptx file"):
        diff_decks(deck, tmp_path / "x.pptx")


def test_without_libreoffice_the_next_step_is_told(deck: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BriefgenError, match=r"LibreOffice Impress is not installed \(install LibreOffice Impress and"):
        render_pages(deck)


@pytest.mark.render
@pytest.mark.slow
def test_every_page_is_drawn_and_stands_on_the_sheet(deck: Path) -> None:
    from PIL import Image
    from pptx import Presentation

    pages = render_pages(deck, 40)
    assert len(pages) == len(Presentation(str(deck)).slides)
    assert all(Image.open(BytesIO(page)).size == (534, 300) for page in pages)
    sheet = Image.open(BytesIO(contact_sheet(pages)))
    assert sheet.width > 3 * 640
    assert sheet.convert("L").getextrema() == (sheet.convert("L").getextrema()[0], 255)


@pytest.mark.render
@pytest.mark.slow
def test_what_libreoffice_cannot_read_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.pptx", "w") as package:
        package.writestr("ppt/presentation.xml", "no deck")
    with pytest.raises(BriefgenError, match=r"soffice cannot draw it|pdftoppm cannot draw it"):
        render_pages(tmp_path / "x.pptx")


def test_what_is_no_deck_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.pptx").write_bytes(b"PK\x03\x04 no deck")
    with pytest.raises(BriefgenError, match="is not a PowerPoint file"):
        render_pages(tmp_path / "x.pptx")


@pytest.mark.slow
def test_watching_tells_what_changed_and_leaves_whole_files(tmp_path: Path) -> None:
    from briefgen.starter import new_project

    for path, data in new_project(tmp_path, "en").items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    outline = tmp_path / "outlines" / "small-platform.yaml"
    process = subprocess.Popen(
        [sys.executable, "-m", "briefgen", "build", "--watch"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    guard = threading.Timer(60, process.kill)
    guard.start()
    try:
        lines = read_until(process, "Waiting for changes")
        assert any(line.startswith("small-platform  ") for line in lines)
        outline.write_text(outline.read_text("utf-8").replace("Start with one bottleneck", "Begin with one"), "utf-8")
        lines = read_until(process, "claim changed")
        assert lines[0] == "outlines/small-platform.yaml changed"
        assert "Begin with one that every member feels" in lines[-1]
        outline.write_text("essay: [", "utf-8")
        read_until(process, "not valid YAML")
        time.sleep(0.2)
    finally:
        guard.cancel()
        process.send_signal(signal.SIGINT)
        process.wait(20)
        process.stdout.close()
    assert process.returncode == 130
    assert not list(tmp_path.rglob(".briefgen-*"))


def read_until(process: subprocess.Popen[str], wanted: str) -> list[str]:
    lines = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line.rstrip())
        if wanted in line:
            return lines
    raise AssertionError(f"never said {wanted!r}: {lines}")
