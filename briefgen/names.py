"""Tells whether two names mean the same person: by whole words, with a title, an initial or an employer or without."""

from __future__ import annotations

import re

from briefgen.credits import NAME_PARTICLES, is_clause, name_of
from briefgen.patterns import lazy_pattern
from briefgen.scripts import has_cjk, is_cjk
from briefgen.words import is_known

_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范姚谭廖邹熊陆郝孔崔康邱秦顾侯邵孟马雷任"
)
_TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lady", "lord", "phd", "md",
})  # fmt: skip
_NO_NAMES = frozenset({"jr", "sr", "ceo", "president", "chair", "the", "a", "an", "by", "author", "writer"}) | _TITLES
_CHINESE_TITLE = (
    r"(?:先生|女士|小姐|老师|教授|博士|总裁|总经理|经理|厂长|主任|师傅|院士|董事长|主席|部长|校长|所长|院长|行长|局长|书记"
    r"|记者|作者|专家|工程师|研究员|创始人|总|老(?=.$)|小(?=.$))"
)
_TITLED = lazy_pattern(rf"^(?:{_CHINESE_TITLE})+|(?:{_CHINESE_TITLE})+$|著$")
_AND = lazy_pattern(r"\s+and\s+|\s*[&和与、]\s*")
_OF = frozenset({"of", "from", "at", "in", "for"})
_PARTICLES = NAME_PARTICLES | _OF
_BETWEEN = frozenset({"to", "against", "not", "on", "about", "after", "versus", "quoting", "citing", "with", "unlike"})
_WORD = lazy_pattern(r"[^\W_]+(?:['’-][^\W_]+)*")
_ESSAY = lazy_pattern(
    r"(?:the |this )?(?:author|writer|essay|essayist|article|text|paper|piece)|"
    r"(?:本文|该文|原文)?(?:作者|笔者)(?:本人)?|(?:这篇|该)?文章|[本该原此]文|文[中章]",
    re.IGNORECASE,
)


def means_author(credit: str) -> bool:
    """Whether the credit says no more than that the words are the essay's own."""
    return _ESSAY.fullmatch(credit.strip()) is not None


def is_chinese_name(text: str) -> bool:
    """Two or three characters that begin as names do and make no other word."""
    return 2 <= len(text) <= 3 and text[0] in _SURNAMES and all(map(is_cjk, text)) and not is_known(text)


def same_person(credit: str, expected: str) -> bool:
    """Whether the credit names the person expected, or only such of several."""
    expected = expected if "·" in expected else name_of(expected) or expected
    if _same(credit, expected):
        return True
    people, named = _AND.split(expected), _AND.split(credit)
    return len(people) + len(named) > 2 and all(any(_same(one, other) for other in people) for one in named)


def _same(credit: str, expected: str) -> bool:
    if is_clause(credit):
        return False
    if (squeezed := _squeezed(credit)) and squeezed == _squeezed(expected):
        return True
    return _same_chinese(credit, expected) if has_cjk(expected) else _same_latin(credit, expected)


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _same_chinese(credit: str, expected: str) -> bool:
    parts = {_squeezed(part) for part in expected.split("·")}
    pieces = [_squeezed(piece) for piece in (credit, *credit.split())]
    return any(piece in parts or _same_untitled(piece, _squeezed(expected)) for piece in pieces if piece)


def _same_untitled(credit: str, expected: str) -> bool:
    one, other = (_TITLED.sub("", _TITLED.sub("", name)) for name in (credit, expected))
    if one == other:
        return bool(one)
    short, long = sorted((one, other), key=len)
    if len(short) == 1:  # a surname with its title
        return short in _SURNAMES and long.startswith(short) and short not in (credit, expected)
    return bool(short) and long.endswith(short) and not (len(long) <= 4 and long[0] in _SURNAMES)


def _same_latin(credit: str, expected: str) -> bool:
    if any(word in _BETWEEN for word in credit.split()):
        return False
    named, wanted = _words(credit), _words(expected)
    one, other = [word.casefold() for word in named], [word.casefold() for word in wanted]
    if not one or not other:
        return False
    if any(word.islower() and word not in _PARTICLES for word in wanted):  # no name but a description
        return _place(one, other) >= 0 or _place(other, one) >= 0
    at = _place(other, one)
    if at >= 0:
        after = named[at + len(other) :]
        return not after or after[0] in _OF or not any(word.islower() for word in after)
    return _short_form(_person(one), _person(other))


def _words(name: str) -> list[str]:
    return [word for word in _WORD.findall(name) if word.casefold() not in _NO_NAMES and not word.isdecimal()]


def _person(words: list[str]) -> list[str]:
    """The name without its employer or place."""
    return words[: next((at for at, word in enumerate(words) if at and word in _OF), len(words))]


def _short_form(one: list[str], other: list[str]) -> bool:
    """The same surname, with no other first name; or the same words in another order."""
    if sorted(one) == sorted(other):
        return True
    first, further = one[:-1], other[:-1]
    count = sum(word not in NAME_PARTICLES for word in first)  # with another name, an initial more is a middle one
    return one[-1] == other[-1] and all(any(_initial(a, b) for b in further) or len(a) == 1 < count for a in first)


def _initial(one: str, other: str) -> bool:
    is_short = one[0] == other[0] and 1 in (len(one), len(other)) and NAME_PARTICLES.isdisjoint((one, other))
    return one == other or is_short


def _place(words: list[str], among: list[str]) -> int:
    """Where the words stand, side by side, among the others; -1 where they do not."""
    starts = range(len(among) - len(words) + 1)
    return next((at for at in starts if among[at : at + len(words)] == words), -1)
