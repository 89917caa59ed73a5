"""Writes finished files: all of them to temporary names first, then each into place in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from briefgen.errors import BriefgenError, Problem


def write_files(files: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Writes every file or none, and gives those whose content changed; their folders are made where missing.

    Nothing takes its place before all of it is on the disk, so an interrupted run leaves only whole files.
    Raises BriefgenError where a folder or file cannot be written; then no file has been touched.
    """
    staged: list[tuple[str, Path]] = []
    try:
        for path, data in files.items():
            if not _is_same(path, data):
                staged.append((_stage(path, data), path))
        for temporary, path in staged:
            os.replace(temporary, path)  # noqa: PTH105 - the plain call says that this is the atomic step
    except OSError as error:
        place = str(error.filename2 or error.filename or "")
        hint = "choose another folder with --out, or free it"
        raise BriefgenError(Problem(place, 0, 0, f"cannot be written: {error.strerror}", hint)) from error
    finally:
        for temporary, _ in staged:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
    return tuple(path for _, path in staged)


def _is_same(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _stage(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise IsADirectoryError(21, "a folder of that name is in the way", str(path))
    try:
        handle, temporary = tempfile.mkstemp(prefix=".briefgen-", suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path.parent)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())  # noqa: PTH101 - mkstemp makes it private to the user
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
