"""The Word reader: the paragraphs of a .docx with heading levels, list numbers, bold and quotations."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from msgspec import Struct, field

from briefgen.errors import BriefgenError, Problem
from briefgen.essay import Block, BlockKind
from briefgen.patterns import lazy_pattern
from briefgen.readers.folding import Piece, fold_block
from briefgen.readers.frontmatter import read_date
from briefgen.readers.raised import read_raised
from briefgen.readers.source import Facts, Source

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_BYTES = 200_000_000
_NOT_READ = lazy_pattern(r"\}(?:del|moveFrom|txbxContent|pict|drawing|Fallback|tbl|instrText|rt)$")
_UNSAID = ("vanish", "strike", "dstrike")
"""Hidden and struck text is not what the author says."""
_HEADING = lazy_pattern(r"(?:heading|标题)\s*([1-9])", re.I)
_SKIPPED = lazy_pattern(
    r"caption|题注|toc\b|header|footer|source code|verbatim|footnote text|endnote text|table of", re.I
)
_QUOTED = lazy_pattern(r"quote|quotation|block text|引用", re.I)


def read_docx(data: bytes, path: str) -> Source:
    """The blocks of a Word document; their lines count its paragraphs.

    Raises BriefgenError where the file is no .docx, or would unpack to more than 200 MB.
    """
    document = _open(data, path)
    try:
        return _read(document)
    except (AttributeError, LookupError, TypeError, ValueError) as error:  # parts are not where Word puts them
        hint = "open it in Word and save it again"
        raise BriefgenError(Problem(path, 0, 0, f"this Word document is broken: {error}", hint)) from error


def _read(document: Any) -> Source:
    numbers = _Numbers(document)
    known = {str(style.get(f"{_W}styleId")): style for style in document.styles.element}
    blocks: list[Block] = []
    facts = Facts()
    for line, element in enumerate(_paragraphs(document.element.body), 1):
        styles = _styles(known, element)
        style = _names(element, styles)
        if _SKIPPED.search(style):
            continue
        number = numbers.next([element, *styles])
        made = list(_blocks(element, line, style, number))
        if re.match(r"author|date\b", style, re.I) and made:
            said = made[0].text
            facts = facts.or_else(
                Facts(author=said) if style.lower().startswith("a") else Facts(published=read_date(said))
            )
            continue
        blocks += made
    return Source(tuple(blocks), facts.or_else(Facts(title=document.core_properties.title or "")))


def _open(data: bytes, path: str) -> Any:
    from docx import Document

    try:
        with ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise BriefgenError(Problem(path, 0, 0, "this document unpacks to more than 200 MB", "is it an essay?"))
        return Document(BytesIO(data))
    except BadZipFile:
        hint = (
            "save an older .doc as .docx"
            if data.startswith(b"\xd0\xcf\x11\xe0")
            else "open it in Word and save it again"
        )
        raise BriefgenError(Problem(path, 0, 0, "this is no Word document", hint)) from None
    except (
        LookupError,
        ValueError,
        AttributeError,
        TypeError,
        OSError,
        EOFError,
        SyntaxError,
        RuntimeError,
        zlib.error,
    ) as error:
        raise BriefgenError(Problem(path, 0, 0, f"cannot read this Word document: {error}")) from error


def _paragraphs(body: Any) -> Iterator[Any]:
    """The paragraphs outside of tables and text boxes, those in content controls included."""
    from lxml import etree

    steps = etree.iterwalk(body, events=("start",))
    for _, element in steps:
        if _NOT_READ.search(str(element.tag)):
            steps.skip_subtree()
        elif element.tag == f"{_W}p":
            yield element
            steps.skip_subtree()


def _styles(known: dict[str, Any], paragraph: Any) -> list[Any]:
    """The paragraph's style and those that it is based on."""
    reference = paragraph.find(f"{_W}pPr/{_W}pStyle")
    chain: list[Any] = []
    while (
        reference is not None and (style := known.get(str(reference.get(f"{_W}val")))) is not None and len(chain) < 10
    ):
        chain.append(style)
        reference = style.find(f"{_W}basedOn")
    return chain


def _names(paragraph: Any, styles: list[Any]) -> str:
    """The names of the styles, a line each; an outline level of the paragraph's own as `heading n`."""
    level = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    own = (
        [f"heading {int(level.get(f'{_W}val')) + 1}"]
        if level is not None and str(level.get(f"{_W}val")) in "012345"
        else []
    )
    found = [style.find(f"{_W}name") for style in styles]
    return "\n".join([*own, *(str(name.get(f"{_W}val")) for name in found if name is not None)])


def _blocks(paragraph: Any, line: int, style: str, number: tuple[str, int]) -> Iterator[Block]:
    """The blocks of a paragraph: more than one where it holds line breaks."""
    marker, depth = number
    heading = _HEADING.search(style)
    title = re.match(r"title|标题$", style, re.I)
    kind: BlockKind = (
        "heading" if heading or title else "item" if marker else "quotation" if _QUOTED.search(style) else "text"
    )
    level = min(int(heading.group(1)), 6) if heading else 1 if title else depth
    for pieces in _lines(paragraph, line):
        block = fold_block(kind, pieces, level, marker)
        if block.text:
            yield block
            marker = ""


def _lines(paragraph: Any, line: int) -> Iterator[list[Piece]]:
    from lxml import etree

    pieces: list[Piece] = []
    steps = etree.iterwalk(paragraph, events=("start",))
    for _, element in steps:
        tag = str(element.tag)
        if _NOT_READ.search(tag) or (tag == f"{_W}r" and any(_is_on(element, name) for name in _UNSAID)):
            steps.skip_subtree()
        elif tag == f"{_W}r" and _is_raised(element):
            if shown := _raised(element, pieces):
                pieces.append(Piece(shown, line, _is_strong(element)))
            steps.skip_subtree()
        elif tag == f"{_W}t" and element.text:
            pieces.append(Piece(element.text, line, _is_strong(element.getparent())))
        elif tag in (f"{_W}tab", f"{_W}noBreakHyphen") and element.getparent().tag == f"{_W}r":
            pieces.append(Piece(" " if tag.endswith("tab") else "-", line))
        elif tag == f"{_W}cr" or (tag == f"{_W}br" and element.get(f"{_W}type") != "page"):
            yield pieces
            pieces = []
    yield pieces


def _is_strong(run: Any) -> bool:
    style = run.find(f"{_W}rPr/{_W}rStyle")
    strong = style is not None and str(style.get(f"{_W}val")).lower() == "strong"
    return strong or _is_on(run, "b")


def _is_on(run: Any, name: str) -> bool:
    """Whether the run's own properties switch this on (ISO/IEC 29500-1, 17.17.4: an element without a value does)."""
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(f"{_W}val") not in ("0", "false", "off")


def _is_raised(run: Any) -> bool:
    raised = run.find(f"{_W}rPr/{_W}vertAlign")
    return raised is not None and raised.get(f"{_W}val") == "superscript"


def _raised(run: Any, pieces: list[Piece]) -> str:
    """What the superscript run reads as after `pieces`."""
    before = "".join(piece.text for piece in pieces[-4:])[-60:]
    following = run.getnext()
    after = _text(following) if following is not None else ""
    linked = run.getparent().get(f"{_W}anchor") is not None
    return read_raised(_text(run), before, after, linked)


def _text(element: Any) -> str:
    return "".join(piece.text or "" for piece in element.iter(f"{_W}t"))


class _Numbers(Struct):
    """Counts list paragraphs as Word does: the numbers of a list stand in its numbering part, not in the text."""

    document: Any
    bullets: dict[tuple[str, str], bool] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        part = next((r.target_part for r in self.document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        root = part.element if part is not None else ()
        levels = {
            (str(abstract.get(f"{_W}abstractNumId")), str(level.get(f"{_W}ilvl"))): _is_bullet(level)
            for abstract in root
            for level in abstract.findall(f"{_W}lvl")
        }
        for number in root:
            target = number.find(f"{_W}abstractNumId")
            wanted = str(target.get(f"{_W}val")) if target is not None else ""
            for (abstract_id, level), bullet in levels.items():
                if abstract_id == wanted:
                    self.bullets[str(number.get(f"{_W}numId")), level] = bullet

    def next(self, sources: list[Any]) -> tuple[str, int]:
        """The marker (`3.`, `-` for a bullet, empty outside of lists) and depth from 1 of a paragraph.

        `sources` are the paragraph and its styles; the first that numbers it decides.
        """
        found = (source.find(f"{_W}pPr/{_W}numPr") for source in sources)
        numbering = next((numbering for numbering in found if numbering is not None), ())
        values = {str(child.tag).rpartition("}")[2]: str(child.get(f"{_W}val")) for child in numbering}
        number_id, level = values.get("numId", "0"), values.get("ilvl", "0")
        if (number_id, level) not in self.bullets:
            return "", 0
        depth = int(level)
        if self.bullets[number_id, level]:
            return "-", depth + 1
        counts = self.counts[number_id]
        counts[depth] = counts.get(depth, 0) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        return f"{counts[depth]}.", depth + 1


def _is_bullet(level: Any) -> bool:
    form = level.find(f"{_W}numFmt")
    return form is not None and form.get(f"{_W}val") in ("bullet", "none")
