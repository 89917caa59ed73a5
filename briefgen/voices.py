"""Tells the author's own words from those of somebody whom the essay quotes."""

from __future__ import annotations

import re
from typing import Literal

from briefgen.essay import Paragraph

Voice = Literal["author", "speaker"]

PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "«": "»", "„": "“"}


def voice_of(paragraph: Paragraph, spans: tuple[tuple[int, int], ...]) -> tuple[Voice, str]:
    """Whose words the slices of `paragraph` are, and the speaker's name where the essay gives it."""
    start, end = spans[0][0], spans[-1][1]
    for opening, closing in speeches(paragraph.text):
        if opening < start and end <= closing:
            return "speaker", speaker_of(paragraph.text, opening, closing)
    return ("speaker", "") if paragraph.kind == "quotation" else ("author", "")


def speeches(text: str) -> tuple[tuple[int, int], ...]:
    """(opening, closing) offsets of the outermost quotation marks around speech, not around a term or a title."""
    found: list[tuple[int, int]] = []
    for opening, closing in quotations(text):
        inside = text[opening + 1 : closing]
        if re.search(r"[:：]\s*$", text[:opening]) or re.search(r"[，。！？；,.!?;]", inside) or len(inside) > 20:
            found.append((opening, closing))
    return tuple(found)


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """(opening, closing) offsets of the outermost quotation marks, nested ones passed over."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[int, str]] = []
    for at, char in enumerate(text):
        if stack and char == stack[-1][1] and not _apostrophe(text, at):
            opening, _ = stack.pop()
            if not stack:
                found.append((opening, at))
        elif char == '"':
            stack.append((at, '"'))
        elif char in PAIRS:
            stack.append((at, PAIRS[char]))
    return tuple(found)


def speaker_of(text: str, opening: int, closing: int) -> str:
    """Who says what stands between the marks."""
    before = re.search(
        r"([^，。！？；：:,.!?;“”]{2,12}?)(?:说|表示|指出|认为|写道|强调|坦言|称)[^，。！？；]{0,6}[:：，,]?\s*$",
        text[:opening],
    )
    if before:
        return before[1].strip()
    said = re.search(
        r"([A-Z][\w.]+(?: [A-Z][\w.]+)*) (?:said|says|wrote|writes|argued|argues|put it)[,:]?\s*$", text[:opening]
    )
    return said[1] if said else ""


def _apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()
