"""A draft outline as YAML: what a person edits, with the place of every slice in a comment beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from briefgen.draft import DraftArgument, DraftOutline, Slice
from briefgen.extracts import FoundContrast, FoundFigure

_HEAD = """\
# yaml-language-server: $schema=outline.schema.json
# A draft of {name}. Every text in it stands in the essay, at the place that the comment
# beside it gives (section.paragraph.sentence): put it into your own words. Quotes stay as they are.
"""
_MISSING = """\

# What the essay cannot tell:
# - so_what of each argument: what follows from it for your reader
# - asks: [{for: [executive], ask: ..., owner: ..., by: ...}]
"""


def render_draft(draft: DraftOutline, file: str = "") -> str:
    """The draft as the text of an outline file; `file` is the essay's path as seen from there."""
    lines = [*_head(draft, file or draft.essay.path), "arguments:"]
    for argument in draft.arguments:
        lines += _argument(argument)
    if draft.timeline:
        lines += ["", "timeline:"]
        lines += [f"  - {_flow(when=e.when, what=e.what, at=e.locator)}" for e in draft.timeline]
    lines += _others(draft)
    return "\n".join(lines) + "\n" + _MISSING


def _head(draft: DraftOutline, file: str) -> Iterator[str]:
    essay = draft.essay
    yield _HEAD.format(name=_comment(Path(essay.path).name)) + "essay:"
    yield f"  title: {_quoted(essay.title or _stand_in(draft))}" + (
        "" if essay.title else "  # the file names no title"
    )
    yield f"  author: {_quoted(essay.author)}" + ("" if essay.author else "  # the file names no author")
    for name, value in (("published", essay.published), ("url", essay.url)):
        if value:
            yield f"  {name}: {_quoted(value)}"
    yield f"  language: {essay.language}"
    yield f"  file: {_quoted(file)}"
    yield f"  sha256: {essay.sha256}"
    yield ""
    yield f"thesis: {_slice(draft.thesis)}"
    for other in draft.other_theses:
        yield f"# or:   {_slice(other)}"
    if draft.context:
        yield f"context: {_slice(draft.context)}"
    yield ""


def _stand_in(draft: DraftOutline) -> str:
    """A title for an essay that has none: its first heading, else its thesis."""
    headings = (section.title for section in draft.essay.sections if section.title)
    return next(headings, draft.thesis.text[:60])


def _argument(argument: DraftArgument) -> Iterator[str]:
    yield f"  - id: {argument.id}"
    yield f"    claim: {_slice(Slice(argument.claim, argument.locator))}"
    yield f"    basis: {argument.basis}"
    yield f'    at: "{argument.at}"'
    if argument.points:
        yield "    points:"
        yield from (f"      - {_slice(point)}" for point in argument.points)
    if argument.contrast:
        yield f"    contrast: {_contrast(argument.contrast)}"
    if argument.quotes:
        yield "    quotes:"
        for quote in argument.quotes:
            yield f"      - {_flow(at=quote.locator, check=quote.check)}  # {_comment(quote.text)}"
    else:
        yield "    quotes: []  # no sentence of the author's own stands out here"
    if argument.figures:
        yield "    figures:"
        yield from (f"      - {_figure(figure)}" for figure in argument.figures)
    for name, words in (("keywords", argument.keywords), ("names and terms", argument.terms)):
        if words:
            yield f"    # {name}: {_comment(', '.join(words))}"


def _others(draft: DraftOutline) -> Iterator[str]:
    """What was found outside of the arguments, as comments to take from."""
    if draft.other_figures or draft.other_contrasts or draft.other_points:
        yield ""
        yield "# Found outside of the arguments:"
    yield from (f"#   point:    {_slice(point)}" for point in draft.other_points)
    yield from (f"#   figure:   {_figure(figure)}" for figure in draft.other_figures)
    yield from (f"#   contrast: {_contrast(contrast)}" for contrast in draft.other_contrasts)


def _slice(piece: Slice) -> str:
    return f"{_quoted(piece.text)}  # {piece.locator}"


def _contrast(contrast: FoundContrast) -> str:
    return f"{_flow(**{'from': contrast.from_, 'to': contrast.to})}  # {contrast.locator}"


def _figure(figure: FoundFigure) -> str:
    given = {"unit": figure.unit, "when": figure.when}
    known = {name: value for name, value in given.items() if value}
    return _flow(label=figure.label, value=figure.value, **known, at=figure.locator)


def _flow(**pairs: Any) -> str:
    return "{" + ", ".join(f"{name}: {_quoted(value)}" for name, value in pairs.items()) + "}"


def _quoted(value: Any) -> str:
    """A JSON string or number, which YAML reads alike."""
    if isinstance(value, float):
        return f"{value:.12g}" if "e" not in f"{value:.12g}" else f"{value:.0f}"
    return json.dumps(value, ensure_ascii=False)


def _comment(text: str) -> str:
    return " ".join(text.split())


def draft_as_json(draft: DraftOutline) -> dict[str, Any]:
    """The draft as plain values for `--json`, with locators and checks."""
    essay = draft.essay
    about = {
        name: getattr(essay, name) for name in ("title", "author", "published", "url", "language", "path", "sha256")
    }
    return {
        "essay": about,
        "thesis": _plain(draft.thesis),
        "context": _plain(draft.context) if draft.context else None,
        "arguments": [_plain_argument(argument) for argument in draft.arguments],
        "timeline": [_plain(event) for event in draft.timeline],
        "other_figures": [_plain(figure) for figure in draft.other_figures],
        "other_points": [_plain(point) for point in draft.other_points],
        "other_contrasts": [_plain(contrast) for contrast in draft.other_contrasts],
    }


def _plain_argument(argument: DraftArgument) -> dict[str, Any]:
    lists = {"points": argument.points, "quotes": argument.quotes, "figures": argument.figures}
    return {
        "id": argument.id,
        "claim": argument.claim,
        "basis": argument.basis,
        "locator": argument.locator,
        "at": argument.at,
        **{name: [_plain(item) for item in items] for name, items in lists.items()},
        "contrast": _plain(argument.contrast) if argument.contrast else None,
        "keywords": argument.keywords,
        "terms": argument.terms,
    }


def _plain(item: Any) -> dict[str, Any]:
    from msgspec import to_builtins

    return {name.rstrip("_"): value for name, value in to_builtins(item).items()}
