"""Proves or refutes, against the essays, every quotation of a finished deck or brief."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from briefgen.context import context_alarm
from briefgen.credits import is_plain_credit, name_of
from briefgen.difference import comparing, likeness, whole_difference
from briefgen.essay import Essay, check_of
from briefgen.names import is_chinese_name, means_author, same_person
from briefgen.patterns import lazy_pattern
from briefgen.quotations import Quotation, read_quotations
from briefgen.quotes import ELISION, Quote, QuoteNotFound, find_quote, folded, missing_quote, quote_at

Status = Literal["proved", "elided", "altered", "badly elided", "wrong speaker", "not found"]

_LOOSE_ELISION = lazy_pattern(r"(?:(?<!\s)\s+)?(?:[\[(（]\s*)?(?:…+|\.{3,}|。{3,}|·{3,}|略)(?:\s*[\])）])?\s*")
_ALIKE = 0.5


class Verdict(Struct, frozen=True):
    """What became of one quotation."""

    path: str
    slide: int
    """From 1; 0 in a Markdown file."""
    line: int
    """From 1; 0 in a deck."""
    part: str
    """`notes`, `table`, `chart`, `diagram`, or empty."""
    text: str
    status: Status
    essay: str = ""
    """Path of the essay that holds the words, or the nearest ones."""
    locator: str = ""
    """Where the words stand, or the nearest sentence."""
    nearest: str = ""
    message: str = ""
    """What is wrong, in words for a person."""
    alarm: str = ""
    """What the quote leaves out although it changes the meaning: a warning, no failure."""

    @property
    def ok(self) -> bool:
        return self.status in ("proved", "elided")

    def __str__(self) -> str:
        part = f", {self.part}" if self.part else ""
        where = f"slide {self.slide}{part}" if self.slide else f"line {self.line}"
        place = f" at {self.locator} of {self.essay}" if self.locator else ""
        detail = f": {self.message}" if self.message else ""
        nearest = f"; nearest is “{self.nearest}”" if self.nearest else ""
        alarm = f"; out of context? {self.alarm}" if self.alarm else ""
        return f"{self.path}: {where}: {self.status}{place}: “{self.text}”{detail}{nearest}{alarm}"


@comparing()
def verify(path: str | Path, essays: Iterable[Essay]) -> tuple[Verdict, ...]:
    """A verdict for every quotation of the .pptx or .md file, in its order.

    Where an essay names no author, all its own words in the file must be credited alike.
    Raises BriefgenError where the file cannot be read.

    >>> from pathlib import Path
    >>> essay = briefgen.read_essay("essays/small-platform.md")
    >>> words = "Members come for relief and stay for the network"
    >>> size = Path("talk.md").write_text(f"Eleanor Marsh writes: “{words}”.", "utf-8")
    >>> [verdict.ok for verdict in briefgen.verify("talk.md", [essay])]
    [True]
    """
    texts = [(essay, essay.text) for essay in essays]
    quotations = [_uncut(quotation, texts) for quotation in read_quotations(path)]
    shelf = [(_with_author(essay, quotations), text) for essay, text in texts]
    return tuple(_judge(str(path), quotation, shelf) for quotation in quotations)


def _uncut(quotation: Quotation, texts: Sequence[tuple[Essay, str]]) -> Quotation:
    """The quotation, with what may be its credit among the words where an essay has it there."""
    uncut = quotation.uncut
    return uncut if uncut and any(folded(uncut.text) in text for _, text in texts) else quotation


def _with_author(essay: Essay, quotations: Sequence[Quotation]) -> Essay:
    """The essay; where it names no author, with the one whom the file names for most of its words."""
    if essay.author:
        return essay
    text, checks = essay.text, {check_of(sentence.text) for sentence in essay.sentences()}
    mine = (quotation for quotation in quotations if quotation.check in checks or quotation.text in text)
    credits = Counter(quotation.credit for quotation in mine if quotation.credit)
    name, count = max(credits.items(), key=lambda entry: entry[1], default=("", 0))
    return replace(essay, author=name) if count * 2 > credits.total() > 1 else essay


def _judge(path: str, quotation: Quotation, shelf: Sequence[tuple[Essay, str]]) -> Verdict:
    blank = Verdict(path, quotation.slide, quotation.line, quotation.part, quotation.text, "not found")
    verdicts = [_prove(blank, quotation, essay, quote) for essay, quote in _found(quotation, shelf)]
    if not verdicts:
        return _refuse(blank, quotation, shelf)
    return next((verdict for verdict in verdicts if verdict.ok), verdicts[0])


def _found(quotation: Quotation, shelf: Sequence[tuple[Essay, str]]) -> Iterable[tuple[Essay, Quote]]:
    """The quote in each essay that has it; a plain search for its longest line saves the exact one in the others."""
    probe = max(re.split(rf"[\n\v\u2028]|{ELISION.pattern}", quotation.text), key=len).strip()
    for essay, text in shelf:
        if probe and probe in text:
            try:
                yield essay, find_quote(essay, quotation.text, near=quotation.locator)
            except QuoteNotFound:
                continue


def _prove(blank: Verdict, quotation: Quotation, essay: Essay, quote: Quote) -> Verdict:
    placed = replace(blank, essay=essay.path, locator=quote.locator)
    if quotation.check and quote.check != quotation.check:
        message, nearest = _marked_words(quotation, essay)
        return replace(placed, status="altered", message=message, nearest=nearest)
    if wrong := _wrong_credit(quotation, quote, essay):
        return replace(placed, status="wrong speaker", message=wrong)
    alarm = context_alarm(essay, quote)
    if alarm and alarm.reverses:
        message = f"cut right after “{alarm.words}”, which turns it into its opposite"
        return replace(placed, status="altered", message=message, nearest=alarm.passage)
    return replace(placed, status="elided" if len(quote.spans) > 1 else "proved", alarm=str(alarm or ""))


def _marked_words(quotation: Quotation, essay: Essay) -> tuple[str, str]:
    """Why words of the essay are not those that their mark certifies, and what that certifies."""
    try:
        words = quote_at(essay, quotation.locator, quotation.check).text
    except QuoteNotFound:
        return "the essay's words, but not those that this place was made for", ""
    return whole_difference(folded(quotation.text), words), words


def _wrong_credit(quotation: Quotation, quote: Quote, essay: Essay) -> str:
    spoken = quote.voice == "speaker"
    expected = quote.speaker if spoken else essay.author
    if not expected or (not spoken and means_author(quotation.credit)):
        return ""
    credit = quotation.credit
    if not same_person(credit, expected):
        credit = _behind_title(quotation, essay)
    if not credit or same_person(credit, expected):
        return ""
    whom = "the essay quotes" if spoken else "the author is"
    return f"credited to {credit}; {whom} {expected}"


def _behind_title(quotation: Quotation, essay: Essay) -> str:
    """Whom the credit names behind the essay's title, where it begins with that; else whom it begins with."""
    source = quotation.source.lstrip(' 《“"*')
    if not essay.title or not source.casefold().startswith(essay.title.casefold()):
        return quotation.credit
    rest = map(name_of, re.split(r"[，,、》]", source[len(essay.title) :]))
    return next((name for name in rest if is_chinese_name(name) or is_plain_credit(name)), "")


def _refuse(blank: Verdict, quotation: Quotation, shelf: Sequence[tuple[Essay, str]]) -> Verdict:
    parts = [part for part in _LOOSE_ELISION.split(folded(quotation.text)) if part]
    for essay, text in shelf if parts and _LOOSE_ELISION.search(quotation.text) else ():
        if all(part in text for part in parts):
            return _badly_elided(blank, essay, parts)
    if quotation.check:
        for essay, _ in shelf:
            message, words = _marked_words(quotation, essay)
            if words:
                found = replace(blank, essay=essay.path, locator=quotation.locator, nearest=words)
                return replace(found, status="altered", message=message)
    return _nearest(blank, quotation, [essay for essay, _ in shelf])


def _badly_elided(blank: Verdict, essay: Essay, parts: Sequence[str]) -> Verdict:
    try:
        locator = find_quote(essay, "……".join(parts)).locator
        message = "what is left out must be marked with “……” or “[…]”"
    except QuoteNotFound as missing:
        locator = missing.nearest.locator if missing.nearest else ""
        message = "the fragments do not stand in one paragraph in this order"
    return replace(blank, status="badly elided", essay=essay.path, locator=locator, message=message)


def _nearest(blank: Verdict, quotation: Quotation, essays: Sequence[Essay]) -> Verdict:
    best, verdict = 0.0 if quotation.check else _ALIKE, None
    for essay in essays:
        miss = missing_quote(essay, quotation.text)
        paragraph = essay.paragraph(miss.nearest.locator) if miss.nearest else None
        share = likeness(folded(quotation.text), paragraph.text) if paragraph else 0.0
        if miss.nearest and share > best:
            found = replace(blank, essay=essay.path, locator=miss.nearest.locator, nearest=miss.nearest.text)
            best, verdict = share, replace(found, status="altered", message=miss.difference)
    return verdict or replace(blank, status="not found", message="in none of the given essays")
