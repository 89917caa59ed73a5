"""Our count of lines against LibreOffice's: it may err towards more, and only rarely towards less."""

import random
from pathlib import Path

import pytest
from lxml import etree
from overflow import render_pdfs
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from briefgen.deck.measure import break_lines

CHINESE = (
    "预算砍掉一半之后，团队才开始问：哪些会议真的需要开？答案是“不到三成”。第一，周报没人看；第二，评审（尤其是中期评审）"
    "只是走过场——真正的决定在走廊里做完了……《复盘手册》里写的步骤，多数没有人照做。"
)
ENGLISH = (
    "Half the budget went before anyone asked which of the meetings mattered, and the well-informed answer was: fewer "
    "than a third. Reviews (the mid-term ones above all) were theatre; real decisions were made in the corridor, so "
    "most of the handbook's steps were never followed. AVATAR Today, Yes. "
)
MIXED = (
    "2019年预算下降48.5%（约3,200万USD），而CRM系统的DAU在2023年才到1.2万……这说明什么？SaaS的NDR在110%以上，"
    "CAC回收期9个月；To C业务的ARPU则只有36元/月。"
)
SPACED = (
    "在 2019 年里 AI 让 CRM 系统的 DAU 从 3 万涨到 12 万，ARR 约 $1.2B；其中 Top 20 客户占 48% 的收入，"
    "NDR 为 110% 以上，CAC 回收期 9 个月，而 To C 业务的 ARPU 只有 36 元 / 月。"
)
"""A blank wherever Chinese meets Latin, as many writers set it: LibreOffice adds its own space there all the same."""
FACES = ("Calibri", "Arial", "Times New Roman", "Cambria", "Verdana", "Courier New")
BOXES = 120

Case = tuple[str, str, int, float, bool]


def draw_case(dice: random.Random) -> Case:
    """Text, face, size in points, width in points, bold."""
    source = dice.choice([CHINESE, ENGLISH, MIXED, SPACED])
    start = 0 if source is ENGLISH else dice.randrange(len(source) - 20)
    text = source[start : start + dice.randint(15, 200)].strip()
    return text, dice.choice(FACES), dice.choice([12, 14, 18, 24, 32]), dice.uniform(120, 800), dice.random() < 0.3


def write_boxes(cases: list[Case], path: Path) -> None:
    """A deck with one text box on each slide."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(12192000), Emu(12192000)
    for text, face, size, width, bold in cases:
        box = deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_textbox(Pt(20), Pt(10), Pt(width), Pt(900))
        frame = box.text_frame
        frame.word_wrap, frame.margin_left, frame.margin_right = True, 0, 0
        run = frame.paragraphs[0].add_run()
        run.text, run.font.size, run.font.name, run.font.bold = text, Pt(size), face, bold
        properties = run._r.get_or_add_rPr()
        properties.set("lang", "zh-CN")
        etree.SubElement(properties, qn("a:ea")).set("typeface", "Noto Sans CJK SC")
    deck.save(str(path))


def drawn_lines(page: object, size: int) -> int:
    """How many lines stand on the page: baselines nearer than half a size are one."""
    spans = [
        span["origin"][1]
        for block in page.get_text("dict")["blocks"]  # type: ignore[attr-defined]
        for line in block.get("lines", ())
        for span in line["spans"]
        if span["text"].strip()
    ]
    lines, last = 0, -1000.0
    for base in sorted(spans):
        if base - last > size * 0.6:
            lines, last = lines + 1, base
    return lines


@pytest.mark.render
@pytest.mark.edited_decks
def test_line_counts_agree_with_libreoffice(tmp_path: Path) -> None:
    import pymupdf

    dice = random.Random(7)
    cases = [draw_case(dice) for _ in range(BOXES)]
    write_boxes(cases, tmp_path / "boxes.pptx")
    render_pdfs([tmp_path / "boxes.pptx"], tmp_path)
    with pymupdf.open(tmp_path / "boxes.pdf") as pages:
        drawn = [drawn_lines(page, case[2]) for page, case in zip(pages, cases, strict=True)]
    ours = [len(break_lines(text, size, face, width, bold)) for text, face, size, width, bold in cases]
    fewer = [case for case, one, other in zip(cases, ours, drawn, strict=True) if one < other]
    assert len(fewer) <= BOXES * 0.02, fewer
    assert sum(one == other for one, other in zip(ours, drawn, strict=True)) >= BOXES * 0.8
