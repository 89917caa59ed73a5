"""Between storyboard and fit: where a line of mixed Chinese and Latin text may break.

The rules are those of W3C clreq, "Prohibition rules for line start and line end", with the marks PowerPoint's kinsoku
forbids. Where layout programs differ, fewer places are given, so that a count of lines errs towards more.
"""

from briefgen.patterns import lazy_pattern

EAST_ASIAN = "\u2e80-\u312f\u3190-\ua4cf\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uffee\U00020000-\U0003ffff"
"""Han, kana, bopomofo, full-width forms: a line may break before and after each; Hangul breaks at spaces."""
STARTS = (
    "，。、；：？！）》」』】〕〗〉｝］％‰℃～ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
    "”’…—–·‥‧/|%!),.:;?\\]}°¢\u00a0\u200d"
)
"""No line starts with these."""
FULL_STARTS = "，。、；：？！）》」』】〕〗〉｝］"
"""No line starts with these even after a space."""
ENDS = "（《「『【〔〖〈｛［“‘＄￥#$£¥€(\\[{@\u00a0\u200d"
"""No line ends with these."""

_BREAK = lazy_pattern(
    rf"(?<=[\s\u200b])(?=[^\s\u200b{FULL_STARTS}])"
    rf"|(?<=[{EAST_ASIAN}])(?<![{ENDS}])(?=[^\s\u200b{STARTS}])"
    rf"|(?<=[^\s\u200b{ENDS}])(?=[{EAST_ASIAN}])(?![{STARTS}])"
    r"|(?<=[^\W\d_]-)(?=[^\W\d_])"
)
_EDGE = lazy_pattern(rf"(?<=[{EAST_ASIAN}])(?=[!-~\u00a1-\u1fff])|(?<=[!-~\u00a1-\u1fff])(?=[{EAST_ASIAN}])")
_INSIDE_WORD = lazy_pattern(r"[/?|-]+(?=[^/?|-])")
_JOINED = lazy_pattern(
    "[\u0300-\u036f\u0590-\u05c7\u0610-\u061a\u064b-\u065f\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]"
)
"""Combining marks, joiners, variation selectors and skin tones stay with the character before them."""


def find_breaks(text: str) -> list[int]:
    """The offsets in `text`, rising, at which a new line may start; neither 0 nor the end is among them."""
    return [match.start() for match in _BREAK.finditer(text)]


def find_edges(text: str) -> list[int]:
    """The offsets, rising, at which Chinese and Latin text meet: layout programs may put a little space there."""
    return [match.start() for match in _EDGE.finditer(text)]


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
