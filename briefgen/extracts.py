"""What a draft takes from sentences beside claims: contrasts, figures and dated events, each a slice with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from briefgen.essay import Sentence
from briefgen.patterns import lazy_pattern
from briefgen.readers.frontmatter import read_date


class FoundContrast(Struct, frozen=True):
    """What the author sets against each other."""

    from_: str
    to: str
    locator: str


class FoundFigure(Struct, frozen=True):
    """A number with its unit, as the author writes both: 2 and 亿美元, not 200,000,000."""

    label: str
    value: float
    unit: str
    when: str
    locator: str


class FoundEvent(Struct, frozen=True):
    """Something that happened at a date."""

    when: str
    what: str
    locator: str


_OLD = r"(?P<old>[^，,；;。！？!?：:]{2,32}?)"
_NEW = r"(?P<new>[^，,；;。！？!?：:]{2,40})(?=[，,；;。！？!?：:”]|$)"
_OLD_EN = r"(?P<old>[^,;.!?:()]{3,90}?)"
_NEW_EN = r"(?P<new>[^,;.!?:()]{3,110})(?=[,;.!?:()]|$)"
_CONTRASTS = tuple(
    lazy_pattern(pattern, re.I)
    for pattern in (
        r"不一定(?:要|是|需要)?(?P<old>[^，,；;。]{1,32}?)[，,](?:但是?|而)?[，,]?一定(?:要|是|需要)?"
        r"(?P<new>[^，,；;。]{1,32})",
        rf"(?:并?不是|不再是?|并非是?|绝不是){_OLD}[，,]?而是{_NEW}",
        rf"(?:并?不在于?|不取决于){_OLD}[，,]而(?:是)?(?:在于?|取决于){_NEW}",
        rf"从{_OLD}[，,]?(?:转变?|改变|变|升级|走|过渡|转移|转换|转型)(?:成为?|到|向|为|至)了?{_NEW}",
        rf"由{_OLD}(?:转变|变|转)(?:成为?|到|向|为){_NEW}",
        r"从(?P<old>单[^，,。；]{1,12})到(?P<new>多[^，,。；]{1,12})",
        rf"与其{_OLD}[，,]?不如{_NEW}",
        rf"(?:用|以)(?P<new>[^，,；;。]{{2,20}}?)(?:代替|取代|替代){_OLD}(?=[，,；;。])",
        r"(?:同|与|和)(?P<old>[^，,；;。]{2,40}?)(?:所)?不同[的是]*[，,](?P<new>[^；;。！？]{4,48})(?=[；;。！？]|$)",
        rf"\bno longer {_OLD_EN},? but {_NEW_EN}",
        rf"\bnot (?!only|just|simply|merely)(?:to )?{_OLD_EN},? but (?!also)(?:rather )?(?:to )?{_NEW_EN}",
        rf"\b(?:mov|shift|chang|evolv|transform|turn|go|switch)\w*(?: \w+){{0,4}} from (?:an? |the )?{_OLD_EN}"
        rf" to(?:wards?)? (?:an? |the )?{_NEW_EN}",
        rf"(?:^|[,;:] )(?P<new>[^,;.!?:()]{{6,110}}?),? (?:rather than|instead of) {_OLD_EN}(?=[,;.!?]|$)",
        rf"\binstead of {_OLD_EN}, {_NEW_EN}",
    )
)
_DIGIT = lazy_pattern(r"\d")
_YEAR = lazy_pattern(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SPAN = lazy_pattern(r"\d年?以[来來后後]|since \d|\d年?之?前", re.I)
_SCALE = "(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千)"
_THING = "(?:美元|人民币|欧元|日元|港元|英镑|元|人次|人|家|户|辆|台|吨|公里|件|篇|字|枚|座|亩)"
_FIGURE = lazy_pattern(
    rf"(?P<currency>US\$|[$€£¥￥])?\s?(?<![\d.A-Za-z])(?<![\dA-Za-z][-−–])(?P<minus>[-−](?=\d))?(?P<value>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,12}}(?:\.\d+)?)\s*"
    rf"(?P<unit>[%％‰]|个百分点|倍|多?{_SCALE}多?{_THING}?|{_THING}"
    rf"|(?:percent(?:age points?)?|per cent|times"
    rf"|(?:thousand|million|billion|trillion)(?: (?:dollars|euros|people|users|jobs))?)\b)?",
    re.I,
)
_DATED = lazy_pattern(
    r"(?<![\d.])(?:19|20)\d\d\s*(?:年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|-\d{1,2}(?:-\d{1,2})?(?!\d))"
    r"|\b(?:In|Since|By|On|As of|Until)(?: early| late| mid)? (?:\w+ (?:\d{1,2},? )?)?(?:19|20)\d\d\b"
)
_LEAD_IN = lazy_pattern(
    r"^(?:(?:早在|在|到了?|自|从|截至)?\s*(?:19|20)\d\d\s*年?(?:\d{1,2}月(?:\d{1,2}日)?)?[，,、\s]*"
    r"|In (?:\w+ )?(?:19|20)\d\d,?\s*)"
)
_BEFORE_NUMBER = lazy_pattern(
    r"(?:[\s，,：:（(]|已经?|就|大约|仅仅|仅|只|才|高?达到?了?|超过了?|为|是|有|占到?|约|近|[降升增跌]?[到至]了?|回落到|维持在"
    r"|\b(?:was|were|is|are|had|has|have|at|to|by|of|only|about|around|over|under|nearly|almost|some|reached|fell|rose"
    r"|grew|just|the|a)\b)+$"
)


_NEGATED = lazy_pattern(
    r"(?:(?:不|未|没有?)(?:[到足满及止]|能?[超达高低少多大小]\w?于?)了?"
    r"|\b(?:not|no|never|less than|fewer than)(?: \w+){0,2})\s*$",
    re.I,
)
"""Before a number that the text does not give: less or more than that, or just not that."""


def find_contrasts(sentences: Iterable[Sentence]) -> Iterator[FoundContrast]:
    """Contrasts such as 不是…而是…, 从…到…, 不一定…但一定…, 同…不同, 'not … but …', 'rather than', in order."""
    for sentence in sentences:
        for pattern in _CONTRASTS:
            if match := pattern.search(sentence.text[:1000]):
                yield FoundContrast(_clean(match["old"]), _clean(match["new"]), sentence.locator)
                break


def find_figures(sentences: Iterable[Sentence]) -> Iterator[FoundFigure]:
    """Numbers with a unit; the year of their sentence, and the words before them as label."""
    for sentence in sentences:
        text = sentence.text[:2000]
        if not _DIGIT.search(text):
            continue
        begin = 0
        for match in _FIGURE.finditer(text):
            unit = (match["currency"] or "") + (match["unit"] or "")
            is_bound = _NEGATED.search(text, begin, match.start())
            if unit and not is_bound and (label := _label(text, begin, match)):
                value = float(match["value"].replace(",", "")) * (-1 if match["minus"] else 1)
                yield FoundFigure(
                    label, value, unit.replace("％", "%"), _year_before(text, match.start()), sentence.locator
                )
                begin = match.end()


def find_events(sentences: Iterable[Sentence]) -> Iterator[FoundEvent]:
    """Sentences that date what they tell, by year or closer."""
    for sentence in sentences:
        text = sentence.text[:400]
        match = _DATED.search(text) if "19" in text or "20" in text else None
        if match is None:
            continue
        when = read_date(match.group()) or _YEAR.findall(match.group())[0]
        what = _clean(_LEAD_IN.sub("", text))
        if len(what) > 3 and not re.search(r"\d\s*(?:[%％‰]|percent|per cent)", what):
            yield FoundEvent(when, what, sentence.locator)


def _year_before(text: str, offset: int) -> str:
    """The last year named before the number; one that only begins a span (since 2015, 2015年以来) says nothing."""
    years = [
        m.group()
        for m in _YEAR.finditer(text, 0, offset)
        if not _SPAN.search(text[max(0, m.start() - 7) : m.end() + 4])
    ]
    return years[-1] if years else ""


def _label(text: str, begin: int, match: re.Match[str]) -> str:
    """The words of the clause before the number; or, where it begins the clause, those after it."""
    clause = re.split(r"[，,；;。：:（()）]\s*|\b(?:while|and|but)\b", text[begin : match.start()])[-1]
    label = _clean(_BEFORE_NUMBER.sub("", _LEAD_IN.sub("", clause)))
    if sum(map(str.isalnum, label)) < 2:
        before = re.split(r"[；;。]", text[begin : match.start()])[-1]
        label = _clean(_BEFORE_NUMBER.sub("", _LEAD_IN.sub("", before)))
    if sum(map(str.isalnum, label)) < 2:
        label = _clean(re.split(r"[，,；;。]", text[match.end() :])[0])
    return label if 2 <= len(label) <= 80 else ""


def _clean(text: str) -> str:
    return text.strip(" 　，,；;。：:、“”\"'（）()")
