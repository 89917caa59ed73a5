"""What one audience gets: all choosing, ordering and wording ends here; a view is all that a template sees."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, field

from briefgen.labels import Labels, labels_for, place_words

if TYPE_CHECKING:
    from briefgen.audience import Audience
    from briefgen.briefing import Briefing, PlacedArgument, PlacedQuote
    from briefgen.outline import Ask, Event, Figure

_T = TypeVar("_T")

DIGEST_PREFIX = "digest-"
"""What the names of templates begin with that show digests."""


class ViewQuote(Struct, frozen=True):
    """A quote with all that its credit needs."""

    id: str
    text: str
    """The exact words; empty where the essay is not at hand."""
    shown: str
    """The words, or, without the essay, where they stand: never in quotation marks."""
    speaker: str
    """Who says it: the author, or whom the essay quotes."""
    quoted_by: str
    """The essay's author where somebody else speaks, else empty."""
    work: str
    published: str
    place: str
    """`§3 ¶2`."""
    locator: str
    check: str
    before: str
    after: str
    url: str


class ViewFigure(Struct, frozen=True):
    label: str
    number: float
    value: str
    """The number with its unit, as it is read aloud: `5%`."""
    bare: str
    """The number alone."""
    unit: str
    when: str
    place: str


class ViewEvent(Struct, frozen=True):
    when: str
    what: str
    place: str


class ViewContrast(Struct, frozen=True):
    before: str
    after: str


class ViewArgument(Struct, frozen=True):
    number: int
    """Its number among the arguments that this audience gets, from 1."""
    id: str
    claim: str
    basis: str
    points: tuple[str, ...]
    contrast: ViewContrast | None
    quotes: tuple[ViewQuote, ...]
    figures: tuple[ViewFigure, ...]
    so_what: str
    risk: str
    place: str


class ViewAsk(Struct, frozen=True):
    ask: str
    owner: str
    by: str
    primary: bool


class Choice(Struct, frozen=True):
    """One entry of the coverage ledger: what became of an element of the outline, and by which rule."""

    element: str
    kept: bool
    rule: str


class View(Struct, frozen=True, dict=True):
    """A briefing for one audience; texts are plain (a template escapes them), places are ready to print."""

    audience: Audience
    audience_name: str
    name: str
    language: str
    lang_tag: str
    """BCP 47 tag of the deck's text: `zh-CN` or `en-US`."""
    labels: Labels
    title: str
    author: str
    published: str
    url: str
    has_essay: bool
    thesis: str
    context: str
    quotes: tuple[ViewQuote, ...]
    """The quotes that carry the thesis."""
    arguments: tuple[ViewArgument, ...]
    timeline: tuple[ViewEvent, ...]
    terms: tuple[tuple[str, str], ...]
    asks: tuple[ViewAsk, ...]
    deck_parts: tuple[str, ...]
    brief_parts: tuple[str, ...]
    ledger: tuple[Choice, ...]

    @property
    def template_prefix(self) -> str:
        """What the names of its templates begin with."""
        return ""

    @cached_property
    def figures(self) -> tuple[ViewFigure, ...]:
        return tuple(figure for argument in self.arguments for figure in argument.figures)

    @cached_property
    def charted(self) -> tuple[ViewFigure, ...]:
        """Figures that one chart can compare: of one unit, and of one date or one label over time; at least two."""
        groups: dict[tuple[str, str, str], list[ViewFigure]] = {}
        for figure in self.figures:
            groups.setdefault((figure.unit, figure.when, ""), []).append(figure)
            groups.setdefault((figure.unit, "", figure.label), []).append(figure)
        largest = max(groups.values(), key=lambda group: len(group), default=[])
        return tuple(largest) if len(largest) > 1 else ()

    @property
    def chart_title(self) -> str:
        """What all charted figures share: their label, or the fixed words for a comparison, and their date."""
        charted = self.charted
        labels, dates = {figure.label for figure in charted}, {figure.when for figure in charted}
        title = labels.pop() if len(labels) == 1 else self.labels.figures_compared
        date = dates.pop() if len(dates) == 1 else ""
        return f"{title} ({date})" if date else title

    @property
    def chart_rows(self) -> tuple[tuple[str, str], ...]:
        """(category, number) of each charted figure; the category is what the figures do not share."""
        charted = self.charted
        over_time = len({figure.when for figure in charted}) > 1
        return tuple((figure.when if over_time else figure.label, figure.bare) for figure in charted)

    @property
    def chart_type(self) -> str:
        """Columns for one measure over time, bars for several measures."""
        return "column" if len({figure.when for figure in self.charted}) > 1 else "bar"

    @property
    def chart_alt(self) -> str:
        """The chart in words, for those who cannot see it."""
        unit = self.charted[0].unit
        return f"{self.chart_title}: " + "; ".join(
            f"{category} {number} {unit}" for category, number in self.chart_rows
        )

    @property
    def single_figures(self) -> tuple[ViewFigure, ...]:
        """Figures that stand alone: shown as big numbers."""
        charted = self.charted
        return tuple(figure for figure in self.figures if figure not in charted)

    @property
    def contrasts(self) -> tuple[ViewArgument, ...]:
        """The arguments that claim a change."""
        return tuple(argument for argument in self.arguments if argument.contrast)

    @property
    def risks(self) -> tuple[ViewArgument, ...]:
        """The arguments for which the outline names a risk."""
        return tuple(argument for argument in self.arguments if argument.risk)

    @cached_property
    def all_quotes(self) -> tuple[ViewQuote, ...]:
        return (*self.quotes, *(quote for argument in self.arguments for quote in argument.quotes))


def view_for(briefing: Briefing, audience: Audience, language: str = "") -> View:
    """The view of `briefing` for `audience`; `language` overrides the outline's for the fixed words.

    >>> outline = briefgen.read_outline("outlines/small-platform.yaml")
    >>> essay = briefgen.read_essay("essays/small-platform.md")
    >>> briefing, warnings = briefgen.merge_briefing(outline, essay)
    >>> view = briefgen.view_for(briefing, briefgen.read_audience("board"))
    >>> view.arguments[0].so_what
    'Approve the first service only; release further funds when it has proved itself.'
    """
    spoken = language or briefing.language
    chooser = Chooser(briefing, audience, labels_for(audience, spoken), [])
    outline = briefing.outline
    return View(
        audience=audience,
        audience_name=audience.names.get(spoken, audience.name),
        name=briefing.name,
        language=spoken,
        lang_tag={"zh": "zh-CN", "en": "en-US"}[briefing.language],
        labels=chooser.labels,
        title=briefing.title,
        author=briefing.author,
        published=briefing.published,
        url=briefing.url,
        has_essay=briefing.has_essay,
        thesis=outline.thesis.for_any(audience.tone),
        context=outline.context.for_any(audience.tone),
        quotes=tuple(chooser.quote(quote) for quote in briefing.quotes),
        arguments=chooser.arguments(),
        timeline=tuple(chooser.event(event) for event in outline.timeline),
        terms=tuple((term.term, term.gloss) for term in outline.terms),
        asks=chooser.asks(outline.asks),
        deck_parts=audience.deck,
        brief_parts=audience.brief,
        ledger=tuple(chooser.ledger),
    )


class Chooser(Struct, frozen=True):
    briefing: Briefing
    audience: Audience
    labels: Labels
    ledger: list[Choice]
    glossed: set[str] = field(default_factory=set)
    """The terms that have been explained."""

    def note(self, element: str, kept: bool, rule: str) -> bool:
        self.ledger.append(Choice(element, kept, rule))
        return kept

    def arguments(self) -> tuple[ViewArgument, ...]:
        wanted = [a for a in self.briefing.arguments if self._is_for(a)]
        kept = [a for position, a in enumerate(wanted, 1) if self._fits(a, position)]
        return tuple(self._argument(number, a) for number, a in enumerate(kept, 1))

    def _is_for(self, argument: PlacedArgument) -> bool:
        audiences = argument.source.audiences
        if not audiences or set(audiences) & set(self.audience.chain):
            return True
        return self.note(argument.source.id, False, f"audiences: {', '.join(audiences)}")

    def _fits(self, argument: PlacedArgument, position: int) -> bool:
        limit = self.audience.limits.arguments
        fits = not limit or position <= limit
        return self.note(argument.source.id, fits, "all" if fits else f"limits.arguments: {limit}")

    def _argument(self, number: int, argument: PlacedArgument) -> ViewArgument:
        source, tone = argument.source, self.audience.tone
        points = self._limited(source.id, "points", source.points)
        quotes = self._limited(source.id, "quotes", argument.quotes)
        return ViewArgument(
            number=number,
            id=source.id,
            claim=source.claim.for_any(tone),
            basis=source.basis,
            points=tuple(map(self.with_gloss, points)),
            contrast=ViewContrast(source.contrast.from_, source.contrast.to) if source.contrast else None,
            quotes=tuple(self.quote(quote) for quote in quotes),
            figures=tuple(self.figure(figure) for figure in source.figures),
            so_what=self.with_gloss(source.so_what.for_any(tone)),
            risk=source.risk.for_any(tone),
            place=place_words(source.at),
        )

    def with_gloss(self, text: str) -> str:
        """`text` with each term explained in parentheses at its first use, for audiences that want it so."""
        left, right = ("（", "）") if self.briefing.language == "zh" else (" (", ")")
        for term in self.briefing.outline.terms if self.audience.gloss else ():
            found = re.search(rf"(?<![A-Za-z]){re.escape(term.term)}(?![A-Za-z])", text)
            if found and term.term not in self.glossed:
                self.glossed.add(term.term)
                text = f"{text[: found.end()]}{left}{term.gloss}{right}{text[found.end() :]}"
        return text

    def _limited(self, argument: str, what: str, items: tuple[_T, ...]) -> tuple[_T, ...]:
        limit: int = getattr(self.audience.limits, what) or len(items)
        for index in range(len(items)):
            rule = "all" if index < limit else f"limits.{what}: {limit}"
            self.note(f"{argument}.{what}.{index + 1}", index < limit, rule)
        return items[:limit]

    def quote(self, quote: PlacedQuote) -> ViewQuote:
        place = place_words(quote.locator)
        other = (quote.speaker or self.labels.not_stated) if quote.voice == "speaker" else ""
        return ViewQuote(
            id=quote.id,
            text=quote.text,
            shown=quote.text or self.labels.not_at_hand.format(place=place or "?"),
            speaker=other or self.briefing.author,
            quoted_by=self.briefing.author if other else "",
            work=self.briefing.title,
            published=self.briefing.published,
            place=place,
            locator=quote.locator,
            check=quote.check,
            before=quote.before,
            after=quote.after,
            url=quote.url or self.briefing.url,
        )

    def figure(self, figure: Figure) -> ViewFigure:
        gap = "" if not figure.unit or not figure.unit[0].isascii() or figure.unit in "%‰°" else " "
        value = f"{figure.value:,.10g}{gap}{figure.unit}"
        bare = f"{figure.value:.10g}"
        return ViewFigure(figure.label, figure.value, value, bare, figure.unit, figure.when, place_words(figure.at))

    def event(self, event: Event) -> ViewEvent:
        return ViewEvent(event.when, event.what, place_words(event.at))

    def asks(self, asks: tuple[Ask, ...]) -> tuple[ViewAsk, ...]:
        """The asks for this audience, the primary one first; the first is primary where none is marked."""
        mine = [ask for i, ask in enumerate(asks, 1) if self._asked(ask, i)]
        mine.sort(key=lambda ask: not ask.primary)
        return tuple(ViewAsk(ask.ask, ask.owner, ask.by, i == 0) for i, ask in enumerate(mine))

    def _asked(self, ask: Ask, number: int) -> bool:
        wanted = not ask.for_ or bool(set(ask.for_) & set(self.audience.chain))
        return self.note(f"asks.{number}", wanted, f"for: {', '.join(ask.for_)}" if ask.for_ else "all")
