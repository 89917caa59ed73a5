"""The manifest: which quotes stand where, and for each audience what was kept, dropped and drawn on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, json

from briefgen import __version__
from briefgen.briefing import Briefing
from briefgen.errors import Problem
from briefgen.ledger import drawn_from, elements_of, quote_entry

if TYPE_CHECKING:
    from briefgen.deck import Built
    from briefgen.synthesis import Synthesis
    from briefgen.view import View


class Output(Struct, frozen=True):
    """A file for one audience, and what is told of it."""

    kind: str
    name: str
    sha256: str
    asked: str
    """Changes with what was asked for: the audience with all its settings, and the file of the theme."""
    reads: tuple[str, ...]
    """The files that it depends on beside outline and essay, and those that it would, were they there."""
    warnings: tuple[Problem, ...] = ()
    slides: tuple[dict[str, Any], ...] = ()
    findings: tuple[dict[str, Any], ...] = ()
    data: bytes | None = None
    """None where it stands in its place already."""


class Made(Struct, frozen=True):
    """What there is for one audience."""

    audience: str
    quotes: tuple[dict[str, str], ...]
    kept: tuple[dict[str, str], ...]
    dropped: tuple[dict[str, str], ...]
    outputs: tuple[Output, ...]


class Basis(Struct, frozen=True):
    """What all audiences of an outline have in common."""

    name: str
    head: dict[str, Any]
    """How the manifest begins."""
    warnings: tuple[Problem, ...]
    inputs: tuple[str, ...]
    """The files of outline and essay."""


class Tally(Struct, frozen=True):
    """What a manifest comes to: all that is kept of it where thousands are built."""

    name: str
    audiences: int
    slides: int
    quotes: int
    proved: int
    findings: int


def basis_of(briefing: Briefing | Synthesis, warnings: tuple[Problem, ...], outline: Path) -> Basis:
    head = {"briefgen": __version__, **_sources(briefing)}
    return Basis(briefing.name, head, warnings, tuple(map(str, (outline, *briefing.sources))))


def made_of(view: View, outputs: Iterable[Output]) -> Made:
    quotes = tuple(quote_entry(quote) for quote in view.all_quotes)
    kept = tuple({"element": c.element, "rule": c.rule} for c in view.ledger if c.kept)
    dropped = tuple({"element": c.element, "rule": c.rule} for c in view.ledger if not c.kept)
    return Made(view.audience.name, quotes, kept, dropped, tuple(outputs))


def manifest_of(basis: Basis, made: Iterable[Made]) -> tuple[dict[str, Any], bytes]:
    """The manifest as a value and as the bytes of its JSON file."""
    audiences = tuple(made)
    quotes = {quote["id"]: quote for one in audiences for quote in one.quotes}
    manifest = {
        **basis.head,
        "quotes": list(quotes.values()),
        "audiences": {one.audience: _audience(one) for one in audiences},
    }
    return manifest, json.format(json.encode(manifest), indent=1) + b"\n"


def tally_of(manifest: dict[str, Any]) -> Tally:
    audiences, quotes = manifest["audiences"].values(), manifest["quotes"]
    return Tally(
        manifest.get("outline") or manifest["digest"],
        len(audiences),
        sum(len(audience["slides"]) for audience in audiences),
        len(quotes),
        sum(bool(quote["text"]) for quote in quotes),
        sum(len(audience["findings"]) for audience in audiences),
    )


def _sources(briefing: Briefing | Synthesis) -> dict[str, Any]:
    if not isinstance(briefing, Briefing):
        essays = [{"outline": one.name, **_essay(one)} for one in briefing.briefings]
        return {"digest": briefing.name, "essays": essays}
    return {"outline": briefing.name, "essay": _essay(briefing)}


def _essay(briefing: Briefing) -> dict[str, Any]:
    return {
        "title": briefing.title,
        "author": briefing.author,
        "published": briefing.published,
        "url": briefing.url,
        "sha256": briefing.sha256,
        "at_hand": briefing.has_essay,
    }


def _audience(made: Made) -> dict[str, Any]:
    return {
        "files": {output.name: output.sha256 for output in made.outputs},
        "kept": list(made.kept),
        "dropped": list(made.dropped),
        "slides": [slide for output in made.outputs for slide in output.slides],
        "findings": [finding for output in made.outputs for finding in output.findings],
    }


def slides_of(built: Built, view: View) -> tuple[dict[str, Any], ...]:
    """What each slide of a view's deck draws on."""
    drawn = drawn_from([slide.text for slide in built.slides], elements_of(view))
    return tuple(
        {"number": number, "title": slide.title, "draws_on": list(elements)}
        for number, (slide, elements) in enumerate(zip(built.slides, drawn, strict=True), 1)
    )
