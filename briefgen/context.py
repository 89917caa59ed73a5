"""Warns where the words around a quote limit it, deny it or take it back, and shows both texts."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec import Struct

from briefgen.essay import Essay, Paragraph, Sentence
from briefgen.patterns import LATIN_LETTER, lazy_pattern
from briefgen.quotes import Quote


def _any(*patterns: str) -> re.Pattern[str]:
    return lazy_pattern("|".join(patterns), re.IGNORECASE)


# What stands before the cut, anywhere in the sentence: it governs what follows a comma, too.
_GOVERNS = {
    "a condition": _any(
        r"如果|假如|假设|倘若|要是|若(?!干)|除非|只要|只有|一旦|唯有|在.{1,20}?(?:前提|条件|情况|假设)下",
        r"在(?![^，]*背景)[^，]{1,15}下，",
        r"(?<!even )(?<!as )\bif\b|\bunless\b|\bprovided\b|\bas long as\b|\bsuppos(?:e|ing)\b",
        r"^\W*(?:were|had|should) (?:\w+ ){1,4}|\bonly (?:when|once|after)\b",
        r"^\W*without\b|\bin the absence of\b|\bassuming\b",
    ),
    "a denial": _any(
        r"不意味着|不等于|不代表|不是说|不能说|不相信|不认为|不要以为|并非|谈不上|怀疑|与其说|难道|岂",
        r"误解|误区|谬论|错误地?(?:认为|以为|看法|观点|想法)",
        r"\b(?:not|n[o’']t) (?:follow|mean|believe|think|true|say|imply)\b|\b(?:wrongly|false|contrary to)\b",
        r"\b(?:myth|misconception|fallacy|illusion)\b|\b(?:mistake|wrong|foolish|folly|dangerous|premature) to\b",
        r"\b(?:nobody|no one|hardly anyone) (?:believes|thinks|claims)\b|\b(?:doubt|deny|denies|denied)\b",
    ),
    "a limit": _any(
        r"短期|暂时|一度|眼下",
        r"\bin the short (?:run|term)\b|\b(?:temporarily|for now|for a while)\b",
        r"\bin (?:some|most|many) (?:cases|places)\b",
    ),
    "a hedge": _any(
        r"账面上|表面上|理论上|名义上|看(?:起来|上去|似)|乍一?看|似乎|好像|据说|传闻",
        r"\b(?:on paper|in theory|at first (?:glance|sight)|on the surface|seem(?:s|ed|ingly)?)\b",
        r"\b(?:supposedly|allegedly|it is said|conventional wisdom)\b",
    ),
    "a view that the essay only reports": _any(
        r"(?<!没)有人|外界|号称|所谓的?$|曾经?(?:以为|认为|相信|觉得|说)|以为",
        r"(?:认为|相信|觉得|预测|声称|宣称|主张|断言|指责|吹嘘|宣传|承诺|担心|质疑|(?<![话是般以])说)[，：:“「]*$",
        r"\b(?:claim|say|said|argue|believe|think|thought|insist|predict|assume|hope|allege|assert|contend|maintain"
        r"|suggest|boast|promise|fear|expect)(?:s|d|ed)?,?(?: that)?\s*[“\"]?$",
        r"^(?!.*\b(?:fact|clear|kn[oe]ws?|show(?:s|ed)?|f(?:ou|i)nds?|proves?d?|means?|sure|plain|note|is) that\s*$)"
        r".*\bthat\s*$",
        r"\b(?:notion|idea|claim|belief|assumption|view|promise|hope) that\b|\bused to\b",
    ),
}
# What stands before the cut in the clause that is cut.
_TOUCHES = {
    "a denial": _any(
        r"不|没|未|无法|别|勿|莫(?=让)|拒绝|避免|防止|停止|放弃|禁止|缺乏|难以|很难",
        r"\b(?:not|never|no|none|nobody|neither|nor|without|cannot|hardly|barely|few|little|rarely|seldom)\b|n[’']t\b",
        r"\b(?:refuse|fail|avoid|prevent|stop|reject|lack|unlikely|unable)(?:s|d|ed|ing|ped)?\b",
    ),
    "a hope": _any(
        r"希望|打算|计划|试图|企图|想要",
        r"\b(?:hope|plan|try|tries|tried|want|intend|attempt|pretend|aim)(?:s|d|ed|ned|ning|ing)? (?:to|that)\s*$",
    ),
    "a hedge": _any(
        r"有望|预计|估计|有时|偶尔|可能|也许|或许|大概|未必|恐怕",
        r"\b(?:may|might|could|perhaps|maybe|possibly|probably|would|likely|sometimes|reportedly)\b",
    ),
    "a question": _any(
        r"是否|能否",
        r"^\W*(?:do|does|did|is|are|was|were|can|could|should|would|will|whether)\b",
    ),
    "a limit": _any(
        r"(?:只有|仅有|仅仅|唯有|除了|一些|部分|少数|个别|有些|某些|几乎|多数)的?$",
        r"\b(?:only|except|some|few|most|many|almost|nearly|certain|several|half(?: of)?(?: the)?)\s*$",
    ),
}
# What follows the cut, in the rest of its sentence.
_FOLLOWS = {
    "a condition": _any(
        r"除非|前提是|条件是|如果|只要|只有在|直到|在.{1,20}?(?:前提|条件|情况)下",
        r"\bunless\b|(?<!even )(?<!as )\bif\b|\bprovided\b|\b(?:as|so) long as\b|\buntil\b",
        r"\bonly (?:when|if|once|after|until)\b|^\s+(?:when|where|while|under|within|in cases?)\b",
    ),
    "a contrast": _any(
        r"[，,；;][^，,；;。]{1,6}却|[，,；;：:—]\s*(?:但(?!凡|愿)|然而|不过|可(?!以|能|见|谓)|却|只是|反而|而不是|不如)|，不是",
        r"[,;:—–-]\s*(?:but|yet|though|although|however|except|not|only)\b|\band yet\b|^\W*\bexcept\b",
    ),
    "a denial": _any(
        r"^[”」]?[，,]?\s*这?(?:都|只|不过|纯属)?是?.{0,10}(?:误解|误区|谎[言话]|假象|神话|谣言|笑话|外行话|鬼话|错的|不对|错误|失误|大忌|陷阱|偏见|借口|幻觉|一厢情愿)",
        r"^\s*(?:吗|么|未必|才怪)",
        r"^\s*(?:is|are|was|were) (?:\w+ )?(?:wrong|false|untrue|dead|myth|not|nonsense|mistake|fantasy|lie)\b",
    ),
    "a limit": _any(
        r"至少(?:目前|现在)|仅限于|^，?(?:在)?理论上",
        r"\b(?:at least for now|for now|on paper|in theory|in part)\b",
    ),
    "a view that the essay only reports": _any(
        r"^[”」]?，?(?:有人|他们|大家|人们).{0,4}(?:说|认为)",
        r"^[,”]+ (?:we are told|they say|some say|it is said|so they say|the story goes)\b",
    ),
    "a question": _any(r"[?？]"),
}
# What the next sentence begins with, in either script.
_TAKES_BACK_CHINESE = _any(
    r"但(?!凡|愿)|然而|不过|可是|可惜|[^，。]{0,8}却|只是|其实不然|恰恰相反|错|未必|真的吗|果真|绝非|并非|没有的事",
    r"事实上?(?:并非|却|恰恰|正好|刚好|完全)",
    r"这(?:只|仅|句?话|种|个|是|样)?.{0,12}?(?:经不起|站不住|不成立|不对|错|误解|误区|假象|谎言|只在|未必|言过其实|不再|过早|乐观|表象|一面|一半)",
)
_TAKES_BACK_LATIN = _any(
    r"(?:but|however|yet|except|unless|alas|wrong|not (?:so|quite|true|any ?more|really)|nonsense|hardly|or so)\b",
    r"(?:that|this|it|none of this|all of this|both) [^.]{0,70}?\b(?:wrong|false|myth|untrue|nonsense|no longer)\b",
    r"[^,.]{1,25}, (?:however|though)\b|(?:that|this) was (?:before|then)\b",
    r"in (?:fact|truth|reality),? (?:the (?:opposite|reverse)|nothing|none|it (?:is|was) not)",
    r"(?:it|they|he|she|we|that) (?:is|was|are|were|did|do|does|has|have|will|would|can|could)(?: not|n[’']t)[.!]",
)
# How the sentence before sets up what follows as a thought or as somebody else's view.
_SETS_UP = _any(
    r"^(?:假设|假如|设想|试想)|^(?:suppose|imagine|assume|picture)\b",
    r"(?:有人|外界|人们|一种|流行|误解|误区|谬论).{0,12}[:：]$|(?:误解|误区|谬论)是?.{0,3}$",
    r"\b(?:myth|misconception|fallacy|story|argument) (?:is this|goes|runs)\b.{0,12}$",
)
_NEGATES = _any(r"(?:不|没有?|并非|未|绝不|不能|不会|不应该?|无法|\b(?:not|never|no|cannot)|n[’']t)\s*$")
_REVERSAL = _any(r"不|没|\bnot\b|n[’']t\b")
_CORRECTION = _any(r"^[，,；;]\s*(?:而(?:是|在)|but\b)")
_OWN_VIEW = _any(
    r"(?:我们?|笔者|本人)(?:一直|始终|坚定地|更加?)*(?:认为|相信|觉得)",
    r"\b(?:I|we) (?:believe|think|argue|say)\b(?: that\b)?",
)
_FIRST_WORDS = 40
"""In so many characters is a letter of all that takes a sentence back."""
_BLANK = lazy_pattern(r"\s*")
_ENDED = lazy_pattern(r"[。！？!?.](?:(?<!\.)|(?=\s))")
_CLAUSE = lazy_pattern(r"[，,；;：:。！？!?—]")


class Alarm(Struct, frozen=True):
    """What a quote leaves out although it changes the meaning."""

    reason: str
    """`a condition`, `a contrast`, `a denial`, `a hedge`, `a limit`, `a question` …"""
    words: str
    """The words left out that raised the alarm."""
    quoted: str
    passage: str
    """What the essay says: the quote's sentences, with the neighbour that sets it up or takes it back."""
    reverses: bool = False
    """Whether a cut, or an elision, leaves out a negation right before what is quoted: the quote says the opposite."""

    def __str__(self) -> str:
        return f"leaves out {self.reason} (“{self.words}”): quoted “{self.quoted}”, the essay says “{self.passage}”"


def context_alarm(essay: Essay, quote: Quote) -> Alarm | None:
    """An alarm where the essay's words around the quote reverse or limit it; None where it stands for itself.

    Looks at the rest of the quote's sentences, at what an elision leaves out, and at the sentences on either side.
    """
    place = essay.paragraph(quote.locator)
    assert place is not None  # the quote is of this essay
    return alarm_in(place, quote)


def alarm_in(place: Paragraph, quote: Quote) -> Alarm | None:
    """The same, where the quote's paragraph is at hand."""
    text, start, end = place.text, quote.spans[0][0], quote.spans[-1][1]
    first, last = _bounds(place, start, end)
    left, right = text[first:start], text[end:last]
    if quote.voice == "speaker":
        left, right = re.split('[“「『‘"]', left)[-1], re.split('[”」』’"]', right)[0]
    found = (
        (_before_cut(left) if left else None)  # a whole sentence leaves nothing out, and most quotes are that
        or (_after_cut(text[start:end], right) if right else None)
        or (_in_gaps(text, quote.spans) if len(quote.spans) > 1 else None)
        or _around(text, first, last)
    )
    reverses = found is not None and found[0] == "a denial" and bool(_NEGATES.search(left))
    if not reverses and (dropped := _negation_in_gaps(text, quote.spans)):
        found, reverses = ("a denial", dropped), True
    if found is None:
        return None
    reason, words = found
    return Alarm(reason, words, quote.text, _passage(place, first, last, reason), reverses)


def is_turned(place: Paragraph, sentence: Sentence) -> bool:
    """Whether the sentences on either side set the whole sentence up or take it back: nothing else is left out."""
    return _around(place.text, sentence.start, sentence.start + len(sentence.text)) is not None


def _before_cut(left: str) -> tuple[str, str] | None:
    left = re.split("[；;]", _OWN_VIEW.sub("", left))[-1]
    return _first(_GOVERNS, left) or _first(_TOUCHES, _CLAUSE.split(left)[-1])


def _after_cut(quoted: str, right: str) -> tuple[str, str] | None:
    if _REVERSAL.search(quoted) and _CORRECTION.match(right):
        return None
    if right.startswith("的"):
        return "what its last word belongs to", right[:6]
    return _first(_FOLLOWS, right)


def _in_gaps(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[str, str] | None:
    gaps = " ".join(text[one[1] : other[0]] for one, other in pairwise(spans))
    return _first(_GOVERNS, gaps) or _first(_TOUCHES, gaps) or _first(_FOLLOWS, gaps)


def _negation_in_gaps(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """The negation that an elision leaves out right before the words that go on."""
    gaps = (text[one[1] : other[0]] for one, other in pairwise(spans))
    return next((match[0].strip() for gap in gaps if (match := _NEGATES.search(gap))), "")


def _around(text: str, first: int, last: int) -> tuple[str, str] | None:
    blank = _BLANK.match(text, last)
    taken_back = _taken_back(text, blank.end() if blank else last)
    if taken_back:
        return "the sentence that takes it back", taken_back[0]
    set_up = _SETS_UP.search(_last_sentence(text[:first].rstrip())) if first else None
    return ("the sentence that sets it up", set_up[0]) if set_up else None


def _taken_back(text: str, at: int) -> re.Match[str] | None:
    """Looked for in the scripts of its first words."""
    words = text[at : at + _FIRST_WORDS]
    found = None if words.isascii() else _TAKES_BACK_CHINESE.match(text, at)
    return found or (_TAKES_BACK_LATIN.match(text, at) if LATIN_LETTER.search(words) else None)


def _last_sentence(before: str) -> str:
    """What stands behind the last end of a sentence but one; looked for in the last few hundred characters first.

    `before` ends in no blank.
    """
    for piece in (before[-300:], before):
        ends = [match.end() for match in _ENDED.finditer(piece, 0, len(piece) - 1)]
        if ends:
            return piece[ends[-1] :].strip()
    return before.strip()


def _first(kinds: dict[str, re.Pattern[str]], text: str) -> tuple[str, str] | None:
    for reason, pattern in kinds.items() if text else ():
        if match := pattern.search(text):
            return reason, match[0].strip(" ，,；;")
    return None


def _bounds(place: Paragraph, start: int, end: int) -> tuple[int, int]:
    """Where the first of the quote's sentences begins and the last one ends."""
    touched = [s for s in place.sentences if s.start < end and s.start + len(s.text) > start]
    return touched[0].start, touched[-1].start + len(touched[-1].text)


def _passage(place: Paragraph, first: int, last: int, reason: str) -> str:
    """The quote's sentences, and one more on the side that raised the alarm."""
    ends = [(s.start, s.start + len(s.text)) for s in place.sentences]
    if reason.endswith("takes it back"):
        last = next((end for start, end in ends if start >= last), last)
    if reason.endswith("sets it up"):
        first = next((start for start, end in reversed(ends) if end <= first), first)
    return place.text[first:last]
