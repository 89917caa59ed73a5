"""The plain-text reader: tells hard wraps from paragraphs, and headings, list items and title from body text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefgen.essay import Block, BlockKind
from briefgen.patterns import lazy_pattern
from briefgen.readers.boilerplate import is_label
from briefgen.readers.folding import Piece, fold_block
from briefgen.readers.source import Source
from briefgen.sentences import count_wide, is_wide

_LINK = lazy_pattern(r"!?\[([^\]\[]*)\]\(\s*<?[a-z]+:[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\s*\)", re.S)
_FOOTNOTE_MARK = lazy_pattern(r"(?:(?<![ \t])[ \t]+)?\[\^[^\]\s]{1,40}\](?!:)")
STARTS_ITEM = lazy_pattern(
    r"\s*(?:[-*•·▪●○◆■]\s|\(?\d{1,3}(?:[.．](?!\d)|[、)）])|[（(]?[一二三四五六七八九十]{1,3}[、.)）]|[①-⑳])"
)
_BULLET = lazy_pattern(r"[-*•·▪●○◆■]\s+")
_ENDS_SENTENCE = lazy_pattern(r"[。！!；;，,：:、…][”’」』）)\"']*$|(?<![.\d])\.[”’\"')]*$")
_BLANKS = " \t\u3000\xa0"
_MOST_WIDE = 60
"""A heading is at most so many ems wide (120 Latin characters)."""


def read_plain_text(text: str, first_line: int = 1) -> Source:
    """The blocks of a plain text. A line is a paragraph, unless the lines were broken at a common width."""
    lines = text.split("\n")
    margin = min((_indent(line) for line in lines if line.strip()), default=0)
    groups = list(_paragraphs(lines, _wrap_width(lines, margin), margin))
    indented = _is_indented_text(lines)
    blocks = []
    for place, (start, group) in enumerate(groups):
        title = place == 0 and _is_title(group, lines[start + 1 : start + 2])
        heading = title or (_is_heading(lines, start, group, indented) and _text_follows(groups, place))
        blocks.append(_block(group, start + first_line, 1 if title else 2 * heading))
    return Source(tuple(block for block in blocks if block.text))


def _block(group: Sequence[str], line: int, level: int) -> Block:
    first = group[0].strip()
    bullet = _BULLET.match(first)
    kind: BlockKind = "heading" if level else "item" if bullet else "text"
    body = [first[bullet.end() :] if bullet else first, *(part.strip() for part in group[1:])]
    joined = "\n".join(body)
    if "[" in joined:
        joined = _FOOTNOTE_MARK.sub("", _LINK.sub(r"\1", joined))
    pieces = [Piece(joined.strip(_BLANKS), line)]
    return fold_block(kind, pieces, level or int(bool(bullet)), "-" if bullet else "", plain=True)


def _width(text: str) -> float:
    """Ems: 1 for a wide character, a half for any other."""
    return 0.5 * (len(text) + count_wide(text))


def _wrap_width(lines: Sequence[str], margin: int) -> float:
    """The width in ems at which the text's lines were broken, or 0 where a line is a paragraph.

    A break is soft when the next line's first word would not have fitted; a text is wrapped when most breaks are.
    """
    pairs = [(line, following) for line, following in pairwise(lines) if line.strip() and following.strip()]
    joints = [(line, following) for line, following in pairs if not _begins(following, margin)]
    widths = sorted(w for a, _ in joints if 15 <= (w := _width(a[:400])) <= 70)
    if len(widths) < 4 or 2 * len(widths) < len(joints):
        return 0.0
    width = widths[int(len(widths) * 0.9)]
    soft = sum(_is_soft(a, b, width) for a, b in joints)
    return width if soft >= 0.6 * len(joints) else 0.0


def _is_soft(line: str, following: str, width: float) -> bool:
    word = following.strip()[:1] if is_wide(following.strip()[0]) else following.split()[0]
    return _width(line.rstrip()[:400]) + 0.5 + _width(word[:200]) > width - (1 if is_wide(word[0]) else 0)


def _begins(line: str, margin: int) -> bool:
    """Whether the line shows that a paragraph begins: it is an item, or stands further in than the text's margin."""
    return _indent(line) > margin or bool(STARTS_ITEM.match(line))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(_BLANKS))


def _joins(line: str, following: str, width: float) -> bool:
    """Whether the break is soft: at the text's width, or, in a text of both kinds, in the middle of a sentence."""
    if width and _is_soft(line, following, width):
        return True
    return len(line) >= 50 and bool(re.search(r"[a-z,]$", line.rstrip())) and following.lstrip()[:1].islower()


def _paragraphs(lines: Sequence[str], width: float, margin: int) -> Iterator[tuple[int, list[str]]]:
    """Lines that belong together, with the index of the first."""
    group: list[str] = []
    start = 0
    for index, line in enumerate(lines):
        joins = group and line.strip() and not _begins(line, margin) and _joins(group[-1], line, width)
        if group and not joins:
            yield start, group
            group = []
        if line.strip():
            start = start if group else index
            group.append(line)
    if group:
        yield start, group


def _is_indented_text(lines: Sequence[str]) -> bool:
    """Whether paragraphs are marked by an indent, so that a line without one may be a heading."""
    filled = [line for line in lines if line.strip()]
    return sum(line[0] in _BLANKS for line in filled) > 0.6 * len(filled)


def _is_title(group: Sequence[str], following: Sequence[str]) -> bool:
    """Whether the text's first line is its title: short, and above a blank line, a byline or a date."""
    text = group[0].strip()
    if len(group) > 1 or _width(text[:400]) > _MOST_WIDE or _ENDS_SENTENCE.search(text) or STARTS_ITEM.match(text):
        return False
    return not "".join(following).strip() or is_label("".join(following))


def _is_heading(lines: Sequence[str], start: int, group: Sequence[str], indented: bool) -> bool:
    text = group[0].strip()
    if len(group) > 1 or _width(text[:400]) > _MOST_WIDE or _ENDS_SENTENCE.search(text) or _BULLET.match(text):
        return False
    if not any(map(str.isalnum, text)) or "://" in text or is_label(text):
        return False
    alone = not "".join(lines[max(start - 1, 0) : start]).strip() and not "".join(lines[start + 1 : start + 2]).strip()
    return (group[0][0] not in _BLANKS) if indented else alone


def _text_follows(groups: Sequence[tuple[int, list[str]]], place: int) -> bool:
    """A heading stands above something that is longer than itself."""
    own = _width(groups[place][1][0].strip())
    return any(_width("".join(group)) > max(2 * own, 20) for _, group in groups[place + 1 : place + 3])
