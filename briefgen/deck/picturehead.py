"""What a picture's file says of itself in its first bytes: its kind, and how a camera held it."""

from __future__ import annotations

from msgspec import Struct

_BEGINNINGS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"))
_ORIENTATION = 0x0112
_FIRST_DATA = 0xDA
"""The marker after which a JPEG's pixels stand, and no more that is said of them."""
_APPLICATION = 0xE1


class Turn(Struct, frozen=True):
    """How a picture is shown: mirrored left to right first, then turned clockwise."""

    degrees: int = 0
    mirrored: bool = False

    @property
    def lies(self) -> bool:
        """Whether its width and height change places."""
        return self.degrees % 180 == 90


UPRIGHT = Turn()
_TURNS = {
    2: Turn(0, True),
    3: Turn(180),
    4: Turn(180, True),
    5: Turn(270, True),
    6: Turn(90),
    7: Turn(90, True),
    8: Turn(270),
}
"""By the value of EXIF's Orientation (CIPA DC-008, 4.6.4)."""


def kind_of(data: bytes) -> str:
    """`png`, `jpeg` or `gif` by the first bytes, whatever the file is called; empty for any other."""
    return next((kind for begun, kind in _BEGINNINGS if data.startswith(begun)), "")


def turn_of(data: bytes) -> Turn:
    """How a JPEG's EXIF says that it is shown; as it lies in the file where nothing, or no sense, is said."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _FIRST_DATA:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == _APPLICATION and data[at + 4 : at + 10] == b"Exif\0\0":
            return _TURNS.get(_orientation(data[at + 10 : at + 2 + length]), UPRIGHT)
        at += 2 + max(length, 2)
    return UPRIGHT


def _orientation(tiff: bytes) -> int:
    """The value in the first directory of EXIF's TIFF structure, 0 where it has none."""
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(tiff[:4])
    if order is None:
        return 0

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "little" if order == "little" else "big")

    first = number(4, 4)
    for entry in range(first + 2, first + 2 + 12 * number(first, 2), 12):
        if number(entry, 2) == _ORIENTATION:
            return number(entry + 8, 2)
    return 0
