"""The recipe: outlines and essays in, decks, briefs and manifests out; all is decided before the first byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from briefgen.addressees import check_addressees, forget_audiences
from briefgen.audience import BUILTIN, Audience, read_audience
from briefgen.briefing import Briefing
from briefgen.errors import BriefgenError, Problem, collecting
from briefgen.library import check_folders, forget_files
from briefgen.manifest import Basis, Made, basis_of, made_of, manifest_of
from briefgen.markdown import forget_templates
from briefgen.outlines import holds_digest, is_digest
from briefgen.output import check_name
from briefgen.outputs import asked_of, check_look, make_outputs
from briefgen.sources import read_briefing
from briefgen.view import DIGEST_PREFIX, View, view_for
from briefgen.yamlfile import read_file

if TYPE_CHECKING:
    from briefgen.synthesis import Synthesis

FORMATS = ("deck", "brief", "storyboard")
_FEW = 20
"""So many outlines are read where nothing can be built, only to tell what is wrong with them."""


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
    """The files that were read (outlines, essays, templates, themes, pictures), or would be, were they there."""


class Order(Struct, frozen=True):
    """What is to be made of an outline for one audience."""

    audience: Audience
    formats: tuple[str, ...]
    asked: dict[str, str]
    """By format, a key of all that an output is made after beside files."""


class Outcome(Struct, frozen=True):
    """What became of one outline: what was made of it, or its problems."""

    outline: Path
    basis: Basis | None = None
    made: tuple[Made, ...] = ()
    problems: tuple[Problem, ...] = ()


def build(request: Request, tell: Callable[[str], None] = lambda text: None) -> Report:
    """Builds everything in memory; nothing is written. Raises BriefgenError with the problems of all outlines.

    `tell` is given a line about each outline before its turn comes.
    """
    forget_read()
    orders = check_request(request)
    outcomes: list[Outcome] = []
    for number, path in enumerate(request.outlines, 1):
        tell(f"{number}/{len(request.outlines)} {path.stem}")
        outcomes.append(build_outline(path, orders, request))
    problems = [problem for outcome in outcomes for problem in outcome.problems]
    if problems:
        raise BriefgenError(dict.fromkeys(problems))
    return join_reports(report_of(outcome, request.out) for outcome in outcomes)


def forget_read() -> None:
    """Forgets the essays and templates that were read: for a run that goes on, or a process that outlives one."""
    forget_files()
    forget_templates()
    forget_audiences()


def check_request(request: Request) -> tuple[Order, ...]:
    """What is to be made of each outline.

    Raises BriefgenError where a folder, an audience or the names of the outlines are wrong.
    """
    problems: list[Problem] = []
    orders: list[Order] = []
    with collecting(problems):
        check_folders(request.essays)
    for name in request.audiences:
        with collecting(problems):
            audience = read_audience(name, request.folders)
            asked = {kind: asked_of(kind, audience, request) for kind in request.formats}
            orders.append(Order(audience, request.formats, asked))
    with collecting(problems):
        _check_names(request.outlines)
    if problems:
        raise BriefgenError(dict.fromkeys((*problems, *_other_problems(tuple(orders), request))))
    return tuple(orders)


def _other_problems(orders: tuple[Order, ...], request: Request) -> tuple[Problem, ...]:
    """What else is wrong where an audience is, and the outlines are few: of a million nobody wants to wait for that."""
    if len(request.outlines) > _FEW:
        return ()
    forget_read()
    problems: list[Problem] = []
    for path in request.outlines:
        with collecting(problems):
            _read(path, request)
        problems += _look_problems(path, orders, request)
    return tuple(problems)


def join_reports(reports: Iterable[Report]) -> Report:
    """The reports of several outlines as one, each warning once."""
    kept = tuple(reports)
    files = {path: data for report in kept for path, data in report.files.items()}
    warnings = tuple(dict.fromkeys(warning for report in kept for warning in report.warnings))
    return Report(
        files, warnings, tuple(m for r in kept for m in r.manifests), tuple(i for r in kept for i in r.inputs)
    )


def report_of(outcome: Outcome, out: Path) -> Report:
    """An outcome without problems as a report, with the manifest among its files."""
    basis, made = outcome.basis, outcome.made
    assert basis is not None
    outputs = tuple(output for one in made for output in one.outputs)
    manifest, data = manifest_of(basis, made)
    files = {out / output.name: output.data or b"" for output in outputs}
    files[out / f"{basis.name}.manifest.json"] = data
    inputs = dict.fromkeys((*basis.inputs, *(path for output in outputs for path in output.reads)))
    return Report(files, _warnings_of(outcome), (manifest,), tuple(map(_path, inputs)))


@lru_cache(maxsize=256)
def _path(text: str) -> Path:
    """Most files that outlines are made after are the same for all."""
    return Path(text)


def _warnings_of(outcome: Outcome) -> tuple[Problem, ...]:
    assert outcome.basis is not None
    made = (warning for one in outcome.made for output in one.outputs for warning in output.warnings)
    return (*outcome.basis.warnings, *made)


def build_outline(path: Path, orders: tuple[Order, ...], request: Request) -> Outcome:
    """One outline for the audiences ordered, in memory; mistakes in the user's files are part of the outcome."""
    problems: list[Problem] = []
    with collecting(problems):
        read = _read(path, request)
    if problems:
        return Outcome(path, problems=(*problems, *_look_problems(path, orders, request)))
    made: list[Made] = []
    for order in orders:
        with collecting(problems):
            shown = read.view(order.audience)
            made.append(made_of(shown, make_outputs(shown, order, request)))
    if problems:
        return Outcome(path, problems=tuple(problems))
    outcome = Outcome(path, basis_of(read.briefing, read.warnings, path), tuple(made))
    if request.strict and (warnings := _warnings_of(outcome)):
        return Outcome(path, problems=warnings)
    return outcome


class _Read(Struct, frozen=True):
    """An outline or a digest with its essays."""

    briefing: Briefing | Synthesis
    warnings: tuple[Problem, ...]
    view: Callable[[Audience], View]


def _read(path: Path, request: Request) -> _Read:
    named = check_name(path)
    data = read_file(path)
    if holds_digest(data, path):
        from briefgen.digest_sources import read_synthesis
        from briefgen.digest_view import digest_view_for

        digest, warnings = read_synthesis(path, request.essays)
        addressed = check_addressees(digest.digest, request.folders)
        view = partial(digest_view_for, digest, language=request.language)
        return _Read(digest, (*named, *warnings, *addressed), view)
    outline, warnings = read_briefing(path, request.essays, data)
    addressed = check_addressees(outline.outline, request.folders)
    return _Read(outline, (*named, *warnings, *addressed), partial(view_for, outline, language=request.language))


def _look_problems(path: Path, orders: tuple[Order, ...], request: Request) -> tuple[Problem, ...]:
    """What is wrong with templates and themes whatever is shown: told beside the mistakes in what is to be shown."""
    prefix = ""
    with suppress(BriefgenError):
        prefix = DIGEST_PREFIX if is_digest(path) else ""
    problems: list[Problem] = []
    for order in orders:
        with collecting(problems):
            check_look(order, request, prefix)
    return tuple(problems)


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
