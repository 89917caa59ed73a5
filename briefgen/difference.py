"""Shows where words that somebody gives for a quote part from what the essay says."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import SequenceMatcher
from functools import lru_cache, partial
from itertools import accumulate, chain, pairwise

from msgspec import Struct

from briefgen.essay import Essay, Sentence
from briefgen.patterns import lazy_pattern

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "。": ".", "—": "-", "–": "-"})

_TOKEN = lazy_pattern(r"[^\W\u2e80-\uffff]+|.", re.S)
"""A word, or a single sign or Chinese character."""
COMPARED = 3000
"""Code points that are compared: the time grows with their square, and more is no quote."""
_MOST = 10_000_000
"""Pairs of equal code points that are looked at for the quotations of one file, some seconds' worth."""
_LEFT: ContextVar[int | None] = ContextVar("left", default=None)
_TOO_MUCH = "too much differs in this file to say where"
_SPARE = 8
"""Code points that a quotation may have left out before and after what it has in common with the essay."""
Edit = tuple[str, int, int, int, int]
"""difflib's opcode: replace, delete, insert or equal, and the places in both texts."""


def nearest_sentence(essay: Essay, wanted: str) -> Sentence | None:
    """The sentence that shares most pairs of characters with `wanted`; None if none shares any."""
    known, pairs = _index(essay), _pairs(wanted)
    shared = Counter(chain.from_iterable(known.holders.get(pair, ()) for pair in pairs))
    share = {place: count / (len(pairs) + known.sizes[place]) for place, count in shared.items()}
    best = min(share, key=lambda place: (-share[place], place), default=None)
    return None if best is None else known.sentences[best]


class _Index(Struct, frozen=True):
    """The pairs of an essay's sentences."""

    sentences: list[Sentence]
    sizes: list[int]
    """How many pairs each sentence has."""
    holders: dict[str, array[int]]
    """By pair: the places of the sentences that have it."""


@lru_cache(maxsize=2)
def _index(essay: Essay) -> _Index:
    """Kept, as a file made from another essay has many words that are not in this one."""
    index = _Index(list(essay.sentences()), [], defaultdict(partial(array, "I")))
    for place, sentence in enumerate(index.sentences):
        pairs = _pairs(sentence.text)
        index.sizes.append(len(pairs))
        for pair in pairs:
            index.holders[pair].append(place)
    return index


def likeness(wanted: str, text: str) -> float:
    """The share of the pairs of characters of `wanted` that `text` has, 0 to 1."""
    pairs = _pairs(wanted)
    return len(pairs & _pairs(text)) / (len(pairs) or 1)


def first_difference(wanted: str, text: str) -> str:
    """Where `wanted` first parts from the piece of `text` that it answers to, for a person to read."""
    wanted, text = wanted[:COMPARED], text[:COMPARED]
    if not _can_compare(wanted, text):
        return _TOO_MUCH
    text = _answering(wanted, text)
    codes = _edits(wanted, text)
    if codes[0][0] == "insert":
        codes = codes[1:]
    if codes and codes[-1][0] == "insert":
        codes = codes[:-1]
    if all(code[0] != "equal" for code in codes):
        return "nothing like it stands there"
    return _told(wanted, text, codes) or "it begins or ends inside a word"


def _answering(wanted: str, text: str) -> str:
    """The piece of `text` about as long as `wanted`, around the longest run of characters that both have.

    Matched with the whole of a long text, single characters of `wanted` are found far from each other.
    """
    run = SequenceMatcher(None, wanted, text, autojunk=False).find_longest_match()
    spare = _SPARE + len(wanted) // 4
    return text[max(0, run.b - run.a - spare) : run.b - run.a + len(wanted) + spare]


def whole_difference(wanted: str, text: str) -> str:
    """Where `wanted` first parts from the whole of `text`; empty where they are equal."""
    wanted, text = wanted[:COMPARED], text[:COMPARED]
    return _told(wanted, text, _edits(wanted, text)) if _can_compare(wanted, text) else _TOO_MUCH


@contextmanager
def comparing() -> Iterator[None]:
    """Within it, the time for saying where texts differ is bounded for all of them together: made for one file."""
    token = _LEFT.set(_MOST)
    try:
        yield
    finally:
        _LEFT.reset(token)


def _can_compare(wanted: str, text: str) -> bool:
    """Whether there is time left; what difflib does grows with the pairs of equal characters."""
    left = _LEFT.get()
    if left is None:
        return True
    counts = Counter(text)
    work = sum(count * counts[char] for char, count in Counter(wanted).items())
    if work <= left:
        _LEFT.set(left - work)
    return work <= left


def _edits(wanted: str, text: str) -> list[Edit]:
    """By words and signs: letters that two words happen to share tell nobody anything."""
    ours, theirs = map(_TOKEN.findall, (wanted, text))
    our, their = (list(accumulate(map(len, tokens), initial=0)) for tokens in (ours, theirs))
    codes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return [(kind, our[a], our[b], their[c], their[d]) for kind, a, b, c, d in codes]


def _told(wanted: str, text: str, edits: list[Edit]) -> str:
    first = next((edit for edit in edits if edit[0] != "equal"), None)
    if first is None:
        return ""
    _, a, b, c, d = first
    given, theirs = _shown(wanted[a:b], text[c:d]), _shown(text[c:d], wanted[a:b])
    at = f"after “{_end_of(wanted[:a])}”" if a else "at its beginning"
    if not given:
        return f"{at}, {theirs} is left out"
    if not theirs:
        return f"{at}, {given} is added"
    return f"{at}, it has {given} where the essay has {theirs}"


def _end_of(text: str) -> str:
    """The last words or signs, of four characters or a few more."""
    end = ""
    for token in reversed(_TOKEN.findall(text[-40:])):
        if len(end) >= 4:
            break
        end = token + end
    return end


def _pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters, white space left out; what comes again is another pair: `th`, `th2`."""
    times = Counter[str]()
    pairs = set()
    for pair in map("".join, pairwise(char for char in text if not char.isspace())):
        times[pair] += 1
        pairs.add(pair if times[pair] == 1 else f"{pair}{times[pair]}")
    return pairs


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
