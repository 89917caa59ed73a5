"""Between storyboard and fit: how wide text is, how many lines it takes and how tall a line is, without a renderer.

Widths are looked up in tables of advance widths that ship with the package, not in installed fonts: the same
storyboard breaks into the same slides on every machine.
"""

import json
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from unicodedata import category, east_asian_width

from briefgen.deck.linebreak import find_breaks, find_cut, find_edges, is_western

WIDTHS = Path(__file__).parent / "widths"
FALLBACK = "dejavu-sans"
"""Where the face is unknown, or its table lacks the character: a wide face that covers most alphabets."""
FACES = {
    "arial": ("liberation-sans", 1.0),
    "helvetica": ("liberation-sans", 1.0),
    "liberation sans": ("liberation-sans", 1.0),
    "arial narrow": ("liberation-sans", 0.82),
    "calibri": ("carlito", 1.0),
    "carlito": ("carlito", 1.0),
    "cambria": ("caladea", 1.0),
    "caladea": ("caladea", 1.0),
    "times new roman": ("liberation-serif", 1.0),
    "times": ("liberation-serif", 1.0),
    "liberation serif": ("liberation-serif", 1.0),
    "garamond": ("dejavu-serif", 1.0),
    "courier new": ("liberation-mono", 1.0),
    "courier": ("liberation-mono", 1.0),
    "liberation mono": ("liberation-mono", 1.0),
    "consolas": ("liberation-mono", 0.92),
    "georgia": ("dejavu-serif", 0.95),
    "microsoft yahei": ("liberation-sans", 1.08),
    "微软雅黑": ("liberation-sans", 1.08),
    "dengxian": ("liberation-sans", 1.05),
    "等线": ("liberation-sans", 1.05),
    "pingfang sc": ("liberation-sans", 1.08),
    "noto sans cjk sc": ("liberation-sans", 1.08),
    "source han sans sc": ("liberation-sans", 1.08),
    "simhei": ("liberation-mono", 0.84),
    "simsun": ("liberation-mono", 0.84),
    "宋体": ("liberation-mono", 0.84),
    "dejavu serif": ("dejavu-serif", 1.0),
}
"""Table and stretch for each known face. Stretches above 1 are chosen so that the estimate is the wider one.

A face for which no metric twin exists is left to FALLBACK: where it is not installed, a wide one is put in its place.
"""

_EDGE = 0.25
"""Space in em where Chinese and Latin meet: LibreOffice adds a fifth of the line's height, PowerPoint none."""
_KEPT = 4000
"""Characters: what is measured of longer texts is not kept, for each takes 60 bytes and there may be a thousand."""
_TAB, _EMOJI, _LONG_LIGATURE = 4.0, 1.4, 10.0


@cache
def _table(name: str) -> dict[str, tuple[list[int], list[list[int]]]]:
    """By weight, the first code point of each run of characters, rising, and the run's advances in thousandths."""
    weights = json.loads((WIDTHS / f"{name}.json").read_text(encoding="ascii"))
    return {weight: ([int(first, 16) for first in runs], list(runs.values())) for weight, runs in weights.items()}


class _Advances(dict[str, float]):
    """Advance of each character in em, looked up or decided when it is first met: a deck has few of a table's."""

    def __init__(self, table: str, stretch: float, weight: str) -> None:
        super().__init__()
        self.stretch = stretch
        self.weight = weight
        self.is_fallback = table == FALLBACK
        self.starts, self.runs = _table(table)[weight]

    def __missing__(self, char: str) -> float:
        point = ord(char)
        at = bisect_right(self.starts, point) - 1
        offset = point - self.starts[at]
        known = 0 <= offset < len(self.runs[at])
        self[char] = width = self._drawn_width(char, self.runs[at][offset]) if known else self._class_width(char)
        return width

    def _drawn_width(self, char: str, advance: int) -> float:
        return 0.0 if category(char) in ("Mn", "Me", "Cf") else advance * self.stretch / 1000

    def _class_width(self, char: str) -> float:
        if char == "\t":
            return _TAB
        if category(char) in ("Mn", "Me", "Cf", "Cc", "Zl", "Zp") or "\U0001f3fb" <= char <= "\U0001f3ff":
            return 0.0
        if char == "\ufdfd":
            return _LONG_LIGATURE
        if char >= "\U0001f000" and char < "\U00020000":
            return _EMOJI
        if not self.is_fallback and char < "\u2e80":
            return _advances(FALLBACK, 1.0, self.weight)[char]
        return 1.0


class _EastAsianAdvances(_Advances):
    """The same inside Chinese text, where quotation marks, dashes and ellipses stand in the Chinese face: 1 em."""

    def _drawn_width(self, char: str, advance: int) -> float:
        if east_asian_width(char) == "A" and category(char)[0] in "PSN":
            return 1.0
        return super()._drawn_width(char, advance)


@cache
def _advances(table: str, stretch: float, weight: str, east_asian: bool = False) -> _Advances:
    return (_EastAsianAdvances if east_asian else _Advances)(table, stretch, weight)


@cache
def _face_advances(face: str, bold: bool, east_asian: bool) -> _Advances:
    table, stretch = FACES.get(face.strip().casefold(), (FALLBACK, 1.0))
    return _advances(table, stretch, "bold" if bold else "regular", east_asian)


def _has_east_asian(text: str) -> bool:
    """Whether any of it may stand in the Chinese face; emoji and Hangul count too, which errs towards wide."""
    return not is_western(text) and max(text) >= "\u2e80"


def text_width(text: str, size_pt: float, face: str, bold: bool = False) -> float:
    """Width in points of the longest of the text's lines, set without wrapping."""
    if "\n" in text:
        return max(text_width(line, size_pt, face, bold) for line in text.split("\n"))
    return _width_in_em(text, face, bold) * size_pt


@lru_cache(maxsize=4096)
def _width_in_em(text: str, face: str, bold: bool) -> float:
    """Width of one line: kept, as fit tries many sizes."""
    if not _has_east_asian(text):
        return sum(map(_face_advances(face, bold, False).__getitem__, text))
    return sum(map(_face_advances(face, bold, True).__getitem__, text)) + len(find_edges(text)) * _EDGE


@cache
def _is_tall(face: str) -> bool:
    return face.strip().casefold() in ("segoe ui", "microsoft yahei", "微软雅黑", "open sans")


def line_pitch(text: str, face: str) -> float:
    """Distance in em from one line to the next: 1.32 where Microsoft YaHei or another tall face must be feared.

    Hebrew, Arabic and the alphabets of Asia stand taller than Latin.
    """
    return 1.22 if is_western(text) and not _is_tall(face) else 1.32


def break_lines(
    text: str, size_pt: float, face: str, width_pt: float, bold: bool = False, first_indent: float = 0.0
) -> list[str]:
    """Break text into the lines it takes in a box `width_pt` wide, the first line being `first_indent` pt shorter.

    A newline forces a line. Spaces hang at the end of a line and are left out where it breaks; all else is kept.
    """
    lines: list[str] = []
    indent = first_indent
    for paragraph in text.split("\n"):
        ends = (_reach if len(paragraph) <= _KEPT else _reach.__wrapped__)(paragraph, face, bold)
        if ends[-1] * size_pt <= width_pt - indent:
            lines.append(paragraph)
        else:
            lines.extend(_wrap(paragraph, ends, width_pt / size_pt, indent / size_pt))
        indent = 0.0
    return lines


def _wrap(text: str, ends: list[float], width: float, indent: float) -> list[str]:
    """Break one paragraph that reaches to `ends`; these, width and indent are in em."""
    breaks = (_breaks if len(text) <= _KEPT else find_breaks)(text)
    lines: list[str] = []
    start, allowed, length = 0, width - indent, len(text)
    while start < length:
        fits = bisect_right(ends, ends[start] + allowed + 1e-9, lo=start) - 1
        while fits < length and text[fits] in " \u3000\u200b\t":
            fits += 1
        if fits >= length:
            lines.append(text[start:])
            break
        at = bisect_right(breaks, fits) - 1
        cut = breaks[at] if at >= 0 and breaks[at] > start else 0
        if not cut and start == 0 and indent > 0 and _fits_whole_line(ends, breaks, width):
            lines.append("")
        else:
            cut = cut or find_cut(text, start, fits)
            lines.append(text[start:cut].rstrip(" \u3000\u200b\t"))
            start = cut
        allowed = width
    return lines


def _fits_whole_line(ends: list[float], breaks: list[int], width: float) -> bool:
    return ends[breaks[0] if breaks else -1] <= width


@lru_cache(maxsize=1024)
def _reach(text: str, face: str, bold: bool) -> list[float]:
    """How far the text reaches in em before each character and at its end: kept, as fit tries many sizes."""
    if not _has_east_asian(text):
        return list(accumulate(map(_face_advances(face, bold, False).__getitem__, text), initial=0.0))
    widths = list(map(_face_advances(face, bold, True).__getitem__, text))
    for at in find_edges(text):
        widths[at - 1] += _EDGE
    return list(accumulate(widths, initial=0.0))


@lru_cache(maxsize=1024)
def _breaks(text: str) -> list[int]:
    """Where a text may break: kept likewise."""
    return find_breaks(text)
