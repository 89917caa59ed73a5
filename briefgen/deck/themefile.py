"""A theme from its file and the map beside it, analysed once for each content."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.audience import BUILTIN
from briefgen.cache import keep, key_of, recall
from briefgen.deck.thememap import map_path
from briefgen.errors import BriefgenError, Problem, did_you_mean
from briefgen.yamlfile import read_file

if TYPE_CHECKING:
    from briefgen.deck.theme import Theme

MAX_BYTES = 256 << 20

OURS = ("light", "dark", "warm")
_OPEN: dict[Path, tuple[object, Theme]] = {}
"""The themes that this process has read, and the state of their files then."""


def find_theme(name: str) -> Path:
    """The file of a theme: one of ours by its bare name (`light`, `dark`, `warm`), or else the path as given."""
    if not name or name == "light":
        return BUILTIN / "default" / "theme.pptx"
    ours = BUILTIN / "default" / f"{name}.pptx"
    return ours if not Path(name).suffix and ours.is_file() else Path(name)


def load_theme(path: Path) -> Theme:
    """The theme in a .pptx or .potx, with the roles that `<name>.map.yaml` beside it gives.

    Raises BriefgenError where either cannot be read, or the file is no template, protected or hostile.
    """
    state = (_state(path), _state(map_path(path)))
    if path not in _OPEN or _OPEN[path][0] != state:
        _OPEN[path] = state, _load(path)
    return _OPEN[path][1]


def _state(path: Path) -> tuple[int, ...]:
    """Changes when the file does; a brand's file may be large, and a batch asks for it with each outline."""
    try:
        there = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return ()
    return there.st_mtime_ns, there.st_size, there.st_ino


def _load(path: Path) -> Theme:
    if not path.exists():
        names = (*OURS, *(beside.name for beside in path.parent.glob("*.p?tx")))
        hint = did_you_mean(path.name, names) if path.parent == Path() else "give a .pptx or .potx"
        raise BriefgenError(Problem(str(path), 0, 0, "there is no such theme", hint))
    data = read_file(path, limit=MAX_BYTES)
    beside = map_path(path)
    mapped = read_file(beside) if beside.is_file() else b""
    key = key_of("theme", str(path), data, mapped)
    return _recalled(key) or _read(path, data, key)


def _recalled(key: str) -> Theme | None:
    kept = recall(key)
    try:
        return pickle.loads(kept) if kept else None
    except Exception:  # whatever a damaged file raises: the theme is read anew
        return None


def _read(path: Path, data: bytes, key: str) -> Theme:
    from briefgen.deck.theme import read_theme
    from briefgen.deck.thememap import read_map

    theme = read_theme(data, str(path), read_map(path))
    keep(key, pickle.dumps(theme))
    return theme
