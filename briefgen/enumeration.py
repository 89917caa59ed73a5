"""The grammar of enumeration: every place where an essay counts, in Chinese or English, before runs are made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, get_args
from unicodedata import numeric

from msgspec import Struct

from briefgen.essay import Essay, Paragraph
from briefgen.patterns import lazy_pattern
from briefgen.sentences import count_wide

Position = Literal["title", "block", "opening", "sentence", "clause"]
NEXT, LAST = -1, -2
"""Numbers of words that count on without saying how far: 其次, 最后, finally."""

_DIGITS = "一二三四五六七八九"
_CN = "(?P<cn>[一二三四五六七八九十]{1,3})"
_AR = r"(?P<ar>\d{1,2})"
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_WORD = rf"(?P<word>{'|'.join(_WORDS)})"
_EN = rf"(?P<en>{'|'.join(_ORDINALS)})"
_AFTER_A_COUNT = "是要者个個次些种種样樣般直切起旦年月日天代手线級级等流维端方"
"""What makes 一 or 二 a part of a word or a count: 一个, 一次, 二手."""
_AFTER = r"(?:[，,、：:．.。—]+\s*|\s+)"


# 第二点, 第二方面, 第二大趋势, 第二个原因: a measure word, and the noun of those that need one.
_NOUN = (
    r"(?:[点點条條类類层層重]|方面|部分|(?:[个個种種项項]|大(?=[\u4e00-\u9fff]{2}))[\u4e00-\u9fff]{0,4}?(?![、\s]))?"
)


class Marker(Struct, frozen=True):
    """One enumerator in the essay."""

    family: str
    """What counts: `cn`, `ar.`, `di`, `label:原因` …; members of one run share it, or are words that mix."""
    number: int
    paragraph: int
    """Index into the essay's paragraphs, headings included."""
    start: int
    end: int
    """The claim begins at offset `end` of the paragraph; the marker itself at `start`."""
    position: Position
    bare: bool = False
    """A number alone: the title may stand in the next paragraph."""


class _Rule(Struct, frozen=True):
    family: str
    pattern: re.Pattern[str]
    where: frozenset[str]
    number: int = 0
    """Fixed number, where the pattern does not capture one."""


_TITLES = frozenset({"title"})
_BLOCKS = _TITLES | {"block"}
_SENTENCES = _BLOCKS | {"sentence"}
_ANYWHERE = _SENTENCES | {"clause"}
# Things that are numbered without being argued.
_NO_LABELS = lazy_pattern(
    r"[年月日号时分周章节页图表例注式附第初高大小]$|^(?:步骤|星期|礼拜|阶段|附录|案例|实例|示例|练习|单元|方法步骤)$"
    r"|[一二三四五六七八九十百千万零]|^(?:step|fig|figure|table|chapter|section|day|week|month|year|phase|stage|level|version"
    r"|example|exercise|appendix|note|page|act|scene|volume|round|season|episode|quarter|q|a|number|no|vol|eq|equation)$",
    re.I,
)
_RULES: tuple[_Rule, ...] = tuple(
    _Rule(family, lazy_pattern(pattern, re.I), where, number)
    for family, pattern, where, number in (
        ("cn", rf"{_CN}(?:\s*[、．.：:]\s*|\s*[，,](?!\s*[{_DIGITS}十]{{1,3}}[，,]))", _SENTENCES, 0),
        ("cn()", rf"[（(]\s*{_CN}\s*[）)]\s*[、.．]?\s*", _SENTENCES, 0),
        ("cn", rf"{_CN}[）)]\s*", _BLOCKS, 0),
        ("cn()", rf"{_CN}\s*[】\]]\s*", _BLOCKS, 0),
        ("cn", rf"{_CN}\s*(?=[^\s{_AFTER_A_COUNT}])", _TITLES, 0),
        ("cn", r"(?P<sign>[壹贰叁肆伍陆柒捌玖拾])\s*[、.．：:\s]\s*", _TITLES, 0),
        ("ar.", rf"{_AR}(?:\s*[.．](?!\d)\s*-?\s*|\s*[、：:]\s*(?!\d))", _SENTENCES, 0),
        ("ar)", rf"{_AR}\s*[)）]\s*[.、]?\s*", _ANYWHERE, 0),
        ("(ar)", rf"[（(]\s*{_AR}\s*[）)]\s*", _ANYWHERE, 0),
        ("(ar)", rf"{_AR}\s*[】\]]\s*", _BLOCKS, 0),
        ("ar.", rf"{_AR}\ufe0f?\u20e3\s*", _ANYWHERE, 0),
        ("#ar", rf"(?:#|No\.?|№)\s?{_AR}\s*[.:：)\s–—-]\s*", _BLOCKS, 0),
        ("ar ", rf"0?{_AR}(?:\s+|\s*[|｜/–—-]\s*)(?=\S)", _TITLES, 0),
        ("sign", r"(?P<sign>[①-⑳❶-❿➀-➓㈠-㈩⑴-⒛Ⅰ-Ⅻ])\s*[、.]?\s*", _ANYWHERE, 0),
        ("roman", r"(?P<roman>[IVX]{1,5})\s*[.、:：)]\s*", _TITLES, 0),
        ("alpha", r"[(（]?(?P<alpha>[A-H])\s*[.、:：)）]\s*", _TITLES, 0),
        ("label", rf"(?P<label>[\u4e00-\u9fff]{{1,5}}?)之?(?:{_CN}|{_AR})\s*[：:、，,.．|｜—-]+\s*", _BLOCKS, 0),
        ("label", rf"(?P<label>[\u4e00-\u9fff]{{2,5}}?)之?(?:{_CN}|{_AR})\s+", _TITLES, 0),
        ("number", rf"number\s+(?:{_AR}|{_WORD})\s*[:,.–—-]\s*", _BLOCKS, 0),
        ("word", rf"{_WORD}\s*[:,.–—-]\s+", _BLOCKS, 0),
        (
            "label",
            rf"(?P<label>[a-z]{{3,14}})\s+(?:#|No\.\s?|number\s)?(?:{_AR}|{_WORD})\s*(?:[:.)–—-]\s*|$)",
            _BLOCKS,
            0,
        ),
        (
            "di",
            rf"第\s*(?:{_CN}|{_AR})\s*(?P<noun>{_NOUN})(?:{_AFTER}|(?=就?是|则是|在于|要做|需要|应该?|$))",
            _ANYWHERE,
            0,
        ),
        (
            "shi",
            rf"(?<![统唯之专万单第同十])(?:{_CN})(?:是(?=[^一二三四五六七八九])|要(?!不))[：:，,]?\s*",
            _ANYWHERE,
            0,
        ),
        ("qi", rf"其{_CN}(?:{_AFTER}|(?=则?就?是|在于))", _ANYWHERE, 0),
        ("seq", r"首先(?!的)[，,：:、]?\s*", _ANYWHERE, 1),
        ("seq", r"(?:其次|再次|再者)[，,：:、]?\s*", _ANYWHERE, NEXT),
        ("seq", r"最[后後](?:一[个個点點条條])?(?:[，,：:、]\s*|(?=就?是|要))", _ANYWHERE, LAST),
        (
            "en",
            rf"(?:{_EN}(?:ly)?(?: of all| and foremost|,? and (?:last|final)(?:ly)?)?)"
            r"(?:\s*[,:—–]\s*|\.\s+(?=[A-Z])|\s+(?=(?:is|are|was|comes)\b))",
            _SENTENCES,
            0,
        ),
        ("en", rf"{_EN}ly\s+", _SENTENCES, 0),
        ("en", rf"the {_EN}(?: and (?:last|final))?(?: \w+)?(?=\s+(?:is|are|was|has|concerns)\b)", _SENTENCES, 0),
        ("en", rf"the {_EN}(?: \w+)?\s*[:—–]\s*", _TITLES, 0),
        ("en", rf"in the {_EN} place\s*,\s*", _SENTENCES, 0),
        ("en", rf"{_AR}(?:st|nd|rd|th)\s*[,:.]\s*", _SENTENCES, 0),
        ("en", r"(?:for one(?: thing)?|to begin with|to start with)\s*,\s*", _SENTENCES, 1),
        ("en", r"(?:finally|last(?:ly)?(?:,? but not least)?)\s*[,:—–]\s*", _SENTENCES, LAST),
    )
)
_RULES_AT: dict[Position, tuple[_Rule, ...]] = {
    position: tuple(rule for rule in _RULES if ("clause" if position == "opening" else position) in rule.where)
    for position in get_args(Position)
}
_BARE = lazy_pattern(rf"\W*(?:part\.?\s*|no\.?\s*|第)?0?(?:{_AR}|{_CN})(?:[部章节]分?)?\W*", re.I)
_ORNAMENTS = r"[\s*_#“\"‘【\[■□◆◇●○►▶▷★☆※◎▍▎▌▪•·√✓✔-]*"
_SIGNS = "①-⑳❶-❿➀-➓㈠-㈩⑴-⒛Ⅰ-Ⅻ"
_STARTS = lazy_pattern(
    rf"{_ORNAMENTS}"
    rf"(?=[{_DIGITS}十壹贰叁肆伍陆柒捌玖拾第其首再最（(\d#{_SIGNS}]|[A-Z]|[\u4e00-\u9fff]{{1,5}}?之?[\d{_DIGITS}])",
    re.I,
)
_COUNTS_CLAUSE = rf"[\d第{_SIGNS}]|[（(]\s*\d|首先|再[次者]|最[后後]|其[次{_DIGITS}十]|[{_DIGITS}十]{{1,3}}[是要]"
"""What the rules for clauses begin with: an essay has many clauses, and few of them are tried."""
_CLAUSE = lazy_pattern(rf"[，,；;：:。]\s*+(?={_ORNAMENTS}(?:{_COUNTS_CLAUSE}))", re.I)
_CLAUSE_WITHIN = lazy_pattern(r"一(?<![统唯之专万单第同十]一)(?=是)")
_TITLE_EMS = 40
_FURTHEST = 20_000
"""Characters into a paragraph within which it may count: a longer one has lost its line ends, and with them its way."""
_ENDS = lazy_pattern(r"[。；;，,：:…、][”’」』）)\"']*$")


def find_markers(paragraphs: Sequence[Paragraph]) -> tuple[Marker, ...]:
    """All enumerators, in the essay's order; at most one of them begins at any one place."""
    return tuple(marker for index, paragraph in enumerate(paragraphs) for marker in _markers_in(paragraph, index))


def all_paragraphs(essay: Essay) -> tuple[Paragraph, ...]:
    """The essay's paragraphs with its headings: what `Marker.paragraph` counts."""
    return tuple(essay.paragraphs())


def is_title(paragraph: Paragraph) -> bool:
    """Whether the paragraph can be a title: a heading, or a short line that does not end as running text does."""
    text = paragraph.text
    if paragraph.kind == "heading":
        return True
    if len(text) > 2 * _TITLE_EMS or len(text) + count_wide(text) > 2 * _TITLE_EMS:
        return False
    return len(paragraph.sentences) <= 2 and not _ENDS.search(text)


def _markers_in(paragraph: Paragraph, index: int) -> Iterator[Marker]:
    text = paragraph.text
    if bare := _BARE.fullmatch(text) if len(text) < 16 else None:
        yield Marker("bare", _number(bare) or 0, index, 0, len(text), "title", bare=True)
        return
    first: Position = "title" if is_title(paragraph) else "block"
    if paragraph.marker not in ("", "-"):
        yield Marker("ar.", int(paragraph.marker.rstrip(".")), index, 0, 0, first)
    seen = -1
    for offset, position in _places(paragraph, first):
        marker = _marker_at(text, offset, position, index) if offset > seen else None
        if marker:
            seen = marker.start
            yield marker


def _places(paragraph: Paragraph, first: Position) -> Iterator[tuple[int, Position]]:
    """Where an enumerator may begin, from left to right."""
    text = paragraph.text[:_FURTHEST]
    within = [match.start() for match in _CLAUSE_WITHIN.finditer(text)]
    clauses = sorted([*within, *(match.end() for match in _CLAUSE.finditer(text))])
    reached = 0
    for number, sentence in enumerate(paragraph.sentences):
        if sentence.start >= len(text):
            return
        yield sentence.start, first if number == 0 else "sentence"
        end = sentence.start + len(sentence.text)
        while reached < len(clauses) and clauses[reached] < end:
            opening = number == 0 and clauses[reached] - sentence.start <= 40
            yield clauses[reached], "opening" if opening else "clause"
            reached += 1


def _marker_at(text: str, offset: int, position: Position, index: int) -> Marker | None:
    begin = _STARTS.match(text, offset)
    if begin is None:
        return None
    for rule in _RULES_AT[position]:
        if match := rule.pattern.match(text, begin.end()):
            family, number = _family(rule, match), rule.number or _number(match)
            if family and number is not None and match.end() < len(text):
                return Marker(family, number, index, offset, match.end(), position)
    return None


def _family(rule: _Rule, match: re.Match[str]) -> str:
    """The rule's family with the word that is counted; empty where no argument is counted (steps, figures, days)."""
    groups = match.groupdict()
    if rule.family == "label":
        return "" if _NO_LABELS.search(groups["label"]) else f"label:{groups['label'].lower()}"
    if groups.get("noun"):
        return f"di:{groups['noun']}"
    return rule.family


def _number(match: re.Match[str]) -> int | None:
    """The number that the match captured; None for what only looks like one, such as 三五."""
    groups = match.groupdict()
    if groups.get("cn"):
        return read_chinese(groups["cn"])
    if sign := groups.get("sign"):
        return int(numeric(sign))
    if roman := groups.get("roman"):
        values = [{"I": 1, "V": 5, "X": 10}[char] for char in roman.upper()]
        return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    if alpha := groups.get("alpha"):
        return ord(alpha.upper()) - ord("A") + 1
    if word := groups.get("en") or groups.get("word"):
        return (_ORDINALS if groups.get("en") else _WORDS).index(word.lower()) + 1
    return int(groups["ar"])


def read_chinese(numeral: str) -> int | None:
    """A Chinese numeral from 1 to 99; None for what is none, such as 三五."""
    tens, ten, ones = numeral.rpartition("十")
    if "十" in tens or max(len(tens), len(ones)) > 1:
        return None
    return int(10 * (numeric(tens) if tens else 1 if ten else 0) + (numeric(ones) if ones else 0))
