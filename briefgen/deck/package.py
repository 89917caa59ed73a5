"""The file format around the slides: an Open Packaging Conventions package as parts, relationships and a zip."""

from __future__ import annotations

import io
import posixpath
import struct
import time
import zlib
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from briefgen.errors import BriefgenError, Problem
from briefgen.patterns import lazy_pattern

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LEVEL, _WINDOW, _MEMORY = 3, 14, 7
"""For zlib: parts are small, and setting up its usual tables takes longer than packing them."""
EARLIEST = 315532800
"""1980-01-01, the first date that a zip can hold, in seconds since 1970."""
_NOT_XML = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML document may hold (XML 1.0, 2.2)."""
_MARKED = lazy_pattern('[\x00-\x1f&<>"\ud800-\udfff\ufffe\uffff]')
"""What has to be escaped or left out: most texts hold none of it, and one look is cheaper than three changes."""
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_ATTRIBUTE = {**_IN_TEXT, ord('"'): "&quot;", ord("\n"): " ", ord("\r"): "&#13;", ord("\t"): "&#9;"}

Relationship = tuple[str, str, str]
"""(id, type, target); the type is the last word of a standard one, a target with `://` or `mailto:` is external."""


def legal_xml(text: str) -> str:
    """Text without what XML cannot hold."""
    return _NOT_XML.sub("", text) if _MARKED.search(text) else text


def text_xml(text: str) -> str:
    """Text escaped for XML, without what XML cannot hold."""
    if not _MARKED.search(text):
        return text
    return _NOT_XML.sub("", text).translate(_IN_TEXT)


def attribute_xml(text: str) -> str:
    """A quoted attribute value."""
    return f'"{escape_xml(text)}"'


def escape_xml(text: str) -> str:
    """Text that may stand in XML as text and between double quotes, without what XML cannot hold."""
    return _NOT_XML.sub("", text).translate(_IN_ATTRIBUTE) if _MARKED.search(text) else text


def relationships_xml(relationships: Iterable[Relationship]) -> bytes:
    """The .rels part of the given relationships."""
    rows = []
    for id_, kind, target in relationships:
        mode = ' TargetMode="External"' if is_external(target) else ""
        type_ = kind if "://" in kind else f"{RELATIONSHIPS}/{kind}"
        rows.append(f'<Relationship Id="{id_}" Type="{type_}" Target={attribute_xml(target)}{mode}/>')
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'.encode()


def is_external(target: str) -> bool:
    return "://" in target or target.startswith(("mailto:", "tel:"))


def content_types_xml(defaults: dict[str, str], overrides: dict[str, str]) -> bytes:
    """The [Content_Types].xml part: by extension, and by part name (with its leading slash)."""
    rows = [f'<Default Extension="{key}" ContentType="{value}"/>' for key, value in sorted(defaults.items())]
    rows += [f'<Override PartName="{key}" ContentType="{value}"/>' for key, value in overrides.items()]
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{"".join(rows)}</Types>'.encode()


@cache
def relative(part: str, folder: str) -> str:
    """The target that means `part` in a relationship of a part of `folder`."""
    return posixpath.relpath(part, folder)


def rels_name(part: str) -> str:
    """Name of the part that holds `part`'s relationships."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def resolve(part: str, target: str) -> str:
    """The part name that a relationship's target means, seen from `part`."""
    target = target.split("#")[0]
    if target.startswith("/"):
        return posixpath.normpath(target[1:])
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


class Packed(Struct, frozen=True):
    """A part as it stands in a zip, with the sum and the size of what was packed."""

    data: bytes
    crc: int
    size: int


def pack(data: bytes, level: int = 9) -> Packed:
    """A part deflated; at the highest level, for parts that are packed once for many packages."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -_WINDOW, _MEMORY)
    return Packed(packer.compress(data) + packer.flush(), zlib.crc32(data), len(data))


def write_zip(parts: Iterable[tuple[str, bytes | Packed]], seconds: int = EARLIEST) -> bytes:
    """The parts as a zip, every entry dated `seconds` since 1970 (UTC), so that the same parts give the same bytes.

    Written by hand (PKWARE's APPNOTE 4.3), since zipfile takes as long for an entry as for deflating it.
    """
    year, month, day, hour, minute, second = time.gmtime(max(seconds, EARLIEST))[:6]
    stamp = struct.pack("<HH", hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)
    stream, directory, count = io.BytesIO(), bytearray(), 0
    for name, part in parts:
        packed = pack(part, _LEVEL) if isinstance(part, bytes) else part
        label, sizes = name.encode(), (packed.crc, len(packed.data), packed.size)
        flag = 0 if name.isascii() else 0x800
        common = struct.pack("<HHH4sLLLHH", 20, flag, 8, stamp, *sizes, len(label), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + common
        directory += struct.pack("<HHHLL", 0, 0, 0, 0, stream.tell()) + label
        stream.write(b"PK\3\4" + common + label + packed.data)
        count += 1
    start = stream.tell()
    if count > 0xFFFF or start + len(directory) > 0xFFFFFFFF:
        raise BriefgenError(Problem("", 0, 0, "the deck is too large for one file", "split the storyboard"))
    stream.write(directory)
    stream.write(b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), start, 0))
    return stream.getvalue()
