"""Takes quotes from an essay, code point for code point, and says why when the words are not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice, pairwise

from msgspec import Struct

from briefgen.difference import COMPARED, first_difference, nearest_sentence
from briefgen.essay import Essay, Paragraph, Sentence, check_of
from briefgen.patterns import lazy_pattern
from briefgen.scripts import count_cjk, has_cjk, is_cjk, kinds_of
from briefgen.voices import Voice, voice_of

Span = tuple[int, int]
_Finder = Callable[[str, int], Iterator[Span]]

ELISION = lazy_pattern(r"(?:(?<!\s)\s+)?(?:……|\[…{1,2}\])\s*")
_WRAP = lazy_pattern(r"(?:(?<![ \t])[ \t]+)?[\n\v\u2028][ \t]*")
_CHINESE_FEW, _LATIN_FEW = 5, 3
_WORD = lazy_pattern(r"[wd]+(?:(?:'|(?<=d)\.(?=d))[wd]+)*(?:(?<=d)[%C])?")
_UNIT = lazy_pattern(r"(?:[wd]+|[cC]{1,2})[^wdcC_]*|[^wdcC_]+")
"""Of kinds (see briefgen.scripts), as the next one: a word with what belongs to it, and about a word of context."""
_LOCATOR = lazy_pattern(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:-(\d{1,6}))?")


class Quote(Struct, frozen=True):
    """Words of an essay with their place; the id of a quote ends in `<locator>-<check>`."""

    text: str
    """As it stands in the essay; where words are left out, the fragments with the elision mark between them."""
    locator: str
    """`section.paragraph.sentence`, or a run `section.paragraph.first-last` where several sentences are touched."""
    check: str
    voice: Voice
    speaker: str
    """Whom the essay quotes; empty for the author's own words, and where the essay does not name the speaker."""
    spans: tuple[Span, ...]
    """(start, end) of each fragment, in code points of the paragraph's text."""
    before: str
    after: str
    """A few words of the paragraph on either side, to search for."""


class QuoteNotFound(Exception):  # noqa: N818 - named in the contract, and read as a sentence
    """The words do not stand in the essay; carries the nearest ones that do."""

    def __init__(self, wanted: str, nearest: Sentence | None, difference: str) -> None:
        self.wanted = wanted
        self.nearest = nearest
        self.difference = difference
        """The first differing characters, in words for a person."""
        place = f"; nearest is {nearest.locator} “{nearest.text}”" if nearest else ""
        super().__init__(f"not in the essay{place}; {difference}")


def find_quote(essay: Essay, text: str, near: str = "") -> Quote:
    """The quote with exactly these words; among equal ones the nearest to the locator `near`, else the first.

    A line break in `text` stands for nothing between CJK characters and for one space between Latin ones.
    `……` or `[…]` that the essay does not have is an elision: its fragments must follow each other in one paragraph;
    at either end it only says that the sentence is longer.
    A quote does not begin or end inside a Latin word or a number. Raises QuoteNotFound.

    >>> essay = briefgen.read_essay("essays/small-platform.md")
    >>> quote = briefgen.find_quote(essay, "I did not join a platform")
    >>> quote.locator, quote.speaker, quote.after
    ('1.3.1', 'Tom Adeyemi', ', I joined a shorter')
    >>> briefgen.find_quote(essay, "I did not join a club")
    Traceback (most recent call last):
    briefgen.quotes.QuoteNotFound: ...
    """
    wanted = text.strip()
    found = list(_places(essay, wanted)) if wanted else []
    if not found:
        raise missing_quote(essay, wanted)
    return min((_quote(paragraph, spans) for paragraph, spans in found), key=lambda q: _distance(q.locator, near))


def quote_at(essay: Essay, locator: str, check: str = "") -> Quote:
    """The sentence, or run of sentences, at `locator`; with a `check`, wherever those words stand now.

    The quote's locator is the place where the words were found. Raises QuoteNotFound when the essay has no such
    place, or, with a check, no run of sentences with it.

    >>> essay = briefgen.read_essay("essays/small-platform.md")
    >>> briefgen.quote_at(essay, "1.3.3").check
    '44456de9'
    >>> briefgen.quote_at(essay, "4.4.4", "44456de9").locator
    '1.3.3'
    """
    at_place = _run_at(essay, locator)
    if at_place and (quote := _quote(*at_place)).check == (check or quote.check):
        return quote
    if check:
        found = [run for run in _runs(essay) if check_of(_text(*run)) == check]
        if found:
            return min((_quote(*run) for run in found), key=lambda q: _distance(q.locator, locator))
    if at_place:
        there = _text(*at_place)
        nearest = _sentence_at(at_place[0], at_place[1][0][0])
        raise QuoteNotFound("", nearest, f"the check {check} belongs to other words: these have {check_of(there)}")
    raise QuoteNotFound(
        "", None, f"the essay has no sentence {locator}" + (f", and none with the check {check}" if check else "")
    )


def quote_of(paragraph: Paragraph, sentences: tuple[Sentence, ...]) -> Quote:
    """The quote of a run of sentences of `paragraph`."""
    last = sentences[-1]
    return _quote(paragraph, ((sentences[0].start, last.start + len(last.text)),))


def missing_quote(essay: Essay, wanted: str) -> QuoteNotFound:
    """Why the essay does not have these words: the nearest sentence, and where they part from it."""
    nearest = nearest_sentence(essay, wanted)
    paragraph = essay.paragraph(nearest.locator) if nearest else None
    if nearest is None or paragraph is None:
        return QuoteNotFound(wanted, None, "nothing like it stands there")
    parts = [folded(part) for part in ELISION.split(wanted) if part]
    strange = [part for part in parts if part not in paragraph.text]
    if len(parts) > 1 and not strange:
        return QuoteNotFound(wanted, nearest, "the fragments do not stand there whole and in this order")
    text = paragraph.text if len(paragraph.text) <= COMPARED else nearest.text
    return QuoteNotFound(wanted, nearest, first_difference(strange[0] if strange else wanted, text))


def is_long(words: str) -> bool:
    """Whether words in quotation marks are a quotation rather than a term."""
    return count_cjk(words) > _CHINESE_FEW or len(re.findall(r"[^\W\d_]+", words)) > _LATIN_FEW


def folded(text: str) -> str:
    """`text` without soft line wraps: nothing between CJK characters, one space elsewhere."""

    def joint(wrap: re.Match[str]) -> str:
        before, after = text[max(wrap.start() - 1, 0) : wrap.start()], text[wrap.end() : wrap.end() + 1]
        return "" if is_cjk(before) and is_cjk(after) else " "

    return _WRAP.sub(joint, text)


def _places(essay: Essay, wanted: str) -> Iterator[tuple[Paragraph, tuple[Span, ...]]]:
    find_whole = _finder(wanted)
    parts = [_finder(part) for part in ELISION.split(wanted) if part] if ELISION.search(wanted) else []
    for paragraph in essay.paragraphs():
        spans = list(find_whole(paragraph.text, 0))
        elided = parts and not spans
        words = _word_spans(paragraph.text) if spans or elided else ()
        for span in spans:
            if not _cuts_word(span, words):
                yield paragraph, (span,)
        if elided and (pieces := _fragments(paragraph.text, parts, words)):
            yield paragraph, pieces


def _finder(wanted: str) -> _Finder:
    """Finds `wanted` in a paragraph, from an offset on: exactly, but for its line wraps."""
    if _WRAP.search(wanted):
        pattern = _pattern(wanted)
        return lambda text, start: (match.span() for match in pattern.finditer(text, start))
    return partial(_literal, wanted)


def _literal(wanted: str, text: str, start: int) -> Iterator[Span]:
    at = text.find(wanted, start)
    while at >= 0:
        yield at, at + len(wanted)
        at = text.find(wanted, at + len(wanted))


def _pattern(text: str) -> re.Pattern[str]:
    """Matches `text` exactly, but for its line wraps; between CJK and Latin a wrap may hide a space or nothing."""
    pieces = _WRAP.split(text)
    pattern = re.escape(pieces[0])
    for left, right in pairwise(pieces):
        wide = [is_cjk(side) for side in (left[-1:], right[:1])]
        pattern += ("" if all(wide) else " ?" if any(wide) else " ") + re.escape(right)
    return re.compile(pattern)


def _fragments(text: str, parts: Iterable[_Finder], words: tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans of the fragments, in order and apart, or nothing if one is missing."""
    spans: list[Span] = []
    for find in parts:
        start = spans[-1][1] + 1 if spans else 0
        span = next((found for found in find(text, start) if not _cuts_word(found, words)), None)
        if span is None:
            return ()
        spans.append(span)
    return tuple(spans)


def _word_spans(text: str) -> tuple[Span, ...]:
    return tuple(match.span() for match in _WORD.finditer(kinds_of(text)))


def _cuts_word(span: Span, words: tuple[Span, ...]) -> bool:
    return any(start < at < end for start, end in words for at in span)


def _quote(paragraph: Paragraph, spans: tuple[Span, ...]) -> Quote:
    text = _text(paragraph, spans)
    voice, speaker = voice_of(paragraph, spans)
    before, after = _around(paragraph.text, spans[0][0], spans[-1][1])
    return Quote(text, _locator(paragraph, spans), check_of(text), voice, speaker, spans, before, after)


def _text(paragraph: Paragraph, spans: tuple[Span, ...]) -> str:
    pieces = [paragraph.text[start:end] for start, end in spans]
    if len(pieces) == 1:
        return pieces[0]
    mark = "……" if has_cjk(pieces[0]) else " […] "
    return mark.join(pieces)


def _locator(paragraph: Paragraph, spans: tuple[Span, ...]) -> str:
    first = _sentence_at(paragraph, spans[0][0])
    last = _sentence_at(paragraph, spans[-1][1] - 1)
    ends = f"-{last.locator.rpartition('.')[2]}" if last != first else ""
    return first.locator + ends


def _sentence_at(paragraph: Paragraph, offset: int) -> Sentence:
    """The sentence that holds the code point at `offset`, or the one before a gap."""
    reached = [sentence for sentence in paragraph.sentences if sentence.start <= offset]
    return reached[-1] if reached else paragraph.sentences[0]


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """About ten CJK characters, or five words, on each side."""
    behind, ahead = text[max(0, start - 80) : start], text[end : end + 80]
    first = [match.start() for match in _UNIT.finditer(kinds_of(behind))][-5:]
    last = [match.end() for match in islice(_UNIT.finditer(kinds_of(ahead)), 5)]
    return behind[first[0] :].strip() if first else "", ahead[: last[-1]].strip() if last else ""


def _runs(essay: Essay) -> Iterator[tuple[Paragraph, tuple[Span, ...]]]:
    """Every sentence and every run of sentences of one paragraph, up to twelve long."""
    for paragraph in essay.paragraphs():
        ends = [sentence.start + len(sentence.text) for sentence in paragraph.sentences]
        for first, sentence in enumerate(paragraph.sentences):
            for end in ends[first : first + 12]:
                yield paragraph, ((sentence.start, end),)


def _run_at(essay: Essay, locator: str) -> tuple[Paragraph, tuple[Span, ...]] | None:
    match = _LOCATOR.fullmatch(locator)
    paragraph = essay.paragraph(locator) if match else None
    if match is None or paragraph is None:
        return None
    first, last = int(match[3]), int(match[4] or match[3])
    if not 1 <= first <= last <= len(paragraph.sentences):
        return None
    end = paragraph.sentences[last - 1]
    return paragraph, ((paragraph.sentences[first - 1].start, end.start + len(end.text)),)


def _distance(locator: str, near: str) -> tuple[int, ...]:
    here, there = ([int(n) for n in re.findall(r"\d+", place)[:3]] for place in (locator, near))
    return tuple(abs(a - b) for a, b in zip(here, there, strict=False))
