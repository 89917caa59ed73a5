"""Golden files: what each case in tests/cases/briefing must give. `make accept` rewrites them; read the diff."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from briefgen.build import Report, Request, build
from briefgen.deck import build_deck
from briefgen.deck.placed import ChartShape, PlacedSlide, TableShape, TextShape
from briefgen.deck.theme import Theme, read_theme
from briefgen.deck.themefile import find_theme, load_theme
from tests.brands import chinese, write_template
from tests.deckcheck import check_deck

CASES = sorted(path for path in (Path(__file__).parent / "cases" / "briefing").iterdir() if path.is_dir())
AUDIENCES = ("board", "executive")


@cache
def built(case: Path) -> Report:
    formats = ("brief", "storyboard")
    return build(Request((case / "outline.yaml",), AUDIENCES, formats, case / "expected"))


def brand(name: str) -> Theme:
    """Our own theme, or a brand's with its layouts named in Chinese and in another order."""
    return load_theme(find_theme("light")) if name == "light" else read_theme(write_template(chinese()), "chinese.pptx")


def dump(slides: tuple[PlacedSlide, ...]) -> str:
    """The deck as text: each slide's layout, shapes and words, then its notes."""
    lines: list[str] = []
    for number, slide in enumerate(slides, 1):
        lines.append(f"slide {number} [{slide.layout.name}] {slide.id}")
        for shape in slide.shapes:
            lines += [f"  {shape.name}", *(f"    {text}" for text in texts_of(shape))]
        lines += [f"  notes: {paragraph.text}" for paragraph in slide.notes]
    return "\n".join(lines) + "\n"


def texts_of(shape: object) -> list[str]:
    if isinstance(shape, TextShape):
        return [setting.paragraph.text for setting in shape.paragraphs]
    if isinstance(shape, TableShape):
        return [" | ".join("".join(run.text for run in cell.runs) for cell in row) for row in shape.rows]
    if isinstance(shape, ChartShape):
        return [f"{name}: {values}" for name, values in shape.chart.series]
    return []


def expect(path: Path, data: bytes, accept: bool) -> None:
    if accept:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    assert path.read_bytes().decode() == data.decode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_brief_and_storyboard(case: Path, accept: bool) -> None:
    report = built(case)
    assert report.warnings == ()
    for path, data in report.files.items():
        if path.suffix == ".md":
            expect(path, data, accept)


@pytest.mark.parametrize("theme", ["light", "chinese"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_deck(case: Path, theme: str, accept: bool) -> None:
    for audience in AUDIENCES:
        storyboard = built(case).files[case / "expected" / f"outline.{audience}.storyboard.md"].decode()
        deck = build_deck(storyboard, brand(theme), "storyboard.md")
        assert check_deck(deck.data) == []
        expect(case / "expected" / f"{audience}.{theme}.txt", dump(deck.slides).encode(), accept)
