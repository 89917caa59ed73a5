"""The PDF reader: lines with their places on the page become paragraphs and headings again; needs a text layer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from ctypes import c_double
from math import hypot
from typing import Any

from briefgen.errors import BriefgenError, Problem
from briefgen.essay import Block, BlockKind
from briefgen.patterns import lazy_pattern
from briefgen.readers.folding import Piece, fold_block
from briefgen.readers.pdflines import Char, Line, find_lines
from briefgen.readers.pdfparagraphs import BULLET, find_paragraphs
from briefgen.readers.source import Source

_MOST_PAGES = 300
_HYPHENATED = lazy_pattern(r"(?<=[^\W\d_])(-)\n(?=[^\W\d_])")
_PAGE_NUMBER = lazy_pattern(r"\W*(?:page|第)?\s*\d{1,4}\s*(?:页|(?:/|of|共)\s*\d{1,4}\s*页?)?\W*", re.I)


def read_pdf(data: bytes, path: str) -> Source:
    """The blocks of a PDF; their lines count the lines of its text.

    Raises BriefgenError where the file is no PDF, is encrypted, has no text layer, or pypdfium2 is not installed.
    """
    lines = _without_furniture(_lines(data, path))
    if not lines:
        hint = "run it through OCR first, or take the essay from its web page"
        raise BriefgenError(Problem(path, 0, 0, "this PDF has no text layer", hint))
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0]
    larger = sorted({line.size for line in lines if line.size >= 1.12 * body}, reverse=True)
    levels = {size: min(level, 6) for level, size in enumerate(larger, 1)}
    blocks = []
    number = 1
    for group in find_paragraphs(lines, body):
        blocks.append(_block(group, number, levels.get(group[0].size, 0)))
        number += len(group)
    return Source(tuple(blocks))


def _block(group: Sequence[Line], number: int, level: int) -> Block:
    text = _HYPHENATED.sub(r"\1", "\n".join(line.text for line in group))
    bullet = BULLET.match(text)
    kind: BlockKind = "heading" if level else "item" if bullet else "text"
    strong = all(line.bold for line in group) and not level
    pieces = [Piece(text[bullet.end() :] if bullet else text, number, strong)]
    return fold_block(kind, pieces, level or int(bool(bullet)), "-" if bullet and not level else "", plain=True)


def _lines(data: bytes, path: str) -> list[Line]:
    try:
        from pypdfium2 import PdfDocument, PdfiumError
    except ImportError:
        problem = Problem(path, 0, 0, "reading PDF needs a library", "pip install 'briefgen[pdf]'")
        raise BriefgenError(problem) from None
    try:
        document = PdfDocument(data)
        pages = range(min(len(document), _MOST_PAGES))
        return [line for number in pages for line in _lines_of(document[number], number + 1)]
    except PdfiumError as error:
        hint = "is it whole, and not encrypted?"
        raise BriefgenError(Problem(path, 0, 0, f"cannot read this PDF: {error}", hint)) from error


def _lines_of(page: Any, number: int) -> Iterator[Line]:
    text_page = page.get_textpage()  # closes as soon as nothing holds it
    yield from find_lines(_chars_of(text_page.raw, text_page.count_chars()), number, page.get_height())


def _chars_of(text_page: Any, count: int) -> Iterator[tuple[Char, bool]]:
    """The characters that are drawn, and for each whether PDFium begins a line with it."""
    from pypdfium2 import raw

    box, x, y, matrix = raw.FS_RECTF(), c_double(), c_double(), raw.FS_MATRIX()
    # Looked up once: a long file has a million characters.
    box_of, origin_of, matrix_of = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin, raw.FPDFText_GetMatrix
    code_of, size_of, weight_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetFontSize, raw.FPDFText_GetFontWeight
    broken = False
    for index in range(count):
        code = code_of(text_page, index)
        if code in (10, 13):
            broken = True
        # PDFium makes up no characters but white space.
        elif code > 32 or code == 2 or (code == 32 and not raw.FPDFText_IsGenerated(text_page, index)):
            box_of(text_page, index, box)
            origin_of(text_page, index, x, y)
            matrix_of(text_page, index, matrix)
            # Many programs set all text in size 1 and enlarge it.
            size = size_of(text_page, index) * hypot(matrix.c, matrix.d)
            bold = weight_of(text_page, index) >= 600
            text = "-" if code in (2, 0xFFFE) else chr(code)
            yield Char(text, box.left, box.bottom, box.right, box.top, y.value, size, bold), broken
            broken = False


def _without_furniture(lines: list[Line]) -> list[Line]:
    """The lines without page numbers, running heads and feet."""
    edges = [line for line in lines if _at_edge(line)]
    repeated = Counter(re.sub(r"\d+", "0", line.text) for line in edges)
    pages = lines[-1].page if lines else 0
    return [
        line
        for line in lines
        if not _at_edge(line)
        or not (
            _PAGE_NUMBER.fullmatch(line.text) or (pages > 1 and repeated[re.sub(r"\d+", "0", line.text)] > pages / 2)
        )
    ]


def _at_edge(line: Line) -> bool:
    return line.bottom > 0.92 * line.page_height or line.top < 0.09 * line.page_height
