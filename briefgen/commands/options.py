"""The options that several commands take, and the request that they make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefgen.errors import BriefgenError, Problem

if TYPE_CHECKING:
    from briefgen.build import Request

Outlines = Annotated[
    list[Path] | None, typer.Argument(help="Outline files, or folders of them; else outlines/.", show_default=False)
]
Essays = Annotated[
    list[Path] | None, typer.Option("--essays", help="Folder of essays, several if given often; else essays/.")
]
Templates = Annotated[
    list[Path] | None, typer.Option("--templates", help="Folder of your own audiences; else templates/.")
]
TEMPLATES = Path("templates")
"""Where a person's audiences lie, unless the folder is named."""


def complete_audiences(incomplete: str) -> list[str]:
    """For the shell: the audiences that there are, also after a comma."""
    before, comma, _ = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in (*complete_audience(""), "all")]


def complete_audience(incomplete: str) -> list[str]:
    """For the shell, where one audience is named."""
    from briefgen.audience import audience_names

    return list(audience_names(folders_of(None)))


AudienceNames = Annotated[
    str,
    typer.Option(
        "--audience", "-a", help="Audiences, separated by commas, or 'all'.", autocompletion=complete_audiences
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Language = Annotated[str, typer.Option("--language", help="Language of the fixed words: zh or en.")]


def request_for(
    outlines: list[Path] | None,
    audience: str,
    essays: list[Path] | None,
    templates: list[Path] | None,
    **more: str | bool,
) -> Request:
    from briefgen.audience import audience_names
    from briefgen.build import Request
    from briefgen.outlines import find_outlines

    folders = folders_of(templates)
    names = audience_names(folders) if audience == "all" else _listed(audience)
    if not names:
        hint = f"known: {', '.join(audience_names(folders))}, or all"
        raise BriefgenError(Problem("--audience", 0, 0, "no audience is named", hint))
    paths = find_outlines(tuple(outlines or ()))
    return with_changes(
        Request(paths, tuple(dict.fromkeys(names)), essays=essays_for(essays), templates=folders[:-1]), **more
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := part.strip()))


def with_changes(request: Request, **changes: object) -> Request:
    from typing import Any, cast

    from msgspec.structs import replace

    return replace(request, **cast("Any", changes))


def essays_for(essays: list[Path] | None) -> tuple[Path, ...]:
    """The folders of essays named; without any, `essays/` of this folder where there is one."""
    return tuple(essays) if essays else tuple(path for path in (Path("essays"),) if path.is_dir())


def folders_of(templates: list[Path] | None) -> tuple[Path, ...]:
    """The folders of templates, the user's first; without any named, `templates/` of this folder where there is one.

    Raises BriefgenError for each that is no folder.
    """
    from briefgen.audience import BUILTIN

    own = tuple(templates) if templates else tuple(path for path in (TEMPLATES,) if path.is_dir())
    missing = [Problem(str(f), 0, 0, "is not a folder", "give --templates a folder") for f in own if not f.is_dir()]
    if missing:
        raise BriefgenError(missing)
    return (*own, BUILTIN)


def formats_of(text: str) -> tuple[str, ...]:
    from briefgen.build import FORMATS
    from briefgen.errors import did_you_mean

    wanted = _listed(text)
    wrong = [name for name in wanted if name not in FORMATS]
    if wrong or not wanted:
        hint = did_you_mean(wrong[0] if wrong else "", FORMATS)
        raise typer.BadParameter(f"there is no format '{''.join(wrong[:1])}' ({hint})", param_hint="--format")
    return wanted
