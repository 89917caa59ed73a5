"""Writes finished files: all of them to temporary names first, then each into place in one step."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from errno import EISDIR
from io import BufferedWriter
from itertools import count
from pathlib import Path
from stat import S_ISDIR

from briefgen.errors import BriefgenError, Problem
from briefgen.patterns import lazy_pattern

_STAGED = ".briefgen-"
"""How the names of files begin that are not yet in their places."""
_NUMBERS = count(1)
_UNSHOWN = lazy_pattern("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_ON_WINDOWS = lazy_pattern(r'[<>:"|?*\\]|^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$) *(?:\.|$)', re.I)
"""Characters and names of devices that no file can have there (Microsoft, "Naming Files, Paths, and Namespaces")."""


def write_files(files: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Writes every file or none, and gives those whose content changed; their folders are made where missing.

    Each takes its place in one step when all are written, so an interrupted run leaves only whole files. What replaces
    an earlier file is on the disk before, so that a power cut costs neither; what is new is not waited for, as a wait
    costs more than the writing: after a power cut the next build finds that it is not what it made, and makes it again.
    Raises BriefgenError where a folder or file cannot be written; then no file has been touched.
    """
    staged: list[tuple[str, Path]] = []
    written: list[Path] = []
    try:
        with ExitStack() as handles:
            replacing: list[BufferedWriter] = []
            for path, data in files.items():
                earlier = _size_of(path)
                if earlier == len(data) and _holds(path, data):
                    continue
                temporary, file = _open_new(path.parent, path.suffix)
                staged.append((temporary, path))
                handles.enter_context(file)
                file.write(data)
                file.flush()
                if earlier is not None:
                    replacing.append(file)
            for file in replacing:  # when all are written: a file system puts them on the disk in one go
                os.fsync(file.fileno())
        for temporary, path in staged:
            os.replace(temporary, path)  # noqa: PTH105 - the plain call says that this is the atomic step
            written.append(path)
    except OSError as error:
        raise _unwritable(error, next(iter(files)).parent) from error
    finally:
        for temporary, _ in staged[len(written) :]:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
    return tuple(written)


def check_shown(path: Path) -> None:
    """Raises BriefgenError where the name holds control characters, or bytes that are no UTF-8: nothing can tell it."""
    if not path.name.isprintable() and _UNSHOWN.search(path.name):
        raise BriefgenError(Problem(str(path), 0, 0, "its name holds characters that cannot be shown", "rename it"))


def check_name(path: Path) -> tuple[Problem, ...]:
    """A warning where files named after `path` could not be opened on Windows. Raises as check_shown does."""
    check_shown(path)
    found = _NOT_ON_WINDOWS.search(path.stem)
    if not found:
        return ()
    message = f"outputs are named after this file, and Windows opens none with '{found[0]}' there"
    return (Problem(str(path), 0, 0, message, "rename it", "warning"),)


def check_target(path: Path, suffixes: tuple[str, ...], sources: Iterable[Path]) -> None:
    """Raises BriefgenError where an output would be written over what it is made from, or has another's suffix."""
    if path.resolve() in {source.resolve() for source in sources}:
        hint = f"end its name with {suffixes[0]}"
        raise BriefgenError(Problem(str(path), 0, 0, "would be written over what it is made from", hint))
    if path.suffix.lower() not in suffixes and not path.is_dir():
        raise BriefgenError(Problem(str(path), 0, 0, f"does not end in {suffixes[0]}", f"end it with {suffixes[0]}"))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps a second build out of `folder` until this one is finished, and clears away what the killed left.

    The folder itself is locked (POSIX `flock`, gone with the process); where the system has no such lock, none is held.
    """
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise _unwritable(error, folder) from error
    try:
        _lock(handle)
        _clear(folder)
        yield
        _clear(folder)
    finally:
        os.close(handle)
        if is_new:
            with suppress(OSError):  # stays where something was written
                folder.rmdir()


def _clear(folder: Path) -> None:
    for left in folder.glob(f"{_STAGED}*"):
        left.unlink(missing_ok=True)


def _lock(handle: int) -> None:
    try:
        from fcntl import LOCK_EX, flock
    except ImportError:
        return
    with suppress(OSError):  # some network folders have no locks
        flock(handle, LOCK_EX)


def _unwritable(error: OSError, folder: Path) -> BriefgenError:
    place = str(error.filename2 or error.filename or folder)
    hint = "choose another folder with --out, or free it"
    return BriefgenError(Problem(place, 0, 0, f"cannot be written: {error.strerror}", hint))


def _size_of(path: Path) -> int | None:
    """Bytes of the file, None where there is none. Raises IsADirectoryError where a folder has its name."""
    try:
        there = os.stat(path)  # noqa: PTH116 - a third of what pathlib's call costs, for every file of a long batch
    except OSError:
        return None
    if S_ISDIR(there.st_mode):
        raise IsADirectoryError(EISDIR, "a folder of that name is in the way", str(path))
    return there.st_size


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _open_new(folder: Path, suffix: str) -> tuple[str, BufferedWriter]:
    """A file that was not there before, under the first free name; it gets the rights that new files get."""
    while True:
        temporary = f"{folder}{os.sep}{_STAGED}{os.getpid()}-{next(_NUMBERS)}{suffix}"
        try:
            return temporary, open(temporary, "xb")  # noqa: PTH123
        except FileExistsError:
            continue
        except FileNotFoundError:
            if folder.is_dir():
                raise
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise type(error)(error.errno, error.strerror, str(folder)) from error
