"""Decks for tests: built with the theme that ships with the default audience."""

from functools import cache
from pathlib import Path

from briefgen.deck import Built, build_deck
from briefgen.deck.theme import Theme, read_theme

THEME = Path(__file__).parents[1] / "templates" / "default" / "theme.pptx"


@cache
def default_theme() -> Theme:
    return read_theme(THEME.read_bytes(), THEME.name)


def built(storyboard: str) -> Built:
    return build_deck(storyboard, default_theme())
