"""Makes what one audience gets: the brief, the storyboard and the deck of a view, each with the files it depends on."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct, json, to_builtins
from msgspec.structs import replace

from briefgen.audience import check_theme
from briefgen.cache import key_of
from briefgen.errors import BriefgenError, Problem, collecting
from briefgen.manifest import Output, slides_of
from briefgen.markdown import BRIEF, STORYBOARD, Rendered, check_template, render, template_of
from briefgen.passages import Passage, count_words, passages_of_brief, passages_of_deck
from briefgen.said import Sayable, sayable_of

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.audience import Audience
    from briefgen.build import Order, Request
    from briefgen.deck.theme import Theme
    from briefgen.view import View

SUFFIXES = {"brief": ".md", "storyboard": ".storyboard.md", "deck": ".pptx"}
"""How the files of each kind end, in the order in which they are made."""


class _Work(Struct, frozen=True):
    """One audience's outputs while they are made."""

    view: View
    sayable: Sayable
    order: Order
    request: Request

    def check(self, passages: tuple[Passage, ...], template: str) -> None:
        """Raises BriefgenError where the passages say what nobody said."""
        _refuse(self.sayable.check(passages, template_of(self.view, template)))

    def output(self, kind: str, data: bytes, source: Rendered) -> Output:
        return Output(
            kind=kind,
            name=f"{self.view.name}.{self.view.audience.name}{SUFFIXES[kind]}",
            sha256=sha256(data).hexdigest(),
            asked=self.order.asked[kind],
            reads=tuple(map(str, source.reads)),
            data=data,
        )


def make_outputs(view: View, order: Order, request: Request) -> tuple[Output, ...]:
    """The files for one audience. Raises BriefgenError with the mistakes in its templates and theme, all of them."""
    outputs: list[Output] = []
    problems: list[Problem] = []
    work = _Work(view, sayable_of(view), order, request)
    if "brief" in order.formats:
        with collecting(problems):
            outputs.append(_make_brief(work))
    if {"deck", "storyboard"} & set(order.formats):
        with collecting(problems):
            outputs += _make_slides(work)
    _refuse(tuple(problems))
    return tuple(outputs)


def check_look(order: Order, request: Request, prefix: str = "") -> None:
    """Raises BriefgenError with the mistakes in an audience's templates and theme that show in any view.

    `prefix` is that of the templates' names: views of digests have other templates.
    """
    problems: list[Problem] = []
    for wanted, file in (({"brief"}, BRIEF), ({"deck", "storyboard"}, STORYBOARD)):
        if wanted & set(order.formats):
            with collecting(problems):
                check_template(order.audience, prefix + file)
    if "deck" in order.formats:
        with collecting(problems):
            _theme_of(order.audience, request)
    _refuse(tuple(problems))


def _theme_of(audience: Audience, request: Request) -> tuple[Path, Theme]:
    from briefgen.deck.themefile import load_theme

    if not request.theme:
        check_theme(audience)
    path = request.theme_for(audience)
    return path, load_theme(path)


def _make_slides(work: _Work) -> Iterator[Output]:
    storyboard = render(work.view, STORYBOARD)
    if "storyboard" in work.order.formats:
        yield work.output("storyboard", storyboard.text.encode(), storyboard)
    if "deck" in work.order.formats:
        yield _make_deck(storyboard, work)


def asked_of(kind: str, audience: Audience, request: Request) -> str:
    """A key of what an output is made after beside files: the audience as it is, and which theme a deck takes."""
    settings = json.encode(audience, enc_hook=str)
    return key_of(settings, str(request.theme_for(audience)) if kind == "deck" else "")


def _make_brief(work: _Work) -> Output:
    brief = render(work.view, BRIEF)
    work.check(passages_of_brief(brief.text), BRIEF)
    made = work.output("brief", brief.text.encode(), brief)
    if not work.view.audience.limits.words:
        return made
    return replace(made, warnings=_too_many(made, work.view, "words", count_words(brief.text)))


def _make_deck(storyboard: Rendered, work: _Work) -> Output:
    from briefgen.deck import make_deck, warnings_of
    from briefgen.deck.pictures import picture_paths
    from briefgen.deck.storyboard import read_storyboard
    from briefgen.deck.thememap import map_path

    view, request = work.view, work.request
    shown = f"{view.name}.{view.audience.name}.storyboard.md"
    deck = read_storyboard(storyboard.text, shown)
    work.check(passages_of_deck(deck), STORYBOARD)
    path, theme = _theme_of(view.audience, request)
    built = make_deck(deck, theme, write=request.write)
    made, count = work.output("deck", built.data, storyboard), len(built.slides)
    return replace(
        made,
        reads=(*made.reads, str(path), str(map_path(path)), *map(str, picture_paths(deck, shown))),
        warnings=(*theme.warnings, *warnings_of(built, made.name), *_too_many(made, view, "slides", count)),
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
