"""`briefgen slides` and `briefgen theme`: decks from Markdown, and the themes they stand on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefgen.commands.options import AsJson, Strict
from briefgen.commands.show import count, show_problems

theme_app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Themes: the look of decks, in a PowerPoint file.",
    epilog="Example: briefgen theme new brand.yaml -o brand.pptx",
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

    from briefgen.deck import warnings_of
    from briefgen.output import check_target, write_files
    from briefgen.talk import read_talk, report_of

    target = out or talk.with_suffix(".pptx")
    check_target(target, (".pptx",), (talk, Path(theme)))
    built = read_talk(talk, theme, strict)
    write_files({target: built.data})
    show_problems(warnings_of(built, str(target)))
    if as_json:
        print(json.dumps(report_of(built, target), ensure_ascii=False, indent=1))
    else:
        print(f"{target}: {count(len(built.slides), 'slide')}, {count(len(built.findings), 'finding')}")


@theme_app.command("check")
def theme_check(
    theme: Annotated[Path, typer.Argument(help="Your company's .pptx or .potx; or light, dark, warm.")],
    picture: Annotated[Path | None, typer.Option("--picture", help="PNG of sample slides (with LibreOffice).")] = None,
    as_json: AsJson = False,
) -> None:
    """Show which layout of a PowerPoint file serves what, and what to mend in it.

    Example: briefgen theme check brand.pptx --picture brand.png
    """
    from briefgen.commands.show import show_theme
    from briefgen.deck.themecheck import check_theme
    from briefgen.deck.themefile import find_theme

    found = check_theme(find_theme(str(theme)))
    show_problems(found.warnings)
    show_theme(found, as_json=as_json)
    if picture:
        from briefgen.output import write_files
        from briefgen.specimen import picture_of

        write_files({picture: picture_of(find_theme(str(theme)))})
        print(picture)


@theme_app.command("map")
def theme_map(
    theme: Annotated[Path, typer.Argument(help="Your company's .pptx or .potx.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a map that is there.")] = False,
) -> None:
    """Write beside a PowerPoint file the YAML that says which layout serves what, to be edited.

    Example: briefgen theme map brand.pptx
    """
    from briefgen.deck.themecheck import map_theme
    from briefgen.deck.thememap import map_path
    from briefgen.errors import BriefgenError, Problem
    from briefgen.output import write_files
    from briefgen.schema import schema_beside

    target = map_path(theme)
    if target.exists() and not force:
        raise BriefgenError(Problem(str(target), 0, 0, "is there already", "use --force to write over it"))
    write_files({target: map_theme(theme).encode(), **schema_beside(target, "map")})
    print(target)


@theme_app.command("new")
def theme_new(
    brand: Annotated[Path, typer.Argument(help="Colours and fonts, in YAML.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The theme to write.")],
) -> None:
    """Write a PowerPoint theme from a YAML of colours and fonts.

    Example: briefgen theme new brand.yaml -o brand.pptx
    """
    from briefgen.output import check_target, write_files
    from briefgen.talk import new_theme

    check_target(out, (".pptx",), (brand,))
    write_files({out: new_theme(brand)})
    print(out)
