"""Makes the references in docs/: what templates are offered, from the view's types; the commands, from their help."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from briefgen.cli import COMMANDS as COMMAND_LIST
from briefgen.cli import read_command

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / "briefgen" / name for name in ("view.py", "digest_view.py")]
PAGE = ROOT / "docs" / "view.md"
COMMANDS = ROOT / "docs" / "commands.md"
_HEAD = """\
# What a template is offered

Templates see two names: `view`, what one audience gets of one briefing, and `labels`, the fixed words of its language
(`labels.bottom_line`; `briefgen templates show AUDIENCE` lists them). Everything is read-only. Filters of our own:
`raw` prints Markdown as it is, `link` makes a URL safe inside `(…)`, `yaml` quotes a text for front matter.

A digest's templates (`digest-brief.md.j2`, `digest-storyboard.md.j2`) get a `DigestView`, which has all that a `View`
has and more.

*Made from briefgen/view.py and briefgen/digest_view.py by `make reference`.*
"""


def view_reference() -> str:
    """The page as Markdown: a table for each type, the view first."""
    found = [node for path in SOURCES for node in ast.parse(path.read_text("utf-8")).body]
    types = {n.name: n for n in found if isinstance(n, ast.ClassDef) and n.name.startswith(("View", "DigestView"))}
    order = ["View", "DigestView", *(name for name in types if name not in ("View", "DigestView"))]
    return "\n".join([_HEAD, *(_table(types[name]) for name in order)])


def _table(cls: ast.ClassDef) -> str:
    lines = [f"## {cls.name}", "", ast.get_docstring(cls) or "", "", "| name | type | |", "| --- | --- | --- |"]
    for item, after in zip(cls.body, [*cls.body[1:], None], strict=True):
        if isinstance(item, ast.AnnAssign):
            doc = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
            lines.append(_row(ast.unparse(item.target), ast.unparse(item.annotation), str(doc)))
        elif isinstance(item, ast.FunctionDef) and item.returns:
            lines.append(_row(item.name, ast.unparse(item.returns), ast.get_docstring(item) or ""))
    return "\n".join([line for line in lines if line is not None]) + "\n"


def _row(name: str, kind: str, doc: str) -> str:
    return f"| `{name}` | `{kind.replace('|', chr(92) + '|')}` | {' '.join(doc.split())} |"


def commands_reference() -> str:
    """Every command with its help, arguments and options; how a terminal shows them is typer's business."""
    parts = ["# Commands\n\n*Made from the commands' own help by `make reference`.*\n"]
    for name in COMMAND_LIST:
        command = read_command(name)
        subcommands = getattr(command, "commands", {"": command})
        parts += [_command(f"briefgen {name} {part}".rstrip(), one) for part, one in subcommands.items()]
    return "\n".join(parts)


def _command(name: str, command: Any) -> str:
    text, _, example = command.help.rpartition("Example: ")
    rows = [_row_of(parameter) for parameter in command.params if parameter.name not in ("help", "install_completion")]
    table = ["| | |", "| --- | --- |", *rows]
    return "\n".join([f"## {name}", "", text.strip(), "", f"    {example.strip()}", "", *table]) + "\n"


def _row_of(parameter: Any) -> str:
    names = parameter.opts if parameter.opts[0].startswith("-") else [parameter.name.upper()]
    default = parameter.default
    is_worth = default not in (None, False, "", ()) and not callable(default)
    ending = f" (default: `{default}`)" if is_worth else ""
    return f"| {', '.join(f'`{name}`' for name in names)} | {parameter.help or ''}{ending} |"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(view_reference(), "utf-8")
    COMMANDS.write_text(commands_reference(), "utf-8")
