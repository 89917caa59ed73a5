"""From the pieces of text that a reader meets to one Block: soft line wraps are folded, bold spans and lines kept."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefgen.essay import Block, BlockKind
from briefgen.patterns import lazy_pattern
from briefgen.readers.decoding import without_controls
from briefgen.sentences import is_wide

_BLANKS = "[ \t\r\n\f\v\x85\xa0\u200b\u2028\u2029\ufeff]"
_MARKUP_SPACE = lazy_pattern(rf"{_BLANKS}(?:{_BLANKS}+|(?<! )|(?<=^ )|\Z)")
"""All white space but a single blank between two words, which stays as it is."""
_LINE_WRAP = lazy_pattern(r"(?:(?<![ \t])[ \t]+)?\n[ \t]*")


class Piece(NamedTuple):
    """A stretch of source text that stands in one style and begins on `line` of the file."""

    text: str
    line: int
    strong: bool = False


def fold_block(kind: BlockKind, pieces: list[Piece], level: int = 0, marker: str = "", plain: bool = False) -> Block:
    """One block of the pieces.

    A line wrap becomes nothing beside a Chinese character and one space between Latin words. In markup every run of
    white space is such a wrap or one space; with `plain` other white space stays as it is.
    """
    folder = _Folder()
    for text, line, strong in pieces:  # a character reference can bring in what decoding kept out
        folder.add(Piece(without_controls(text), line, strong), _LINE_WRAP if plain else _MARKUP_SPACE)
    text = "".join(folder.out)
    line = folder.breaks[0][1] if folder.breaks else (pieces[0].line if pieces else 0)
    return Block(kind, text, line, level, marker, _joined(folder.strong), tuple(folder.breaks[1:]))


class _Folder:
    """The state while folding: what was put out, and the white space that waits for its right neighbour."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.length = 0
        self.last = ""
        self.waiting = ""
        self.strong: list[tuple[int, int]] = []
        self.breaks: list[tuple[int, int]] = []

    def add(self, piece: Piece, space: re.Pattern[str]) -> None:
        line, at = piece.line, 0
        for match in space.finditer(piece.text):
            self._put(piece.text[at : match.start()], line, piece.strong)
            self.waiting += match[0]
            line += match[0].count("\n")
            at = match.end()
        self._put(piece.text[at:], line, piece.strong)

    def _put(self, word: str, line: int, strong: bool) -> None:
        if not word:
            return
        if self.waiting and self.last and not self._wrap_vanishes(word[0]):
            self.out.append(" ")
            self.length += 1
        self.waiting = ""
        if not self.breaks or self.breaks[-1][1] != line:
            self.breaks.append((self.length, line))
        if strong:
            self.strong.append((self.length, self.length + len(word)))
        self.out.append(word)
        self.length += len(word)
        self.last = word[-1]

    def _wrap_vanishes(self, following: str) -> bool:
        if not self.waiting.strip("\u200b\ufeff"):
            return True
        return "\n" in self.waiting and (is_wide(self.last) or is_wide(following))


def _joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans that touch, or that only one space parts, as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
