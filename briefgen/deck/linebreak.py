"""Between storyboard and fit: where a line of mixed Chinese and Latin text may break.

The rules are those of W3C clreq, "Prohibition rules for line start and line end", with the marks PowerPoint's kinsoku
forbids. Where layout programs differ, fewer places are given, so that a count of lines errs towards more.
"""

from itertools import accumulate, count
from operator import add

from briefgen.patterns import lazy_pattern

FULL_STARTS = "，。、；：？！）》」』】〕〗〉｝］"
"""No line starts with these even after a space."""
STARTS = FULL_STARTS + "％‰℃～ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ”’…—–·‥‧/|%!),.:;?\\]}°¢"
"""No line starts with these."""
ENDS = "（《「『【〔〖〈｛［“‘＄￥#$£¥€(\\[{@"
"""No line ends with these."""
GLUE = "\u00a0\u2060\u200d\ufeff"
"""No line breaks before or after these."""


class _Classes(dict[int, str]):
    """The class of each code point: a letter that the patterns below are written in.

    Patterns over a dozen letters compile in no time; classes with all of Chinese in them take milliseconds each.
    """

    def __missing__(self, point: int) -> str:
        self[point] = found = self._class(chr(point))
        return found

    @staticmethod
    def _class(char: str) -> str:
        if char in GLUE:
            return "N"
        if char.isspace() or char == "\u200b":
            return " "
        if is_east_asian(char):
            return "F" if char in FULL_STARTS else "s" if char in STARTS else "o" if char in ENDS else "E"
        if not ("!" <= char <= "~" or "\u00a1" <= char <= "\u1fff"):
            return "q" if char in STARTS else "p" if char in ENDS else "X"
        if char == "-":
            return "H"
        return "S" if char in STARTS else "O" if char in ENDS else "L" if char.isalpha() else "A"


_CLASSES = _Classes()
_UNWESTERN = lazy_pattern("[^\x00-\u058f\u1d00-\u25ff]")
_BREAK = lazy_pattern("(?<= )(?=[^ FN])|(?<=[EFs])(?=[^ FsSqN])|(?<=[^ oOpN])(?=[Eo])|(?<=LH)(?=L)")
_EDGE = lazy_pattern("(?<=[EFso])(?= ?[LHSOA])|(?<=[LHSOA])(?= ?[EFso])")
_INSIDE_WORD = lazy_pattern(r"[/?|-]+(?=[^/?|-])")
_JOINED = lazy_pattern(
    "[\u0300-\u036f\u0590-\u05c7\u0610-\u061a\u064b-\u065f\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]"
)
"""Combining marks, joiners, variation selectors and skin tones stay with the character before them."""


def is_east_asian(char: str) -> bool:
    """Han, kana and full-width forms: a line may break before and after each. Hangul breaks at spaces."""
    return (
        "\u2e80" <= char <= "\ua4cf"
        or "\uf900" <= char <= "\ufaff"
        or "\ufe30" <= char <= "\ufe6f"
        or ("\uff01" <= char <= "\uffee" or "\U00020000" <= char <= "\U0003ffff")
    )


def is_western(text: str) -> bool:
    """Whether all of it is Latin, Greek, Cyrillic or Armenian, or one of the marks and arrows that stand among them."""
    return text.isascii() or not _UNWESTERN.search(text)


def find_breaks(text: str) -> list[int]:
    """The offsets in `text`, rising, at which a new line may start; neither 0 nor the end is among them."""
    if are_words(text):
        return _breaks_between_words(text)
    return [match.start() for match in _BREAK.finditer(text.translate(_CLASSES))]


def are_words(text: str) -> bool:
    """Whether it is what most texts are: words with one blank between them."""
    return text.isprintable() and "  " not in text and is_western(text)


def _breaks_between_words(text: str) -> list[int]:
    """The same for words with one blank between them; a pattern takes twenty times as long."""
    ends = accumulate(map(len, text.rstrip(" ").split(" ")))
    breaks = list(map(add, ends, count(1)))  # the blanks before count too
    breaks.pop()
    if "-" in text:
        hyphens = [at for at, char in enumerate(text[1:-1], 1) if char == "-"]
        breaks += [at + 1 for at in hyphens if _is_letter(text[at - 1]) and _is_letter(text[at + 1])]
        breaks.sort()
    return breaks


def _is_letter(char: str) -> bool:
    return _CLASSES[ord(char)] == "L"


def find_edges(text: str) -> list[int]:
    """The offsets, rising, at which Chinese and Latin text meet, also across a blank: LibreOffice puts space there."""
    return [match.start() for match in _EDGE.finditer(text.translate(_CLASSES))]


def find_cut(text: str, start: int, end: int) -> int:
    """Where to cut a word too long for its line: after a mark in text[start:end], or else as late as may be.

    The cut lies beyond `start` and never inside a character with its marks, be that wider than the line.
    """
    marks = [mark.end() for mark in _INSIDE_WORD.finditer(text, start, end + 1) if mark.end() <= end]
    if marks:
        return marks[-1]
    cut = max(end, start + 1)
    while cut > start and _is_joined(text, cut):
        cut -= 1
    cut = max(cut, start + 1)
    while cut < len(text) and _is_joined(text, cut):
        cut += 1
    return cut


def _is_joined(text: str, at: int) -> bool:
    return at < len(text) and (text[at - 1] == "\u200d" or _JOINED.match(text, at) is not None)
