"""The manifest: which quotes stand where, and for each audience what was kept, dropped and drawn on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen import __version__
from briefgen.briefing import Briefing
from briefgen.ledger import drawn_from, elements_of, quote_entry

if TYPE_CHECKING:
    from briefgen.errors import Problem
    from briefgen.synthesis import Synthesis
    from briefgen.view import View


class Made(Struct, frozen=True):
    """What was made for one audience: files by name."""

    view: View
    files: dict[str, bytes]
    deck: Any
    warnings: tuple[Problem, ...]


def manifest_of(briefing: Briefing | Synthesis, made: Iterable[Made]) -> tuple[dict[str, Any], bytes]:
    """The manifest as a value and as the bytes of its JSON file."""
    quotes = {q.id: quote_entry(q) for one in made for q in one.view.all_quotes}
    manifest = {
        "briefgen": __version__,
        **_sources(briefing),
        "quotes": list(quotes.values()),
        "audiences": {one.view.audience.name: _audience(one) for one in made},
    }
    return manifest, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()


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
    ledger = made.view.ledger
    return {
        "files": {name: sha256(data).hexdigest() for name, data in made.files.items()},
        "kept": [{"element": c.element, "rule": c.rule} for c in ledger if c.kept],
        "dropped": [{"element": c.element, "rule": c.rule} for c in ledger if not c.kept],
        "slides": _slides(made),
        "findings": _findings(made),
    }


def _slides(made: Made) -> list[dict[str, Any]]:
    if made.deck is None:
        return []
    elements = elements_of(made.view)
    return [
        {"number": number, "title": slide.title, "draws_on": list(drawn_from(slide.text, elements))}
        for number, slide in enumerate(made.deck.slides, 1)
    ]


def _findings(made: Made) -> list[dict[str, Any]]:
    from msgspec import to_builtins

    return [to_builtins(finding) for finding in made.deck.findings] if made.deck else []
