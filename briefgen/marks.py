"""Pairs quotation marks, as they should stand and as they are typed: turned round, mixed, left open."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from briefgen.patterns import lazy_pattern

Pair = tuple[int, int]

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "«": "»", "„": "“", "‹": "›", "〝": "〞", "﹁": "﹂", "﹃": "﹄"}
_STRAIGHT = '"＂'
_OPENS = _PAIRS | {char: char for char in _STRAIGHT}
_TURNED = {"”": "“", "»": "«", "›": "‹"}
"""What some write, or a program makes, where the opening mark belongs."""
_DOUBLE = frozenset("“”„〝〞〟" + _STRAIGHT)
"""Marks that stand for each other where none of their own stands: `“…"`, `„…”`."""
_MARK = lazy_pattern('[“”‘’「」『』«»‹›„〝〞〟﹁﹂﹃﹄"＂]')
_ELIDED = lazy_pattern(r"‘(?=\d\ds\b|(?:tis|twas|em|til|cause|n)\b)", re.IGNORECASE)
"""An apostrophe that a program turned round at the beginning of a word."""
_STOPS = frozenset(".,!?;…。，！？；")
_PLAIN_STRAIGHT = lazy_pattern(r'(?<!\d)"')


def has_marks(text: str) -> bool:
    """Whether quotation marks of any kind stand in it."""
    return '"' in text if text.isascii() else _MARK.search(text) is not None


def quotations(text: str) -> tuple[Pair, ...]:
    """(opening, closing) offsets of the outermost quotation marks; nested ones are passed over, unclosed ones too."""
    return _read(text)[0] if has_marks(text) else ()  # most texts have no marks


def unclosed(text: str) -> tuple[int, ...]:
    """Offsets of the opening marks, outside of these pairs, that nothing closes."""
    return _read(text)[1] if has_marks(text) else ()


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[tuple[Pair, ...], tuple[int, ...]]:
    pairs, left = _paired(text)
    mixed, opened = _mixed(text, _outermost(pairs), left)
    outer = _outermost([*pairs, *mixed]) if mixed else _outermost(pairs)
    return tuple(outer), tuple(opened)


def _paired(text: str) -> tuple[list[Pair], list[int]]:
    """The pairs of marks that belong to each other, and the double marks that have no partner."""
    pairs: list[Pair] = []
    stack: list[tuple[int, str]] = []
    left: list[int] = []
    awaited: Counter[str] = Counter()
    turned: set[str] = set()
    uneven = len(_PLAIN_STRAIGHT.findall(text)) % 2 == 1
    for match in _MARK.finditer(text):
        at, char = match.start(), match[0]
        closing = ""
        if awaited[char] and (char != "’" or (stack[-1][1] == char and not _apostrophe(text, at))):
            while closing != char:  # what stands open inside is passed over: an apostrophe turned round hides no quote
                opened, closing = stack.pop()
                awaited[closing] -= 1
            pairs.append((opened, at))
        elif char in _OPENS and not _ELIDED.match(text, at) and (char != '"' or _opens_straight(text, at, uneven)):
            stack.append((at, _OPENS[char]))
            awaited[_OPENS[char]] += 1
        elif char in _TURNED and ((char in turned and not stack) or _is_turned(text, at)):
            turned.add(char)
            stack.append((at, _TURNED[char]))
            awaited[_TURNED[char]] += 1
        elif char in _DOUBLE and not (char == '"' and text[at - 1 : at].isdigit()):
            left.append(at)
    return pairs, sorted([*left, *(at for at, _ in stack if text[at] in _DOUBLE)])


def _outermost(pairs: Iterable[Pair]) -> list[Pair]:
    found: list[Pair] = []
    for opening, closing in sorted(pairs):
        if not found or opening > found[-1][1]:
            found.append((opening, closing))
    return found


def _mixed(text: str, outer: Sequence[Pair], left: Iterable[int]) -> tuple[list[Pair], list[int]]:
    """Pairs of different marks among those that are left outside of the others, and the openings that stay alone."""
    pairs: list[Pair] = []
    opened: list[int] = []
    waits = False
    for at in left:
        before = bisect_right(outer, (at, len(text))) - 1
        if before >= 0 and at < outer[before][1]:
            continue
        if waits and _may_close(text, at):
            pairs.append((opened.pop(), at))
            waits = False
        elif waits := _may_open(text, at):
            opened.append(at)
    return pairs, opened


def _may_open(text: str, at: int) -> bool:
    after = text[at + 1 : at + 2]
    return (
        text[at] in _OPENS
        and bool(after)
        and not after.isspace()
        and not (text[at] == '"' and _latin(text[at - 1 : at]))
    )


def _may_close(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return not before.isspace() and (text[at] in "”〞〟" + _STRAIGHT or not after.isalnum())


def _opens_straight(text: str, at: int, uneven: bool) -> bool:
    """Inches follow a digit and closing marks a word or a stop; what follows a word and begins one opens."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before in _STOPS and (not after or after.isspace()):
        return False
    return not _latin(before) or (after.isalnum() and (uneven or not before.isdigit()))


def _is_turned(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return after.isalnum() and (not before or before.isspace() or before in "：:（(—")


def _apostrophe(text: str, at: int) -> bool:
    return _latin(text[at - 1 : at]) and _latin(text[at + 1 : at + 2])


def _latin(char: str) -> bool:
    return char.isalnum() and char < "\u2e80"
