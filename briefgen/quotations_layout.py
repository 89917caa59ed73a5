"""Finds the quotation on a slide whose layout has a place for one, although nothing else marks it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from briefgen.marks import quotations
from briefgen.patterns import lazy_pattern
from briefgen.quotations import Passage
from briefgen.quotes import is_long

_WORDS = r"quot(?:e|ation)|zitat|引[言文语用]|名言"
_LAYOUT = lazy_pattern(_WORDS, re.IGNORECASE)
_PLACE = lazy_pattern(rf"\W*(?:{_WORDS})\W*\d*", re.IGNORECASE)
_CREDIT = lazy_pattern(r"\W*(?:credit|attribution|署名)\W*\d*", re.IGNORECASE)


def quoted_by_layout(passages: Sequence[Passage], layout: Any) -> list[Passage]:
    """The slide's passages: what stands in the layout's place for a quotation is one, with what its credit's place has.

    On a layout whose name alone tells that it is for quotations, the longest text is one, the next its credit.
    """
    named = {str(slot.placeholder_format.idx): slot.name for slot in layout.placeholders}
    places = {idx for idx, name in named.items() if _PLACE.fullmatch(name)}
    if not places:
        return _longest_quoted(passages) if _LAYOUT.search(layout.name) else list(passages)
    credits = {idx for idx, name in named.items() if _CREDIT.fullmatch(name)}
    return [
        replace(passage, whole=True)
        if passage.slot in places and not _is_read(passage)
        else replace(passage, is_credit=passage.is_credit or passage.slot in credits)
        for passage in passages
    ]


def _longest_quoted(passages: Sequence[Passage]) -> list[Passage]:
    found = list(passages)
    if not found or any(map(_is_read, found)):
        return found
    at = max(range(len(found)), key=lambda index: len(found[index].text))
    found[at] = replace(found[at], whole=True)
    if at + 1 < len(found):
        found[at + 1] = replace(found[at + 1], is_credit=True)
    return found


def _is_read(passage: Passage) -> bool:
    """Whether a mark of ours or quotation marks tell already what is quoted; a term in marks does not."""
    text = passage.text
    return bool(passage.mark[1]) or passage.whole or any(is_long(text[one + 1 : end]) for one, end in quotations(text))
