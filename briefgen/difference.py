"""Shows where words that somebody gives for a quote part from what the essay says."""

from __future__ import annotations

import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise

from briefgen.essay import Essay, Sentence

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "。": ".", "—": "-", "–": "-"})


def nearest_sentence(essay: Essay, wanted: str) -> Sentence | None:
    """The sentence that shares most pairs of characters with `wanted`; None if none shares any."""
    pairs = _pairs(wanted)
    best, best_share = None, 0.0
    for sentence in essay.sentences():
        theirs = _pairs(sentence.text)
        shared = sum((pairs & theirs).values())
        share = 2 * shared / (pairs.total() + theirs.total() or 1)
        if share > best_share:
            best, best_share = sentence, share
    return best


def first_difference(wanted: str, text: str) -> str:
    """The first characters of `wanted` that part from its best alignment with `text`, for a person to read."""
    codes = aligned(wanted, text)
    edits = [code for code in codes if code[0] != "equal"]
    if len(edits) == len(codes):
        return "nothing like it stands there"
    if not edits:
        return "it begins or ends inside a word"
    _, a, b, c, d = edits[0]
    given, theirs = _shown(wanted[a:b], text[c:d]), _shown(text[c:d], wanted[a:b])
    at = f"after “{wanted[max(0, a - 4) : a]}”" if a else "at its beginning"
    if not given:
        return f"{at}, {theirs} is left out"
    if not theirs:
        return f"{at}, {given} is added"
    return f"{at}, it has {given} where the essay has {theirs}"


def aligned(wanted: str, text: str) -> list[tuple[str, int, int, int, int]]:
    """difflib's opcodes from `wanted` to the part of `text` that it answers to (what lies outside is no difference)."""
    codes = list(SequenceMatcher(None, wanted, text, autojunk=False).get_opcodes())
    if codes and codes[0][0] == "insert":
        codes = codes[1:]
    if codes and codes[-1][0] == "insert":
        codes = codes[:-1]
    return [(str(op), a, b, c, d) for op, a, b, c, d in codes]


def _pairs(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(char for char in text if not char.isspace())))


def _shown(text: str, beside: str) -> str:
    """`text` in quotation marks, shortened; with its code point where it looks like what is `beside` it."""
    if not text:
        return ""
    seen = "".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in text)
    seen = seen if len(seen) <= 24 else f"{seen[:12]} … {seen[-8:]}"
    point = f" (U+{ord(text):04X})" if len(text) == 1 and _plain(text) == _plain(beside) else ""
    return f"“{seen}”{point}"


def _plain(text: str) -> str:
    """Full and half width, curly and straight made one: what differs only in these is hard to see."""
    return unicodedata.normalize("NFKC", text).translate(_STRAIGHT)
