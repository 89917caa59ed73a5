"""The command line: with `commands`, the only place that prints, writes files and sets the exit code."""

from __future__ import annotations

from typing import Annotated

import typer

from briefgen.commands.build import build, check
from briefgen.commands.decks import diff, preview
from briefgen.commands.essays import digest, outline, quotes, verify
from briefgen.commands.review import review
from briefgen.commands.show import show_problems
from briefgen.commands.slides import slides, theme_app
from briefgen.commands.start import doctor, new
from briefgen.commands.templates import schema, templates_app
from briefgen.errors import BriefgenError

app = typer.Typer(
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Turn argued essays into decks and briefs whose quotes can be proved.",
)


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line; every BriefgenError ends here, one line to a problem, with exit code 1."""
    try:
        app(arguments)
    except BriefgenError as error:
        show_problems(error.problems)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


@app.callback(invoke_without_command=True)
def briefgen(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        from briefgen import __version__

        print(f"briefgen {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from pathlib import Path

        from briefgen.starter import next_steps

        print(next_steps(Path()))


COMMANDS = (new, build, check, outline, quotes, review, verify, diff, preview, digest, slides, schema, doctor)
for command in COMMANDS:
    app.command()(command)
app.add_typer(templates_app, name="templates")
app.add_typer(theme_app, name="theme")
