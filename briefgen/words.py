"""Splits text into words; the one place that uses jieba, whose dictionary is read only as far as a text needs it.

Where `rjieba` is installed (the extra `fast`), it cuts instead: the same dictionary and the same words.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from briefgen.patterns import lazy_pattern

_LATIN = lazy_pattern(r"[^\W_]+(?:['’][^\W_]+)?")
_SAME_FIRST = lazy_pattern(r"^(.).*\n(?:\1.*\n)*", re.MULTILINE)
_TOTALS = {3_039_559: 60_101_967}
"""Sum of all frequencies, by the dictionary's length in code points: that of jieba 0.42.1 need not be added up."""
_STRANGE = lazy_pattern("[\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]|[\ud800-\udfff]")
"""What jieba does not take for Chinese but rjieba does, and what rjieba does not take at all."""
_JOINT = lazy_pattern(
    r"[-_]|\.(?!\d)|[a-zA-Z0-9](?<!AT&T)(?<![小大]S)(?<!阿Q)(?<!江南[sS]tyle)\.\d+(?=[a-zA-Z.])(?!(?<=4)[Ss]店)",
    re.ASCII,
)
"""Where jieba always cuts and rjieba takes `a-b`, `a.b` and `1.2.3` for one word, but never across two marks.

Of the dictionary's words, `4S店` begins and `阿Q` and four more end in what looks like such a number's part.
"""


@lru_cache(maxsize=20_000)
def words(text: str, language: str) -> tuple[str, ...]:
    """The words of `text`, lower case, without punctuation: by jieba where the language is Chinese."""
    if not language.startswith("zh"):
        return tuple(_LATIN.findall(text.lower()) if text.isascii() else map(str.lower, _LATIN.findall(text)))
    cut = _rjieba() or _jieba
    return tuple([word.lower() for word in cut(text) if word.isalnum() or any(map(str.isalnum, word))])


@cache
def _rjieba() -> Callable[[str], list[str]] | None:
    """rjieba's way to cut a text, given what it takes otherwise than jieba in a form that both take alike."""
    try:
        import rjieba
    except ImportError:
        return None
    isolate, part, cut = _STRANGE.sub, _JOINT.sub, rjieba.cut

    def cut_alike(text: str) -> list[str]:
        plain = text if text.isascii() else isolate(_alone, text)
        return cut(part(r"\g<0>--", plain))

    return cut_alike


def _alone(match: re.Match[str]) -> str:
    return " " if "\ud800" <= match[0] <= "\udfff" else f" {match[0]} "


def _jieba(text: str) -> list[str]:
    tokenizer = _tokenizer()
    for char in set(text):
        _load(char)
    return tokenizer.lcut(text)  # type: ignore[no-any-return]


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
