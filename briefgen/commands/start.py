"""`briefgen new` and `briefgen doctor`: what comes before the first outline."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from briefgen.commands.options import Essays, Outlines, Templates, essays_for, folders_of


def new(
    folder: Annotated[Path, typer.Argument(help="A folder that is empty or not there yet.", show_default=False)],
    language: Annotated[str, typer.Option("--language", help="Language of the example: zh or en.")] = "en",
) -> None:
    """Make a project with an example that builds at once.

    It holds an essay, its outline, an audience of your own, and a README.

    Example: briefgen new my-briefing
    """
    from briefgen.output import write_files
    from briefgen.starter import EXAMPLES, new_project

    if language not in EXAMPLES:
        raise typer.BadParameter(f"there is no example in '{language}'", param_hint="--language")
    for path in write_files(new_project(folder, language)):
        print(path)
    print(f"Go on with: cd {shlex.quote(str(folder))} && briefgen build --audience board,committee")


def doctor(outlines: Outlines = None, essays: Essays = None, templates: Templates = None) -> None:
    """Look at the machine and at this folder.

    Versions, programs, fonts, audiences, and for each outline whether its essay is here.

    Example: briefgen doctor --essays essays
    """
    from briefgen import __version__
    from briefgen.doctor import check_folder, check_machine

    print(f"briefgen {__version__}")
    found = [*check_machine(), *check_folder(folders_of(templates), essays_for(essays), tuple(outlines or ()))]
    for finding in found:
        hint = f" ({finding.hint})" if finding.hint else ""
        print(f"{finding.state:>4}  {finding.what}: {finding.found}{hint}")
    if any(finding.state == "bad" for finding in found):
        raise typer.Exit(1)
