"""The briefing: outline and essay merged, complete, for everybody, every quote proved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from briefgen.context import context_alarm
from briefgen.difference import comparing
from briefgen.errors import BriefgenError, Problem
from briefgen.essay import Essay
from briefgen.marks import quotations
from briefgen.outline import Argument, Outline, QuoteRef, parse_place
from briefgen.pageurl import quote_url
from briefgen.quotes import Quote, QuoteNotFound, find_quote, is_long, quote_at
from briefgen.records import Record, Worded

_PLACES = "`briefgen quotes ESSAY` prints the places"
OwnText = tuple[Record, str, str]
"""The record, the key and the text."""
OUT_OF_CONTEXT = "out of context?"
"""How the warning about what a quote leaves out begins."""


class PlacedQuote(Struct, frozen=True):
    """A quote of the outline as it stands in the essay; `text` is empty where the essay is not at hand."""

    id: str
    """`quote-<outline>-<locator>-<check>`: the same in outline, slide, notes, brief and manifest."""
    text: str
    locator: str
    check: str
    voice: str = "author"
    speaker: str = ""
    before: str = ""
    after: str = ""
    url: str = ""


class PlacedArgument(Struct, frozen=True):
    """An argument of the outline with its quotes found."""

    source: Argument
    quotes: tuple[PlacedQuote, ...]


class Briefing(Struct, frozen=True):
    """All that is known of one essay, for all audiences."""

    outline: Outline
    title: str
    author: str
    published: str
    url: str
    language: str
    sha256: str
    """Of the essay's file; empty where the essay is not at hand and not pinned."""
    has_essay: bool
    essay_path: str
    """The essay's file; empty where it is not at hand."""
    quotes: tuple[PlacedQuote, ...]
    """The quotes that carry the thesis."""
    arguments: tuple[PlacedArgument, ...]

    @property
    def name(self) -> str:
        return self.outline.name

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files that it was read from, and the essay's beside the outline, there or not."""
        outline, file = Path(self.outline.marks.path), self.outline.essay.file
        essays = [*([Path(self.essay_path)] if self.essay_path else ()), *([outline.parent / file] if file else ())]
        return tuple(dict.fromkeys([outline, *essays]))


def merge_briefing(outline: Outline, essay: Essay | None) -> tuple[Briefing, tuple[Problem, ...]]:
    """The briefing, and what is worth a warning.

    Raises BriefgenError with every quote that is not in the essay: its place in the outline, the nearest sentence,
    that sentence's locator and the first characters that differ.

    >>> outline = briefgen.read_outline("outlines/small-platform.yaml")
    >>> essay = briefgen.read_essay("essays/small-platform.md")
    >>> briefing, warnings = briefgen.merge_briefing(outline, essay)
    >>> briefing.arguments[0].quotes[0].text
    'Members come for relief and stay for the network; they do not come for the network.'
    """
    briefing, problems, warnings = merge_what_stands(outline, essay)
    if problems:
        raise BriefgenError(problems)
    return briefing, warnings


@comparing()
def merge_what_stands(
    outline: Outline, essay: Essay | None
) -> tuple[Briefing, tuple[Problem, ...], tuple[Problem, ...]]:
    """The briefing without the quotes that are not in the essay, those as problems, and the warnings."""
    merger = _Merger(outline, essay, _prefix(outline.name), [], [])
    thesis_quotes = merger.quotes(outline.quotes, "")
    arguments = tuple(PlacedArgument(a, merger.quotes(_wanted(a), a.at)) for a in outline.arguments)
    merger.check_places()
    own = tuple(_own_texts(outline))
    merger.check_paraphrases(own)
    merger.check_repeats(own, (*thesis_quotes, *(quote for argument in arguments for quote in argument.quotes)))
    ref = outline.essay
    briefing = Briefing(
        outline=outline,
        title=ref.title or (essay.title if essay else ""),
        author=ref.author or (essay.author if essay else ""),
        published=ref.published or (essay.published if essay else ""),
        url=ref.url or (essay.url if essay else ""),
        language=ref.language or (essay.language if essay else "") or "en",
        sha256=essay.sha256 if essay else ref.sha256,
        has_essay=essay is not None,
        essay_path=essay.path if essay else "",
        quotes=thesis_quotes,
        arguments=arguments,
    )
    return briefing, tuple(sorted(merger.problems)), tuple(merger.warnings)


def _wanted(argument: Argument) -> tuple[QuoteRef, ...]:
    """The quotes an argument asks for: without a word about quotes, the best one of the place it names."""
    if argument.quotes or "quotes" in argument.marks.keys or not argument.at:
        return argument.quotes
    return (QuoteRef(pick=1, marks=argument.marks),)


class _Merger(Struct, frozen=True):
    outline: Outline
    essay: Essay | None
    prefix: str
    """How the ids of the outline's quotes begin."""
    problems: list[Problem]
    warnings: list[Problem]

    def quotes(self, refs: Iterable[QuoteRef], place: str) -> tuple[PlacedQuote, ...]:
        return tuple(quote for ref in refs for quote in self._placed(ref, place))

    def _placed(self, ref: QuoteRef, place: str) -> list[PlacedQuote]:
        if self.essay is None:
            return [] if ref.pick else [PlacedQuote(self._id(ref.at, ref.check), "", ref.at, ref.check)]
        try:
            found = self._find(self.essay, ref, place)
        except QuoteNotFound as missing:
            self.problems.append(_not_found(ref, missing))
            return []
        return [self._place(self.essay, quote, ref) for quote in found]

    def _find(self, essay: Essay, ref: QuoteRef, place: str) -> tuple[Quote, ...]:
        if ref.text or ref.at:
            quote = quote_named(essay, ref, place)
            if ref.at and quote.locator != ref.at:
                message = f"the quote has moved from {ref.at} to {quote.locator}"
                self.warnings.append(ref.marks.problem("at", message, f"write 'at: {quote.locator}'", "warning"))
            return (quote,)
        from briefgen.rank import rank_quotes

        return rank_quotes(essay, ref.pick, within=(place,) if place else ())

    def _place(self, essay: Essay, quote: Quote, ref: QuoteRef) -> PlacedQuote:
        alarm = context_alarm(essay, quote)
        if alarm:
            name = "text" if ref.text else "at" if ref.at else "pick"
            self.warnings.append(ref.marks.problem(name, f"{OUT_OF_CONTEXT} {alarm}", severity="warning"))
        return PlacedQuote(
            id=self._id(quote.locator, quote.check),
            text=quote.text,
            locator=quote.locator,
            check=quote.check,
            voice=quote.voice,
            speaker=quote.speaker,
            before=quote.before,
            after=quote.after,
            url=quote_url(self.outline.essay.url or essay.url, essay, quote),
        )

    def _id(self, locator: str, check: str) -> str:
        return "-".join(filter(None, (self.prefix, locator, check)))

    def check_places(self) -> None:
        """Every place that a figure, event or argument names must exist, and a figure's number stand there."""
        if self.essay is None:
            return
        for argument in self.outline.arguments:
            if argument.at and not _has_place(self.essay, argument.at):
                message = f"the essay has no place {argument.at}"
                self.warnings.append(argument.marks.problem("at", message, _PLACES, "warning"))
        sentences = {sentence.locator: sentence.text for sentence in self.essay.sentences()}
        dated = [(event, event.at, "") for event in self.outline.timeline]
        counted = [(figure, figure.at, f"{figure.value:g}") for a in self.outline.arguments for figure in a.figures]
        for record, at, number in (*dated, *counted):
            first = at.split("-")[0]
            if at and first not in sentences:
                self.warnings.append(record.marks.problem("at", f"the essay has no sentence {at}", _PLACES, "warning"))
            elif at and number and not shows_number(sentences[first], number):
                message = f"sentence {at} does not show the number {number}"
                self.warnings.append(record.marks.problem("value", message, severity="warning"))

    def check_paraphrases(self, own: Sequence[OwnText]) -> None:
        """The outline's own words never stand in quotation marks, unless they are the essay's (contract, rule 4)."""
        if self.essay is None:
            return
        for record, name, text in own:
            for opening, closing in quotations(text):
                words = text[opening + 1 : closing]
                if is_long(words) and words.strip() not in self.essay.text:
                    message = f"“{words}” stands in quotation marks, but not in the essay"
                    self.warnings.append(record.marks.problem(name, message, "drop the marks", "warning"))

    def check_repeats(self, own: Sequence[OwnText], quotes: Iterable[PlacedQuote]) -> None:
        """The outline's own words should hold no quote: they are shown without the credit that a quote must have."""
        joined = "\0".join([text for _, _, text in own])
        said = {quote.text: quote for quote in quotes if quote.text in joined and is_long(quote.text)}
        for record, name, text in own if said else ():
            for quote in (quote for words, quote in said.items() if words in text):
                message = f"the quote at {quote.locator} stands among your own words"
                hint = "say it in other words: the quote is shown with its credit"
                self.warnings.append(record.marks.problem(name, message, hint, "warning"))


def _prefix(name: str) -> str:
    """How the ids of quotes begin: `quote-<outline>`, without what an id cannot hold."""
    word = re.sub(r"\W+", "-", name).strip("-")
    return f"quote-{word}" if word else "quote"


def _own_texts(outline: Outline) -> Iterable[OwnText]:
    """Every text that the outline says in its own words."""
    yield from _wordings(outline, "thesis", "context")
    for argument in outline.arguments:
        yield from _wordings(argument, "claim", "so_what", "risk")
        yield from ((argument, f"points.{number}", point) for number, point in enumerate(argument.points))
    yield from ((event, "what", event.what) for event in outline.timeline)
    yield from ((ask, "ask", ask.ask) for ask in outline.asks)


def _wordings(record: Record, *names: str) -> Iterable[OwnText]:
    for name in names:
        worded: Worded = getattr(record, name)
        yield from ((record, name, text) for _, text in worded.words)


def _has_place(essay: Essay, place: str) -> bool:
    """Whether the essay has the section, or the first and last of the paragraphs and sentences, that are named."""
    section, paragraphs, sentences = parse_place(place)
    if paragraphs is None:
        return any(paragraph.locator.startswith(f"{section}.") for paragraph in essay.paragraphs())
    found = [essay.paragraph(f"{section}.{number}.1") for number in paragraphs]
    return all(p is not None and (sentences is None or len(p.sentences) >= sentences[1] > 0) for p in found)


def shows_number(sentence: str, number: str) -> bool:
    """Whether the sentence holds just this number, not one that only contains its digits; full-width ones are some."""
    plain = unicodedata.normalize("NFKC", sentence).replace(",", "")
    return re.search(rf"(?<![\d.]){re.escape(number)}(?!\.?\d)", plain) is not None


@comparing()
def missing_quotes(refs: Iterable[QuoteRef], essay: Essay) -> list[Problem]:
    """A problem for each of the quotes that is not in the essay."""
    problems = []
    for ref in refs:
        try:
            if not ref.pick:
                quote_named(essay, ref)
        except QuoteNotFound as missing:
            problems.append(_not_found(ref, missing))
    return problems


def quote_named(essay: Essay, ref: QuoteRef, near: str = "") -> Quote:
    """The quote that is given by its words or by its place. Raises QuoteNotFound."""
    return find_quote(essay, ref.text, near=near) if ref.text else quote_at(essay, ref.at, ref.check)


def _not_found(ref: QuoteRef, missing: QuoteNotFound) -> Problem:
    nearest = missing.nearest
    near = f"nearest: {nearest.locator} “{nearest.text}”" if nearest else ""
    hint = "; ".join(part for part in (near, missing.difference, "" if nearest else _PLACES) if part)
    return ref.marks.problem("text" if ref.text else "at", "the quote is not in the essay", hint)
