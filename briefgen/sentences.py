"""Where one sentence ends and the next begins, in Chinese and English; used when a reader's blocks become an Essay."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from briefgen.patterns import lazy_pattern

OPENING, CLOSING = "“‘「『（(【《〈[", "”’」』）)】》〉]"
# One or more terminators, a stray repetition of them, and the closing marks that belong to the sentence.
_END = lazy_pattern(rf"[。！？｡!?.]+(?:[ ]\.)*[{re.escape(CLOSING)}\"'*]*")
_GOES_ON = lazy_pattern(r"[，、；：,;:。！？的地之等和与及或]")
_ABBREVIATION = lazy_pattern(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|vs|cf|al|No|Nos|Fig|Figs|Eq|Vol|pp?|ed|eds|approx|Inc|Ltd|Co|Corp"
    r"|Gen|Sen|Rep|Gov|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|etc|viz|ca|U\.S|U\.K|E\.U|Ph\.D|a\.m|p\.m)"
    r"|^\W*\d{1,3})\.$"
)


def is_wide(char: str) -> bool:
    """Whether the character is set one em wide: Chinese, kana, full-width punctuation (Unicode TR 11, W and F)."""
    return east_asian_width(char) in "WF"


def count_wide(text: str) -> int:
    """How many of the characters are wide."""
    if text.isascii():
        return 0
    widths = "".join(map(east_asian_width, text))
    return widths.count("W") + widths.count("F")  # neither letter is in the name of another width


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans (start, end) in code points, without the white space between them; closing quotation marks stay inside.

    Every character of `text` that is not white space lies in exactly one span.
    """
    spans: list[tuple[int, int]] = []
    start = depth = seen = 0
    brackets = any(bracket in text for bracket in "（()）")
    for match in _END.finditer(text):
        closes, end = 0, match.end()
        if brackets:
            depth = max(0, depth + _depth_change(text[seen : match.start()]))
            seen = match.start()
            closes = _depth_change(match.group())
        if depth + closes <= 0 and _ends(text, start, match):
            _append(spans, text, start, end)
            start, depth, seen = end, 0, end
    _append(spans, text, start, len(text))
    return tuple(spans)


def _depth_change(piece: str) -> int:
    """How many round brackets the piece opens, less those it closes: no sentence ends inside them."""
    return piece.count("（") + piece.count("(") - piece.count("）") - piece.count(")")


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the marks end the sentence that begins at `start`."""
    mark = match.group()
    if mark in "。！？｡":  # nothing but such marks
        return True
    after = text[match.end() : match.end() + 1]
    if mark.startswith("..") and after and not after.isspace():
        return False
    if mark[-1] in CLOSING and _GOES_ON.match(after):
        return False
    if mark[0] in "。！？｡":
        return True
    if mark[0] in "!?":
        return not after or after.isspace() or is_wide(after) or after in OPENING
    if after and not after.isspace():
        return False
    following = text[match.end() : match.end() + 40].lstrip()
    if following[:1].islower():
        return False
    return not following or not _ABBREVIATION.search(text[max(start, match.start() - 12) : match.start() + 1])


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add the span without white space around it; marks without a word go to the sentence before them."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if spans and not (text[start].isalnum() or any(map(str.isalnum, text[start:end]))):
        spans[-1] = (spans[-1][0], end)
    else:
        spans.append((start, end))
