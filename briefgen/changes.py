"""Tells what a new state of an essay does to an outline's quotes, and which slides and briefs go stale by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from briefgen.difference import likeness
from briefgen.essay import Essay
from briefgen.library import find_essay, read_found
from briefgen.outline import Outline, QuoteRef, read_outline
from briefgen.outlines import is_digest
from briefgen.quotes import Quote, QuoteNotFound, find_quote, missing_quote, quote_at

Fate = Literal["kept", "moved", "changed", "gone"]
_ALIKE = 0.5


class Change(Struct, frozen=True):
    """What became of one quote of the outline."""

    outline: str
    """The outline's file."""
    line: int
    """From 1."""
    element: str
    """As in the manifest: `depth.quotes.1`, or `quotes.1` for a quote of the thesis."""
    fate: Fate
    at: str
    """The place that the outline gives, where it gives one."""
    place: str = ""
    """Where the words, or the nearest ones, stand in the new essay."""
    nearest: str = ""
    message: str = ""

    def __str__(self) -> str:
        where = f" from {self.at}" if self.at else ""
        told = {
            "kept": "stands where it stood",
            "moved": f"has moved{where} to {self.place}: write 'at: {self.place}'",
            "changed": f"has changed: {self.message}; now at {self.place}: “{self.nearest}”",
            "gone": "is gone",
        }
        return f"{self.outline}:{self.line}: {self.element} {told[self.fate]}"


def check_against(outline: Outline, essay: Essay, old: Essay | None = None) -> tuple[Change, ...]:
    """The fate of every pinned quote of `outline` in the new `essay`; picks are made anew and have none.

    Without the old essay, a quote given by place and check alone can be compared with what stands at its place now.
    """
    return tuple(_change(element, ref, essay, old) for element, ref in _pinned(outline))


def read_changes(outlines: Iterable[Path], folders: tuple[Path, ...], essay: Essay) -> tuple[Change, ...]:
    """The changes of each outline that is about `essay`: by its title, or by a quote that it still has."""
    found: list[Change] = []
    for path in outlines:
        if is_digest(path):
            continue
        outline = read_outline(path)
        old = find_essay(outline.essay, folders)
        changes = check_against(outline, essay, read_found(old) if old and old.as_pinned else None)
        if outline.essay.title == essay.title or any(change.fate in ("kept", "moved") for change in changes):
            found += changes
    return tuple(found)


def stale_outputs(changes: Iterable[Change], manifests: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """The files that must be built again, one line each with the slides that draw on what has changed."""
    stale = [change for change in changes if change.fate != "kept"]
    lines = []
    for manifest in manifests:
        touched = _touched(stale, manifest)
        for audience in manifest["audiences"].values():
            kept = {entry["element"] for entry in audience["kept"]}
            if not any(element in kept or element.startswith(("quotes.", "quote-")) for element in touched):
                continue
            slides = [s["number"] for s in audience["slides"] if touched & set(s["draws_on"])]
            for name in audience["files"]:
                numbers = f": slides {', '.join(map(str, slides))}" if slides and name.endswith(".pptx") else ""
                lines.append(f"{name} is stale{numbers}")
    return tuple(lines)


def _touched(stale: Iterable[Change], manifest: dict[str, Any]) -> set[str]:
    """The elements of the outline that have changed; of a digest, the ids of the quotes that it takes from it."""
    if "outline" in manifest:
        return {change.element for change in stale if Path(change.outline).stem == manifest["outline"]}
    starts = tuple(f"quote-{Path(change.outline).stem}-{change.at}-" for change in stale)
    return {quote["id"] for quote in manifest["quotes"] if quote["id"].startswith(starts)}


def _pinned(outline: Outline) -> Iterator[tuple[str, QuoteRef]]:
    groups = [("", outline.quotes), *((f"{argument.id}.", argument.quotes) for argument in outline.arguments)]
    for owner, refs in groups:
        for number, ref in enumerate(refs, 1):
            if ref.text or ref.at:
                yield f"{owner}quotes.{number}", ref


def _change(element: str, ref: QuoteRef, essay: Essay, old: Essay | None) -> Change:
    gone = Change(ref.marks.path, ref.marks.line, element, "gone", ref.at)
    was = _quote_or_none(ref, old) if old else None
    try:
        now = _quote(ref, essay, was.locator if was else "")
    except QuoteNotFound as missing:
        return _lost(gone, ref.text or (was.text if was else ""), essay, missing)
    if not ref.text and not ref.check and was and was.text != now.text:
        return _lost(gone, was.text, essay, missing_quote(essay, was.text))
    before = ref.at or (was.locator if was else now.locator)
    return replace(gone, fate="kept" if now.locator == before else "moved", at=before, place=now.locator)


def _lost(gone: Change, words: str, essay: Essay, missing: QuoteNotFound) -> Change:
    if words:
        missing = missing_quote(essay, words)
    nearest = missing.nearest
    paragraph = essay.paragraph(nearest.locator) if nearest else None
    if nearest is None or paragraph is None or (words and likeness(words, paragraph.text) < _ALIKE):
        return gone
    found = replace(gone, place=nearest.locator, nearest=nearest.text, message=missing.difference)
    return replace(found, fate="changed")


def _quote(ref: QuoteRef, essay: Essay, near: str = "") -> Quote:
    return find_quote(essay, ref.text, near=near) if ref.text else quote_at(essay, ref.at, ref.check)


def _quote_or_none(ref: QuoteRef, essay: Essay) -> Quote | None:
    try:
        return _quote(ref, essay)
    except QuoteNotFound:
        return None
