"""From an essay to a draft of its outline: claims, points, contrasts, figures and quotes, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from msgspec import Struct

from briefgen.arguments import Basis, FoundArgument, find_arguments, trim_claim
from briefgen.enumeration import all_paragraphs
from briefgen.essay import Essay, Paragraph, Sentence
from briefgen.extracts import (
    FoundContrast,
    FoundEvent,
    FoundFigure,
    find_contrasts,
    find_events,
    find_figures,
)
from briefgen.patterns import lazy_pattern
from briefgen.quotes import Quote

_NAME = r"[A-Z][A-Za-z0-9&+-]{1,15}"
_TERM = lazy_pattern(
    r"[“「]([^”」，。,.]{2,12})[”」]|《([^》]{2,24})》"
    rf"|(?<![A-Za-z.?!] )(?<![A-Za-z0-9])({_NAME}(?: {_NAME}){{0,2}})"
)
_DIGIT = lazy_pattern(r"\d")
_COMMON = lazy_pattern(
    "一个|一种|一定|我们|他们|自己|这个|那个|这些|那些|这样|可以|没有|就是|不是|如果|因为|所以|但是|而且|以及|对于|进行|成为|真正"
    "|并不|并不一定|已经|开始|通过|需要|什么|其实|还是|或许|意味着|主要|业已|不断|出现|about|after|again|because|being|could"
    "|every|other|should|their|there|these|thing|things|those|through|under|where|which|while|would"
)
_MOST_SALIENT = 5
_MOST_POINTS = 3
_MOST_FIGURES = 4
_MOST_EVENTS = 12
_MOST_ARGUED = 60
_MOST_RANKED = 200_000
"""Essays of more arguments or characters are drafted without ranking: it is slow, and nobody reads a deck of them."""


class Slice(Struct, frozen=True):
    """Words of the essay with their place."""

    text: str
    locator: str


class DraftArgument(Struct, frozen=True):
    """An argument as the essay has it, for a person to put into the outline's own words."""

    id: str
    claim: str
    basis: Basis
    locator: str
    """The sentence that makes the claim."""
    at: str
    """Where it is argued: a section (`3`), a paragraph (`0.9`), a run of paragraphs (`0.9-13`)."""
    points: tuple[Slice, ...] = ()
    contrast: FoundContrast | None = None
    quotes: tuple[Quote, ...] = ()
    figures: tuple[FoundFigure, ...] = ()
    keywords: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    """Names and terms: what stands in quotation marks or title marks, and Latin names."""


class DraftOutline(Struct, frozen=True):
    """What a draft outline says; all texts are slices of the essay."""

    essay: Essay
    thesis: Slice
    other_theses: tuple[Slice, ...]
    context: Slice | None
    """How the essay begins, where no quote is taken from there."""
    arguments: tuple[DraftArgument, ...]
    timeline: tuple[FoundEvent, ...]
    other_figures: tuple[FoundFigure, ...]
    """Figures and contrasts that stand outside of the arguments."""
    other_contrasts: tuple[FoundContrast, ...]
    other_points: tuple[Slice, ...]
    """What the essay stresses besides, where its arguments are only a small part of it."""


def draft_outline(essay: Essay) -> DraftOutline:
    """The draft of an outline: the author's numbered arguments, or else headings, or else salient sentences.

    >>> draft = briefgen.draft_outline(briefgen.read_essay("essays/small-platform.md"))
    >>> len(draft.arguments), draft.arguments[0].claim, draft.arguments[0].basis
    (4, 'Start with one bottleneck', 'numbered')
    """
    paragraphs = all_paragraphs(essay)
    numbered = find_arguments(essay)
    ranker = _Ranker(essay, paragraphs, len(numbered) <= _MOST_ARGUED and _is_readable(paragraphs))
    found = numbered or _salient(ranker)
    theses = _theses(ranker, found)
    stated = frozenset(thesis.locator for thesis in theses)
    arguments = tuple(_argument(number, argument, ranker, stated) for number, argument in enumerate(found, 1))
    quoted = frozenset(quote.locator for argument in arguments for quote in argument.quotes)
    argued = {index for argument in found for index in range(argument.first, argument.last + 1)}
    left = [paragraph for index, paragraph in enumerate(paragraphs) if index not in argued]
    return DraftOutline(
        essay=essay,
        thesis=theses[0],
        other_theses=theses[1:],
        context=_context(paragraphs, quoted),
        arguments=arguments,
        timeline=tuple(islice(find_events(_told(_with_numbers(paragraphs))), _MOST_EVENTS)),
        other_figures=tuple(islice(find_figures(_told(_with_numbers(left))), _MOST_EVENTS)),
        other_contrasts=tuple(islice(find_contrasts(_told(left)), _MOST_FIGURES)),
        other_points=_other_points(ranker, left, stated),
    )


class _Ranker(Struct, frozen=True):
    """The essay's sentences and, unless it is huge, a ranking of them."""

    essay: Essay
    paragraphs: tuple[Paragraph, ...]
    ranks: bool

    def best(self, top: int, within: tuple[str, ...], but: frozenset[str] = frozenset()) -> tuple[Quote, ...]:
        """The `top` sentences most worth quoting, best first, without those at the locators `but`."""
        if not self.ranks:
            return ()
        from briefgen.rank import rank_quotes

        ranked = rank_quotes(self.essay, top + len(but), within)
        return tuple(quote for quote in ranked if quote.locator not in but)[:top]


def _is_readable(paragraphs: Sequence[Paragraph]) -> bool:
    lengths = [len(paragraph.text) for paragraph in paragraphs]
    return sum(lengths) <= _MOST_RANKED and max(lengths) <= _MOST_RANKED // 20


def _argument(number: int, found: FoundArgument, ranker: _Ranker, stated: frozenset[str]) -> DraftArgument:
    """The draft of an argument; what is `stated` as a thesis is no quote of it: own words and quotes are kept apart."""
    paragraphs = ranker.paragraphs[found.first : found.last + 1]
    at = _place(paragraphs, ranker.essay)
    ranked = ranker.best(2 * _MOST_POINTS, (at,), stated | {found.locator})
    best = [quote for quote in ranked if quote.voice == "author"][: _MOST_POINTS + 1]
    nested = tuple(Slice(inner.claim, inner.locator) for inner in found.nested)
    others = tuple(Slice(trim_claim(q.text), q.locator) for q in sorted(best[1:], key=_order))
    contrasts = find_contrasts(_claim_first(paragraphs, found.locator))
    return DraftArgument(
        id=f"a{number}",
        claim=found.claim,
        basis=found.basis,
        locator=found.locator,
        at=at,
        points=(nested or others)[:_MOST_POINTS],
        contrast=next(contrasts, None),
        quotes=tuple(best[:1]),
        figures=tuple(islice(find_figures(_told(_with_numbers(paragraphs))), _MOST_FIGURES)),
        keywords=_keywords(" ".join(p.text for p in paragraphs)[: _MOST_RANKED // 10], ranker.essay.language),
        terms=_terms(paragraphs),
    )


def _place(paragraphs: Sequence[Paragraph], essay: Essay) -> str:
    """The place of the paragraphs in the form that an outline's `at` has; only their first section, if several."""
    section = paragraphs[0].locator.split(".")[0]
    numbers = [int(p.locator.split(".")[1]) for p in paragraphs if p.locator.split(".")[0] == section]
    whole = next(len(one.paragraphs) for one in essay.sections if str(one.number) == section)
    if numbers[0] == 0 and numbers[-1] in (0, whole):
        return section
    first = max(numbers[0], 1)
    return f"{section}.{first}" + (f"-{numbers[-1]}" if numbers[-1] > first else "")


def _told(paragraphs: Iterable[Paragraph]) -> Iterator[Sentence]:
    """The sentences of the text, without those of headings."""
    return (sentence for p in paragraphs if p.kind != "heading" for sentence in p.sentences)


def _with_numbers(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs in which a figure or a date may stand."""
    return (paragraph for paragraph in paragraphs if _DIGIT.search(paragraph.text))


def _claim_first(paragraphs: Sequence[Paragraph], locator: str) -> Iterator[Sentence]:
    """All sentences, the claim's own before the others."""
    for own in (True, False):
        yield from (sentence for p in paragraphs for sentence in p.sentences if (sentence.locator == locator) is own)


def _order(quote: Quote) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", quote.locator))


def _salient(ranker: _Ranker) -> tuple[FoundArgument, ...]:
    """For an essay that neither numbers nor heads its arguments: its most salient sentences, in order."""
    places = {paragraph.locator: index for index, paragraph in enumerate(ranker.paragraphs)}
    best = sorted(ranker.best(_MOST_SALIENT, ()), key=_order)
    chosen = [(quote.text, quote.locator) for quote in best]
    chosen = chosen or [(p.sentences[0].text, p.sentences[0].locator) for p in ranker.paragraphs if p.sentences][:1]
    found = []
    for text, locator in chosen:
        index = places[locator.rpartition(".")[0]]
        found.append(FoundArgument(trim_claim(text), "salient", locator, index, index))
    return tuple(found)


def _theses(ranker: _Ranker, found: Sequence[FoundArgument]) -> tuple[Slice, ...]:
    """Sentences that may say it all, best first: from before the first argument and from after the last."""
    lead = ranker.paragraphs[: found[0].first]
    tail = ranker.paragraphs[found[-1].last + 1 :] or ranker.paragraphs[-1:]
    within = _ranges((*lead, *tail))
    best = ranker.best(3, within) if within else ()
    if best:
        return tuple(Slice(trim_claim(quote.text), quote.locator) for quote in best)
    first = next(sentence for paragraph in ranker.paragraphs for sentence in paragraph.sentences)
    return (Slice(trim_claim(first.text), first.locator),)


def _other_points(ranker: _Ranker, left: Sequence[Paragraph], but: frozenset[str]) -> tuple[Slice, ...]:
    """The most salient sentences of the paragraphs that argue nothing numbered, if those are most of the essay."""
    if 2 * len(left) < len(ranker.paragraphs):
        return ()
    best = ranker.best(_MOST_SALIENT, _ranges(left), but)
    return tuple(Slice(quote.text, quote.locator) for quote in sorted(best, key=_order))


def _ranges(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """The places of the paragraphs, neighbours of one section taken together; headings left out."""
    ranges: list[list[int]] = []
    for paragraph in paragraphs:
        section, number = map(int, paragraph.locator.split("."))
        if ranges and ranges[-1][0] == section and ranges[-1][2] == number - 1:
            ranges[-1][2] = number
        elif number:
            ranges.append([section, number, number])
    return tuple(f"{section}.{first}-{last}" for section, first, last in ranges)


def _context(paragraphs: Sequence[Paragraph], quoted: frozenset[str]) -> Slice | None:
    """The first sentences of the text, about as many as a person says in one breath, as far as none is quoted."""
    opening = next(p for p in paragraphs if p.kind != "heading" and p.sentences)
    free = list(takewhile(lambda sentence: sentence.locator not in quoted, opening.sentences[:2]))
    if not free:
        return None
    last = free[1] if len(free) > 1 and free[1].start < 90 else free[0]
    text = opening.text[free[0].start : last.start + len(last.text)]
    return Slice(text[:300], f"{opening.locator}.{'1' if last is free[0] else '1-2'}")


def _keywords(text: str, language: str) -> tuple[str, ...]:
    """The words that stand out by number and length, at most six."""
    from briefgen.words import words

    counts = Counter(word for word in words(text, language) if len(word) > (1 if language == "zh" else 4))
    weighed = {word: count * len(word) for word, count in counts.items() if count > 1 and not _COMMON.fullmatch(word)}
    return tuple(sorted(weighed, key=lambda word: (-weighed[word], word))[:6])


def _terms(paragraphs: Iterable[Paragraph]) -> tuple[str, ...]:
    """Names and terms in the order of their number, at most eight."""
    counts: Counter[str] = Counter()
    for paragraph in paragraphs:
        for match in _TERM.finditer(paragraph.text[:20_000], 1):
            counts[next(group for group in match.groups() if group)] += 1
    return tuple(term for term, _ in counts.most_common(8))
