"""Between storyboard and fit: how wide text is, how many lines it takes and how tall a line is, without a renderer.

Widths are looked up in tables of advance widths that ship with the package, not in installed fonts: the same
storyboard breaks into the same slides on every machine.
"""

import json
from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple
from unicodedata import category, east_asian_width

from briefgen.deck.linebreak import are_words, find_breaks, find_cut, find_edges, is_western

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
_HAIR = 1e-9
"""In em: by so much a sum of widths may be out."""


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


def break_lines(text: str, size_pt: float, face: str, width_pt: float, bold: bool = False) -> list[str]:
    """Break text into the lines it takes in a box `width_pt` wide.

    A newline forces a line. Spaces hang at the end of a line and are left out where it breaks; all else is kept.
    """
    if len(text) <= _KEPT and (words := _words(text, face, bold)):
        if (words.reach[-1] - words.blank) * size_pt <= width_pt:
            return [text]
        lines = _wrap_words(words, width_pt / size_pt)
        if lines:
            return lines
    found: list[str] = []
    for paragraph in text.split("\n"):
        ends = (_reach if len(paragraph) <= _KEPT else _reach_of_long)(paragraph, face, bold)
        if ends[-1] * size_pt <= width_pt:
            found.append(paragraph)
        else:
            found.extend(_wrap(paragraph, ends, width_pt / size_pt))
    return found


class _Words(NamedTuple):
    """The words of a text; how far it reaches in em with each, and with the blank after it."""

    words: list[str]
    reach: list[float]
    blank: float
    """Width of a blank in em."""


class _Strides(dict[str, float]):
    """Width in em of each word with the blank after it, measured when it is first met: few words make most texts."""

    def __init__(self, advances: _Advances) -> None:
        super().__init__()
        self.advances = advances
        self.blank = advances[" "]

    def __missing__(self, word: str) -> float:
        if len(self) > _KEPT:
            self.clear()
        self[word] = width = sum(map(self.advances.__getitem__, word)) + self.blank
        return width


@cache
def _strides(face: str, bold: bool) -> _Strides:
    return _Strides(_face_advances(face, bold, False))


@lru_cache(maxsize=1024)
def _words(text: str, face: str, bold: bool) -> _Words | None:
    """The words of what most texts are, with one blank between them and no hyphen; None for any other.

    Such a text breaks nowhere but at its blanks, and its words are looked up in a tenth of the time of its letters.
    """
    if not are_words(text) or "-" in text or text.endswith(" "):
        return None
    words, strides = text.split(" "), _strides(face, bold)
    return _Words(words, list(accumulate(map(strides.__getitem__, words))), strides.blank)


def _wrap_words(words: _Words, width: float) -> list[str]:
    """Break a text between its words into lines `width` em wide; none where a word is wider than that."""
    lines: list[str] = []
    first, begun, room = 0, 0.0, width + words.blank + _HAIR
    while first < len(words.words):
        after = bisect_right(words.reach, begun + room, lo=first)
        if after == first:
            return []
        lines.append(" ".join(words.words[first:after]))
        first, begun = after, words.reach[after - 1]
    return lines


def _wrap(text: str, ends: list[float], width: float) -> list[str]:
    """Break one paragraph that reaches to `ends`; these and the width are in em."""
    breaks = (_breaks if len(text) <= _KEPT else _breaks_of_long)(text)
    lines: list[str] = []
    start, length = 0, len(text)
    while start < length:
        fits = bisect_right(ends, ends[start] + width + _HAIR, lo=start) - 1
        while fits < length and text[fits] in " \u3000\u200b\t":
            fits += 1
        if fits >= length:
            lines.append(text[start:])
            break
        at = bisect_right(breaks, fits) - 1
        cut = breaks[at] if at >= 0 and breaks[at] > start else find_cut(text, start, fits)
        lines.append(text[start:cut].rstrip(" \u3000\u200b\t"))
        start = cut
    return lines


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


_reach_of_long, _breaks_of_long = lru_cache(maxsize=32)(_reach.__wrapped__), lru_cache(maxsize=32)(find_breaks)
"""Long texts are kept, too, but few: a text that goes on over pages is measured again for each and for every size."""
