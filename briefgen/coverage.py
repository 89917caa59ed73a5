"""The essay's text with every quote in its place, and how much of each section is drawn on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.essay import Essay, Paragraph, Section, Sentence, check_of
from briefgen.outline import parse_place

if TYPE_CHECKING:
    from briefgen.briefing import PlacedQuote
    from briefgen.context import Alarm

CHUNK = 12
"""Paragraphs that a browser lays out together: the others wait until they are scrolled to."""
STRIP = 120
"""Cells at the most in the strip that shows where a section is drawn on."""

Spans = tuple[tuple[int, int], ...]
_STATES = ("", "argued", "quoted")


class ReviewQuote(Struct, frozen=True):
    """A quote that stands in the essay; `number` counts over the whole page, from 1."""

    number: int
    quote: PlacedQuote
    place: str
    spans: Spans
    """(start, end) of each fragment, in code points of its paragraph's text."""
    alarm: Alarm | None
    essay: int = 0
    """Which of the page's essays it stands in, from 0."""


class Piece(Struct, frozen=True):
    """A run of a paragraph's text that lies in the same quotes from end to end."""

    text: str
    quotes: tuple[int, ...]
    opens: tuple[int, ...]
    closes: tuple[int, ...]


class ReviewSentence(Struct, frozen=True):
    """A sentence in pieces; locator and check are empty for the white space between sentences."""

    locator: str
    check: str
    pieces: tuple[Piece, ...]


class ReviewParagraph(Struct, frozen=True):
    locator: str
    kind: str
    marker: str
    sentences: tuple[ReviewSentence, ...]
    arguments: tuple[int, ...]
    """Numbers of the arguments whose place holds the paragraph."""
    quotes: tuple[int, ...]


class ReviewSection(Struct, frozen=True):
    """A section with its coverage: how much of it some argument, quote, figure or event draws on."""

    number: int
    heading: ReviewParagraph | None
    title: str
    depth: int
    """Depth of the heading in the essay, from 1, without a gap to the one before."""
    chunks: tuple[tuple[ReviewParagraph, ...], ...]
    total: int
    drawn: int
    """Paragraphs, and those of them that are drawn on."""
    quotes: int
    arguments: tuple[int, ...]
    """Each that draws on it, once."""
    strip: tuple[str, ...]
    """One cell a paragraph (or group of them), in order: one of `_STATES`."""


class _Marked(Struct, frozen=True):
    """What draws on the essay, by the locators of its paragraphs."""

    quotes: dict[str, list[ReviewQuote]]
    pointed: frozenset[str]
    """Paragraphs that a figure or an event points to."""
    places: tuple[tuple[int, str], ...]
    """Number, from 1, and place of each argument that names one."""

    def arguments_at(self, locator: str) -> tuple[int, ...]:
        return tuple(dict.fromkeys(number for number, place in self.places if _holds(place, locator)))


def mark_sections(
    essay: Essay, quotes: Iterable[ReviewQuote], places: tuple[tuple[int, str], ...], cited: Iterable[str]
) -> tuple[ReviewSection, ...]:
    """The essay's sections, without a lead that is empty.

    `places` are the arguments' numbers, from 1, with their places; `cited` the locators of figures and events.
    """
    by_place: dict[str, list[ReviewQuote]] = {}
    for quote in quotes:
        by_place.setdefault(_paragraph_of(quote.quote.locator), []).append(quote)
    pointed = frozenset(_paragraph_of(at) for at in cited if at)
    return tuple(_sections(essay, _Marked(by_place, pointed, tuple(place for place in places if place[1]))))


def _paragraph_of(locator: str) -> str:
    return ".".join(locator.split(".")[:2])


def _holds(place: str, locator: str) -> bool:
    """Whether a place (a section, a paragraph or a run of paragraphs) holds the paragraph at `locator`."""
    section, paragraphs, _ = parse_place(place)
    number, _, paragraph = locator.partition(".")
    first, last = paragraphs or (0, 1 << 30)
    return int(number) == section and first <= int(paragraph) <= last


def _sections(essay: Essay, marked: _Marked) -> Iterator[ReviewSection]:
    depth = 0
    for section in essay.sections:
        if section.heading:
            depth = min(section.heading.level or 1, depth + 1, 4)
        if section.heading or section.paragraphs:
            yield _section(section, depth, marked)


def _section(section: Section, depth: int, marked: _Marked) -> ReviewSection:
    body = tuple(_paragraph(paragraph, marked) for paragraph in section.paragraphs)
    heading = (_paragraph(section.heading, marked),) if section.heading else ()
    cells = tuple(_cell(paragraph, marked) for paragraph in body)
    return ReviewSection(
        number=section.number,
        heading=heading[0] if heading else None,
        title=section.title,
        depth=depth,
        chunks=tuple(body[start : start + CHUNK] for start in range(0, len(body), CHUNK)),
        total=len(body),
        drawn=sum(map(bool, cells)),
        quotes=len({number for paragraph in (*body, *heading) for number in paragraph.quotes}),
        arguments=tuple(sorted({number for paragraph in body for number in paragraph.arguments})),
        strip=_strip(cells),
    )


def _cell(paragraph: ReviewParagraph, marked: _Marked) -> str:
    if paragraph.quotes or paragraph.locator in marked.pointed:
        return "quoted"
    return "argued" if paragraph.arguments else ""


def _strip(cells: tuple[str, ...]) -> tuple[str, ...]:
    """At most STRIP cells: a group shows the most that one of its paragraphs shows."""
    size = -(-len(cells) // STRIP) or 1
    return tuple(max(cells[at : at + size], key=_STATES.index) for at in range(0, len(cells), size))


def _paragraph(paragraph: Paragraph, marked: _Marked) -> ReviewParagraph:
    quotes = marked.quotes.get(paragraph.locator, [])
    return ReviewParagraph(
        paragraph.locator,
        paragraph.kind,
        paragraph.marker,
        tuple(_sentences(paragraph, quotes)),
        marked.arguments_at(paragraph.locator),
        tuple(quote.number for quote in quotes),
    )


def _sentences(paragraph: Paragraph, quotes: list[ReviewQuote]) -> Iterator[ReviewSentence]:
    """All of the paragraph's text: its sentences and what stands between them."""
    reached = 0
    for sentence in paragraph.sentences:
        if sentence.start > reached:
            yield ReviewSentence("", "", tuple(_pieces(paragraph.text, (reached, sentence.start), quotes)))
        yield _sentence(paragraph.text, sentence, quotes)
        reached = sentence.start + len(sentence.text)
    if reached < len(paragraph.text):
        yield ReviewSentence("", "", tuple(_pieces(paragraph.text, (reached, len(paragraph.text)), quotes)))


def _sentence(text: str, sentence: Sentence, quotes: list[ReviewQuote]) -> ReviewSentence:
    span = (sentence.start, sentence.start + len(sentence.text))
    return ReviewSentence(sentence.locator, check_of(sentence.text), tuple(_pieces(text, span, quotes)))


def _pieces(text: str, span: tuple[int, int], quotes: list[ReviewQuote]) -> Iterator[Piece]:
    """The text of `span`, cut wherever a quote begins or ends."""
    start, end = span
    cuts = {at for quote in quotes for pair in quote.spans for at in pair if start < at < end}
    edges = sorted({start, end, *cuts})
    for left, right in pairwise(edges):
        inside = [q for q in quotes if any(a <= left and right <= b for a, b in q.spans)]
        yield Piece(
            text[left:right],
            tuple(quote.number for quote in inside),
            tuple(quote.number for quote in inside if quote.spans[0][0] == left),
            tuple(quote.number for quote in inside if quote.spans[-1][1] == right),
        )
