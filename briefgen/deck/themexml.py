"""The parts of a theme that we write ourselves, as XML: master, layouts, colours and fonts, notes master."""

from __future__ import annotations

from typing import Any

from briefgen.deck.ground import luminance
from briefgen.deck.package import (
    HEAD,
    attribute_xml,
    text_xml,
)

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
KINSOKU_START = "!),.:;?]}¢’”…‰℃、。〉》」』】〕！），．：；？］｝～％·—"
KINSOKU_END = "([{£¥‘“〈《「『【〔（［｛＄￥"


def is_dark(brand: dict[str, Any]) -> bool:
    return luminance(str(brand["colors"]["background"])) < 0.18


def theme_xml(brand: dict[str, Any]) -> str:
    """A theme part (ISO/IEC 29500-1, 20.1.6.9) with the brand's colours and fonts."""
    colors = brand["colors"]
    paper, ink, quiet, panel = (str(colors[key]).upper() for key in ("background", "text", "muted", "panel"))
    pairs = (paper, ink, panel, quiet) if is_dark(brand) else (ink, paper, quiet, panel)
    accents = [str(colors["accent"]).upper(), *(str(color).upper() for color in colors["accents"])]
    values = dict(zip(("dk1", "lt1", "dk2", "lt2"), pairs, strict=True))
    values |= {f"accent{number}": color for number, color in enumerate(accents, 1)}
    values |= {"hlink": accents[0], "folHlink": quiet}
    scheme = "".join(f'<a:{key}><a:srgbClr val="{value}"/></a:{key}>' for key, value in values.items())
    name = attribute_xml(str(brand.get("name", "briefgen")))
    line = '<a:ln w="{}"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name={name}>'
        f"<a:themeElements><a:clrScheme name={name}>{scheme}</a:clrScheme>"
        f"<a:fontScheme name={name}><a:majorFont>{_fonts_xml(brand['fonts']['headings'])}</a:majorFont>"
        f"<a:minorFont>{_fonts_xml(brand['fonts']['text'])}</a:minorFont></a:fontScheme>"
        f"<a:fmtScheme name={name}><a:fillStyleLst>{fill * 3}</a:fillStyleLst>"
        f"<a:lnStyleLst>{''.join(line.format(width) for width in (6350, 12700, 19050))}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def _fonts_xml(face: dict[str, Any]) -> str:
    latin, chinese = attribute_xml(str(face["latin"])), attribute_xml(str(face.get("chinese", "")))
    script = f'<a:font script="Hans" typeface={chinese}/>' if face.get("chinese") else ""
    return f'<a:latin typeface={latin}/><a:ea typeface={chinese}/><a:cs typeface=""/>{script}'


def presentation_xml(look: dict[str, Any]) -> str:
    """The presentation part of a theme: one master, a notes master, no slide."""
    width, height = (emu(side) for side in look["slide"])
    text = "".join(_level_xml(number, {"size": 18}) for number in range(1, 10))
    return (
        f'{HEAD}<p:presentation {NAMESPACES} saveSubsetFonts="1"><p:sldMasterIdLst>'
        '<p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
        f'<p:sldSz cx="{width}" cy="{height}"/><p:notesSz cx="6858000" cy="9144000"/>{kinsoku_xml()}'
        f"<p:defaultTextStyle>{text}</p:defaultTextStyle></p:presentation>"
    )


def kinsoku_xml() -> str:
    """Characters that must not begin or end a Chinese line (W3C clreq, GB/T 15834)."""
    start, end = attribute_xml(KINSOKU_START), attribute_xml(KINSOKU_END)
    return f'<p:kinsoku lang="zh-CN" invalStChars={start} invalEndChars={end}/>'


def emu(points: float) -> int:
    """Points as English Metric Units, 12700 a point."""
    return round(points * 12700)


def _slot(entry: str | dict[str, Any], look: dict[str, Any]) -> dict[str, Any]:
    entry = {"role": entry} if isinstance(entry, str) else entry
    return {**look["slots"][entry["role"]], **entry}


def layout_xml(layout: dict[str, Any], look: dict[str, Any], brand: dict[str, Any]) -> str:
    """A slide layout (ISO/IEC 29500-1, 19.3.1.39) as layouts.yaml describes it."""
    cover = brand.get("cover") if layout.get("cover") else None
    kind = f' type="{layout["type"]}"' if layout.get("type") else ' userDrawn="1"'
    hide = ' showMasterSp="0"' if layout.get("cover") or layout.get("type") == "blank" else ""
    shapes = [rule_xml(rule, number) for number, rule in enumerate(layout.get("rules", []), 2)]
    for number, entry in enumerate(layout["slots"], 2 + len(shapes)):
        shapes.append(_placeholder_xml(_slot(entry, look), number, look, brand))
    background = ""
    if cover:
        background = (
            f'<p:bg><p:bgPr><a:solidFill><a:schemeClr val="{cover["background"]}"/></a:solidFill>'
            "<a:effectLst/></p:bgPr></p:bg>"
        )
    return (
        f'{HEAD}<p:sldLayout {NAMESPACES}{hide}{kind} preserve="1"><p:cSld name={attribute_xml(layout["name"])}>'
        f"{background}<p:spTree>{GROUP}{''.join(shapes)}</p:spTree></p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


def _xfrm(box: list[float]) -> str:
    left, top, width, height = map(emu, box)
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def rule_xml(rule: dict[str, Any], number: int) -> str:
    """A decoration: a line, a filled rectangle, or a single big glyph."""
    fill, line, text = "<a:noFill/>", "<a:ln><a:noFill/></a:ln>", ""
    body = '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody>'
    shape = "rect"
    if "fill" in rule:
        fill = f'<a:solidFill><a:schemeClr val="{rule["fill"]}"/></a:solidFill>'
    if "line" in rule:
        shape = "line"
        line = (
            f'<a:ln w="{emu(rule["weight"])}"><a:solidFill><a:schemeClr val="{rule["line"]}">'
            '<a:alpha val="45000"/></a:schemeClr></a:solidFill></a:ln>'
        )
    if "glyph" in rule:
        text = (
            f'<a:p><a:r><a:rPr lang="en-US" sz="{rule["size"] * 100}" b="1"><a:solidFill><a:schemeClr '
            f'val="{rule["color"]}"/></a:solidFill><a:latin typeface="Georgia"/><a:ea typeface="Georgia"/></a:rPr>'
            f"<a:t>{text_xml(rule['glyph'])}</a:t></a:r></a:p>"
        )
        body = (
            '<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" wrap="none"><a:noAutofit/></a:bodyPr>'
            f"<a:lstStyle/>{text}</p:txBody>"
        )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Rule {number}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{_xfrm(rule["box"])}<a:prstGeom prst="{shape}"><a:avLst/></a:prstGeom>{fill}{line}</p:spPr>'
        f"{body}</p:sp>"
    )


def _placeholder_xml(slot: dict[str, Any], number: int, look: dict[str, Any], brand: dict[str, Any]) -> str:
    role = slot["role"]
    kind = f' type="{slot["type"]}"' if "type" in slot else ""
    index = f' idx="{slot["idx"]}"' if "idx" in slot else ""
    size = ' sz="quarter"' if role in ("tracker", "source") else ""
    name = slot.get("name", role.replace("-", " ").capitalize())
    fill = f'<a:solidFill><a:schemeClr val="{slot["fill"]}"/></a:solidFill>' if "fill" in slot else ""
    geometry = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if fill else ""
    inset = emu(slot.get("inset", 0))
    hang = slot.get("hang", 0)
    right = inset + emu(hang)
    left, top, width, height = slot["box"]
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name={attribute_xml(name)}/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f"</p:cNvSpPr><p:nvPr><p:ph{kind}{size}{index}/></p:nvPr></p:nvSpPr>"
        f"<p:spPr>{_xfrm([left, top, width + hang, height])}{geometry}{fill}</p:spPr>"
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="{inset}" tIns="45720" rIns="{right}" bIns="45720" '
        f'anchor="{slot.get("anchor", "t")}"><a:noAutofit/></a:bodyPr>'
        f"<a:lstStyle>{_styles_xml(slot, look, brand)}</a:lstStyle>{_prompt_xml(slot)}</p:txBody></p:sp>"
    )


def _prompt_xml(slot: dict[str, Any]) -> str:
    if slot["role"] == "number":
        field = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        return f'<a:p>{field}<a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld></a:p>'
    if slot["role"] in ("date", "footer"):
        return '<a:p><a:endParaRPr lang="en-US"/></a:p>'
    return f'<a:p><a:r><a:rPr lang="en-US"/><a:t>{text_xml(slot["prompt"])}</a:t></a:r></a:p>'


def _styles_xml(slot: dict[str, Any], look: dict[str, Any], brand: dict[str, Any]) -> str:
    if slot.get("levels"):
        levels = look["levels"]
        first = slot.get("size", levels[0]["size"])
        sizes = [first, *(min(level["size"], first) for level in levels[1:])]
        return "".join(_level_xml(n, {**levels[n - 1], "size": size}) for n, size in enumerate(sizes, 1))
    color = slot.get("color", "tx1")
    style = {**slot, "color": brand["cover"]["text"] if color == "cover" and "cover" in brand else color}
    if style["color"] == "cover":
        style["color"] = "tx1"
    return _level_xml(1, style)


def _level_xml(number: int, style: dict[str, Any]) -> str:
    family = "j" if style.get("heading") else "n"
    margin, hang = emu(style.get("left", 0)), emu(style.get("hang", 0))
    bullet = "<a:buNone/>"
    if "mark" in style:
        bullet = (
            '<a:buClr><a:schemeClr val="accent1"/></a:buClr><a:buFont typeface="Arial"/>'
            f'<a:buChar char="{style["mark"]}"/>'
        )
    return (
        f'<a:lvl{number}pPr marL="{margin}" indent="{-hang}" algn="{style.get("align", "l")}" eaLnBrk="1" '
        f'latinLnBrk="0" hangingPunct="1"><a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{round(style.get("before", 0) * 100)}"/></a:spcBef>{bullet}'
        f'<a:defRPr sz="{style["size"] * 100}" b="{int(style.get("bold", False))}"><a:solidFill><a:schemeClr '
        f'val="{style.get("color", "tx1")}"/></a:solidFill><a:latin typeface="+m{"j" if family == "j" else "n"}-lt"/>'
        f'<a:ea typeface="+m{family}-ea"/><a:cs typeface="+m{family}-cs"/></a:defRPr></a:lvl{number}pPr>'
    )


def master_xml(look: dict[str, Any], brand: dict[str, Any]) -> str:
    """The slide master, its text styles and colour map; a dark brand maps light and dark the other way round."""
    master = look["master"]
    shapes = [rule_xml(rule, number) for number, rule in enumerate(master["rules"], 2)]
    for number, entry in enumerate(master["slots"], 2 + len(shapes)):
        slot = _slot(entry, look)
        if slot["role"] == "body":
            slot = {**slot, "type": "body"}
        shapes.append(_placeholder_xml(slot, number, look, brand))
    ids = "".join(
        f'<p:sldLayoutId id="{2147483648 + number}" r:id="rId{number}"/>'
        for number in range(1, len(look["layouts"]) + 1)
    )
    dark, light = ("lt", "dk") if is_dark(brand) else ("dk", "lt")
    title = _styles_xml(_slot("title", look), look, brand)
    body = _styles_xml(_slot("body", look), look, brand)
    other = "".join(_level_xml(number, {"size": 18}) for number in range(1, 10))
    accents = " ".join(f'accent{number}="accent{number}"' for number in range(1, 7))
    return (
        f"{HEAD}<p:sldMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr "
        f'val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg><p:spTree>{GROUP}{"".join(shapes)}</p:spTree></p:cSld>'
        f'<p:clrMap bg1="{light}1" tx1="{dark}1" bg2="{light}2" tx2="{dark}2" {accents} hlink="hlink" '
        f'folHlink="folHlink"/><p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>'
        '<p:hf hdr="0"/>'
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{other}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def notes_master_parts(brand: dict[str, Any], theme_number: int) -> dict[str, bytes]:
    """The notes master and its theme part; notes pages are black on white whatever the slides' colours."""
    plain = {
        **brand,
        "colors": {**brand["colors"], "background": "FFFFFF", "text": "1A1A1A", "panel": "F2F2F2", "muted": "595959"},
    }
    shapes = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
        'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr>'
        f'{_xfrm([42, 54, 456, 256.5])}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln w="6350">'
        '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:ln></p:spPr></p:sp>'
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f'<p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr><p:spPr>{_xfrm([42, 334, 456, 330])}'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r>'
        '<a:rPr lang="en-US"/><a:t>Speaker notes</a:t></a:r></a:p></p:txBody></p:sp>'
    )
    styles = "".join(_level_xml(number, {"size": 12, "before": 4}) for number in range(1, 10))
    accents = " ".join(f'accent{number}="accent{number}"' for number in range(1, 7))
    master = (
        f'{HEAD}<p:notesMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
        f"<a:effectLst/></p:bgPr></p:bg><p:spTree>{GROUP}{shapes}</p:spTree></p:cSld>"
        f'<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" {accents} hlink="hlink" folHlink="folHlink"/>'
        f"<p:notesStyle>{styles}</p:notesStyle></p:notesMaster>"
    )
    return {
        "ppt/notesMasters/notesMaster1.xml": master.encode(),
        f"ppt/theme/theme{theme_number}.xml": theme_xml(plain).encode(),
    }
