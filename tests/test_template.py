"""Brands' files are opened with suspicion: what is no PowerPoint file is refused, what is broken is mended."""

from __future__ import annotations

import io
import struct
from zipfile import ZIP_DEFLATED, ZipFile

import brands
import pytest
from lxml import etree

from briefgen.deck.package import write_zip
from briefgen.deck.template import MAIN, TYPES, open_template
from briefgen.errors import BriefgenError

LAYOUT = "ppt/slideLayouts/slideLayout1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def plain_with(changes: dict[str, bytes]) -> bytes:
    return brands.zip_of({**brands.parts_of(brands.write_template(brands.plain())), **changes})


def renamed(old: bytes, new: bytes) -> bytes:
    """The plain brand with one part under another name, in the zip's own tables."""
    assert len(old) == len(new)
    return plain_with({old.decode(): b"x"}).replace(old, new)


def bomb() -> bytes:
    return plain_with({"ppt/media/image9.png": bytes(50 << 20)})


def lying_size() -> bytes:
    """The size in the central directory says one byte."""
    data = bytearray(brands.write_template(brands.plain()))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1)
    return bytes(data)


def protected() -> bytes:
    data = bytearray(brands.write_template(brands.plain()))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def many_parts() -> bytes:
    return plain_with({f"x/{n}.bin": b"" for n in range(10_001)})


def twice() -> bytes:
    stream = io.BytesIO(brands.write_template(brands.plain()))
    with ZipFile(stream, "a", ZIP_DEFLATED) as package:
        package.writestr("PPT/Presentation.xml", b"<x/>")
    return stream.getvalue()


def entities() -> bytes:
    head = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return plain_with({LAYOUT: head + brands.parts_of(brands.write_template(brands.plain()))[LAYOUT]})


def deep() -> bytes:
    return plain_with({LAYOUT: b"<a>" * 5000 + b"</a>" * 5000})


REFUSED = {
    "empty": (b"", "is empty"),
    "text": (b"hello", "is not a PowerPoint file"),
    "pdf": (b"%PDF-1.7", "is a PDF"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
    "ppt": (OLE + "PowerPoint Document".encode("utf-16-le"), "is a PowerPoint 97 file (.ppt)"),
    "doc": (OLE, "is an old Office file"),
    "cut-off": (brands.write_template(brands.plain())[:3000], "is broken: it cannot be unpacked"),
    "odp": (brands.zip_of({"mimetype": b"application/vnd.oasis.opendocument.presentation"}), "is an OpenDocument file"),
    "docx": (brands.zip_of({"word/document.xml": b"<x/>"}), "is a Word document"),
    "xlsx": (brands.zip_of({"xl/workbook.xml": b"<x/>"}), "is an Excel workbook"),
    "zip": (brands.zip_of({"a.txt": b"x"}), "is not a PowerPoint file"),
    "bomb": (bomb(), "times its size"),
    "lying-size": (lying_size(), "is broken: it cannot be unpacked"),
    "zip-password": (protected(), "protected by a password"),
    "many-parts": (many_parts(), "parts, more than 10000"),
    "twice": (twice(), "2 times"),
    "parent-folder": (renamed(b"a/../b.txt", b"../../etcx"), "which no PowerPoint file has"),
    "backslash": (renamed(b"abc/def.txt", b"..\\..\\x.txt"), "which no PowerPoint file has"),
    "drive": (renamed(b"cd/def.txt", b"c:/def.txt"), "which no PowerPoint file has"),
    "control": (renamed(b"cd/def.txt", b"cd/\x01ef.txt"), "which no PowerPoint file has"),
    "entities": (entities(), "declares a document type"),
    "deep": (deep(), "is not well-formed XML"),
    "not-xml": (plain_with({LAYOUT: b"<p:sldLayout"}), "is not well-formed XML"),
    "strict": (plain_with({MAIN: b'<p:presentation xmlns:p="http://purl.oclc.org/ooxml/x"/>'}), "Strict Open XML"),
    "no-master": (plain_with({"ppt/_rels/presentation.xml.rels": brands.rels_xml([])}), "has no slide master"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_template_is_refused(name: str) -> None:
    data, message = REFUSED[name]
    with pytest.raises(BriefgenError) as error:
        open_template(data, "brand.pptx")
    assert message in str(error.value)


def test_macros_are_left_out_with_a_warning() -> None:
    rels = brands.parts_of(brands.write_template(brands.plain()))["ppt/_rels/presentation.xml.rels"]
    kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    vba = b'<Relationship Id="rIdVba" Type="' + kind + b'" Target="vbaProject.bin"/></Relationships>'
    rels = rels.replace(b"</Relationships>", vba)
    data = plain_with({"ppt/_rels/presentation.xml.rels": rels, "ppt/vbaProject.bin": b"code"})
    parts, warnings = open_template(data, "brand.pptm")
    assert "ppt/vbaProject.bin" not in parts
    assert [warning.message for warning in warnings] == ["its macros and controls are left out"]


def test_broken_parts_are_mended() -> None:
    parts, warnings = open_template(brands.break_parts(brands.write_template(brands.broken())), "brand.pptx")
    rels = parts["ppt/slideLayouts/_rels/slideLayout1.xml.rels"]
    assert b"External" not in rels
    assert b"NULL" not in rels
    assert b"rIdDead" not in parts[LAYOUT]
    assert b"slideLayout2.xml" in parts[TYPES]
    assert b"image/png" in parts[TYPES]
    assert "ppt/media/orphan.bin" not in parts
    assert len(warnings) == 3


def test_a_freeform_whose_points_are_named_is_read() -> None:
    """PowerPoint names the points of the shapes that people draw: connsiteX0, connsiteY0 …"""
    path = (
        '<a:custGeom><a:avLst/><a:gdLst><a:gd name="connsiteX0" fmla="*/ 0 w 10"/></a:gdLst><a:ahLst/><a:cxnLst>'
        '<a:cxn ang="0"><a:pos x="connsiteX0" y="vc"/></a:cxn></a:cxnLst><a:rect l="l" t="t" r="r" b="b"/><a:pathLst>'
        '<a:path w="10" h="10"><a:moveTo><a:pt x="connsiteX0" y="0"/></a:moveTo><a:lnTo><a:pt x="r" y="b"/></a:lnTo>'
        "</a:path></a:pathLst></a:custGeom>"
    )
    data = brands.parts_of(brands.write_template(brands.plain()))["ppt/slideMasters/slideMaster1.xml"].decode()
    drawn = data.replace('<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>', path, 1)
    assert drawn != data
    parts, warnings = open_template(plain_with({"ppt/slideMasters/slideMaster1.xml": drawn.encode()}), "brand.pptx")
    assert b"connsiteX0" in parts["ppt/slideMasters/slideMaster1.xml"]
    assert warnings == ()


def test_every_placeholder_gets_an_index_of_its_own() -> None:
    parts, _ = open_template(brands.write_template(brands.same_index()), "brand.pptx")
    for name, data in parts.items():
        if name.startswith("ppt/slideLayouts/slide"):
            holders = [e.get("idx", "0") for e in etree.fromstring(data).iter("{*}ph")]
            assert len(set(holders)) == len(holders)


def test_a_sound_template_stays_as_it_is() -> None:
    data = brands.write_template(brands.plain())
    parts, warnings = open_template(data, "brand.pptx")
    raw = brands.parts_of(data)
    assert warnings == ()
    assert all(parts[n] == raw[n] for n in raw if n.startswith(("ppt/slide", "ppt/theme")) and not n.endswith(".rels"))
    assert open_template(write_zip(parts.items()), "again.pptx")[0] == parts
