"""What can be wrong with a person's files: values that name the place, and the one exception that carries them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning"]


class Problem(Struct, frozen=True, order=True):
    """One complaint about a file. Lines and columns count from 1; 0 means that the place is the whole file."""

    path: str
    line: int
    column: int
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        warning = "warning: " if self.severity == "warning" else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {warning}{self.message}{hint}"


class BriefgenError(Exception):
    """All problems that one stage found; only the command line catches it."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        found = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.problems: tuple[Problem, ...] = found
        super().__init__("\n".join(map(str, found)))

    def __reduce__(self) -> tuple[type[BriefgenError], tuple[tuple[Problem, ...]]]:
        """Pickled as what it was made from, which is not what it prints: workers raise it too."""
        return type(self), (self.problems,)


@contextmanager
def collecting(problems: list[Problem]) -> Iterator[None]:
    """Adds the problems of a BriefgenError to `problems` and goes on after the block: all are told at once."""
    try:
        yield
    except BriefgenError as error:
        problems += error.problems


def unreadable(path: str, error: OSError, what: str = "cannot be read") -> Problem:
    """A file that the system does not give; of one that is not there, the hint names what is."""
    hint = ""
    if isinstance(error, FileNotFoundError):
        folder, name = os.path.split(path)
        try:
            beside = [entry.name for entry in os.scandir(folder or ".") if not entry.name.startswith(".")]
            hint = did_you_mean(name, beside) or f"name a file in {folder or 'this folder'}"
        except OSError:
            hint = f"there is no folder {folder}"
    return Problem(path, 0, 0, f"{what}: {error.strerror or error}", hint)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint with the known name nearest to `word`, or all names when none is near and they are few."""
    names = sorted(filter(None, known))
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"known: {', '.join(names)}" if 0 < len(names) <= 12 else ""


def interrupted(error: BaseException) -> bool:
    """Whether Ctrl-C came first and the error while that was answered: half-done system calls fail in `finally`."""
    earlier: BaseException | None = error
    while earlier is not None and not isinstance(earlier, KeyboardInterrupt):
        earlier = earlier.__cause__ or earlier.__context__
    return earlier is not None
