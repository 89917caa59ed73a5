"""The lines of a PDF's page from its characters: footnote marks are dropped, exponents are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from statistics import median
from unicodedata import normalize

from msgspec import Struct

from briefgen.patterns import lazy_pattern
from briefgen.readers.raised import read_raised
from briefgen.sentences import is_wide

_RADICALS = lazy_pattern("[\u2e80-\u2fd5\ufb00-\ufb06]")
"""Characters that some PDF writers put for the ideographs and letters that they look like."""


class Line(Struct, frozen=True):
    """A line of text; lengths in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    page: int
    page_height: float


class Char(Struct, frozen=True):
    """A character, its box in PDFium's order of edges, and the height of its base line, in points."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    size: float
    bold: bool


def find_lines(chars: Iterable[tuple[Char, bool]], page: int, page_height: float) -> Iterator[Line]:
    """The lines of a page in the order of its text; each character comes with whether PDFium begins a line with it."""
    line: list[Char] = []
    for char, broken in chars:
        # Nearly every character is at the height of the last: no call for these.
        if line and (broken or char.base != line[-1].base) and not _stands_beside(line[-1], char, broken):
            yield from _line(line, page, page_height)
            line = []
        line.append(char)
    yield from _line(line, page, page_height)


def _stands_beside(last: Char, char: Char, broken: bool) -> bool:
    """Whether the character is on the line of the last one.

    PDFium takes some lines together, and begins one anew behind a raised character.
    """
    small, large = sorted((last.size, char.size))
    if abs(char.base - last.base) > 0.6 * min(large, 2 * small):  # beside a large initial are several lines
        return False
    return not broken or -0.5 * large < char.left - last.right < large


def _line(chars: list[Char], page: int, page_height: float) -> Iterator[Line]:
    """The line that the characters make, from left to right."""
    seen = [char for char in chars if not char.text.isspace()]
    if not seen:
        return
    # Office programs draw the quotation marks of a line after its other characters.
    chars = sorted(chars, key=lambda char: char.left)
    size = median(char.size for char in seen)
    text = _text(chars, size).replace("\u00ad", "")
    text = _RADICALS.sub(lambda match: normalize("NFKC", match.group()), text).strip()
    top, bottom = max(char.top for char in seen), min(char.bottom for char in seen)
    bold = sum(char.bold for char in seen) > 0.8 * len(seen)
    if text:
        yield Line(text, chars[0].left, chars[-1].right, top, bottom, round(size, 1), bold, page, page_height)


def _text(chars: Sequence[Char], size: float) -> str:
    """The text of a line, with a space where Latin words stand apart."""
    base = median(char.base for char in chars if char.size > 0.9 * size)
    text = mark = ""
    last = chars[0]
    small, above = 0.9 * size, base + 0.15 * size
    for raised, run in groupby(chars, lambda char: char.size < small and char.base > above):
        piece = ""
        for char in run:
            apart = char.left - last.right > 0.18 * size and not (is_wide(char.text) or is_wide(last.text))
            piece += (" " if apart and not (piece or text).endswith(" ") else "") + char.text
            last = char
        if raised:
            shown = read_raised(piece, text)
            text, mark = text + shown, "" if shown else piece
        else:
            text += mark if piece[0] in "/\u2044" else ""  # no mark but the upper number of a fraction
            text += piece.lstrip(" ") if text.endswith(" ") else piece
            mark = ""
    return text
