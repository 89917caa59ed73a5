"""The recipe: outlines and essays in, decks, briefs and manifests out; all is decided before the first byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.audience import BUILTIN, Audience, read_audience
from briefgen.briefing import Briefing
from briefgen.errors import BriefgenError, Problem
from briefgen.ledger import check_said, count_words, passages_of_brief, passages_of_deck
from briefgen.library import check_folders, forget_files
from briefgen.manifest import Made, manifest_of
from briefgen.markdown import BRIEF, STORYBOARD, forget_templates, render_brief, render_storyboard, template_of
from briefgen.outlines import is_digest
from briefgen.sources import read_briefing
from briefgen.view import View, view_for

if TYPE_CHECKING:
    from briefgen.deck import Built
    from briefgen.synthesis import Synthesis

FORMATS = ("deck", "brief", "storyboard")


class Request(Struct, frozen=True):
    """What to build; an empty tuple of audiences means all there are."""

    outlines: tuple[Path, ...]
    audiences: tuple[str, ...] = ("executive",)
    formats: tuple[str, ...] = ("deck", "brief")
    out: Path = Path("build")
    essays: tuple[Path, ...] = ()
    templates: tuple[Path, ...] = ()
    theme: Path | None = None
    language: str = ""
    strict: bool = False
    write: bool = True
    """Without it, decks are fitted and checked, but their bytes are not made."""

    @property
    def folders(self) -> tuple[Path, ...]:
        return (*self.templates, BUILTIN)

    def theme_for(self, audience: Audience) -> Path:
        """The file of the theme: the one asked for, by path or by the bare name of one of ours, else the audience's."""
        from briefgen.deck.themefile import find_theme

        return find_theme(str(self.theme)) if self.theme else audience.theme


class Report(Struct, frozen=True):
    """What was built: file contents by path, and what is worth knowing about them."""

    files: dict[Path, bytes] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    manifests: tuple[dict[str, Any], ...] = ()
    inputs: tuple[Path, ...] = ()
    """Outlines and essays that were read."""


class Outcome(Struct, frozen=True):
    """What became of one outline: its report, or its problems."""

    outline: Path
    report: Report = field(default_factory=Report)
    problems: tuple[Problem, ...] = ()


def build(request: Request, tell: Callable[[str], None] = lambda text: None) -> Report:
    """Builds everything in memory; nothing is written. Raises BriefgenError with the problems of all outlines.

    `tell` is given a line about each outline before its turn comes.
    """
    forget_files()
    forget_templates()
    audiences = check_request(request)
    outcomes: list[Outcome] = []
    for number, path in enumerate(request.outlines, 1):
        tell(f"{number}/{len(request.outlines)} {path.stem}")
        outcomes.append(build_outline(path, audiences, request))
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    if problems:
        raise BriefgenError(problems)
    return join_reports(outcome.report for outcome in outcomes)


def check_request(request: Request) -> tuple[Audience, ...]:
    """The audiences; raises BriefgenError where a folder, an audience or the names of the outlines are wrong."""
    check_folders(request.essays)
    audiences = tuple(read_audience(name, request.folders) for name in request.audiences)
    _check_names(request.outlines)
    return audiences


def join_reports(reports: Iterable[Report]) -> Report:
    """The reports of several outlines as one, each warning once."""
    kept = tuple(reports)
    files = {path: data for report in kept for path, data in report.files.items()}
    warnings = tuple(dict.fromkeys(warning for report in kept for warning in report.warnings))
    return Report(
        files, warnings, tuple(m for r in kept for m in r.manifests), tuple(i for r in kept for i in r.inputs)
    )


def build_outline(path: Path, audiences: tuple[Audience, ...], request: Request) -> Outcome:
    """One outline for all audiences, in memory; mistakes in the user's files are part of the outcome."""
    try:
        report = _build_outline(path, audiences, request)
    except BriefgenError as error:
        return Outcome(path, problems=error.problems)
    if request.strict and report.warnings:
        return Outcome(path, problems=report.warnings)
    return Outcome(path, report)


def _build_outline(path: Path, audiences: tuple[Audience, ...], request: Request) -> Report:
    briefing: Briefing | Synthesis
    if is_digest(path):
        from briefgen.digest_sources import read_synthesis
        from briefgen.digest_view import digest_view_for

        briefing, warnings = read_synthesis(path, request.essays)
        views: list[View] = [digest_view_for(briefing, audience, request.language) for audience in audiences]
    else:
        briefing, warnings = read_briefing(path, request.essays)
        views = [view_for(briefing, audience, request.language) for audience in audiences]
    made = [_make(view, request) for view in views]
    manifest, data = manifest_of(briefing, made)
    files = {request.out / name: content for one in made for name, content in one.files.items()}
    files[request.out / f"{briefing.name}.manifest.json"] = data
    found = (*warnings, *(warning for one in made for warning in one.warnings))
    return Report(files, found, (manifest,), (path, *briefing.sources))


def _make(view: View, request: Request) -> Made:
    """All files for one audience."""
    stem = f"{view.name}.{view.audience.name}"
    files: dict[str, bytes] = {}
    warnings: tuple[Problem, ...] = ()
    built: Built | None = None
    if "brief" in request.formats:
        brief = render_brief(view)
        _refuse(check_said(view, passages_of_brief(brief), template_of(view, BRIEF)))
        files[f"{stem}.md"] = brief.encode()
        warnings += _brief_warnings(stem, brief, view)
    if {"deck", "storyboard"} & set(request.formats):
        storyboard = render_storyboard(view)
        if "storyboard" in request.formats:
            files[f"{stem}.storyboard.md"] = storyboard.encode()
        if "deck" in request.formats:
            built = _build_deck(storyboard, view, request)
            files[f"{stem}.pptx"] = built.data
            warnings += (*built.warnings, *_deck_warnings(stem, built, view))
    return Made(view, files, built, warnings)


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise BriefgenError(problems)


def _build_deck(storyboard: str, view: View, request: Request) -> Built:
    from briefgen.deck import make_deck
    from briefgen.deck.storyboard import read_storyboard
    from briefgen.deck.themefile import load_theme

    deck = read_storyboard(storyboard, f"{view.name}.{view.audience.name}.storyboard.md")
    _refuse(check_said(view, passages_of_deck(deck), template_of(view, STORYBOARD)))
    theme = load_theme(request.theme_for(view.audience))
    built = make_deck(deck, theme, write=request.write)
    return replace(built, warnings=(*theme.warnings, *built.warnings))


def _brief_warnings(stem: str, brief: str, view: View) -> tuple[Problem, ...]:
    limit, words = view.audience.limits.words, count_words(brief)
    if not limit or words <= limit:
        return ()
    message = f"the brief has {words} words; {view.audience.name} gets at most {limit}"
    return (Problem(f"{stem}.md", 0, 0, message, "leave out arguments, or change limits.words", "warning"),)


def _deck_warnings(stem: str, built: Built, view: View) -> tuple[Problem, ...]:
    limit = view.audience.limits.slides
    if not limit or len(built.slides) <= limit:
        return ()
    message = f"the deck has {len(built.slides)} slides; {view.audience.name} gets at most {limit}"
    return (Problem(f"{stem}.pptx", 0, 0, message, "leave out arguments, or change limits.slides", "warning"),)


def _check_names(outlines: tuple[Path, ...]) -> None:
    """Two outlines of one name would write the same files."""
    first: dict[str, Path] = {}
    problems = []
    for path in outlines:
        if path.stem in first:
            hint = f"rename it: outputs are named by the outline, as {first[path.stem]} is"
            problems.append(Problem(str(path), 0, 0, f"a second outline named '{path.stem}'", hint))
        first.setdefault(path.stem, path)
    if problems:
        raise BriefgenError(problems)
