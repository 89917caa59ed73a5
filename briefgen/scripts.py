"""Tells Chinese, Japanese and Korean characters from others, without character classes that take long to compile."""

from __future__ import annotations

_CJK = (
    (0x2E80, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)
"""First and last code points: radicals to ideographs, Hangul, the forms that go with them (Unicode, Blocks.txt)."""
_MARKS = {"'": "'", "’": "'", "-": "'", "\N{NON-BREAKING HYPHEN}": "'", "^": "'", ".": ".", ",": ".", "_": "_"}
_PERCENT = {"%": "%", "‰": "%", "％": "C"}


class _Kinds(dict[int, str]):
    """By code point, the letter of its kind; filled as texts need it."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = _MARKS.get(char) or _PERCENT.get(char) or _kind(char)
        self[code] = found
        return found


_KINDS = _Kinds()


def kinds_of(text: str) -> str:
    """A letter for each character of the text.

    `c` is CJK (`C` its percent sign), `d` another decimal digit, `w` another letter or number; `'` joins words, `.`
    joins digits, `%` follows them, and `_` stands for itself; anything else is a blank.
    """
    return text.translate(_KINDS)


def is_cjk(char: str) -> bool:
    """Whether the character is a CJK one; an empty text is none."""
    return char >= "\u2e80" and _KINDS[ord(char)] in "cC"


def has_cjk(text: str) -> bool:
    return not text.isascii() and any(map(is_cjk, text))


def count_cjk(text: str) -> int:
    return 0 if text.isascii() else sum(map(is_cjk, text))


def _kind(char: str) -> str:
    if any(first <= ord(char) <= last for first, last in _CJK):
        return "c"
    if char.isdecimal():
        return "d"
    return "w" if char.isalnum() else " "
