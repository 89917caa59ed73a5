"""Pictures that a storyboard names: read from beside it, with their size from the file's head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.deck.model import Columns, Picture
from briefgen.errors import BriefgenError, Problem

if TYPE_CHECKING:
    from briefgen.deck.model import Block, Deck

MAX_BYTES = 50_000_000
_BESIDE = "the path is relative to the storyboard"
_CONVERT = "save it as .png"
_EXTENSIONS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif"}


class PictureData(Struct, frozen=True):
    """Bytes, extension of the part, and width and height in pixels."""

    data: bytes
    extension: str
    width: int
    height: int


def read_picture(name: str, storyboard: str, place: tuple[int, int]) -> PictureData:
    """The picture `name`, looked up beside the storyboard; `place` is the line and column that name it.

    Raises BriefgenError when it cannot be shown.
    """
    path = Path(storyboard).parent / name
    try:
        return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)
    except OSError as error:
        raise BriefgenError(
            Problem(storyboard, *place, f"picture '{name}' cannot be read: {error.strerror or error}", _BESIDE)
        ) from None
    except ValueError as error:
        raise BriefgenError(Problem(storyboard, *place, f"picture '{name}': {error}", _CONVERT)) from None


def picture_paths(deck: Deck, storyboard: str) -> tuple[Path, ...]:
    """The files of all pictures that a storyboard names."""
    return tuple(Path(storyboard).parent / block.path for slide in deck.slides for block in _pictures(slide.blocks))


def _pictures(blocks: Iterable[Block]) -> Iterator[Picture]:
    for block in blocks:
        if isinstance(block, Picture):
            yield block
        elif isinstance(block, Columns):
            for column in block.columns:
                yield from _pictures(column.blocks)


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> PictureData:
    """`changed` is when the file was: a picture that is edited while we run is read again."""
    import imagesize

    extension = _EXTENSIONS.get(path.suffix.lower())
    if not extension:
        raise ValueError("only .png, .jpg and .gif can stand in a slide")
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"larger than {MAX_BYTES:,} bytes")
    width, height = imagesize.get(path)
    if width <= 0 or height <= 0:
        raise ValueError("not a picture, or a broken one")
    return PictureData(path.read_bytes(), extension, int(width), int(height))
