"""Quotations in the body of a slide: how tall they are, where they stand, and how one longer than a slide goes on.

The pieces of a quotation carry its mark with their number, so that a finished deck is read back whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from briefgen.deck.linebreak import find_breaks
from briefgen.deck.measure import text_width
from briefgen.deck.model import Block, Paragraph, Quotation, Run, Runs, text_of
from briefgen.deck.placed import BoxLook, Ornament, SetParagraph, Shape, TextShape
from briefgen.deck.textcut import split_at
from briefgen.deck.textfit import (
    GAP_SLACK,
    SPARE,
    Step,
    common_pitch,
    lines_of,
    measured,
    plain_height,
    plain_style,
    set_paragraphs,
    space_before,
    text_height,
)
from briefgen.deck.theme import Box, Theme
from briefgen.scripts import is_cjk

SMALLEST_QUOTE = 14.0
"""Somebody's words are not set smaller, in points: what is longer goes on."""
PAD = 8.0
"""Insets and slack of a text box, above and below together."""
_INDENT, _CREDIT_SIZE = 20.0, 13.0
_STOPS = frozenset("。！？…!?.")
_CLOSING = "”’」』）)\"'"
_LEAST_SHARE = 0.6
"""Of the words that have room: as much stands in a piece where an earlier end of a sentence is looked for."""


def quotation_height(block: Quotation, width: float, theme: Theme, step: Step) -> float:
    """Height in points with the credit under the words."""
    return _words_height(block, width, theme, step) + _credit_height(block, width, theme) + PAD


def _words_height(block: Quotation, width: float, theme: Theme, step: Step) -> float:
    return plain_height(block.paragraphs, width - _INDENT, theme, _step(step).size)


def _credit_height(block: Quotation, width: float, theme: Theme) -> float:
    if not block.credit:
        return 0.0
    runs = set_credit(block.credit, width - _INDENT, theme.text_face, _CREDIT_SIZE)
    return PAD + plain_height((Paragraph(runs),), width - _INDENT, theme, _CREDIT_SIZE)


def _step(step: Step) -> Step:
    return Step(max(step.size, SMALLEST_QUOTE))


def set_credit(credit: Runs, width: float, face: str, size: float) -> Runs:
    """The credit, with a line break after a comma where it takes two lines: programs break dates at their hyphens."""
    text, room = text_of(credit), width * SPARE
    if "\n" in text or text_width(text, size, face) <= room:
        return credit
    for at in reversed([match.end() for match in re.finditer("[，,、；;]", text)]):
        if text_width(text[:at], size, face) <= room and text_width(text[at:].strip(), size, face) <= room:
            left, right = split_at(credit, at)
            return (*left, Run("\n"), *right) if left and right else credit
    return credit


def place_quotation(block: Quotation, box: Box, theme: Theme, step: Step) -> list[Shape]:
    """A bar, the words, and the credit under them; the shape of the words has the quotation's id for a name."""
    step = _step(step)
    style = plain_style(theme, step.size)
    words = Box(box.left + _INDENT, box.top, box.width - _INDENT, _words_height(block, box.width, theme, step) + PAD)
    name = (block.id or "Quote") + (f" part {block.piece}" if block.piece else "")
    shapes: list[Shape] = [
        Ornament("Quote bar", Box(box.left, box.top, 3, box.height), fill="accent1"),
        TextShape(name, set_paragraphs(block.paragraphs, style, step), box=words, look=BoxLook()),
    ]
    if block.credit:
        runs = set_credit(block.credit, words.width, theme.text_face, _CREDIT_SIZE)
        credit = SetParagraph(Paragraph(runs), _CREDIT_SIZE, color="tx2")
        under = Box(words.left, words.bottom, words.width, box.bottom - words.bottom)
        shapes.append(TextShape("Credit", (credit,), box=under, look=BoxLook()))
    return shapes


def parted(blocks: Sequence[Block], width: float, height: float, theme: Theme) -> list[Block]:
    """The blocks, with leave to cut the quotations that no slide of this size can hold."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Quotation) and quotation_height(block, width, theme, Step(SMALLEST_QUOTE)) > height:
            found.append(replace(block, piece=block.piece or 1))
        else:
            found.append(block)
    return found


def cut_quotation(
    block: Quotation, width: float, room: float, theme: Theme, step: Step
) -> tuple[Quotation | None, Quotation | None]:
    """The words that fit in `room` points with the credit, and the rest; (None, block) where none do."""
    step = _step(step)
    style, wide = plain_style(theme, step.size), width - _INDENT
    space = room - PAD - _credit_height(block, width, theme)
    count = 0
    while count < len(block.paragraphs) and text_height(block.paragraphs[: count + 1], wide, style, step) <= space:
        count += 1
    head, rest = block.paragraphs[:count], block.paragraphs[count:]
    if not rest:
        return block, None
    first = measured(rest[0], wide, style)
    lines = lines_of(first, step)
    free = space - text_height(head, wide, style, step) - (space_before(first, step) * GAP_SLACK if head else 0)
    fits = min(int(free / (step.size * common_pitch(block.paragraphs, style))), len(lines) - 2)
    at = _joint(rest[0].text, sum(map(len, lines[:fits]))) if fits > 1 else 0
    if at:
        left, right = split_at(rest[0].runs, at)
        head, rest = (*head, replace(rest[0], runs=left)), (replace(rest[0], runs=right), *rest[1:])
    if not head:
        return None, block
    return replace(block, paragraphs=head), replace(block, paragraphs=rest, piece=block.piece + 1)


def _joint(text: str, end: int) -> int:
    """Where to cut at `end` or before, best after a sentence: at no place that reading back would join otherwise."""
    found = 0
    for at in reversed(find_breaks(text[: end + 1])):
        if at <= end and _is_joint(text, at):
            if text[max(at - 6, 0) : at].rstrip(f" {_CLOSING}")[-1:] in _STOPS:
                return at
            found = found or at
        if found and at < end * _LEAST_SHARE:
            break
    return found


def _is_joint(text: str, at: int) -> bool:
    """Whether the parts before and after are joined to the same text again (see quotes.find_quote)."""
    near = text[max(at - 3, 0) : at + 3]
    left, right = near[: min(at, 3)].rstrip(" "), near[min(at, 3) :].lstrip(" ")
    if not left or not right:
        return False
    wide = [is_cjk(char) for char in (left[-1], right[0])]
    gap = len(near) - len(left) - len(right)
    return gap == 0 if all(wide) else gap < 2 if any(wide) else gap == 1
