"""Finds the essay behind an outline: by its file beside the outline, else by content in the folders given."""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from briefgen.errors import BriefgenError, Problem, unreadable
from briefgen.patterns import lazy_pattern
from briefgen.yamlfile import is_file

if TYPE_CHECKING:
    from briefgen.essay import Essay
    from briefgen.outline import EssayRef

MAX_FILE = 64 << 20
SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".docx", ".pdf"})


_QUOTE_ID = lazy_pattern(rb"quote-(?:[^\s\"}]+-)?\d+\.\d+\.\d+(?:-\d+)?-[0-9a-f]{8}")


class Found(Struct, frozen=True):
    """The file of an essay and whether its content is what the outline pins."""

    path: Path
    sha256: str
    as_pinned: bool


def find_essay(ref: EssayRef, folders: tuple[Path, ...]) -> Found | None:
    """The essay that `ref` names, or None where it is not at hand: pinned, but neither beside the outline nor there.

    Raises BriefgenError where `file` is absolute, cannot be read, or is not there and nothing else tells the essay.
    """
    path = Path(ref.marks.path).parent / ref.file
    is_there = bool(ref.file) and is_file(path)
    elsewhere = None if is_there else _by_content(ref.sha256, folders)
    if elsewhere or not ref.file:
        return elsewhere
    _check_beside(ref, is_there=is_there)
    if not is_there:
        return None
    digest = _digest(path)
    return Found(path, digest, not ref.sha256 or digest == ref.sha256)


def not_at_hand(ref: EssayRef) -> Problem:
    """The warning that the essay which `ref` names is not found."""
    looked_for = f": there is no file '{ref.file}'" if ref.file else ""
    message = f"the essay is not at hand{looked_for}; quotes show only their places"
    hint = "give the folder that holds it with --essays DIR"
    return ref.marks.problem("file" if ref.file else "sha256", message, hint, "warning")


def _by_content(digest: str, folders: tuple[Path, ...]) -> Found | None:
    """The essay of that SHA-256 in the folders."""
    if not digest:
        return None
    return next((Found(path, digest, True) for f in folders for path, found in _contents(f) if found == digest), None)


def is_among(folders: tuple[Path, ...], digest: str) -> bool:
    """Whether an essay of that SHA-256 is in one of the folders."""
    return _by_content(digest, folders) is not None


@lru_cache(maxsize=8)
def read_found(found: Found) -> Essay:
    """The essay in a found file, read once for all the outlines of it.

    Raises BriefgenError where the file is not a readable essay.
    """
    from briefgen.readers import read_essay

    return read_essay(found.path)


def read_essays(places: tuple[Path, ...], but: tuple[Path, ...] = ()) -> tuple[tuple[Essay, ...], tuple[Problem, ...]]:
    """Every essay in the given files and folders, and a warning for each file that cannot be read as one.

    Leaves out the files `but` and all that hold a quote's id: a deck or brief does not prove itself.
    Raises BriefgenError for a place that does not exist.
    """
    missing = [Problem(str(p), 0, 0, "does not exist", "give a folder of essays") for p in places if not p.exists()]
    if missing:
        raise BriefgenError(missing)
    from briefgen.readers import read_essay

    excluded = {path.resolve() for path in but}
    essays: list[Essay] = []
    warnings: list[Problem] = []
    for path in (path for place in places for path in ([place] if place.is_file() else _files(place))):
        if path.resolve() in excluded or _QUOTE_ID.search(path.read_bytes()):
            continue
        try:
            essays.append(read_essay(path))
        except BriefgenError as error:
            warnings += [replace(problem, severity="warning") for problem in error.problems]
    return tuple(essays), tuple(warnings)


def check_folders(folders: tuple[Path, ...]) -> None:
    """Raises BriefgenError for every folder that is none."""
    bad = [Problem(str(f), 0, 0, "is not a folder", "give --essays a folder of essays") for f in folders]
    bad = [problem for problem, folder in zip(bad, folders, strict=True) if not folder.is_dir()]
    if bad:
        raise BriefgenError(bad)


def _check_beside(ref: EssayRef, *, is_there: bool) -> None:
    if Path(ref.file).is_absolute():
        hint = "name it relative to the outline, or pin it by 'sha256' and give its folder with --essays"
        raise BriefgenError(ref.marks.problem("file", f"the path '{ref.file}' is absolute", hint))
    if not is_there and not ref.sha256:
        hint = "the path is relative to the outline"
        raise BriefgenError(ref.marks.problem("file", f"the essay '{ref.file}' does not exist", hint))


def forget_files() -> None:
    """Forgets which essays the folders hold: for a run that goes on after files have changed."""
    _contents.cache_clear()
    _digest.cache_clear()
    read_found.cache_clear()


@cache
def _contents(folder: Path) -> tuple[tuple[Path, str], ...]:
    """Every essay file below `folder`, in the order of the names, with its digest."""
    return tuple((path, _digest(path)) for path in _files(folder))


def _files(folder: Path) -> list[Path]:
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    return [path for path in files if path.stat().st_size <= MAX_FILE]


@cache
def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise BriefgenError(unreadable(str(path), error)) from error
