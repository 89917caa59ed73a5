"""What one audience gets of a digest: a view whose arguments are the digest's themes, with essays and tensions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.labels import Labels, labels_for, place_words
from briefgen.view import DIGEST_PREFIX, Choice, Chooser, View, ViewArgument, ViewContrast, ViewEvent, ViewFigure

if TYPE_CHECKING:
    from briefgen.audience import Audience
    from briefgen.briefing import Briefing
    from briefgen.digest import Stance, Tension, Theme
    from briefgen.synthesis import Drawn, MergedTension, MergedTheme, Synthesis


_MOST_ESSAYS = 10
"""Columns of a table beside the themes: the titles of more are broken letter by letter."""


class ViewWork(Struct, frozen=True):
    """One of the essays."""

    name: str
    title: str
    short_title: str
    author: str
    published: str
    url: str


class ViewStand(Struct, frozen=True):
    """What one argument of an essay says to a theme."""

    ref: str
    """`outline/argument`."""
    work: ViewWork
    says: str
    stance: Stance
    stance_words: str
    place: str

    @property
    def source(self) -> str:
        """The essay's title and, where there is one, the place."""
        return f"{self.work.short_title} {self.place}".rstrip()


class ViewTheme(ViewArgument, frozen=True):
    """A theme as an argument of the digest."""

    stands: tuple[ViewStand, ...]
    row: tuple[str, ...]
    """For each essay its stance in words, empty where it says nothing: a row of the table of themes and essays."""


class ViewSide(Struct, frozen=True):
    says: str
    works: tuple[ViewWork, ...]


class ViewTension(Struct, frozen=True):
    id: str
    claim: str
    sides: tuple[ViewSide, ...]
    reading: str


class ViewMatrix(Struct, frozen=True):
    """A table of themes and essays: of many essays, as many as stand side by side."""

    first: int
    """Number of its first essay, from 1."""
    last: int
    works: tuple[ViewWork, ...]
    rows: tuple[tuple[ViewTheme, tuple[str, ...]], ...]
    """Each theme with the stance of each of these essays in words, empty where it says nothing."""


class DigestView(View, frozen=True):
    """A digest for one audience: `arguments` are its themes, and each figure and event names its essay."""

    themes: tuple[ViewTheme, ...]
    tensions: tuple[ViewTension, ...]
    works: tuple[ViewWork, ...]

    @property
    def side_labels(self) -> tuple[str, ...]:
        """Headings for the sides of a tension, as many as the tension with most sides needs."""
        most = max((len(tension.sides) for tension in self.tensions), default=0)
        return tuple(self.labels.side.format(number=number) for number in range(1, most + 1))

    @property
    def tension_rows(self) -> tuple[tuple[ViewTension, tuple[ViewSide | None, ...]], ...]:
        """Each tension with its sides, filled up to the number of headings."""
        wide = len(self.side_labels)
        return tuple((t, (*t.sides, *[None] * (wide - len(t.sides)))) for t in self.tensions)

    @property
    def matrices(self) -> tuple[ViewMatrix, ...]:
        """One table of all essays or, where they are more than ten, several with about the same number each."""
        tables = ceil(len(self.works) / _MOST_ESSAYS)
        ends = [round(number * len(self.works) / tables) for number in range(tables + 1)]
        return tuple(self._matrix(start, end) for start, end in pairwise(ends))

    def _matrix(self, start: int, end: int) -> ViewMatrix:
        rows = tuple((theme, theme.row[start:end]) for theme in self.themes)
        return ViewMatrix(start + 1, end, self.works[start:end], rows)

    @property
    def template_prefix(self) -> str:
        return DIGEST_PREFIX


def digest_view_for(synthesis: Synthesis, audience: Audience, language: str = "") -> DigestView:
    """The view of a digest for `audience`; `language` overrides the digest's for the fixed words."""
    digest = synthesis.digest
    spoken = language or digest.digest.language
    maker = _Maker(synthesis, audience, labels_for(audience, spoken), [])
    themes = tuple(maker.themes())
    chooser = maker.chooser(synthesis.briefings[0])
    return DigestView(
        audience=audience,
        audience_name=audience.names.get(spoken, audience.name),
        name=synthesis.name,
        language=spoken,
        lang_tag={"zh": "zh-CN", "en": "en-US"}[digest.digest.language],
        labels=maker.labels,
        title=digest.digest.title,
        author=digest.digest.author,
        published=digest.digest.published,
        url="",
        has_essay=synthesis.has_essay,
        thesis=digest.thesis.for_any(audience.tone),
        context=digest.context.for_any(audience.tone),
        quotes=(),
        arguments=themes,
        timeline=maker.timeline(),
        terms=tuple((term.term, term.gloss) for term in digest.terms),
        asks=chooser.asks(digest.asks),
        deck_parts=audience.digest_deck,
        brief_parts=audience.digest_brief,
        themes=themes,
        tensions=tuple(maker.tensions()),
        works=tuple(maker.work(briefing) for briefing in synthesis.briefings),
        ledger=tuple(maker.ledger),
    )


class _Maker(Struct, frozen=True):
    synthesis: Synthesis
    audience: Audience
    labels: Labels
    ledger: list[Choice]

    def chooser(self, briefing: Briefing) -> Chooser:
        return Chooser(briefing, self.audience, self.labels, self.ledger)

    def work(self, briefing: Briefing) -> ViewWork:
        short = (self.synthesis.digest.digest.short_titles or {}).get(briefing.name, briefing.title)
        return ViewWork(briefing.name, briefing.title, short, briefing.author, briefing.published, briefing.url)

    def themes(self) -> Iterator[ViewTheme]:
        shown: set[str] = set()
        wanted = [theme for theme in self.synthesis.themes if self._is_for(theme.source)]
        for number, theme in enumerate(wanted, 1):
            view = self._theme(number, theme)
            yield replace(view, figures=tuple(f for d in theme.drawn for f in self._figures(d) if d.ref not in shown))
            shown.update(drawn.ref for drawn in theme.drawn)

    def _is_for(self, source: Theme | Tension) -> bool:
        wanted = not source.audiences or bool(set(source.audiences) & set(self.audience.chain))
        rule = f"audiences: {', '.join(source.audiences)}" if source.audiences else "all"
        self.ledger.append(Choice(source.id, wanted, rule))
        return wanted

    def _theme(self, number: int, theme: MergedTheme) -> ViewTheme:
        source, tone = theme.source, self.audience.tone
        stands = tuple(self._stand(drawn) for drawn in theme.drawn)
        contrast = source.contrast
        return ViewTheme(
            number=number,
            id=source.id,
            claim=source.claim.for_any(tone),
            basis="numbered",
            points=source.points,
            contrast=ViewContrast(contrast.from_, contrast.to) if contrast else None,
            quotes=tuple(self.chooser(briefing).quote(quote) for briefing, quote in theme.quotes),
            figures=(),
            so_what=source.so_what.for_any(tone),
            risk=source.risk.for_any(tone),
            place="",
            stands=stands,
            row=tuple(self._cell(stands, briefing.name) for briefing in self.synthesis.briefings),
        )

    def _stand(self, drawn: Drawn) -> ViewStand:
        source = drawn.argument.source
        return ViewStand(
            ref=drawn.ref,
            work=self.work(drawn.briefing),
            says=drawn.says or source.claim.for_any(self.audience.tone),
            stance=drawn.stance,
            stance_words=self._words(drawn.stance),
            place=place_words(source.at),
        )

    def _words(self, stance: Stance) -> str:
        return {
            "supports": self.labels.supports,
            "qualifies": self.labels.qualifies,
            "contradicts": self.labels.contradicts,
        }[stance]

    def _cell(self, stands: tuple[ViewStand, ...], name: str) -> str:
        """The strongest thing that an essay says to the theme: against it, for it, or for it with a reservation."""
        order = {"contradicts": 0, "supports": 1, "qualifies": 2}
        own = sorted((stand for stand in stands if stand.work.name == name), key=lambda stand: order[stand.stance])
        return own[0].stance_words if own else ""

    def _figures(self, drawn: Drawn) -> Iterator[ViewFigure]:
        chooser = self.chooser(drawn.briefing)
        for figure in drawn.argument.source.figures:
            view = chooser.figure(figure)
            yield replace(view, label=self._worded(view.label), place=self._in_work(drawn.briefing, view.place))

    def _worded(self, text: str) -> str:
        return (self.synthesis.digest.wordings or {}).get(text, text)

    def timeline(self) -> tuple[ViewEvent, ...]:
        """The events of all essays by date, those of a whole year after its months; each place names its essay."""
        events = [
            replace(event, what=self._worded(event.what), place=self._in_work(briefing, event.place))
            for briefing in self.synthesis.briefings
            for event in map(self.chooser(briefing).event, briefing.outline.timeline)
        ]
        return tuple(sorted(events, key=lambda event: event.when + "~"))

    def _in_work(self, briefing: Briefing, place: str) -> str:
        return f"{self.work(briefing).short_title} {place}".strip()

    def tensions(self) -> Iterator[ViewTension]:
        for tension in self.synthesis.tensions:
            if self._is_for(tension.source):
                yield self._tension(tension)

    def _tension(self, tension: MergedTension) -> ViewTension:
        tone = self.audience.tone
        sides = tuple(
            ViewSide(side.source.says.for_any(tone), tuple(dict.fromkeys(self.work(d.briefing) for d in side.drawn)))
            for side in tension.sides
        )
        return ViewTension(
            tension.source.id, tension.source.claim.for_any(tone), sides, tension.source.reading.for_any(tone)
        )
