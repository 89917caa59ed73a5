"""Makes what one audience gets: the brief, the storyboard and the deck of a view, each with the files it depends on."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import json, to_builtins
from msgspec.structs import replace

from briefgen.cache import key_of
from briefgen.errors import BriefgenError, Problem, collecting
from briefgen.ledger import Known, check_said, count_words, known_of, passages_of_brief, passages_of_deck
from briefgen.manifest import Output, slides_of
from briefgen.markdown import BRIEF, STORYBOARD, Rendered, render, template_of

if TYPE_CHECKING:
    from briefgen.audience import Audience
    from briefgen.build import Request
    from briefgen.deck import Built
    from briefgen.view import View

SUFFIXES = {"brief": ".md", "storyboard": ".storyboard.md", "deck": ".pptx"}
"""How the files of each kind end, in the order in which they are made."""


def make_outputs(view: View, formats: tuple[str, ...], request: Request) -> tuple[Output, ...]:
    """The files for one audience. Raises BriefgenError with the mistakes in its templates and theme, all of them."""
    outputs: list[Output] = []
    problems: list[Problem] = []
    known = known_of(view)
    if "brief" in formats:
        with collecting(problems):
            outputs.append(_make_brief(view, known, request))
    if {"deck", "storyboard"} & set(formats):
        with collecting(problems):
            outputs += _make_slides(view, known, formats, request)
    _refuse(tuple(problems))
    return tuple(outputs)


def _make_slides(view: View, known: Known, formats: tuple[str, ...], request: Request) -> Iterator[Output]:
    storyboard = render(view, STORYBOARD)
    if "storyboard" in formats:
        yield _output("storyboard", view, request, storyboard.text.encode(), storyboard)
    if "deck" in formats:
        yield _make_deck(storyboard, view, known, request)


def asked_of(kind: str, audience: Audience, request: Request) -> str:
    """A key of what an output is made after beside files: the audience as it is, and which theme a deck takes."""
    settings = json.encode(audience, enc_hook=str)
    return key_of(settings, str(request.theme_for(audience)) if kind == "deck" else "")


def _output(kind: str, view: View, request: Request, data: bytes, source: Rendered) -> Output:
    return Output(
        kind=kind,
        name=f"{view.name}.{view.audience.name}{SUFFIXES[kind]}",
        sha256=sha256(data).hexdigest(),
        asked=asked_of(kind, view.audience, request),
        reads=tuple(map(str, source.reads)),
        data=data,
    )


def _make_brief(view: View, known: Known, request: Request) -> Output:
    brief = render(view, BRIEF)
    _refuse(check_said(view, known, passages_of_brief(brief.text), template_of(view, BRIEF)))
    made = _output("brief", view, request, brief.text.encode(), brief)
    return replace(made, warnings=_too_many(made, view, "words", count_words(brief.text)))


def _make_deck(storyboard: Rendered, view: View, known: Known, request: Request) -> Output:
    from briefgen.deck import make_deck
    from briefgen.deck.pictures import picture_paths
    from briefgen.deck.storyboard import read_storyboard
    from briefgen.deck.themefile import load_theme
    from briefgen.deck.thememap import map_path

    shown = f"{view.name}.{view.audience.name}.storyboard.md"
    deck = read_storyboard(storyboard.text, shown)
    _refuse(check_said(view, known, passages_of_deck(deck), template_of(view, STORYBOARD)))
    path = request.theme_for(view.audience)
    theme = load_theme(path)
    built = make_deck(deck, theme, write=request.write)
    made, count = _output("deck", view, request, built.data, storyboard), len(built.slides)
    return replace(
        made,
        reads=(*made.reads, str(path), str(map_path(path)), *map(str, picture_paths(deck, shown))),
        warnings=(*theme.warnings, *built.warnings, *_no_room(made, built), *_too_many(made, view, "slides", count)),
        slides=slides_of(built, view),
        findings=tuple(map(to_builtins, built.findings)),
    )


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise BriefgenError(problems)


def _too_many(made: Output, view: View, what: str, count: int) -> tuple[Problem, ...]:
    """A warning where the audience gets more `words` or `slides` than its limits say."""
    limit = getattr(view.audience.limits, what)
    if not limit or count <= limit:
        return ()
    message = f"the {made.kind} has {count} {what}; {view.audience.name} gets at most {limit}"
    return (Problem(made.name, 0, 0, message, f"leave out arguments, or change limits.{what}", "warning"),)


def _no_room(made: Output, built: Built) -> tuple[Problem, ...]:
    """Warnings where the brand's file has no room for what the deck says, each once."""
    from briefgen.deck.placed import WARNED

    actions = dict.fromkeys(finding.action for finding in built.findings if finding.code in WARNED)
    return tuple(Problem(made.name, 0, 0, action, "", "warning") for action in actions)
