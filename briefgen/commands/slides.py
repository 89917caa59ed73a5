"""`briefgen slides` and `briefgen theme`: decks from Markdown, and the themes they stand on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefgen.commands.options import AsJson, Strict
from briefgen.commands.show import show_problems

theme_app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Themes: the look of decks, in a PowerPoint file.",
)


def slides(
    talk: Annotated[Path, typer.Argument(help="The talk, in Markdown.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The deck; without it, beside the talk.")] = None,
    theme: Annotated[str, typer.Option("--theme", help="light, dark, warm, or your company's .pptx.")] = "",
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Turn a talk in Markdown into native PowerPoint slides.

    Example: briefgen slides talk.md -o talk.pptx --theme dark
    """
    import json

    from briefgen.output import write_files
    from briefgen.talk import read_talk, report_of

    target = out or talk.with_suffix(".pptx")
    built = read_talk(talk, theme, strict)
    write_files({target: built.data})
    show_problems(built.warnings)
    if as_json:
        print(json.dumps(report_of(built, target), ensure_ascii=False, indent=1))
    else:
        print(f"{target}: {len(built.slides)} slides, {len(built.findings)} findings")


@theme_app.command("new")
def theme_new(
    brand: Annotated[Path, typer.Argument(help="Colours and fonts, in YAML.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The theme to write.")],
) -> None:
    """Write a PowerPoint theme from a YAML of colours and fonts.

    Example: briefgen theme new brand.yaml -o brand.pptx
    """
    from briefgen.output import write_files
    from briefgen.talk import new_theme

    write_files({out: new_theme(brand)})
    print(out)
