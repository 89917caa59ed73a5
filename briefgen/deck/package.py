"""The file format around the slides: an Open Packaging Conventions package as parts, relationships and a zip."""

from __future__ import annotations

import posixpath
import time
import zlib
from collections.abc import Iterable
from functools import cache, lru_cache
from struct import Struct as Record

from msgspec import Struct

from briefgen.errors import BriefgenError, Problem
from briefgen.patterns import lazy_pattern

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
QUICK, _WINDOW, _MEMORY = 3, 13, 5
"""For zlib: parts are small, and setting up its usual tables takes longer than packing them."""
_STAMP, _END, _HEADER = Record("<HH"), Record("<4sHHHHLLH"), Record("<HHH4sLLLHH")
"""Time and date, the end of a zip, and what an entry's header has in common with its row in the directory."""
_LOCAL, _LISTED, _NO_MORE = b"PK\3\4", b"PK\1\2\x14\0", bytes(10)
"""Before the header and before the row; and what a row has to say of comments, disks and attributes."""
_REACH = 512
"""So many bytes of an opening are what the rest of a part refers to: it has to be hashed for each part anew."""
EARLIEST = 315532800
"""1980-01-01, the first date that a zip can hold, in seconds since 1970."""
LATEST = 4354819198
"""Two seconds before 2108, the last one."""
_NOT_XML = lazy_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML document may hold (XML 1.0, 2.2)."""
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_ATTRIBUTE = {**_IN_TEXT, ord('"'): "&quot;", ord("\n"): " ", ord("\r"): "&#13;", ord("\t"): "&#9;"}

Relationship = tuple[str, str, str]
"""(id, type, target); the type is the last word of a standard one, a target with `://` or `mailto:` is external."""


def legal_xml(text: str) -> str:
    """Text without what XML cannot hold: nothing of that is printable, which is told at a tenth of the cost."""
    return text if text.isprintable() else _NOT_XML.sub("", text)


def text_xml(text: str) -> str:
    """Text escaped for XML, without what XML cannot hold."""
    if text.isprintable() and "&" not in text and "<" not in text and ">" not in text:
        return text
    return legal_xml(text).translate(_IN_TEXT)


@lru_cache(maxsize=256)
def attribute_xml(text: str) -> str:
    """A quoted attribute value; kept, as most are names that every slide has."""
    return f'"{escape_xml(text)}"'


def escape_xml(text: str) -> str:
    """Text that may stand in XML as text and between double quotes, without what XML cannot hold."""
    if text.isprintable() and '"' not in text:
        return text_xml(text)
    return legal_xml(text).translate(_IN_ATTRIBUTE)


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
    listed = f"{''.join(rows)}{override_rows(overrides)}"
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{listed}</Types>'.encode()


def override_rows(overrides: dict[str, str]) -> str:
    """The rows of [Content_Types].xml for parts by their names."""
    return "".join([f'<Override PartName="{key}" ContentType="{value}"/>' for key, value in overrides.items()])


@cache
def relative(part: str, folder: str) -> str:
    """The target that means `part` in a relationship of a part of `folder`."""
    return posixpath.relpath(part, folder)


def rels_name(part: str) -> str:
    """Name of the part that holds `part`'s relationships."""
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


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


class Opening(Struct, frozen=True):
    """What many parts begin with, and the same as the beginning of a deflated stream: packed once for all of them."""

    text: bytes
    data: bytes
    crc: int


def pack(data: bytes, level: int = 9) -> Packed:
    """A part deflated; at the highest level, for parts that are packed once for many packages."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -_WINDOW, _MEMORY)
    return Packed(packer.compress(data) + packer.flush(), zlib.crc32(data), len(data))


@lru_cache(maxsize=64)
def packed(data: bytes) -> Packed:
    """The same, kept: for parts that are alike in many decks."""
    return pack(data)


@lru_cache(maxsize=64)
def opening(text: bytes) -> Opening:
    """The beginning of parts, flushed to a whole byte so that the rest of each can follow (RFC 1951, 3.2.4)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -_WINDOW, _MEMORY)
    return Opening(text, packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH), zlib.crc32(text))


def pack_after(begun: Opening, rest: bytes) -> Packed:
    """A part that goes on from its opening; the rest is packed with references into it, as if both were one."""
    packer = zlib.compressobj(QUICK, zlib.DEFLATED, -_WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, begun.text[-_REACH:])
    data = begun.data + packer.compress(rest) + packer.flush()
    return Packed(data, zlib.crc32(rest, begun.crc), len(begun.text) + len(rest))


def pack_text(xml: str) -> Packed:
    """A slide or notes page: as far as its first text it is the same as others."""
    begin, mark, rest = xml.partition("<a:t>")
    return pack_after(opening(f"{begin}{mark}".encode()), rest.encode())


@lru_cache(maxsize=1024)
def packed_relationships(relationships: tuple[Relationship, ...]) -> Packed:
    """The .rels part, packed; kept, for slides and notes of one number and layout have the same in every deck.

    Not for parts with links to the web: there are no two alike.
    """
    return pack(relationships_xml(relationships))


class Bundle(Struct, frozen=True):
    """Entries of a zip that stand in many one after the other: written out once, but for their places."""

    data: bytes
    rows: tuple[tuple[bytes, int, bytes], ...]
    """Of the directory: up to the entry's place, this as seen from the first entry, and the name."""


def bundle(parts: Iterable[tuple[str, bytes | Packed]], seconds: int = EARLIEST) -> Bundle:
    """The parts as they stand in a zip, every entry dated `seconds` since 1970 (UTC)."""
    stamp = _stamp(seconds)
    chunks: list[bytes] = []
    rows: list[tuple[bytes, int, bytes]] = []
    at = 0
    for name, part in parts:
        before, row, label, data = _entry(name, part, stamp)
        chunks += (before, data)
        rows.append((row, at, label))
        at += len(before) + len(data)
    return Bundle(b"".join(chunks), tuple(rows))


def write_zip(parts: Iterable[tuple[str, bytes | Packed] | Bundle], seconds: int = EARLIEST) -> bytes:
    """The parts as a zip, every entry dated `seconds` since 1970 (UTC), so that the same parts give the same bytes.

    Written by hand (PKWARE's APPNOTE 4.3), since zipfile takes as long for an entry as for deflating it.
    """
    stamp = _stamp(seconds)
    chunks: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for part in parts:
        if isinstance(part, Bundle):
            for row, place, label in part.rows:
                directory += (row, (at + place).to_bytes(4, "little"), label)
            chunks.append(part.data)
            at += len(part.data)
        else:
            before, row, label, data = _entry(*part, stamp)
            directory += (row, at.to_bytes(4, "little"), label)
            chunks += (before, data)
            at += len(before) + len(data)
    count, listed = len(directory) // 3, b"".join(directory)
    if count > 0xFFFF or at + len(listed) > 0xFFFFFFFF:
        raise BriefgenError(Problem("", 0, 0, "the deck is too large for one file", "split the storyboard"))
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), at, 0)
    return b"".join((*chunks, listed, end))


@lru_cache(maxsize=4)
def _stamp(seconds: int) -> bytes:
    year, month, day, hour, minute, second = time.gmtime(max(seconds, EARLIEST))[:6]
    return _STAMP.pack(hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)


def _entry(name: str, part: bytes | Packed, stamp: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """What stands before an entry's data, its row in the directory up to its place, its name after that, its data."""
    packed = pack(part, QUICK) if isinstance(part, bytes) else part
    label, data = name.encode(), packed.data
    flags = 0 if name.isascii() else 0x800
    header = _HEADER.pack(20, flags, 8, stamp, packed.crc, len(data), packed.size, len(label), 0)
    return _LOCAL + header + label, _LISTED + header + _NO_MORE, label, data
