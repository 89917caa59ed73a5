"""Renders a view with its audience's Jinja2 templates to Markdown: the brief and the storyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from briefgen.audience import BUILTIN, DEFAULT
from briefgen.errors import BriefgenError, Problem
from briefgen.escaping import Markup, escape_markdown, link_target, yaml_string
from briefgen.yamlfile import is_file, read_text

if TYPE_CHECKING:
    from jinja2 import Template

    from briefgen.audience import Audience
    from briefgen.sandbox import Sandbox
    from briefgen.view import View

OFFERED = frozenset({"briefgen.view", "briefgen.digest_view", "briefgen.labels"})
"""The modules whose values a template may look into."""
BRIEF = "brief.md.j2"
STORYBOARD = "storyboard.md.j2"
BUILTIN_PREFIX = "builtin/"
_GAP = re.compile(r"\n\n\n+")


class Rendered(Struct, frozen=True):
    """What a template made of a view."""

    text: str
    reads: tuple[Path, ...]
    """The templates that it comes from, and those that would have come before them, had they been there."""


def render_brief(view: View) -> str:
    """The brief as CommonMark. Raises BriefgenError with the template's file and line.

    >>> outline = briefgen.read_outline("outlines/small-platform.yaml")
    >>> essay = briefgen.read_essay("essays/small-platform.md")
    >>> briefing, warnings = briefgen.merge_briefing(outline, essay)
    >>> view = briefgen.view_for(briefing, briefgen.read_audience("board"))
    >>> print(briefgen.render_brief(view).splitlines()[0])
    # The Small Platform
    """
    return render(view, BRIEF).text


def render_storyboard(view: View) -> str:
    """The storyboard: slides as Markdown. Raises BriefgenError with the template's file and line.

    >>> outline = briefgen.read_outline("outlines/small-platform.yaml")
    >>> essay = briefgen.read_essay("essays/small-platform.md")
    >>> briefing, warnings = briefgen.merge_briefing(outline, essay)
    >>> view = briefgen.view_for(briefing, briefgen.read_audience("board"))
    >>> print(briefgen.render_storyboard(view).splitlines()[9])
    ## What the board is asked to decide {#asks}
    """
    return render(view, STORYBOARD).text


def template_of(view: View, file: str) -> Path:
    """The template that a view's BRIEF or STORYBOARD is rendered from.

    Along the audience's chain, and for each of it in each folder, the first found wins.
    """
    return _places(view.audience, view.template_prefix + file)[-1]


def check_template(audience: Audience, file: str) -> None:
    """Raises BriefgenError where a template cannot be compiled, or has blocks that stand nowhere, whatever the view."""
    environment = _environment(audience.folders)
    with _mistakes_told(audience, file, environment):
        _compiled(audience, file, environment)


def _places(audience: Audience, file: str) -> tuple[Path, ...]:
    return _looked_up(audience.chain, audience.folders, file)


@cache
def _looked_up(chain: tuple[str, ...], folders: tuple[Path, ...], wanted: str) -> tuple[Path, ...]:
    """Where the template of a chain of audiences is looked for, the place last where it is found."""
    return tuple(_until_found(folder / name / wanted for name in chain for folder in folders))


@cache
def _reads(looked_up: tuple[Path, ...], asked: tuple[str, ...], folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """The places `looked_up` for a template, and those for the templates that it asked for by name; each once."""
    others = (_until_found(_searched(name, folders)) for name in asked)
    return tuple(dict.fromkeys((*looked_up, *(path for paths in others for path in paths))))


def render(view: View, file: str) -> Rendered:
    """BRIEF or STORYBOARD for a view. Raises BriefgenError with the template's file and line."""
    audience, file = view.audience, view.template_prefix + file
    environment = _environment(audience.folders)
    with _mistakes_told(audience, file, environment):
        template = _compiled(audience, file, environment)
        text = _tidy(_bounded(template.generate(view=view, labels=view.labels), template.name or file))
    looked_up = _places(audience, file)
    if not text.strip():
        path = looked_up[-1]
        raise BriefgenError(
            Problem(
                str(path),
                0,
                0,
                "the template prints nothing",
                f'begin it with {{% extends "{BUILTIN_PREFIX}{DEFAULT}/{path.name}" %}}',
            )
        )
    return Rendered(text, _reads(looked_up, tuple(environment.asked), audience.folders))


def _compiled(audience: Audience, file: str, environment: Sandbox) -> Template:
    path = _places(audience, file)[-1]
    _refuse(_unknown_blocks(path, audience.folders))
    environment.start()
    return environment.get_template(f"{path.parent.name}/{path.name}")


@contextmanager
def _mistakes_told(audience: Audience, file: str, environment: Sandbox) -> Iterator[None]:
    """Raises BriefgenError with the template's line for what Jinja, or a value, has against the template."""
    try:
        yield
    except Exception as error:
        from briefgen.template_faults import MISTAKES, at_its_line, problem_of

        if isinstance(error, MISTAKES):
            raise BriefgenError(problem_of(error, audience.folders, file, environment)) from error
        if not isinstance(error, BriefgenError):
            raise
        problems = [at_its_line(p, error, file) if p.path == audience.source else p for p in error.problems]
        raise BriefgenError(problems) from error


@cache
def _unknown_blocks(path: Path, folders: tuple[Path, ...]) -> tuple[Problem, ...]:
    if BUILTIN in path.parents:
        return ()
    from briefgen.template_faults import check_blocks

    return check_blocks(path, _environment(folders))


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise BriefgenError(problems)


def _until_found(paths: Iterator[Path]) -> Iterator[Path]:
    for path in paths:
        yield path
        if is_file(path):
            return


def _bounded(parts: Any, name: str) -> str:
    from briefgen.sandbox import MAX_TEXT

    taken: list[str] = []
    size = 0
    for part in parts:
        size += len(part)
        if size > MAX_TEXT:
            raise BriefgenError(Problem(name, 0, 0, f"the template prints more than {MAX_TEXT >> 20} MiB"))
        taken.append(part)
    return "".join(taken)


def _tidy(text: str) -> str:
    """No blanks at line ends, no blank lines in a row, one newline at the end."""
    lines = "\n".join(map(str.rstrip, text.splitlines()))
    return _GAP.sub("\n\n", lines).strip("\n") + "\n"


def forget_templates() -> None:
    """Forgets the templates found and read so far: for a run that goes on after files have changed."""
    for kept in (_environment, _looked_up, _reads, _unknown_blocks):
        kept.cache_clear()


@cache
def _environment(folders: tuple[Path, ...]) -> Sandbox:
    from briefgen.sandbox import Sandbox

    environment = Sandbox(
        OFFERED,
        loader=_loader(folders),
        finalize=escape_markdown,
        comment_start_string="{##",  # `{#` begins a slide's id in the storyboard
        comment_end_string="##}",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # `finalize` escapes for Markdown; HTML entities would show on slides
    )
    marking: dict[str, Callable[..., Any]] = {"raw": Markup, "link": link_target, "yaml": yaml_string}
    environment.filters |= {name: environment.of_texts(function) for name, function in marking.items()}
    return environment


def _loader(folders: tuple[Path, ...]) -> Any:
    """Templates by `audience/file`, the first folder wins; `builtin/…` always means the ones that ship.

    An audience without a file of its own has the default's, so that it can be extended by its name all the same.
    """
    from jinja2 import FunctionLoader

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        path = next(filter(is_file, _searched(name, folders)), None)
        return (read_text(path), str(path), lambda: True) if path else None

    return FunctionLoader(load)


def _searched(name: str, folders: tuple[Path, ...]) -> Iterator[Path]:
    """Where the template of that name is looked for."""
    wanted = name.removeprefix(BUILTIN_PREFIX)
    if "\\" in wanted or wanted.startswith("/") or ".." in wanted.split("/"):
        return
    among = (BUILTIN,) if name.startswith(BUILTIN_PREFIX) else folders
    yield from (folder / wanted for folder in among)
    audience, _, file = wanted.rpartition("/")
    if any((folder / audience).is_dir() for folder in among):  # a misspelt one has nothing to fall back on
        yield from (folder / DEFAULT / file for folder in among)
