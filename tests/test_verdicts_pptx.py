"""Every place of a deck that shows text is read, whoever put it there."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from briefgen.errors import BriefgenError
from briefgen.readers import read_essay
from briefgen.verdicts import verify

pytestmark = pytest.mark.edited_decks
ESSAY = read_essay(Path(__file__).parents[1] / "outlines" / "essays" / "small-platform.md")
T = "Members come for relief and stay for the network; they do not come for the network."
F = "Members come for money and never stay for the network."
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def told(folder: Path, deck: Any) -> list[tuple[int, str, bool]]:
    deck.save(str(folder / "deck.pptx"))
    return [(v.slide, v.part, v.ok) for v in verify(folder / "deck.pptx", [ESSAY])]


def add_box(slide: Any, *paragraphs: str, name: str = "Box") -> Any:
    """A text box, put into the tree by hand: layouts and masters take none from python-pptx."""
    box = Presentation().slides.add_slide(Presentation().slide_layouts[6]).shapes.add_textbox(0, 0, 99, 99)
    box.text_frame.text, box.name = "\n".join(paragraphs), name
    slide.shapes._spTree.append(box._element)
    return box


def related(owner: Any, kind: str, name: str, content: str) -> None:
    part = Part(PackURI(name), "application/xml", owner.package, content.encode())
    owner.relate_to(part, kind)


@pytest.mark.parametrize("kind", ["dt", "ftr", "hdr", "sldNum"])
def test_footer_date_and_header_are_read(tmp_path: Path, kind: str) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for words in (T, F):
        box = add_box(slide, f"Eleanor Marsh: “{words}”")
        etree.SubElement(box._element.nvSpPr.find("{*}nvPr"), f"{box._element.nsmap['p'].join('{}')}ph", type=kind)
    assert told(tmp_path, deck) == [(1, "footer", True), (1, "footer", False)]


def test_what_a_layout_or_a_master_draws_is_judged_once(tmp_path: Path) -> None:
    deck = Presentation()
    layout = deck.slide_layouts[6]
    next(iter(deck.slide_layouts[1].placeholders)).text_frame.text = f"“{F}”"
    add_box(layout, f"“{F}”")
    add_box(deck.slide_master, f"“{T}”")
    for index in (1, 6, 6):
        deck.slides.add_slide(deck.slide_layouts[index])
    title = deck.slide_layouts[1].name
    assert told(tmp_path, deck) == [(1, f"master of {title}", True), (2, "layout Blank", False)]


@pytest.mark.parametrize(("of_slide", "of_layout", "parts"), [("0", "1", []), ("1", "0", ["layout Blank"])])
def test_what_is_hidden_of_the_master_is_not_read(
    tmp_path: Path, of_slide: str, of_layout: str, parts: list[str]
) -> None:
    deck = Presentation()
    layout = deck.slide_layouts[6]
    add_box(layout, f"“{F}”")
    add_box(deck.slide_master, f"“{F}”")
    slide = deck.slides.add_slide(layout)
    slide.element.set("showMasterSp", of_slide)
    layout.element.set("showMasterSp", of_layout)
    assert [part for _, part, _ in told(tmp_path, deck)] == parts


def test_a_box_drawn_in_a_chart_is_read(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["a"]
    data.add_series("n", (1,))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Inches(4), Inches(3), data)
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing"
    paragraphs = "".join(f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p>" for words in (f"“{F}", "and go.”"))
    content = f'<c:userShapes xmlns:c="{drawing}" xmlns:a="{A}"><c:txBody>{paragraphs}</c:txBody></c:userShapes>'
    related(frame.chart.part, f"{OFFICE}/chartUserShapes", "/ppt/drawings/drawing1.xml", content)
    assert told(tmp_path, deck) == [(1, "chart", False)]


def test_the_title_of_a_newer_chart_is_read(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    space = "http://schemas.microsoft.com/office/drawing/2014/chartex"
    content = f'<cx:chart xmlns:cx="{space}"><cx:txData><cx:v>“{F}”</cx:v></cx:txData><cx:pt>“{T}”</cx:pt></cx:chart>'
    kind = "http://schemas.microsoft.com/office/2014/relationships/chartEx"
    related(slide.part, kind, "/ppt/charts/chartEx1.xml", content)
    assert told(tmp_path, deck) == [(1, "chart", False), (1, "chart", True)]


def test_a_diagrams_quotation_may_have_two_paragraphs(tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    lines = ("“Members come for money", "and never stay for the network.”")
    paragraphs = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    content = (
        f'<d:t xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="{A}">{paragraphs}</d:t>'
    )
    related(slide.part, f"{OFFICE}/diagramData", "/ppt/diagrams/data1.xml", content)
    assert told(tmp_path, deck) == [(1, "diagram", False)]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [((f"“{F}", f"“{T}”"), [False, True]), ((f"“{T}", f"“{T}", f"“{F}”"), [True, True, False])],
)
def test_each_paragraph_of_a_quotation_may_begin_with_a_mark(
    tmp_path: Path, paragraphs: tuple[str, ...], expected: list[bool]
) -> None:
    deck = Presentation()
    add_box(deck.slides.add_slide(deck.slide_layouts[6]), *paragraphs)
    assert [ok for _, _, ok in told(tmp_path, deck)] == expected


def test_marks_of_different_list_items_in_notes_make_no_pair(tmp_path: Path) -> None:
    deck = Presentation()
    notes = deck.slides.add_slide(deck.slide_layouts[6]).notes_slide.notes_text_frame
    notes.text = f"“The yard\n• 2020: all of them, she says:”\n1. “{F}”\n2. then go"
    assert told(tmp_path, deck) == [(1, "notes", False)]


def test_a_strict_deck_is_told_as_such(tmp_path: Path) -> None:
    Presentation().save(str(tmp_path / "deck.pptx"))
    transitional, strict = (
        b"http://schemas.openxmlformats.org/officeDocument/2006",
        b"http://purl.oclc.org/ooxml/officeDocument",
    )
    with ZipFile(tmp_path / "deck.pptx") as deck, ZipFile(tmp_path / "strict.pptx", "w") as out:
        for name in deck.namelist():
            out.writestr(name, deck.read(name).replace(transitional, strict))
    with pytest.raises(BriefgenError, match=r"Strict Open XML Presentation \(save it as .*\.pptx.*not Strict\)"):
        verify(tmp_path / "strict.pptx", [ESSAY])
