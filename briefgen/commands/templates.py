"""`briefgen templates`, and `schema`: what audiences are written with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefgen.commands.options import Templates, complete_audience, folders_of
from briefgen.commands.show import count, show_problems

templates_app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="List, show, make and check audiences.",
    epilog="Example: briefgen templates new regulators --from policy",
)


@templates_app.command("list")
def templates_list(templates: Templates = None) -> None:
    """List the audiences and the files that are their own.

    Example: briefgen templates list --templates my-templates
    """
    from briefgen.packs import read_packs

    for pack in read_packs(folders_of(templates)):
        print(f"{' < '.join(pack.audience.chain)}: {pack.audience.names.get('en', '')}")
        for path in pack.files:
            print(f"  {path}")


@templates_app.command("show")
def templates_show(
    name: Annotated[str, typer.Argument(autocompletion=complete_audience)], templates: Templates = None
) -> None:
    """Show all that an audience resolves to: parts, limits, words, templates and their blocks.

    Example: briefgen templates show board
    """
    from briefgen.packs import read_pack, show_pack

    print(show_pack(read_pack(name, folders_of(templates))))


@templates_app.command("new")
def templates_new(
    name: str,
    base: Annotated[
        str, typer.Option("--from", help="The audience to start from.", autocompletion=complete_audience)
    ] = "executive",
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

    audiences, warnings = check_packs(folder)
    show_problems(warnings)
    print(f"{count(audiences, 'audience')} checked, {count(len(warnings), 'warning')}")


def _kinds(incomplete: str) -> list[str]:
    from briefgen.schema import record_kinds

    return list(record_kinds())


def schema(
    kind: Annotated[str, typer.Argument(help="outline, digest, audience or map.", autocompletion=_kinds)] = "outline",
) -> None:
    """Print the JSON Schema of a kind of file.

    Editors that read it complete and check YAML; every file that briefgen writes names its schema.

    Example: briefgen schema outline > outline.schema.json
    """
    from briefgen.errors import did_you_mean
    from briefgen.schema import record_kinds, schema_text

    if kind not in record_kinds():
        raise typer.BadParameter(f"there is no schema '{kind}' ({did_you_mean(kind, record_kinds())})")
    print(schema_text(kind), end="")
