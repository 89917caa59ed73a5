"""Splits text into words; the one place that uses jieba, whose dictionary is read only as far as a text needs it.

Where `rjieba` is installed (the extra `fast`), it takes over from jieba once there is much to cut: the same dictionary
and the same words, cut in a twentieth of the time, but 0.1 s to load.
"""

from __future__ import annotations

import re
import sys
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cache, lru_cache
from mmap import ACCESS_READ, mmap
from operator import add
from pathlib import Path
from typing import Any

from briefgen.patterns import lazy_pattern

_LATIN = lazy_pattern(r"[^\W_]+(?:['’][^\W_]+)?")
_KNOWN = {5_071_852: (725, 60_101_967)}
"""By the dictionary's length in bytes: where its sorted part begins, and the sum of all frequencies (jieba 0.42.1)."""
_STEP = 1024
"""Bytes from one sample of the sorted part to the next: as many as are searched while a finer net would be cast."""
_SAMPLE = 6
"""Bytes of a sample: two Chinese characters, by which the dictionary is sorted."""
_STRAYS = ("高富帅 13 n",)
"""Lines of the sorted part that stand too early in it."""
_MOST_TRIED = 500_000
_RJIEBA_FROM = 50_000
"""How many characters are left to jieba: about what it cuts while rjieba would load."""
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
    return tuple([word.lower() for word in _cutter()(text) if word.isalnum() or any(map(str.isalnum, word))])


@cache
def _cutter() -> Callable[[str], list[str]]:
    """Cuts with jieba until rjieba is worth its loading."""
    left = _RJIEBA_FROM

    def cut(text: str) -> list[str]:
        nonlocal left
        left -= len(text)
        return ((_rjieba() if left < 0 else None) or _jieba)(text)

    return cut


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


def is_known(word: str) -> bool:
    """Whether jieba's dictionary has the Chinese word, other than as a person's name."""
    return any(not line.endswith(" nr") for line in _lines(f"{word} "))


def _jieba(text: str) -> list[str]:
    """jieba's words, once those of its dictionary are loaded that begin as any two characters of the text do."""
    tokenizer = _tokenizer()
    if _samples():
        _load(tokenizer.FREQ, text)
    return tokenizer.lcut(text)  # type: ignore[no-any-return]


def _load(frequencies: dict[str, int], text: str) -> None:
    tried = _tried()
    for beginning in {*text, *map(add, text, text[1:])} - tried:
        tried.add(beginning)
        found = _part(beginning if len(beginning) == 2 else f"{beginning} ")
        if found:
            frequencies.setdefault(beginning[0], 0)
            frequencies.setdefault(beginning, 0)
            _add(frequencies, found, 2)
    if len(tried) > _MOST_TRIED:
        tried.clear()


@cache
def _tried() -> set[str]:
    """The beginnings whose words are loaded."""
    return set()


@cache
def _tokenizer() -> Any:
    """jieba with nothing of its dictionary yet, without its cache file, its log lines and pkg_resources (0.12 s)."""
    kept = {name: sys.modules.pop(name) for name in ("pkg_resources",) if name in sys.modules}
    sys.modules["pkg_resources"] = None  # type: ignore[assignment] # jieba goes on without it
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # Python 3.12 and later tell of jieba's patterns
            import jieba
    finally:
        del sys.modules["pkg_resources"]
        sys.modules.update(kept)
    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    data = _dictionary()
    if len(data) in _KNOWN:
        start, tokenizer.total = _KNOWN[len(data)]
        _add(tokenizer.FREQ, "\n".join((data[: start - 1].decode(), *_STRAYS)))
    else:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


@cache
def _dictionary() -> mmap:
    """jieba's dictionary: a word, its frequency and its kind a line, sorted but for its head and the strays."""
    from importlib.util import find_spec

    found = find_spec("jieba")
    assert found
    assert found.origin
    with Path(found.origin).with_name("dict.txt").open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)


def _add(frequencies: dict[str, int], lines: str, added: int = 0) -> None:
    """Adds the lines' words, and their beginnings of more than `added` characters, as jieba's gen_pfdict does."""
    for line in lines.split("\n"):
        word, frequency, _ = line.split(" ")
        frequencies[word] = int(frequency)
        for length in range(added + 1, len(word)):
            frequencies.setdefault(word[:length], 0)


def _lines(beginning: str) -> list[str]:
    """The dictionary's lines that begin so, but for those of its head."""
    return [line for line in (*_part(beginning).split("\n"), *_STRAYS) if line.startswith(beginning)]


def _part(beginning: str) -> str:
    """The dictionary from the first to the last line that begins so, but for its head; of a sorted one no others."""
    data, wanted = _dictionary(), beginning.encode("utf-8", "replace")
    start, end = _span(wanted)
    first = data.find(b"\n" + wanted, start, end)
    if first < 0:
        return ""
    last = data.rfind(b"\n" + wanted, first, end)
    return data[first + 1 : data.find(b"\n", last + 1)].decode()


def _span(beginning: bytes) -> tuple[int, int]:
    """(start, end) in bytes within which all lines stand that begin so, and the line break before them."""
    samples, key, size = _samples(), beginning[:_SAMPLE], len(_dictionary())
    if not samples:
        return 0, size
    head = _KNOWN[size][0]
    first = bisect_left(samples, key)
    return head - 1 + max(0, first - 1) * _STEP, head + (bisect_right(samples, key, first) + 1) * _STEP


@cache
def _samples() -> list[bytes]:
    """How the first line after each `_STEP` bytes of the sorted part begins; none of a dictionary that is not known."""
    data = _dictionary()
    if len(data) not in _KNOWN:
        return []
    lines = [data.find(b"\n", place) + 1 for place in range(_KNOWN[len(data)][0] - 1, len(data) - 1, _STEP)]
    return [data[line : line + _SAMPLE] for line in lines]
