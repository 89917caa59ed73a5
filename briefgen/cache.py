"""Keeps, in the user's cache folder, what takes long to work out and depends only on the bytes it is made from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from briefgen import __version__


def cache_folder() -> Path:
    """`$BRIEFGEN_CACHE`, else `briefgen` in `$XDG_CACHE_HOME`, else `~/.cache/briefgen`.

    A relative `$XDG_CACHE_HOME` is ignored, as the XDG Base Directory Specification says.
    """
    own, everybodys = os.environ.get("BRIEFGEN_CACHE"), Path(os.environ.get("XDG_CACHE_HOME", ""))
    if own:
        return Path(own)
    return (everybodys if everybodys.is_absolute() else Path.home() / ".cache") / "briefgen"


def key_of(*parts: bytes | str) -> str:
    """A name for what is made from these parts by this code."""
    joined = b"\0".join(part.encode() if isinstance(part, str) else part for part in (_code(), *parts))
    return sha256(joined).hexdigest()


@cache
def _code() -> str:
    """Changes whenever a module of the package does: what another briefgen made is not used."""
    return f"{__version__} {sorted(_states(str(Path(__file__).parent)))}"


def _states(folder: str) -> Iterator[tuple[str, int]]:
    """Path and time of change of each module; by `scandir`, since every start waits for it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry.path, entry.stat().st_mtime_ns
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _states(entry.path)


def recall(key: str) -> bytes | None:
    """What was kept under `key`; None where there is nothing, or where somebody else could have written it."""
    with suppress(OSError, RuntimeError):
        folder = cache_folder()
        state = folder.stat()
        if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & 0o022):
            return None
        return (folder / key).read_bytes()
    return None


def keep(key: str, data: bytes) -> None:
    """Keeps `data` under `key`. A cache that cannot be written is none: nothing is raised."""
    import tempfile

    with suppress(OSError, RuntimeError):
        folder = cache_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(temporary, folder / key)  # noqa: PTH105 - the atomic step
        except OSError:
            Path(temporary).unlink(missing_ok=True)
