"""The deck engine: a storyboard in Markdown and a theme in, a native PowerPoint file out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from briefgen.deck.model import Deck
    from briefgen.deck.placed import Finding, Fitted, PlacedSlide
    from briefgen.deck.theme import Theme
    from briefgen.errors import Problem


class Built(Struct, frozen=True):
    """A finished deck: its bytes, its slides, what fitting did to them, and what the storyboard has that is unknown."""

    data: bytes
    slides: tuple[PlacedSlide, ...]
    findings: tuple[Finding, ...]
    warnings: tuple[Problem, ...]


def warnings_of(built: Built, name: str) -> tuple[Problem, ...]:
    """What the storyboard has that is unknown and, once each, what the brand's file called for in the deck `name`."""
    from briefgen.deck.placed import WARNED
    from briefgen.errors import Problem

    actions = dict.fromkeys(finding.action for finding in built.findings if finding.code in WARNED)
    return (*built.warnings, *(Problem(name, 0, 0, action, "", "warning") for action in actions))


def build_deck(storyboard: str, theme: Theme, path: str = "<storyboard>") -> Built:
    """The whole way from storyboard to .pptx bytes. Raises BriefgenError with all problems of the storyboard.

    >>> file = briefgen.read_audience("executive").theme
    >>> theme = briefgen.read_theme(file.read_bytes(), str(file))
    >>> deck = briefgen.build_deck("## Start small\\n\\n- One bottleneck\\n", theme)
    >>> deck.slides[0].title, deck.data[:2]
    ('Start small', b'PK')
    """
    from briefgen.deck.storyboard import read_storyboard

    return make_deck(read_storyboard(storyboard, path), theme)


def make_deck(deck: Deck, theme: Theme, *, write: bool = True) -> Built:
    """The second half of the way, from a deck as plain data; without `write` the deck has no bytes.

    Raises BriefgenError when a picture cannot be read.
    """
    from briefgen.deck.fit import fit_deck

    fitted, findings = fit_deck(deck, theme)
    return Built(_written(fitted, theme) if write else b"", fitted.slides, findings, deck.warnings)


def _written(fitted: Fitted, theme: Theme) -> bytes:
    from briefgen.deck.writer import write_deck

    return write_deck(fitted, theme)
