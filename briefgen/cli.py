"""The command line: with `commands`, the only place that prints, writes files and sets the exit code."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from briefgen.streams import standard_streams

COMMANDS = {
    "new": ("start", "Make a project with an example that builds at once."),
    "build": ("build", "Write a deck and a brief for each outline and audience."),
    "check": ("build", "Do everything that build does, except writing."),
    "outline": ("essays", "Draft an outline from an essay, for a person to edit."),
    "quotes": ("essays", "Print the sentences most worth quoting, best first."),
    "review": ("review", "Write a page to review on: essays, quotes and arguments."),
    "verify": ("essays", "Prove or refute every quotation of finished decks and briefs."),
    "diff": ("decks", "Tell what changed between two decks: claims, quotes, figures."),
    "preview": ("decks", "Draw a deck's pages and a contact sheet as PNG files."),
    "digest": ("essays", "Draft a digest of several outlines, for a person to decide on."),
    "slides": ("slides", "Turn a talk in Markdown into native PowerPoint slides."),
    "schema": ("templates", "Print the JSON Schema of a kind of file."),
    "doctor": ("start", "Look at the machine and at this folder."),
    "templates": ("templates", "List, show, make and check audiences."),
    "theme": ("slides", "Themes: the look of decks, in a PowerPoint file."),
}
"""Each command's module in `commands`, and the first line of its help: the list needs no module to be imported."""


_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(TyperGroup):
    """Imports the module of a command when the command is typed."""

    def __init__(self, **attributes: Any) -> None:
        attributes["commands"] = dict.fromkeys(COMMANDS)
        super().__init__(**attributes)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in COMMANDS and self.commands[cmd_name] is None:
            self.commands[cmd_name] = read_command(cmd_name)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])


def read_command(name: str) -> Any:
    """The command, or group of commands, of that name."""
    from typer.main import get_command, get_group

    module = import_module(f"briefgen.commands.{COMMANDS[name][0]}")
    group = getattr(module, f"{name}_app", None)
    if group:
        return get_group(group)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=_SETTINGS)
    alone.command(name)(getattr(module, name))
    return get_command(alone)


app = typer.Typer(
    cls=Commands,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
    help="Turn argued essays into decks and briefs whose quotes can be proved.",
    epilog="Example: briefgen new my-briefing",
)


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line; every BriefgenError ends here, one line to a problem, with exit code 1."""
    try:
        with standard_streams():
            app(arguments)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except Exception as error:
        from briefgen.commands.show import show_problems
        from briefgen.errors import BriefgenError, Problem, interrupted, unreadable

        if interrupted(error):
            raise SystemExit(130) from None
        if isinstance(error, MemoryError):
            show_problems(
                [Problem("memory", 0, 0, "there is too little for this", "free some, or give --jobs fewer processes")]
            )
        elif isinstance(error, OSError) and error.filename and _is_set_up(arguments):
            show_problems([unreadable(error.filename, error, "cannot be written")])
        elif isinstance(error, BriefgenError):
            show_problems(error.problems)
        else:
            raise
        raise SystemExit(1) from None


def _is_set_up(arguments: list[str] | None) -> bool:
    """Whether the shell is to learn completion: typer writes the shell's own files."""
    import sys

    return "--install-completion" in (sys.argv if arguments is None else arguments)


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
