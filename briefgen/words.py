"""Splits text into words; the one place that uses jieba, whose dictionary is read only as far as a text needs it."""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import Any

from briefgen.patterns import lazy_pattern

_LATIN = lazy_pattern(r"[^\W_]+(?:['’][^\W_]+)?")
_SAME_FIRST = lazy_pattern(r"^(.).*\n(?:\1.*\n)*", re.MULTILINE)
_TOTALS = {3_039_559: 60_101_967}
"""Sum of all frequencies, by the dictionary's length in code points: that of jieba 0.42.1 need not be added up."""


@cache
def words(text: str, language: str) -> tuple[str, ...]:
    """The words of `text`, lower case, without punctuation: by jieba where the language is Chinese."""
    if not language.startswith("zh"):
        return tuple(match[0].lower() for match in _LATIN.finditer(text))
    tokenizer = _tokenizer()
    for char in set(text):
        _load(char)
    return tuple(word.lower() for word in tokenizer.lcut(text) if any(char.isalnum() for char in word))


def is_known(word: str) -> bool:
    """Whether jieba's dictionary has the Chinese word, other than as a person's name."""
    text, places = _dictionary()
    lines = (line for start, end in places.get(word[:1], ()) for line in text[start:end].splitlines())
    return any(line.startswith(f"{word} ") and not line.endswith(" nr") for line in lines)


@cache
def _tokenizer() -> Any:
    """jieba with nothing of its dictionary yet, without its cache file, its log lines and pkg_resources (0.12 s)."""
    kept = {name: sys.modules.pop(name) for name in ("pkg_resources",) if name in sys.modules}
    sys.modules["pkg_resources"] = None  # type: ignore[assignment] # jieba goes on without it
    try:
        import jieba
    finally:
        del sys.modules["pkg_resources"]
        sys.modules.update(kept)
    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    text, _ = _dictionary()
    tokenizer.total = _TOTALS.get(len(text)) or sum(int(line.split(" ")[1]) for line in text.splitlines())
    tokenizer.initialized = True
    return tokenizer


@cache
def _dictionary() -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """jieba's dictionary, and where its words stand by their first character."""
    from importlib.resources import files

    text = (files("jieba") / "dict.txt").read_text(encoding="utf-8")
    places: dict[str, list[tuple[int, int]]] = {}
    for match in _SAME_FIRST.finditer(text):
        places.setdefault(match[1], []).append(match.span())
    return text, places


@cache
def _load(first: str) -> None:
    """Adds the words that begin with this character, and their beginnings, as jieba's gen_pfdict does with all."""
    text, places = _dictionary()
    frequencies = _tokenizer().FREQ
    for start, end in places.get(first, ()):
        for line in text[start:end].splitlines():
            word, frequency = line.split(" ")[:2]
            frequencies[word] = int(frequency)
            for length in range(1, len(word)):
                frequencies.setdefault(word[:length], 0)
