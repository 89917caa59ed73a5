"""Tells a credit from words behind a dash: a name with its place or title is one, a clause or sentence is none."""

from __future__ import annotations

import re

from briefgen.patterns import lazy_pattern
from briefgen.scripts import has_cjk

DASH = r"(?:[—–―]+|--+|~)"
_LINE = lazy_pattern(rf"\s*{DASH}\s*(?=\S)")
_WITHIN = lazy_pattern(rf"(?<=[”」』\"’ 。！？.!?…]){DASH}\s*(?=\S)")
_NAME_END = lazy_pattern(r"[，,、（(《“「\"·|/：:;；\n\v]|——|<| in (?=\W)")
_NO_NAME = lazy_pattern(r"[这那是的了在和有为就也都不]|^(?:来源|出处|摘自|引自|Source)")
_CLAUSE = lazy_pattern(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|must|should|shall|does|did|do|never|nobody|which"
    r"|that|because|if|they|we|you|it|he|she|I|believes?|thinks?|sa(?:ys?|id)|wants?|(?<!Author )not)\b"
    r"|是|不(?![详明])|了|吗|必须|应该|将(?!军)|没有|[。！？!?]"
)
_JOINED = lazy_pattern(
    r"[,;:]\s*(?:and|but|so|yet|because|which|while|though|although)\s+(?![A-Z])|[，；：]\s*(?:但|而|所以)"
)
NAME_PARTICLES = frozenset({
    "de", "la", "le", "du", "da", "di", "del", "der", "den", "von", "van", "zu", "bin", "ibn", "al",
})  # fmt: skip
_PARTICLES = NAME_PARTICLES | frozenset({"of", "the", "at", "from", "for", "and", "&", "et", "y", "in", "by"})
_ARTICLES = frozenset({"the", "a", "an", "one", "our", "my", "his", "her", "their"})
_CONJUNCTIONS = frozenset({
    "and", "but", "or", "not", "nor", "so", "yet", "never", "always", "then", "for", "as", "while", "though",
    "although",
})  # fmt: skip
_FURTHER = lazy_pattern(r"\s*(?:[《§]|https?://|\d[\d\s./年月日-]*$)")
_LONGEST, _LONGEST_CHINESE, _PLAIN, _PLAIN_CHINESE = 100, 30, 60, 12
"""Characters of a name: on a line of its own, and within the line of the words, where it must be told from them."""
_LONGEST_TAIL, _FEW_WORDS, _MANY_WORDS = 80, 3, 8


_BY = lazy_pattern(r"(?:作者|文|(?:[Ww]ritten )?[Bb]y|[Aa]uthor)\s*[：:/|]\s*")
_PLACED = lazy_pattern(r"^(?!\w{2,8}[：:])[^\n]*[，,]\s?§ ?\d[^\n]*$")
"""A credit with its place, but no source line, which begins with a word and a colon."""


def name_of(credit: str) -> str:
    """The name that a credit begins with."""
    credit = credit.strip()
    lead = _BY.match(credit)
    return _NAME_END.split(credit[lead.end() if lead else 0 :], maxsplit=1)[0].strip(" *_.。")


def is_clause(name: str) -> bool:
    """Whether it says something of somebody instead of naming them."""
    return _CLAUSE.search(name) is not None


def is_placed_credit(text: str) -> bool:
    """Whether a text of its own is a credit as briefgen writes them: name, title, place."""
    line = _PLACED.search(text)
    return bool(line) and (is_plain_credit(text) or (len(re.findall("[，,]", text)) > 1 and is_credit(text)))


def part_credit(text: str) -> tuple[str, str, bool]:
    """The quoted words, the credit that stands among them, and whether it stands on the line of the words.

    What follows the credit belongs to the words: nothing that a quotation shows is passed over.
    """
    lines = re.split(r"[\n\v]", text.strip())
    for at in range(len(lines) - 1, 0, -1):
        dash = _LINE.match(lines[at])
        if dash and is_credit(lines[at][dash.end() :]):
            end = _end_of_credit(lines, at)
            words = "\n".join(lines[:at] + lines[end:]).strip()
            return words, "\n".join((lines[at][dash.end() :], *lines[at + 1 : end])), False
    dashes = list(_WITHIN.finditer(lines[-1]))
    if dashes and is_plain_credit(lines[-1][dashes[-1].end() :]):
        before = "\n".join((*lines[:-1], lines[-1][: dashes[-1].start()])).strip()
        if before:
            return before, lines[-1][dashes[-1].end() :], True
    return text.strip(), "", False


def _end_of_credit(lines: list[str], at: int) -> int:
    """A credit goes on after a comma, or with a title, a place or a date."""
    end = at + 1
    while end < len(lines):
        goes_on = (
            lines[end - 1].rstrip().endswith((",", "，", "、", ";", "；")) and lines[end].rstrip()[-1:] not in ".。"
        )
        if not goes_on and not _FURTHER.match(lines[end]):
            break
        end += 1
    return end


def is_credit(text: str) -> bool:
    """Whether a line that a dash begins can be a credit."""
    name = name_of(text)
    if _JOINED.search(text) or _CLAUSE.search(name) or _adds_claim(text, name):
        return False
    if not name or has_cjk(name):
        return len(name) <= _LONGEST_CHINESE if name else text.lstrip(" *").startswith("《")
    words = name.split()
    if words[0].lower() in _CONJUNCTIONS or len(name) > _LONGEST:
        return False
    placed = next((at for at, word in enumerate(words) if word in ("of", "at", "from", "in")), 0)
    long = words[0].lower() in _ARTICLES or (placed > 1 and _is_proper(words[:placed]))
    return len(words) <= (_MANY_WORDS if long else _FEW_WORDS) or _is_proper(words)


def _adds_claim(text: str, name: str) -> bool:
    """Whether a colon right behind the name begins a clause; one behind a title begins its second part."""
    rest = text.partition(name)[2].lstrip() if name else ""
    return rest[:1] in (":", "：") and _CLAUSE.search(rest) is not None


def is_plain_credit(text: str) -> bool:
    """Whether what follows a dash on the line of the words is a name beyond doubt, with its place or title."""
    name = name_of(text)
    return begins_with_name(text) and (has_cjk(name) or (is_credit(text) and _is_proper(name.split())))


def begins_with_name(text: str) -> bool:
    """Whether what follows a dash behind closing marks begins as names do: no words of the quotation stand there."""
    name = name_of(text)
    if has_cjk(name):
        return len(name) <= _PLAIN_CHINESE and not _NO_NAME.search(name)
    return name[:1].isupper() and len(name) <= _PLAIN


def _is_proper(words: list[str]) -> bool:
    return all(not word[0].islower() or word in _PARTICLES for word in words)
