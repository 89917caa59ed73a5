"""`briefgen outline`, `quotes`, `verify` and `digest`: what begins with essays or draws them together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefgen.commands.options import AsJson, Essays, essays_for
from briefgen.commands.show import count, print_values, show_line, show_problems, show_verdicts
from briefgen.errors import BriefgenError, Problem, collecting

if TYPE_CHECKING:
    from briefgen.verdicts import Verdict


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
    from briefgen.output import check_target, write_files
    from briefgen.readers import read_essay
    from briefgen.render_draft import draft_as_json, render_draft
    from briefgen.schema import schema_beside

    if out:
        check_target(out, (".yaml", ".yml"), (essay,))
    draft = draft_outline(read_essay(essay))
    text = render_draft(draft, Path(os.path.relpath(essay, out.parent if out else ".")).as_posix())
    if out:
        if not force and out.is_file() and out.read_bytes() not in (b"", text.encode()):
            raise BriefgenError(Problem(str(out), 0, 0, "this outline is there already", "--force writes over it"))
        write_files({out: text.encode(), **schema_beside(out, "outline")})
    if as_json:
        import json

        print(json.dumps(draft_as_json(draft), ensure_ascii=False, indent=1))
    elif out:
        print(f"{out}: {count(len(draft.arguments), 'argument')} ({draft.arguments[0].basis})")
    else:
        print(text, end="")


def quotes(
    essay: Annotated[Path, typer.Argument(help="An essay.")],
    top: Annotated[int, typer.Option("--top", min=1, help="How many.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Print the sentences most worth quoting, best first.

    Each with its place and check, as an outline names it.

    Example: briefgen quotes essay.md --top 5
    """
    from briefgen.rank import rank_quotes
    from briefgen.readers import read_essay

    found = rank_quotes(read_essay(essay), top)
    if as_json:
        print_values(found)
    else:
        for quote in found:
            speaker = f" [{quote.speaker or '?'}]" if quote.voice == "speaker" else ""
            show_line(f"{quote.locator}  {quote.check}  {quote.text}{speaker}")


def verify(
    files: Annotated[list[Path], typer.Argument(help="Decks (.pptx) and briefs (.md).", show_default=False)],
    essays: Essays = None,
    as_json: AsJson = False,
) -> None:
    """Prove or refute every quotation of finished decks and briefs.

    Exit status 1 if one is refuted.

    Example: briefgen verify build/*.pptx build/*.md --essays essays
    """
    from briefgen.library import read_essays
    from briefgen.verdicts import verify as verify_file

    folders = essays_for(essays)
    if not folders:
        raise typer.BadParameter(
            "there is no folder essays/ here; name the folder of the essays", param_hint="--essays"
        )
    shelf, warnings = read_essays(folders, but=tuple(files))
    show_problems(warnings)
    problems: list[Problem] = []
    verdicts: list[Verdict] = []
    for file in files:
        with collecting(problems):
            verdicts += verify_file(file, shelf)
    if problems:
        raise BriefgenError(problems)
    if as_json:
        print_values(verdicts)
    else:
        show_verdicts(verdicts)
    if not all(verdict.ok for verdict in verdicts):
        raise typer.Exit(1)


def digest(
    outlines: Annotated[list[Path], typer.Argument(help="Outline files, or folders of them.", show_default=False)],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Digest file; without it, print.")] = None,
    glossary: Annotated[Path | None, typer.Option("--glossary", help="Ideas of your own, by their terms.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a digest that is there.")] = False,
) -> None:
    """Draft a digest of several outlines, for a person to decide on.

    It says what they say together and where they differ.

    Example: briefgen digest outlines/a.yaml outlines/b.yaml -o outlines/strategy.yaml
    """
    from briefgen.digest_draft import draft_over
    from briefgen.output import check_target, write_files
    from briefgen.schema import schema_beside

    if out:
        check_target(out, (".yaml", ".yml"), outlines)
    text = draft_over(tuple(outlines), out.parent if out else Path(), glossary)
    if out is None:
        print(text, end="")
        return
    if not force and out.is_file() and out.read_bytes() not in (b"", text.encode()):
        raise BriefgenError(Problem(str(out), 0, 0, "this digest is there already", "--force writes over it"))
    write_files({out: text.encode(), **schema_beside(out, "digest")})
    print(f"{out}: edit it, then build it as you build an outline")
