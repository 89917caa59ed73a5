"""Pictures that a storyboard names: read from beside it, with their size from the file's head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.deck.model import Columns, Picture
from briefgen.deck.picturehead import UPRIGHT, Turn, kind_of, turn_of
from briefgen.errors import BriefgenError, Problem

if TYPE_CHECKING:
    from briefgen.deck.model import Block, Deck

MAX_BYTES = 50_000_000
_BESIDE = "the path is relative to the storyboard"
_CONVERT = "save it as .png"
_ONLY = "only .png, .jpg and .gif can stand in a slide"
_EXTENSIONS = (".png", ".jpg", ".jpeg", ".gif")


class PictureData(Struct, frozen=True):
    """Bytes, extension of the part, and width and height in pixels as the picture is shown, turned as it asks to be."""

    data: bytes
    extension: str
    width: int
    height: int
    turn: Turn = UPRIGHT


def read_picture(name: str, storyboard: str, place: tuple[int, int]) -> PictureData:
    """The picture `name`, looked up beside the storyboard; `place` is the line and column that name it.

    Raises BriefgenError when it cannot be shown.
    """
    path = _located(name, storyboard)
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
    return tuple(_located(block.path, storyboard) for slide in deck.slides for block in _pictures(slide.blocks))


def _located(name: str, storyboard: str) -> Path:
    """The file of that name; where there is none, what it names as an address does, with `%20` for a blank."""
    folder = Path(storyboard).parent
    if "%" not in name or (folder / name).exists():
        return folder / name
    from urllib.parse import unquote

    return folder / unquote(name)


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

    if path.suffix.lower() not in _EXTENSIONS:
        raise ValueError(_ONLY)
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"larger than {MAX_BYTES:,} bytes")
    data = path.read_bytes()
    kind, turn = kind_of(data), turn_of(data)
    width, height = imagesize.get(BytesIO(data), **_as_it_lies())
    if width <= 0 or height <= 0:
        raise ValueError("not a picture, or a broken one")
    if not kind:
        raise ValueError(f"{_ONLY}, and its content is none of them")
    if turn.lies:
        width, height = height, width
    return PictureData(data, kind, int(width), int(height), turn)


@cache
def _as_it_lies() -> dict[str, bool]:
    """What asks for the size of the pixels in the file: since release 2, imagesize turns them as EXIF says."""
    from inspect import signature

    import imagesize

    return {"exif_rotation": False} if "exif_rotation" in signature(imagesize.get).parameters else {}
