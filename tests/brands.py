"""Brand templates made for the tests: each is sound or odd in one way that real companies' files are."""
# ruff: noqa: E501 — XML is read more easily whole

import io
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

NS = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.presentationml"
GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Page:
    """A layout or a sample slide; shapes are XML in which `{n}` stands for the shape's id; lengths are points."""

    name: str
    shapes: tuple[str, ...]
    type: str = ""
    background: str = ""
    pictures: tuple[bytes, ...] = ()
    """PNG files, related as rIdPic1, rIdPic2 …"""
    mapping: str = "<a:masterClrMapping/>"
    hides_master: bool = False


@dataclass(frozen=True)
class Master:
    layouts: tuple[Page, ...]
    shapes: tuple[str, ...]
    background: str = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    colors: tuple[str, ...] = (
        "000000",
        "FFFFFF",
        "44546A",
        "E7E6E6",
        "4472C4",
        "ED7D31",
        "A5A5A5",
        "FFC000",
        "5B9BD5",
        "70AD47",
    )
    """dk1, lt1, dk2, lt2 and the six accents."""
    dark: bool = False
    title_size: int = 32
    body_size: int = 20
    face: str = "Calibri"
    name: str = "Brand"
    pictures: tuple[bytes, ...] = ()
    caps: bool = False
    body_color: str = '<a:schemeClr val="tx1"/>'


@dataclass(frozen=True)
class Template:
    masters: tuple[Master, ...]
    size: tuple[int, int] = (960, 540)
    slides: tuple[Page, ...] = ()
    """Sample slides, on the first layout of the first master."""
    potx: bool = False
    extra: dict[str, bytes] = field(default_factory=dict)


def place(box: Box | None, turn: int = 0) -> str:
    if box is None:
        return ""
    left, top, width, height = (round(side * 12700) for side in box)
    rotation = f' rot="{turn * 60000}"' if turn else ""
    return f'<a:xfrm{rotation}><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def holder(kind: str, box: Box | None = None, idx: str = "", name: str = "", size: int = 0, **more: str) -> str:
    """A placeholder; `kind` is its type, empty for an object."""
    attributes = (f' type="{kind}"' if kind else "") + (f' idx="{idx}"' if idx else "")
    style = more.get("style", f'<a:lvl1pPr><a:defRPr sz="{size * 100}"/></a:lvl1pPr>' if size else "")
    text = '<a:r><a:rPr lang="en-US"/><a:t>Click to add</a:t></a:r>'
    if kind == "sldNum":
        text = '<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{{n}}" name="{name or (kind or "Content") + " {n}"}"/><p:cNvSpPr><a:spLocks '
        f'noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{attributes}/></p:nvPr></p:nvSpPr><p:spPr>{place(box, int(more.get("turn", 0)))}'
        f"</p:spPr><p:txBody><a:bodyPr{more.get('body', '')}/><a:lstStyle>{style}</a:lstStyle><a:p>{text}</a:p>"
        f"</p:txBody></p:sp>"
    )


def block(box: Box, color: str, text: str = "", size: int = 14) -> str:
    """A filled rectangle; `color` is a scheme name or six hex digits, empty for none."""
    tag = "srgbClr" if len(color) == 6 and color != "accent" else "schemeClr"
    fill = f'<a:solidFill><a:{tag} val="{color}"/></a:solidFill>' if color else "<a:noFill/>"
    run = f'<a:r><a:rPr lang="en-US" sz="{size * 100}"/><a:t>{text}</a:t></a:r>' if text else ""
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="{n}" name="Shape {n}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'{place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}<a:ln><a:noFill/></a:ln></p:spPr>'
        f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p>{run}<a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
    )


def picture(box: Box, relation: str = "rIdPic1") -> str:
    return (
        '<p:pic><p:nvPicPr><p:cNvPr id="{n}" name="Picture {n}" descr="Logo"/><p:cNvPicPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvPicPr><p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>'
        f'{place(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def text_on_slide(kind: str, text: str, idx: str = "") -> str:
    return holder(kind, idx=idx).replace("Click to add", text)


def solid(color: str) -> str:
    tag = "srgbClr" if len(color) == 6 else "schemeClr"
    return f'<p:bg><p:bgPr><a:solidFill><a:{tag} val="{color}"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'


PICTURE_BACKGROUND = (
    '<p:bg><p:bgPr><a:blipFill><a:blip r:embed="rIdPic1"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>'
    "<a:effectLst/></p:bgPr></p:bg>"
)


def jpeg(orientation: int, order: str = "II") -> bytes:
    """The head of a JPEG of 80 by 40 pixels; 0 for one without EXIF."""
    little = order == "II"

    def number(value: int, size: int) -> bytes:
        return value.to_bytes(size, "little" if little else "big")

    entry = number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + bytes(2)
    other = number(0x010F, 2) + number(2, 2) + number(3, 4) + bytes(4)
    tiff = order.encode() + number(42, 2) + number(8, 4) + number(2, 2) + other + entry + bytes(4)
    body = b"Exif\0\0" + tiff
    exif = b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body if orientation else b""
    frame = b"\xff\xc0\x00\x11\x08" + (40).to_bytes(2, "big") + (80).to_bytes(2, "big") + b"\x03" + bytes(9)
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + bytes(9) + exif + frame + b"\xff\xda\x00\x02\xff\xd9"


def png(width: int, height: int, top: tuple[int, int, int], bottom: tuple[int, int, int]) -> bytes:
    """A picture that runs from one colour to another."""
    rows = b"".join(
        b"\0" + bytes(round(a + (b - a) * y / height) for a, b in zip(top, bottom, strict=True)) * width
        for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


NIGHT, SEA, LOGO = (
    png(64, 36, *c) for c in (((8, 16, 40), (20, 40, 80)), ((230, 240, 250), (250, 252, 255)), ((200, 40, 40),) * 2)
)
FEET = (
    holder("dt", (40, 505, 160, 24), "10"),
    holder("ftr", (320, 505, 320, 24), "11"),
    holder("sldNum", (840, 505, 80, 24), "12"),
)
MASTER = (holder("title", (40, 30, 880, 80)), holder("body", (40, 125, 880, 365), "1"), *FEET)


def feet() -> tuple[str, ...]:
    return (holder("dt", idx="10"), holder("ftr", idx="11"), holder("sldNum", idx="12"))


def usual(
    names: tuple[str, ...] = (
        "Title Slide",
        "Title and Content",
        "Section Header",
        "Two Content",
        "Title Only",
        "Blank",
    ),
) -> tuple[Page, ...]:
    """The six layouts that most files have, under any names."""
    cover = Page(
        names[0],
        (
            holder("ctrTitle", (80, 150, 800, 120), size=44),
            holder("subTitle", (80, 285, 800, 80), "1", size=20),
            *feet(),
        ),
        "title",
    )
    content = Page(names[1], (holder("title"), holder("", idx="1"), *feet()), "obj")
    section = Page(
        names[2],
        (holder("title", (80, 180, 800, 110), size=40), holder("body", (80, 300, 800, 90), "1", size=20), *feet()),
        "secHead",
    )
    halves = (holder("", (40, 125, 430, 365), "1"), holder("", (490, 125, 430, 365), "2"))
    two = Page(names[3], (holder("title"), *halves, *feet()), "twoObj")
    return (
        cover,
        content,
        section,
        two,
        Page(names[4], (holder("title"), *feet()), "titleOnly"),
        Page(names[5], feet(), "blank"),
    )


def untyped(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    return tuple(replace(page, type="") for page in pages)


def write_template(template: Template) -> bytes:
    """The template as the bytes of a .pptx or .potx."""
    parts: dict[str, bytes] = {}
    types: dict[str, str] = {
        "/ppt/presentation.xml": f"{TYPE}.{'template' if template.potx else 'presentation'}.main+xml"
    }
    rels: list[tuple[str, str, str]] = []
    listed, layouts, media = [], 0, 0
    id_ = 2147483648

    def pictures(images: tuple[bytes, ...]) -> list[tuple[str, str, str]]:
        nonlocal media
        found = []
        for number, image in enumerate(images, 1):
            media += 1
            parts[f"ppt/media/image{media}.png"] = image
            found.append((f"rIdPic{number}", "image", f"../media/image{media}.png"))
        return found

    for number, master in enumerate(template.masters, 1):
        rels.append((f"rIdMaster{number}", "slideMaster", f"slideMasters/slideMaster{number}.xml"))
        listed.append(f'<p:sldMasterId id="{id_}" r:id="rIdMaster{number}"/>')
        id_ += 1
        ids, own = [], [("rIdTheme", "theme", f"../theme/theme{number}.xml"), *pictures(master.pictures)]
        for page in master.layouts:
            layouts += 1
            name = f"ppt/slideLayouts/slideLayout{layouts}.xml"
            parts[name] = layout_xml(page)
            add_rels(
                parts,
                name,
                [("rIdMaster", "slideMaster", f"../slideMasters/slideMaster{number}.xml"), *pictures(page.pictures)],
            )
            types[f"/{name}"] = f"{TYPE}.slideLayout+xml"
            own.append((f"rId{layouts}", "slideLayout", f"../slideLayouts/slideLayout{layouts}.xml"))
            ids.append(f'<p:sldLayoutId id="{id_}" r:id="rId{layouts}"/>')
            id_ += 1
        name = f"ppt/slideMasters/slideMaster{number}.xml"
        parts[name] = master_xml(master, "".join(ids))
        add_rels(parts, name, own)
        types[f"/{name}"] = f"{TYPE}.slideMaster+xml"
        parts[f"ppt/theme/theme{number}.xml"] = theme_xml(master)
        types[f"/ppt/theme/theme{number}.xml"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    slides = []
    for number, slide in enumerate(template.slides, 1):
        name = f"ppt/slides/slide{number}.xml"
        parts[name] = slide_xml(slide)
        add_rels(
            parts, name, [("rIdLayout", "slideLayout", "../slideLayouts/slideLayout1.xml"), *pictures(slide.pictures)]
        )
        types[f"/{name}"] = f"{TYPE}.slide+xml"
        rels.append((f"rIdSlide{number}", "slide", f"slides/slide{number}.xml"))
        slides.append(f'<p:sldId id="{255 + number}" r:id="rIdSlide{number}"/>')
    width, height = (side * 12700 for side in template.size)
    shown = f"<p:sldIdLst>{''.join(slides)}</p:sldIdLst>" if slides else ""
    parts["ppt/presentation.xml"] = (
        f"<p:presentation {NS}><p:sldMasterIdLst>{''.join(listed)}</p:sldMasterIdLst>{shown}"
        f'<p:sldSz cx="{width}" cy="{height}"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    ).encode()
    add_rels(parts, "ppt/presentation.xml", rels)
    parts["_rels/.rels"] = rels_xml([("rId1", "officeDocument", "ppt/presentation.xml")])
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="png" '
        'ContentType="image/png"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()
    return zip_of({**parts, **template.extra})


def zip_of(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as package:
        for name in sorted(parts):
            package.writestr(name, parts[name])
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def rels_xml(rels: list[tuple[str, str, str]]) -> bytes:
    rows = "".join(f'<Relationship Id="{i}" Type="{REL}/{kind}" Target="{target}"/>' for i, kind, target in rels)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'.encode()


def add_rels(parts: dict[str, bytes], name: str, rels: list[tuple[str, str, str]]) -> None:
    folder, _, file = name.rpartition("/")
    parts[f"{folder}/_rels/{file}.rels"] = rels_xml(rels)


def tree_xml(shapes: tuple[str, ...]) -> str:
    numbered = "".join(shape.format(n=number) for number, shape in enumerate(shapes, 2))
    return f"<p:spTree>{GROUP}{numbered}</p:spTree>"


def layout_xml(page: Page) -> bytes:
    kind = f' type="{page.type}"' if page.type else ""
    hide = ' showMasterSp="0"' if page.hides_master else ""
    return (
        f'<p:sldLayout {NS}{kind}{hide} preserve="1"><p:cSld name="{page.name}">{page.background}{tree_xml(page.shapes)}'
        f"</p:cSld><p:clrMapOvr>{page.mapping}</p:clrMapOvr></p:sldLayout>"
    ).encode()


def slide_xml(page: Page) -> bytes:
    return (
        f"<p:sld {NS}><p:cSld>{page.background}{tree_xml(page.shapes)}</p:cSld><p:clrMapOvr>{page.mapping}</p:clrMapOvr></p:sld>"
    ).encode()


def master_xml(master: Master, layouts: str) -> bytes:
    ink, paper = ("lt", "dk") if master.dark else ("dk", "lt")
    accents = " ".join(f'accent{n}="accent{n}"' for n in range(1, 7))
    caps = ' cap="all"' if master.caps else ""
    face = '<a:latin typeface="+{0}-lt"/><a:ea typeface="+{0}-ea"/><a:cs typeface="+{0}-cs"/>'
    levels = "".join(
        f'<a:lvl{n}pPr marL="{n * 228600}" indent="-228600"><a:spcBef><a:spcPts val="600"/></a:spcBef><a:buFont '
        f'typeface="Arial"/><a:buChar char="•"/><a:defRPr sz="{max(master.body_size - 2 * n + 2, 12) * 100}"><a:solidFill>'
        f"{master.body_color}</a:solidFill>{face.format('mn')}</a:defRPr></a:lvl{n}pPr>"
        for n in range(1, 10)
    )
    title = (
        f'<a:lvl1pPr><a:defRPr sz="{master.title_size * 100}"{caps}><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        f"{face.format('mj')}</a:defRPr></a:lvl1pPr>"
    )
    other = "".join(
        f'<a:lvl{n}pPr><a:defRPr sz="1400">{face.format("mn")}</a:defRPr></a:lvl{n}pPr>' for n in range(1, 10)
    )
    return (
        f'<p:sldMaster {NS}><p:cSld>{master.background}{tree_xml(master.shapes)}</p:cSld><p:clrMap bg1="{paper}1" tx1="{ink}1" '
        f'bg2="{paper}2" tx2="{ink}2" {accents} hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst>{layouts}'
        f"</p:sldLayoutIdLst><p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{levels}</p:bodyStyle>"
        f"<p:otherStyle>{other}</p:otherStyle></p:txStyles></p:sldMaster>"
    ).encode()


def theme_xml(master: Master) -> bytes:
    keys = ("dk1", "lt1", "dk2", "lt2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
    values = (*master.colors, master.colors[4], master.colors[5])
    scheme = "".join(f'<a:{k}><a:srgbClr val="{v}"/></a:{k}>' for k, v in zip(keys, values, strict=True))
    font = f'<a:latin typeface="{master.face}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    line = '<a:ln w="6350"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>' * 3
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{master.name}"><a:themeElements>'
        f'<a:clrScheme name="{master.name}">{scheme}</a:clrScheme><a:fontScheme name="{master.name}"><a:majorFont>{font}'
        f'</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme><a:fmtScheme name="{master.name}"><a:fillStyleLst>'
        f"{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst><a:effectStyleLst>{effect}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    ).encode()


BRANDED = Master(
    usual(),
    (block((0, 0, 960, 14), "accent1"), picture((850, 24, 70, 30)), *MASTER[1:], holder("title", (40, 30, 780, 80))),
    colors=("1F2937", "FFFFFF", "0B5D56", "E6F0EF", "0F766E", "F59E0B", "64748B", "FACC15", "38BDF8", "84CC16"),
    pictures=(LOGO,),
    name="Harbour",
)


def plain() -> Template:
    return Template((BRANDED,))


def four_by_three() -> Template:
    layouts = (
        Page(
            "Title",
            (holder("ctrTitle", (54, 150, 612, 110), size=40), holder("subTitle", (54, 270, 612, 80), "1", size=20)),
            "title",
        ),
        Page("Bullets", (holder("title"), holder("", idx="1"), holder("sldNum", idx="12")), "obj"),
        Page("Only a title", (holder("title"), holder("sldNum", idx="12")), "titleOnly"),
    )
    shapes = (
        block((0, 0, 18, 540), "accent2"),
        holder("title", (54, 24, 612, 80)),
        holder("body", (54, 120, 612, 360), "1"),
        holder("sldNum", (620, 505, 70, 22), "12"),
    )
    return Template((replace(BRANDED, layouts=layouts, shapes=shapes, pictures=(), title_size=36),), size=(720, 540))


def two_masters() -> Template:
    """The first master is Office's own empty one; the brand is the second."""
    office = Master(usual(), MASTER, name="Office Theme")
    return Template((office, BRANDED))


def chinese() -> Template:
    names = ("标题幻灯片", "标题和内容", "节标题", "两栏内容", "仅标题", "空白")
    pages = untyped(usual(names))
    return Template((replace(BRANDED, layouts=(pages[4], pages[2], pages[5], pages[1], pages[0], pages[3])),))


def german() -> Template:
    names = ("Titelfolie", "Titel und Inhalt", "Abschnittsüberschrift", "Zwei Inhalte", "Nur Titel", "Leer")
    return Template((replace(BRANDED, layouts=tuple(reversed(untyped(usual(names)))), face="Gotham"),))


def japanese() -> Template:
    names = (
        "タイトル スライド",
        "タイトルとコンテンツ",
        "セクション見出し",
        "2 つのコンテンツ",
        "タイトルのみ",
        "白紙",
    )
    pages = untyped(usual(names))
    return Template((replace(BRANDED, layouts=(*pages[3:], *pages[:3]), caps=True),))


def three_layouts() -> Template:
    """A cover, a divider and one page of text."""
    cover, content, section, *_ = usual()
    return Template((replace(BRANDED, layouts=(cover, content, section)),))


def no_title() -> Template:
    """Layouts with text but no title placeholder anywhere."""
    pages = (
        Page("Opening", (holder("body", (80, 180, 800, 120), "13", size=40), block((0, 440, 960, 100), "accent1"))),
        Page("Text", (holder("body", (60, 110, 840, 370), "13"), holder("sldNum", idx="12"))),
    )
    return Template((replace(BRANDED, layouts=pages, shapes=(block((0, 0, 960, 40), "accent1"), *FEET), pictures=()),))


def picture_cover() -> Template:
    """A picture placeholder fills half of the cover, and one layout is a picture only."""
    cover, content, section, two, only, _ = usual()
    cover = replace(
        cover,
        shapes=(
            holder("pic", (480, 0, 480, 540), "13"),
            holder("ctrTitle", (40, 150, 420, 140), size=36),
            holder("subTitle", (40, 300, 420, 80), "1", size=18),
        ),
    )
    return Template(
        (
            replace(
                BRANDED,
                layouts=(cover, Page("Picture", (holder("pic", (0, 0, 960, 540), "13"),)), content, section, two, only),
            ),
        )
    )


def pictured() -> Template:
    """A picture under the title, one beside text with a narrow title at its left, and one that the title stands on."""
    wide = Page("Bild", (holder("title"), holder("pic", (40, 130, 880, 350), "13"), *FEET))
    beside = Page(
        "Bild mit Text",
        (
            holder("title", (40, 40, 360, 110), size=28),
            holder("pic", (430, 40, 490, 440), "13"),
            holder("body", (40, 160, 360, 320), "14", size=18),
            *FEET,
        ),
        "picTx",
    )
    behind = Page("Foto", (holder("pic", (0, 0, 960, 540), "13"), holder("title")))
    shapes = (block((0, 0, 960, 14), "accent1"), *MASTER[1:], holder("title", (40, 30, 880, 80)))
    return Template((replace(BRANDED, layouts=(*usual(), behind, wide, beside), shapes=shapes, pictures=()),))


def sample_slides() -> Template:
    """Layouts plain, the brand drawn on the sample slides: band, logo and background, again and again."""

    def decor(text: str) -> Page:
        return Page(
            "",
            (
                block((0, 0, 960, 60), "0F766E"),
                picture((860, 70, 70, 30)),
                text_on_slide("title", text),
                text_on_slide("", "Points", "1"),
            ),
            background=solid("F4FAF9"),
            pictures=(LOGO,),
        )

    office = replace(
        BRANDED,
        layouts=(usual()[1], usual()[0], *usual()[2:]),
        shapes=(holder("title", (40, 66, 800, 60)), holder("body", (40, 135, 880, 355), "1"), *FEET),
        pictures=(),
    )
    return Template((office,), slides=(decor("One"), decor("Two"), decor("Three")))


def potx() -> Template:
    return replace(plain(), potx=True)


def large_bullets() -> Template:
    """44 pt bullets under 60 pt titles."""
    return Template((replace(BRANDED, title_size=60, body_size=44),))


def lying_types() -> Template:
    """The type attributes belong to other layouts; the names say nothing."""
    pages = usual(tuple(f"Layout {n}" for n in range(1, 7)))
    kinds = ("obj", "title", "twoObj", "blank", "secHead", "titleOnly")
    return Template((replace(BRANDED, layouts=tuple(replace(p, type=k) for p, k in zip(pages, kinds, strict=True))),))


def same_index() -> Template:
    """As LibreOffice writes: no placeholder has an idx."""
    cover, content, section, two, only, blank = usual()
    bare = [
        replace(p, shapes=tuple(s.replace(' idx="1"', "").replace(' idx="2"', "") for s in p.shapes))
        for p in (cover, content, section, two)
    ]
    return Template((replace(BRANDED, layouts=(*bare, only, blank)),))


def dark() -> Template:
    """White on a night picture; the title-only layout is light by a colour map of its own."""
    swap = '<a:overrideClrMapping bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
    pages = usual()
    only = replace(pages[4], background=solid("lt1"), mapping=swap)
    master = Master(
        (*pages[:4], only, pages[5]), MASTER, PICTURE_BACKGROUND, dark=True, pictures=(NIGHT,), name="Night"
    )
    return Template(
        (
            replace(
                master,
                colors=(
                    "101828",
                    "FFFFFF",
                    "1D2939",
                    "D0D5DD",
                    "2E90FA",
                    "F79009",
                    "98A2B3",
                    "FDB022",
                    "53B1FD",
                    "32D583",
                ),
            ),
        )
    )


def pale_accents() -> Template:
    """Accents that cannot be read on white, and a second background as dark as the text."""
    colors = ("333333", "FFFFFF", "9CA3AF", "374151", "FDE047", "FDBA74", "D9F99D", "E9D5FF", "FECACA", "BAE6FD")
    return Template((replace(BRANDED, colors=colors, body_color='<a:srgbClr val="4B5563"/>'),))


def no_placeholders() -> Template:
    """One drawn page without any placeholder: a side band, a logo, a foot line."""
    page = Page(
        "Seite",
        (block((0, 0, 120, 540), "accent1"), picture((860, 20, 70, 30)), block((120, 515, 840, 3), "accent2")),
        pictures=(LOGO,),
    )
    return Template((replace(BRANDED, layouts=(page,), shapes=(), pictures=()),))


def side_title() -> Template:
    """The title stands in a coloured column at the left, the text at its right."""
    pages = (
        Page(
            "Cover",
            (
                block((0, 0, 320, 540), "accent1"),
                holder("ctrTitle", (350, 160, 560, 140), size=40),
                holder("subTitle", (350, 320, 560, 80), "1"),
            ),
            "title",
        ),
        Page(
            "Column",
            (
                block((0, 0, 300, 540), "accent1"),
                holder(
                    "title",
                    (20, 60, 260, 300),
                    size=28,
                    style='<a:lvl1pPr><a:defRPr sz="2800"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:defRPr></a:lvl1pPr>',
                ),
                holder("", (330, 60, 590, 420), "1"),
                holder("sldNum", idx="12"),
            ),
        ),
        Page(
            "Upright",
            (
                holder("title", (820, 40, 100, 450), body=' vert="eaVert"'),
                holder("body", (40, 40, 760, 450), "1", body=' vert="eaVert"'),
            ),
            "vertTitleAndTx",
        ),
    )
    return Template((replace(BRANDED, layouts=pages, shapes=MASTER, pictures=()),))


def big_logo() -> Template:
    """A logo in the foot and a picture down the right side of every page; fifteen layouts with numbers for names."""
    shapes = (
        picture((760, 110, 200, 430)),
        picture((40, 470, 200, 60)),
        holder("title", (40, 24, 880, 70)),
        holder("body", (40, 110, 700, 350), "1"),
        holder("sldNum", (900, 505, 50, 24), "12"),
    )
    pages = tuple(replace(page, name=f"{n}") for n, page in enumerate(untyped(usual()) * 2 + untyped(usual())[:3], 1))
    halves = (holder("", (40, 110, 340, 350), "1"), holder("", (400, 110, 340, 350), "2"))
    pages = tuple(replace(p, shapes=(holder("title"), *halves)) if n % 6 == 4 else p for n, p in enumerate(pages, 1))
    return Template((replace(BRANDED, layouts=pages, shapes=shapes, pictures=(LOGO,)),))


def portrait() -> Template:
    """Upright pages, as reports and posters are."""
    cover, content, section, _, only, _ = usual()
    places = ((40, 240, 460, 120), (40, 370, 460, 80))
    cover = replace(
        cover, shapes=(holder("ctrTitle", places[0], size=36), holder("subTitle", places[1], "1", size=18), *feet())
    )
    section = replace(
        section, shapes=(holder("title", places[0], size=32), holder("body", places[1], "1", size=18), *feet())
    )
    edges = (holder("dt", (40, 745, 100, 24), "10"), holder("ftr", (150, 745, 240, 24), "11"))
    shapes = (
        block((0, 0, 540, 12), "accent1"),
        holder("title", (40, 30, 460, 90)),
        holder("body", (40, 130, 460, 590), "1"),
        *edges,
        holder("sldNum", (440, 745, 60, 24), "12"),
    )
    brand = replace(BRANDED, layouts=(cover, content, section, only), shapes=shapes, pictures=(), title_size=28)
    return Template((brand,), size=(540, 780))


def words(box: Box, *runs: str, size: int = 18) -> str:
    """A text box whose paragraph is typed as PowerPoint keeps it: in several runs."""
    made = "".join(
        f'<a:r><a:rPr lang="en-US" sz="{size * 100}" b="{n % 2}"/><a:t>{run}</a:t></a:r>' for n, run in enumerate(runs)
    )
    return block(box, "").replace('<a:endParaRPr lang="en-US"/>', made.replace("{", "{{").replace("}", "}}"))


def titled(*runs: str) -> str:
    made = "".join(f'<a:r><a:rPr lang="en-US"/><a:t>{run}</a:t></a:r>' for run in runs)
    return holder("title").replace(
        '<a:r><a:rPr lang="en-US"/><a:t>Click to add</a:t></a:r>', made.replace("{", "{{").replace("}", "}}")
    )


def designed() -> Template:
    """Slides drawn by a designer: a cover and a closing slide to keep, one for arguments, one for quotes."""
    cover = Page(
        "", (titled("{{ deck.", "title }}"), words((80, 300, 700, 60), "{{ deck.author }}")), background=solid("E6F0EF")
    )
    argument = Page(
        "",
        (
            titled("{{ argu", "ment.claim }}"),
            block((40, 130, 6, 300), "accent2"),
            words((60, 130, 800, 260), "{{ argument.points }}", size=20),
            words((60, 400, 800, 60), "So: ", "{{ argument.so_what | default(“nothing”) }}"),
            words((60, 465, 800, 30), "{{ argument.source }}", size=12),
        ),
    )
    quote = Page(
        "",
        (
            titled("{{ quote.title }}"),
            words((80, 150, 800, 200), "{{ quote.text }}", size=32),
            words((80, 380, 800, 50), "{{ quote.credit }}", size=14),
            picture((700, 440, 100, 50)),
        ),
        pictures=(SEA,),
    )
    closing = Page("", (titled("Thank you"), words((80, 300, 700, 60), "Not for further use.")))
    return Template((BRANDED,), slides=(cover, argument, quote, closing))


def broken() -> Template:
    """A picture without content type, a relationship that leads nowhere, one to the web, tags and an orphan."""
    return replace(plain(), extra={"ppt/media/orphan.bin": b"x"})


BRANDS: dict[str, Callable[[], Template]] = {
    made.__name__.replace("_", "-"): made
    for made in (
        plain, four_by_three, two_masters, chinese, german, japanese, three_layouts, no_title, picture_cover, pictured,
        sample_slides,
        potx, large_bullets, lying_types, same_index, dark, pale_accents, no_placeholders, side_title, big_logo,
        portrait,
    )
}  # fmt: skip


def made_brands() -> Iterator[tuple[str, bytes]]:
    for name, make in BRANDS.items():
        yield name, write_template(make())
    yield "broken-parts", break_parts(write_template(broken()))


def break_parts(data: bytes) -> bytes:
    """The same with dead and external relationships, and without the content types of pictures and of one layout."""
    parts = parts_of(data)
    types = parts["[Content_Types].xml"].decode()
    types = types.replace('<Default Extension="png" ContentType="image/png"/>', "")
    override = f'<Override PartName="/ppt/slideLayouts/slideLayout2.xml" ContentType="{TYPE}.slideLayout+xml"/>'
    parts["[Content_Types].xml"] = types.replace(override, "").encode()
    rels = "ppt/slideLayouts/_rels/slideLayout1.xml.rels"
    more = (
        f'<Relationship Id="rIdDead" Type="{REL}/image" Target="NULL"/><Relationship Id="rIdGone" Type="{REL}/tags" '
        f'Target="../tags/tag1.xml"/><Relationship Id="rIdWeb" Type="{REL}/image" Target="http://127.0.0.1/x.png" '
        'TargetMode="External"/></Relationships>'
    )
    parts[rels] = parts[rels].replace(b"</Relationships>", more.encode())
    layout = parts["ppt/slideLayouts/slideLayout1.xml"].decode()
    dead = picture((700, 300, 80, 80), "rIdDead").format(n=90) + picture((700, 400, 80, 80), "rIdWeb").format(n=91)
    parts["ppt/slideLayouts/slideLayout1.xml"] = layout.replace("</p:spTree>", f"{dead}</p:spTree>").encode()
    return zip_of(parts)


def office_brands(
    folder: Path, names: tuple[str, ...] = ("Beehive", "Vivid", "Midnightblue", "DNA")
) -> dict[str, bytes]:
    """LibreOffice's own designs saved as .pptx; empty where LibreOffice or its designs are not installed."""
    designs = [
        p for root in ("/usr/lib", "/opt") for p in Path(root).glob("libreoffice*/share/template/common/presnt/*.otp")
    ]
    wanted = [str(path) for path in designs if path.stem in names]
    if not wanted or not shutil.which("soffice"):
        return {}
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--norestore",
        "--convert-to",
        "pptx",
        "--outdir",
        str(folder),
        *wanted,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return {f"office-{path.stem.lower()}": path.read_bytes() for path in sorted(folder.glob("*.pptx"))}


def default_brand() -> bytes:
    """python-pptx's own template: 4:3, eleven layouts, a foreign author, printer settings."""
    import pptx

    return Path(pptx.__file__).with_name("templates").joinpath("default.pptx").read_bytes()
