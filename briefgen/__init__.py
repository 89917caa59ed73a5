"""Argued essays in, briefings with proved quotes out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefgen.audience import read_audience
    from briefgen.briefing import merge_briefing
    from briefgen.deck import build_deck
    from briefgen.deck.theme import read_theme
    from briefgen.draft import draft_outline
    from briefgen.errors import BriefgenError, Problem
    from briefgen.markdown import render_brief, render_storyboard
    from briefgen.outline import read_outline
    from briefgen.quotes import Quote, QuoteNotFound, find_quote, quote_at
    from briefgen.rank import rank_quotes
    from briefgen.readers import read_essay
    from briefgen.verdicts import Verdict, verify
    from briefgen.view import view_for

__version__ = "0.1.0"

_MODULES = {
    "BriefgenError": "errors",
    "Problem": "errors",
    "Quote": "quotes",
    "QuoteNotFound": "quotes",
    "Verdict": "verdicts",
    "build_deck": "deck",
    "draft_outline": "draft",
    "find_quote": "quotes",
    "merge_briefing": "briefing",
    "quote_at": "quotes",
    "rank_quotes": "rank",
    "read_audience": "audience",
    "read_essay": "readers",
    "read_outline": "outline",
    "read_theme": "deck.theme",
    "render_brief": "markdown",
    "render_storyboard": "markdown",
    "verify": "verdicts",
    "view_for": "view",
}

__all__ = [
    "BriefgenError",
    "Problem",
    "Quote",
    "QuoteNotFound",
    "Verdict",
    "build_deck",
    "draft_outline",
    "find_quote",
    "merge_briefing",
    "quote_at",
    "rank_quotes",
    "read_audience",
    "read_essay",
    "read_outline",
    "read_theme",
    "render_brief",
    "render_storyboard",
    "verify",
    "view_for",
]


def __getattr__(name: str) -> Any:
    """The public names, each imported when it is first asked for: `import briefgen` costs nothing."""
    if name not in _MODULES:
        raise AttributeError(f"module 'briefgen' has no attribute '{name}'")
    return getattr(import_module(f"briefgen.{_MODULES[name]}"), name)
