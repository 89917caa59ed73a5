"""Word and PDF: the same essay gives the same paragraphs and arguments as its Markdown."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pymupdf
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from briefgen.arguments import find_numbered
from briefgen.errors import BriefgenError
from briefgen.essay import Essay
from briefgen.readers import read_essay

TITLE = "港口为什么排队"
LEAD = "港口的队伍不是船太多，而是泊位的安排太旧。人人都知道这一点，但是没有人去改，因为改了就要有人负责。"
SECTIONS = (
    (
        "一、先改时刻表",
        "时刻表是十年前为 200 吨的小船定的。船变大了三倍，装卸也快了一倍，它却还是从前的样子，于是人人都在等。",
    ),
    ("二、再分泊位", "泊位按老客户分配，新来的船只能排队。谁先到，谁先靠，这条规矩在别的港口已经用了二十年。"),
)
LIST = ("第一条规矩写在墙上，人人看得见。", "第二条规矩写在账上，人人赔得起。")


def read(folder: Path, name: str, data: bytes) -> Essay:
    (folder / name).write_bytes(data)
    return read_essay(folder / name)


def markdown() -> bytes:
    parts = [f"# {TITLE}", LEAD, *(f"## {heading}\n\n{text}" for heading, text in SECTIONS)]
    return "\n\n".join([*parts, *(f"{n}. {item}" for n, item in enumerate(LIST, 1))]).encode()


def word() -> bytes:
    document: Any = Document()
    document.add_heading(TITLE, level=0)
    lead = document.add_paragraph()
    first, _, rest = LEAD.partition("，")
    lead.add_run(first).bold = True
    mark = lead.add_run("[1]")
    mark.font.superscript = True
    lead.add_run(f"，{rest}")
    for heading, text in SECTIONS:
        document.add_heading(heading, level=1)
        document.add_paragraph(text)
        document.add_paragraph("图一 码头", style="Caption")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "表格里的字"
    for item in LIST:
        document.add_paragraph(item, style="List Number")
    deleted = OxmlElement("w:del")
    deleted.append(document.add_paragraph("删去的话")._p.r_lst[0])
    document.paragraphs[-1]._p.append(deleted)
    return saved(document)


def saved(document: Any) -> bytes:
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def pdf(title: str = TITLE) -> bytes:
    """Two pages with running heads and page numbers; full lines are broken in the middle of sentences."""
    document = pymupdf.open()
    page, top = None, 999.0
    lines = [(18.0, title), (11.0, LEAD)]
    for heading, text in SECTIONS:
        lines += [(14.0, heading), (11.0, text)]
    for size, text in lines:
        for start in range(0, len(text), 28):
            if top > 300:
                page = document.new_page(width=440, height=420)
                page.insert_text((60, 20), "海事评论", fontname="china-s", fontsize=8)
                page.insert_text((200, 405), str(len(document)), fontname="china-s", fontsize=8)
                top = 80.0
            assert page is not None
            page.insert_text((60, top), text[start : start + 28], fontname="china-s", fontsize=size)
            top += 1.6 * size
        top += 12
    return bytes(document.tobytes())


def paragraphs(essay: Essay) -> list[tuple[str, str]]:
    return [(paragraph.kind, "".join(paragraph.text.split())) for paragraph in essay.paragraphs()]


def test_a_word_document_reads_like_the_markdown_of_it(tmp_path: Path) -> None:
    essay, same = read(tmp_path, "a.docx", word()), read(tmp_path, "a.md", markdown())
    assert (essay.title, essay.language) == (TITLE, "zh")
    assert paragraphs(essay) == paragraphs(same)
    assert [(p.locator, p.text) for p in essay.paragraphs()] == [(p.locator, p.text) for p in same.paragraphs()]
    lead = essay.sections[0].paragraphs[0]
    assert [lead.text[start:end] for start, end in lead.strong] == [LEAD.partition("，")[0]]
    assert [a.claim for a in find_numbered(essay)] == ["先改时刻表", "再分泊位"]


@pytest.mark.parametrize("name", ["vanish", "strike", "dstrike"])
@pytest.mark.parametrize(("value", "said"), [(None, False), ("1", False), ("0", True)])
def test_hidden_and_struck_words_of_a_word_document_are_not_said(
    tmp_path: Path, name: str, value: str | None, said: bool
) -> None:
    document: Any = Document()
    paragraph = document.add_paragraph("The plan is ")
    element = OxmlElement(f"w:{name}")
    if value:
        element.set(qn("w:val"), value)
    paragraph.add_run("not ")._r.get_or_add_rPr().append(element)
    paragraph.add_run("old.")
    assert read(tmp_path, "a.docx", saved(document)).text == f"The plan is {'not ' if said else ''}old."


def test_a_carriage_return_breaks_a_line_of_a_word_document(tmp_path: Path) -> None:
    document: Any = Document()
    run = document.add_paragraph().add_run("The plan is old.")
    run._r.append(OxmlElement("w:cr"))
    run._r.add_t("It stays.")
    assert read(tmp_path, "a.docx", saved(document)).text == "The plan is old.\nIt stays."


def test_word_numbers_count_on_and_begin_anew_below_another(tmp_path: Path) -> None:
    document: Any = Document()
    document.add_paragraph(LEAD)
    for text, depth in (("一", 0), ("甲", 1), ("乙", 1), ("二", 0), ("丙", 1)):
        paragraph = document.add_paragraph(text)
        numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbering.get_or_add_numId().val = 1
        numbering.get_or_add_ilvl().val = depth
    root = document.part.numbering_part.element
    for number in root.findall(qn("w:num")):
        root.remove(number)
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth in "01":
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), depth)
        form = OxmlElement("w:numFmt")
        form.set(qn("w:val"), "chineseCounting")
        level.append(form)
        abstract.append(level)
    root.insert(0, abstract)
    number = root.add_num(77)
    assert number.numId == 1
    essay = read(tmp_path, "n.docx", saved(document))
    assert [p.marker for p in essay.sections[0].paragraphs] == ["", "1.", "1.", "2.", "2.", "1."]


def test_a_pdf_gives_its_paragraphs_back_without_heads_and_page_numbers(tmp_path: Path) -> None:
    essay, same = read(tmp_path, "a.pdf", pdf()), read(tmp_path, "a.md", markdown())
    assert essay.title == TITLE
    assert paragraphs(essay) == paragraphs(same)[:5]
    assert [a.claim for a in find_numbered(essay)] == ["先改时刻表", "再分泊位"]


def bomb() -> bytes:
    """A .docx that says of itself that it unpacks to 3 GB."""
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", b" " * 7777)
    return data.getvalue().replace((7777).to_bytes(4, "little"), (3_000_000_000).to_bytes(4, "little"))


def opened() -> bytes:
    """The beginning of an OpenDocument text: its first entry names its kind (OpenDocument 1.3, part 2, 3.3)."""
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    return data.getvalue()


def encrypted() -> bytes:
    document = pymupdf.open(stream=pdf())
    return bytes(document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="x", owner_pw="y"))


def empty() -> bytes:
    document = pymupdf.open()
    document.new_page()
    return bytes(document.tobytes())


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.docx", b"not a zip", "this is no Word document"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save an older .doc as .docx"),
        ("a.docx", word()[:4000], "this is no Word document"),
        ("a.docx", bomb(), "unpacks to more than 200 MB"),
        ("a.odt", opened(), r"\.odt documents are not read \(save it as \.docx\)"),
        ("a.docx", opened(), r"\.odt documents are not read \(save it as \.docx\)"),
        ("a.pdf", b"%PDF-1.7 broken", "cannot read this PDF"),
        ("a.pdf", encrypted(), "cannot read this PDF"),
        ("a.pdf", empty(), "this PDF has no text layer"),
    ],
    ids=["no zip", "doc", "cut", "bomb", "odt", "odt as docx", "broken", "encrypted", "empty"],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    with pytest.raises(BriefgenError, match=message):
        read(tmp_path, name, data)


@pytest.mark.parametrize(
    "matter", ["[" * 50_000, "title: " + "[" * 50_000, "- " * 50_000 + "a", "a: " * 50_000], ids=range(4)
)
def test_front_matter_without_end_of_nesting_does_not_end_the_process(matter: str, tmp_path: Path) -> None:
    path = tmp_path / "e.md"
    path.write_text(f"---\n{matter}\n---\n\nA text is here.\n", "utf-8")
    code = "import sys; from briefgen.readers import read_essay; read_essay(sys.argv[1])"
    process = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert process.returncode in (0, 1), process.returncode
    assert not process.stderr or "BriefgenError" in process.stderr
