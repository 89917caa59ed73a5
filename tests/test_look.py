"""What a designer would see to on every slide: contrast on charts, lines that meet, whole dates, no word left alone."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from decks import built
from lxml import etree
from pptx import Presentation

from briefgen.deck import build_deck
from briefgen.deck.ink import contrast
from briefgen.deck.measure import break_lines
from briefgen.deck.model import Paragraph, Run
from briefgen.deck.slotfit import has_widow
from briefgen.deck.textfit import Step, lines_of, measured_text, style_of
from briefgen.deck.theme import Theme, read_theme

THEMES = Path(__file__).parents[1] / "templates" / "default"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def theme_of(name: str) -> Theme:
    return read_theme((THEMES / f"{name}.pptx").read_bytes(), name)


def shapes_of(storyboard: str) -> dict[str, Any]:
    (slide,) = Presentation(BytesIO(built(storyboard).data)).slides
    return {shape.name: shape for shape in slide.shapes}


@pytest.mark.parametrize("name", ["theme", "dark", "warm"])
def test_numbers_on_a_ring_can_be_read_on_their_slices(name: str) -> None:
    theme = theme_of(name)
    rows = "\n".join(f"| {letter} | {number} |" for number, letter in enumerate("abcdef", 10))
    deck = build_deck(f"## T\n\n::: {{.chart type=doughnut}}\n| k | n |\n|---|---|\n{rows}\n:::\n", theme)
    tree = etree.fromstring(ZipFile(BytesIO(deck.data)).read("ppt/charts/chart1.xml"))
    inks = [label.find(f".//{A}schemeClr").get("val") for label in tree.iter(f"{C}dLbl")]
    colors = theme.layouts[-1].colors
    for number, ink in enumerate(inks, 1):
        assert contrast(colors[ink], colors[f"accent{number}"]) >= 4.5


def test_the_lines_of_a_map_are_straight_and_meet_the_boxes() -> None:
    arguments = "\n".join(f"- Argument {number} " + "goes on " * 12 * number for number in range(1, 4))
    shapes = shapes_of(f"## T\n\n::: map\nThesis\n\n{arguments}\n:::\n")
    lines = {name: shape for name, shape in shapes.items() if name.split()[0] in ("Join", "Trunk", "Spine")}
    assert len(lines) == 5
    assert all(shape._element.spPr.prstGeom.get("prst") == "line" for shape in lines.values())
    read = [shape.top for name, shape in shapes.items() if name.split()[0] in ("Join", "Trunk", "Spine", "Argument")]
    assert read == sorted(read)
    thesis, spine, trunk = shapes["Thesis"], lines["Spine"], lines["Trunk"]
    assert (trunk.left, trunk.left + trunk.width) == (thesis.left + thesis.width, spine.left)
    for number in (1, 2, 3):
        join, box = lines[f"Join {number}"], shapes[f"Argument {number}"]
        assert join.left == spine.left
        assert join.left + join.width == pytest.approx(box.left, abs=2)
        assert join.top == pytest.approx(box.top + box.height / 2, abs=2)
        assert spine.top - 2 <= join.top <= spine.top + spine.height + 2


@pytest.mark.parametrize("beside", ["", "- point\n\n"])
def test_a_credit_of_two_lines_is_broken_after_a_comma(beside: str) -> None:
    credit = "Ada Brook, *Notes from a Valley of Small Shops*, 2025-05-01, §3 ¶2"
    credit = credit if beside else credit.replace("Small", "Mills, Weirs and Bridges " * 3 + "Small")
    (shape,) = (
        shape
        for name, shape in shapes_of(f"## T\n\n{beside}> words\n>\n> — {credit}\n").items()
        if name.startswith("Credit")
    )
    lines = shape.text_frame.text.split("\v")
    assert len(lines) == 2
    assert lines[0].endswith(",")
    assert all(("2025-05-01" in line) == line.endswith("¶2") for line in lines)


def test_a_last_line_of_two_characters_goes_up_a_line() -> None:
    theme = theme_of("theme")
    style, width = style_of(theme.body, theme), theme.body.box.width - 18
    usual = Step(theme.body.size)

    def lines(text: str, step: Step) -> list[str]:
        point = Paragraph((Run(text),), marker="bullet", item=True)
        return lines_of(measured_text((point,), width, style).paragraphs[0], step)

    long = "缺一张人人都相信的日历" * 9
    text = next(long[:n] for n in range(40, 60) if has_widow(lines(long[:n], usual)))
    deck = Presentation(BytesIO(built(f"## T\n\n- {text}\n- 又一点\n").data))
    runs = deck.slides[0].placeholders[1].text_frame.paragraphs[0].runs
    assert runs[0].font.size is not None
    assert theme.body.size - 2 <= runs[0].font.size.pt < theme.body.size
    assert not has_widow(lines(text, Step(runs[0].font.size.pt)))


def test_a_paragraph_or_a_drawing_alone_is_set_larger_than_a_list() -> None:
    def size_of(body: str, name: str) -> float:
        shape = shapes_of(f"## T\n\n{body}\n")[name]
        run = next(run for paragraph in shape.text_frame.paragraphs for run in paragraph.runs)
        return 20.0 if run.font.size is None else float(run.font.size.pt)

    assert size_of("Only this.", "Body") == 24
    assert size_of("- Only this.", "Body") == 20
    assert size_of("::: timeline\n- **2020** One thing\n- **2021** Another\n:::", "Event 1") == 20


def test_columns_of_a_table_leave_no_word_alone() -> None:
    row = "| 企业市场的胜负取决于改造客户的深度，而非用户规模 | 做深意味着定制，若不能沉淀为行业方案，成本会失控。 |"
    table = next(
        shape.table for shape in shapes_of(f"## T\n\n| 论点 | 风险 |\n|---|---|\n{row}\n").values() if shape.has_table
    )
    for column, cell in zip(table.columns, table.rows[1].cells, strict=True):
        size = cell.text_frame.paragraphs[0].runs[0].font.size.pt
        room = (column.width.pt - 14.4) * 0.985 - 1
        assert not has_widow(break_lines(cell.text_frame.text, size, "Calibri", room, True))
