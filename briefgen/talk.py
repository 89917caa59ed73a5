"""`briefgen slides` and `briefgen theme new`: a talk in Markdown to a deck, a brand in YAML to a theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from briefgen.errors import BriefgenError, Problem, collecting
from briefgen.yamlfile import read_file, read_text

if TYPE_CHECKING:
    from briefgen.deck import Built

LIMIT = 64 << 20
"""Largest talk or theme that is read, in bytes."""


def read_talk(talk: Path, theme: str = "", strict: bool = False) -> Built:
    """The deck of a talk. Raises BriefgenError; when `strict`, also for what did not fit or is not known."""
    from briefgen.deck import make_deck
    from briefgen.deck.storyboard import read_storyboard
    from briefgen.deck.themefile import find_theme, load_theme

    problems: list[Problem] = []
    with collecting(problems):
        deck = read_storyboard(read_text(talk, LIMIT), str(talk))
    with collecting(problems):
        look = load_theme(find_theme(theme))
    if problems:
        raise BriefgenError(problems)
    built = make_deck(deck, look)
    if not built.slides:
        problems.append(Problem(str(talk), 0, 0, "holds no slide", "begin each slide with '## ' and its title"))
    if strict:
        problems += (*built.warnings, *overflow_problems(built, str(talk)))
    if problems:
        raise BriefgenError(problems)
    return built


def overflow_problems(built: Built, path: str) -> tuple[Problem, ...]:
    """A problem for each thing that did not fit as it stood, at the line of its slide."""
    found = []
    for finding in built.findings:
        line = built.slides[finding.slide - 1].line if finding.slide <= len(built.slides) else 0
        measured = f"{finding.measured:g} of {finding.allowed:g}"
        found.append(Problem(path, line, 1, f"slide {finding.slide}: {finding.code} ({measured}): {finding.action}"))
    return tuple(found)


def report_of(built: Built, out: Path) -> dict[str, Any]:
    """What `--json` prints."""
    from briefgen.deck import warnings_of

    return {
        "file": str(out),
        "slides": [{"number": n, "title": slide.title} for n, slide in enumerate(built.slides, 1)],
        "findings": [to_builtins(finding) for finding in built.findings],
        "warnings": [to_builtins(warning) for warning in warnings_of(built, str(out))],
    }


def new_theme(brand: Path) -> bytes:
    """The theme that a brand's YAML describes. Raises BriefgenError with all that is wrong in it."""
    from briefgen.deck.theme_writer import read_brand, write_theme

    return write_theme(read_brand(read_file(brand), str(brand)), str(brand))
