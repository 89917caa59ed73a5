"""Prints what the commands tell: problems and results."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from briefgen.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from msgspec import Struct

    from briefgen.build import Report
    from briefgen.deck.themecheck import ThemeFinding
    from briefgen.errors import Problem
    from briefgen.manifest import Tally
    from briefgen.run import Finished
    from briefgen.verdicts import Verdict


_COMMANDS = lazy_pattern("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys, or sets the other way round."""


def show_line(value: object, file: TextIO | None = None) -> None:
    """The value on one line; control characters, as files and their names may hold them, are shown, not sent."""
    line = str(value).replace("\n", " ").replace("\v", " ")
    print(_COMMANDS.sub(lambda match: match[0].encode("unicode_escape").decode(), line), file=file)


def show_problems(problems: Iterable[Problem]) -> None:
    """A line for each problem."""
    for problem in problems:
        show_line(problem, sys.stderr)


def show_finished(finished: Finished, *, out: Path, verbose: bool) -> None:
    """A line for each outline, and what it comes to; with `verbose`, every file and all that fitting did to slides.

    With `verbose`, the manifests must have been kept.
    """
    report, changed = finished.report, frozenset(finished.changed)
    if verbose:
        for path in sorted(report.files):
            show_line(f"{path}{'' if path in changed else ' (unchanged)'}")
        for finding in (f for manifest in report.manifests for f in _findings(manifest)):
            show_line("  ".join(f"{name}: {value}" for name, value in finding.items()))
    _show_table([("outline", "audiences", "slides", "quotes proved", "findings"), *map(_row, finished.tallies)])
    made = {kind: sum(path.suffix == kind for path in report.files) for kind in (".pptx", ".md")}
    files = f"{count(made['.pptx'], 'deck')}, {count(made['.md'], 'text')}"
    print(f"{files} in {out}; {count(len(changed), 'file')} changed; {count(len(report.warnings), 'warning')}")


def _row(tally: Tally) -> tuple[str, ...]:
    proved = f"{tally.proved} of {tally.quotes}"
    return (tally.name, str(tally.audiences), str(tally.slides), proved, str(tally.findings))


def _findings(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for audience in manifest["audiences"].values() for finding in audience["findings"]]


def _show_table(rows: list[tuple[str, ...]]) -> None:
    """Columns as wide as they need, numbers to the right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for name, *cells in rows:
        padded = [" " * (width - _width(cell)) + cell for cell, width in zip(cells, widths[1:], strict=True)]
        print("  ".join([name + " " * (widths[0] - _width(name)), *padded]))


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    from unicodedata import east_asian_width

    return sum(1 + (east_asian_width(character) in "WF") for character in text)


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def progress_on_terminal() -> Callable[[str], None]:
    """Shows what is being worked on, on the last line of a terminal; an empty text takes it away."""
    if not sys.stderr.isatty():
        return lambda text: None
    return lambda text: print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def print_json(report: Report, changed: tuple[Path, ...]) -> None:
    import json

    from msgspec import to_builtins

    result = {
        "files": [str(path) for path in sorted(report.files)],
        "changed": [str(path) for path in sorted(changed)],
        "warnings": [to_builtins(warning) for warning in report.warnings],
        "manifests": report.manifests,
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))


def print_values(values: Iterable[Struct]) -> None:
    import json

    from msgspec import to_builtins

    print(json.dumps([to_builtins(value) for value in values], ensure_ascii=False, indent=1))


def show_theme(found: ThemeFinding, *, as_json: bool) -> None:
    """A line for each role: the layout that serves it, and why."""
    if as_json:
        import json

        from msgspec import to_builtins

        print(json.dumps(to_builtins(found), ensure_ascii=False, indent=1))
        return
    size = " x ".join(f"{side / 72:.4g}" for side in found.size)
    show_line(f"{found.path}: slides of {size} in, master '{found.master}', {' and '.join(dict.fromkeys(found.faces))}")
    for role in found.roles:
        show_line(f"  {role.role:11}  {role.layout or 'composed':32}  {role.why}")
    for design in found.designs:
        show_line(f"  slide {design.number:<5}  for {design.stands_for:28}  {', '.join(design.uses) or 'as it is'}")
    show_line(f"  content gets {found.text_room:.0%} of the slide; not used: {', '.join(found.unused) or 'none'}")


def show_verdicts(verdicts: Sequence[Verdict]) -> None:
    for verdict in verdicts:
        if not verdict.ok or verdict.alarm:
            show_line(verdict, sys.stderr)
    proved = sum(verdict.ok for verdict in verdicts)
    print(f"{len(verdicts)} quotation{'s' * (len(verdicts) != 1)}: {proved} proved, {len(verdicts) - proved} refused")
