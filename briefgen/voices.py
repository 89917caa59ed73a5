"""Tells the author's own words from those of somebody whom the essay quotes, and finds out who that is."""

from __future__ import annotations

from typing import Literal

from briefgen.essay import Paragraph
from briefgen.marks import quotations
from briefgen.patterns import lazy_pattern

Voice = Literal["author", "speaker"]

_SAYS = (
    r"(?:说道?|表示|指出|认为|写道|强调|坦言|坦承|承认|直言|回应|提出|总结道?|透露|解释道?|补充道?|问道?|答道?|提醒|警告|声称|(?<!名)称|讲"
    r"|所言|所说)(?:过|了|说)?"
)
_SAID = (
    r"(?:said|says?|told \w+|wrote|writes|argue[ds]|warn(?:s|ed)|explain(?:s|ed)|note[ds]|ask(?:s|ed)|add(?:s|ed)"
    r"|puts? it|observe[ds]|replie[ds]|recall(?:s|ed)|admit(?:s|ted)|insist(?:s|ed)|remark(?:s|ed))"
)
_NAME = (
    r"(?:[A-Z](?:\.|[\w’'-]*)(?: (?:[A-Z](?:\.|[\w’'-]*)|of|de|la|van|von|der|the))*"
    r"|(?:[Tt]he|[Aa]n?|[Oo]ne|[Oo]ur|[Mm]y|[Hh]is|[Hh]er) [\w-]+(?: [\w-]+){0,4}?)"
)
_PRONOUNS = frozenset(
    (
        "他",
        "她",
        "他们",
        "她们",
        "我",
        "我们",
        "你",
        "有人",
        "这",
        "I",
        "You",
        "He",
        "She",
        "It",
        "We",
        "They",
        "Who",
        "This",
    )
)
_LEADS_IN = lazy_pattern(
    r"^.*(?:但|而|因为|所以|后来|当时|对此|日前|近日|如今|那天|如|据|并|[，,。；;：:！!？?、])(?=.{2})"
)
_TRAILS = lazy_pattern(
    r"(?:[对向跟和同](?!事|伴|学).{1,10}|在.{1,24}(?:上|中|里|时|后)|于.{1,12}|这样|如此|也|还|曾经?|又|则|都|就|更|常常?|总是?|一再|反复"
    r"|坦然|含蓄|公开|直接|后来|近日|再次|随后|进一步|明确|笑着|不止一次|毫不讳言)+$"
)
_CHINESE_LEAD = lazy_pattern(rf"([^。！？!?；;“”「」\n]{{2,100}}?){_SAYS}[：:，,]?$")
_CHINESE_TAIL = lazy_pattern(rf"[，,]?\s*([^，。！？；：“”「」\n]{{2,30}}?){_SAYS}")
_LEAD = lazy_pattern(rf"(?:^|[\s,.;:])(?:[Aa]s |[Aa]ccording to )?({_NAME}) (?:once |later |has |had )?{_SAID}[,:]?$")
_ACCORDING = lazy_pattern(rf"(?:[Aa]ccording to|[Ii]n the words of) ({_NAME})[,:]$")
_TAIL = lazy_pattern(rf"[,.]?\s*(?:{_SAID} ({_NAME})(?=[.,;:!?]|$| in | at | on )|({_NAME}) {_SAID})")
_PUNCTUATED = lazy_pattern(r"[，。！？；!?;]|[.,](?:\s|$)")
_INTRODUCED = lazy_pattern(rf"(?:[:：]|{_SAYS}[，,]?|\b{_SAID}[,:]?|[Aa]ccording to {_NAME},)\s*$")
_CREDIT_LINE = lazy_pattern(r"[\n\v][ \t]*(?:[—–―]+|--+)\s*([^\n\v，,（(《]{2,40})[^\n\v]*$")


def voice_of(paragraph: Paragraph, spans: tuple[tuple[int, int], ...]) -> tuple[Voice, str]:
    """Whose words the slices of `paragraph` are, and the speaker's name where the essay gives it.

    Words inside marks around speech are the speaker's; a sentence that reports speech is the author's as a whole.
    """
    start, end = spans[0][0], spans[-1][1]
    for opening, closing in quotations(paragraph.text):
        if opening < start and end <= closing and _is_speech(paragraph.text, opening, closing):
            return "speaker", speaker_of(paragraph.text, opening, closing)
        whole = (opening, closing + 1) == (start, end) or (opening, closing) == (start, end - 2)
        if whole and _is_speech(paragraph.text, opening, closing):
            return "speaker", speaker_of(paragraph.text, opening, closing)
    if paragraph.kind == "quotation":
        credit = _CREDIT_LINE.search(paragraph.text)
        return "speaker", credit[1].strip() if credit else ""
    return "author", ""


def speaker_of(text: str, opening: int, closing: int) -> str:
    """Who, by the words next to the marks, says what stands between them; empty where they do not tell."""
    before = text[max(0, opening - 200) : opening].rstrip()
    after = text[closing + 1 : closing + 200].lstrip()
    chinese = not (before.isascii() and after.isascii())
    if chinese and (lead := _CHINESE_LEAD.search(before)):
        return _name_in(lead[1])
    if chinese and (tail := _CHINESE_TAIL.match(after)):
        return _name_in(tail[1])
    if lead := _LEAD.search(before) or _ACCORDING.search(before):
        return _named(lead[1])
    tail = _TAIL.match(after)
    return _named(tail[1] or tail[2]) if tail else ""


def _named(name: str) -> str:
    """The name; nothing for a pronoun."""
    return "" if name in _PRONOUNS else name


def _name_in(clause: str) -> str:
    """The name in what stands before a Chinese verb of saying."""
    name = _TRAILS.sub("", _LEADS_IN.sub("", clause).strip()).strip(" ，,：:并还也")
    return _named(name)


def _is_speech(text: str, opening: int, closing: int) -> bool:
    """Speech, not a term or a title: introduced as such, or with the punctuation or length of a sentence."""
    inside = text[opening + 1 : closing]
    return bool(
        len(inside) > (20 if not inside.isascii() else 40)
        or _PUNCTUATED.search(inside)
        or _INTRODUCED.search(text[:opening])
    )
