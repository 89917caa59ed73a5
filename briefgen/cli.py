"""The command line: the only place that prints, writes files and sets the exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefgen.commands.review import review
from briefgen.errors import BriefgenError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from _typeshed import DataclassInstance

    from briefgen.build import Report, Request
    from briefgen.verdicts import Verdict

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Turn argued essays into decks and briefs whose quotes can be proved.",
)

Outlines = Annotated[list[Path] | None, typer.Argument(help="Outline files, or folders of them.", show_default=False)]
Essays = Annotated[list[Path] | None, typer.Option("--essays", help="Folder of essays; may be given several times.")]
Templates = Annotated[list[Path] | None, typer.Option("--templates", help="Folder of your own audiences.")]
AudienceNames = Annotated[str, typer.Option("--audience", "-a", help="Audiences, separated by commas, or 'all'.")]
Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Language = Annotated[str, typer.Option("--language", help="Language of the fixed words: zh or en.")]


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line; every BriefgenError ends here, one line to a problem, with exit code 1."""
    try:
        app(arguments)
    except BriefgenError as error:
        show_problems(error.problems)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def show_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(" ".join(str(problem).split("\n")), file=sys.stderr)


@app.callback(invoke_without_command=True)
def briefgen(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        from briefgen import __version__

        print(f"briefgen {__version__}")
        raise typer.Exit


@app.command()
def build(
    outlines: Outlines = None,
    audience: AudienceNames = "executive",
    formats: Annotated[str, typer.Option("--format", "-f", help="deck, brief, storyboard.")] = "deck,brief",
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")] = Path("build"),
    essays: Essays = None,
    templates: Templates = None,
    theme: Annotated[Path | None, typer.Option("--theme", help="Your company's .pptx.")] = None,
    language: Language = "",
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Write a deck and a brief for each outline and audience.

    Example: briefgen build outlines --essays essays --audience board,executive --out build
    """
    from briefgen.output import write_files

    request = _request(outlines, audience, essays, templates, language=language, strict=strict)
    report = _run(_with(request, formats=_formats(formats), out=out, theme=theme))
    changed = write_files(report.files)
    _show_report(report, changed, as_json=as_json)


@app.command()
def check(
    outlines: Outlines = None,
    audience: AudienceNames = "all",
    essays: Essays = None,
    templates: Templates = None,
    language: Language = "",
    strict: Strict = False,
    against: Annotated[Path | None, typer.Option("--against", help="A new state of the essay.")] = None,
    as_json: AsJson = False,
) -> None:
    """Do everything that build does, except writing.

    With --against, tell which quotes moved, changed or are gone in a new state of the essay, and what goes stale.

    Example: briefgen check outlines --essays essays
    """
    request = _request(outlines, audience, essays, templates, language=language, strict=strict)
    report = _run(request)
    if against:
        _show_changes(request, report, against, as_json=as_json)
    elif as_json:
        _print_json(report, ())
    else:
        count = len(request.outlines)
        print(f"{count} outline{'s' * (count != 1)} checked, {len(report.warnings)} warnings")


@app.command()
def outline(
    essay: Annotated[Path, typer.Argument(help="The essay: text, Markdown, HTML, .docx or .pdf.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Outline file; without it, print.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an outline that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Draft an outline from an essay, for a person to edit.

    Example: briefgen outline essays/quays.html -o outlines/quays.yaml
    """
    import os

    from briefgen.draft import draft_outline
    from briefgen.output import write_files
    from briefgen.readers import read_essay
    from briefgen.render_draft import draft_as_json, render_draft

    draft = draft_outline(read_essay(essay))
    text = render_draft(draft, Path(os.path.relpath(essay, out.parent if out else ".")).as_posix())
    if out:
        if not force and out.is_file() and out.read_bytes() not in (b"", text.encode()):
            raise BriefgenError(Problem(str(out), 0, 0, "this outline is there already", "--force writes over it"))
        write_files({out: text.encode()})
    if as_json:
        import json

        print(json.dumps(draft_as_json(draft), ensure_ascii=False, indent=1))
    elif out:
        print(f"{out}: {len(draft.arguments)} arguments ({draft.arguments[0].basis})")
    else:
        print(text, end="")


@app.command()
def digest(
    outlines: Annotated[list[Path], typer.Argument(help="Outline files, or folders of them.", show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Digest file; without it, print.")] = None,
    glossary: Annotated[Path | None, typer.Option("--glossary", help="Ideas of your own, by their terms.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a digest that is there.")] = False,
) -> None:
    """Draft a digest: what the outlines say together and where they differ, for a person to decide on.

    Example: briefgen digest outlines/a.yaml outlines/b.yaml -o outlines/strategy.yaml
    """
    from briefgen.digest_draft import draft_over
    from briefgen.output import write_files

    text = draft_over(tuple(outlines), out.parent if out else Path(), glossary)
    if out is None:
        print(text, end="")
        return
    if not force and out.is_file() and out.read_bytes() not in (b"", text.encode()):
        raise BriefgenError(Problem(str(out), 0, 0, "this digest is there already", "--force writes over it"))
    write_files({out: text.encode()})
    print(f"{out}: edit it, then build it as you build an outline")


@app.command()
def quotes(
    essay: Annotated[Path, typer.Argument(help="An essay.")],
    top: Annotated[int, typer.Option("--top", min=1, help="How many.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Print the sentences most worth quoting, best first, with their places and checks.

    Example: briefgen quotes essay.md --top 5
    """
    from briefgen.rank import rank_quotes
    from briefgen.readers import read_essay

    found = rank_quotes(read_essay(essay), top)
    if as_json:
        _print_values(found)
    else:
        for quote in found:
            speaker = f" [{quote.speaker or '?'}]" if quote.voice == "speaker" else ""
            print(f"{quote.locator}  {quote.check}  {quote.text}{speaker}")


@app.command()
def verify(
    files: Annotated[list[Path], typer.Argument(help="Decks (.pptx) and briefs (.md).", show_default=False)],
    essays: Annotated[list[Path], typer.Option("--essays", help="Folder of essays; may be given several times.")],
    as_json: AsJson = False,
) -> None:
    """Prove or refute every quotation of finished decks and briefs; exit 1 if one fails.

    Example: briefgen verify build/*.pptx build/*.md --essays essays
    """
    from briefgen.library import read_essays
    from briefgen.verdicts import verify as verify_file

    shelf, warnings = read_essays(tuple(essays), but=tuple(files))
    show_problems(warnings)
    verdicts = [verdict for file in files for verdict in verify_file(file, shelf)]
    if as_json:
        _print_values(verdicts)
    else:
        _show_verdicts(verdicts)
    if not all(verdict.ok for verdict in verdicts):
        raise typer.Exit(1)


def _show_verdicts(verdicts: Sequence[Verdict]) -> None:
    for verdict in verdicts:
        if not verdict.ok or verdict.alarm:
            print(verdict, file=sys.stderr)
    proved = sum(verdict.ok for verdict in verdicts)
    print(f"{len(verdicts)} quotation{'s' * (len(verdicts) != 1)}: {proved} proved, {len(verdicts) - proved} refused")


def _show_changes(request: Request, report: Report, against: Path, *, as_json: bool) -> None:
    from briefgen.changes import read_changes, stale_outputs
    from briefgen.readers import read_essay

    changes = read_changes(request.outlines, request.essays, read_essay(against))
    if as_json:
        _print_values(changes)
        return
    for change in changes:
        print(change)
    for line in stale_outputs(changes, report.manifests):
        print(line)


def _print_values(values: Iterable[DataclassInstance]) -> None:
    import json
    from dataclasses import asdict

    print(json.dumps([asdict(value) for value in values], ensure_ascii=False, indent=1))


@app.command()
def schema(kind: Annotated[str, typer.Argument(help="outline, digest or audience.")] = "outline") -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and check YAML.

    Example: briefgen schema outline > outline.schema.json
    """
    from briefgen.errors import did_you_mean
    from briefgen.schema import record_kinds, schema_text

    if kind not in record_kinds():
        raise typer.BadParameter(f"there is no schema '{kind}' ({did_you_mean(kind, record_kinds())})")
    print(schema_text(kind), end="")


app.command()(review)

templates_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="List, show, make and check audiences.")
app.add_typer(templates_app, name="templates")


@templates_app.command("list")
def templates_list(templates: Templates = None) -> None:
    """List the audiences and the files that are their own.

    Example: briefgen templates list --templates my-templates
    """
    from briefgen.packs import read_packs

    for pack in read_packs(_folders(templates)):
        print(f"{' < '.join(pack.audience.chain)}: {pack.audience.names.get('en', '')}")
        for path in pack.files:
            print(f"  {path}")


@templates_app.command("show")
def templates_show(name: str, templates: Templates = None) -> None:
    """Show all that an audience resolves to: parts, limits, words, templates and their blocks.

    Example: briefgen templates show board
    """
    from briefgen.packs import read_pack, show_pack

    print(show_pack(read_pack(name, _folders(templates))))


@templates_app.command("new")
def templates_new(
    name: str,
    base: Annotated[str, typer.Option("--from", help="The audience to start from.")] = "executive",
    to: Annotated[Path, typer.Option("--to", help="The folder of your audiences.")] = Path("templates"),
) -> None:
    """Make an audience of your own that starts from another.

    Example: briefgen templates new regulators --from policy
    """
    from briefgen.output import write_files
    from briefgen.packs import new_pack

    for path in write_files(new_pack(name, base, to, (to,) if to.is_dir() else ())):
        print(path)
    print(f"Edit them, then: briefgen build --templates {to} --audience {name}")


@templates_app.command("check")
def templates_check(folder: Path) -> None:
    """Render every audience of a folder with the shipped outlines, and tell what is wrong.

    Example: briefgen templates check templates
    """
    from briefgen.packs import check_packs

    count, warnings = check_packs(folder)
    show_problems(warnings)
    print(f"{count} audience{'s' * (count != 1)} checked, {len(warnings)} warnings")


def _folders(templates: list[Path] | None) -> tuple[Path, ...]:
    """The folders of templates, the user's first. Raises BriefgenError for each that is none."""
    from briefgen.audience import BUILTIN

    own = tuple(templates or ())
    missing = [Problem(str(f), 0, 0, "is not a folder", "give --templates a folder") for f in own if not f.is_dir()]
    if missing:
        raise BriefgenError(missing)
    return (*own, BUILTIN)


def _request(
    outlines: list[Path] | None,
    audience: str,
    essays: list[Path] | None,
    templates: list[Path] | None,
    **more: str | bool,
) -> Request:
    from briefgen.audience import audience_names
    from briefgen.build import Request
    from briefgen.outlines import find_outlines

    folders = _folders(templates)
    names = audience_names(folders) if audience == "all" else tuple(filter(None, audience.split(",")))
    paths = find_outlines(tuple(outlines or ()))
    return _with(
        Request(paths, tuple(dict.fromkeys(names)), essays=tuple(essays or ()), templates=folders[:-1]), **more
    )


def _with(request: Request, **changes: object) -> Request:
    from dataclasses import replace
    from typing import Any, cast

    return replace(request, **cast("Any", changes))


def _formats(text: str) -> tuple[str, ...]:
    from briefgen.build import FORMATS
    from briefgen.errors import did_you_mean

    wanted = tuple(filter(None, text.split(",")))
    wrong = [name for name in wanted if name not in FORMATS]
    if wrong or not wanted:
        hint = did_you_mean(wrong[0] if wrong else "", FORMATS)
        raise typer.BadParameter(f"there is no format '{''.join(wrong[:1])}' ({hint})", param_hint="--format")
    return wanted


def _run(request: Request) -> Report:
    from briefgen.build import build

    report = build(request)
    show_problems(report.warnings)
    return report


def _show_report(report: Report, changed: tuple[Path, ...], *, as_json: bool) -> None:
    if as_json:
        _print_json(report, changed)
        return
    for path in sorted(report.files):
        print(f"{path}{'' if path in changed else ' (unchanged)'}")


def _print_json(report: Report, changed: tuple[Path, ...]) -> None:
    import json
    from dataclasses import asdict

    result = {
        "files": [str(path) for path in sorted(report.files)],
        "changed": [str(path) for path in sorted(changed)],
        "warnings": [asdict(warning) for warning in report.warnings],
        "manifests": report.manifests,
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))
