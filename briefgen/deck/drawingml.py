"""Placed shapes as DrawingML and PresentationML (ISO/IEC 29500-1, 19 to 21), written straight as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.deck.ink import color_xml
from briefgen.deck.model import Deck, Run, Runs
from briefgen.deck.package import Relationship, attribute_xml, is_external, text_xml
from briefgen.deck.placed import BoxLook, Cell, ChartShape, Ornament, PictureShape, SetParagraph, TableShape, TextShape
from briefgen.deck.theme import Box, Level, Slot, Theme
from briefgen.patterns import lazy_pattern

_HAN = lazy_pattern("[\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef\U00020000-\U0003ffff]")
_KANA = lazy_pattern("[\u3040-\u30ff]")
_HANGUL = lazy_pattern("[\uac00-\ud7af\u1100-\u11ff]")
_LETTER = lazy_pattern(r"[^\W\d_]")
_RIGHT_TO_LEFT = lazy_pattern("[\u0590-\u05ff\u0600-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_HEBREW = lazy_pattern("[\u0590-\u05ff\ufb1d-\ufb4f]")
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
KEEP_LINK_COLOR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
)
MONO = "Consolas"
_BLANK = 0.3
"""Width of a blank in em, in any face that a slide may be set in."""
_SAFE_LINK = lazy_pattern(r"(?:https?|mailto|ftp|tel):[^\s\x00-\x1f]+", re.IGNORECASE)


class SlideParts(Struct):
    """What the slide that is being written needs beside its XML."""

    theme: Theme
    deck: Deck
    targets: dict[str, int]
    """Numbers of the slides that can be linked to, by id."""
    add_chart: Callable[[ChartShape], str]
    add_picture: Callable[[PictureShape], str]
    relationships: list[Relationship] = field(default_factory=list)
    next_id: int = 2

    def relate(self, kind: str, target: str) -> str:
        """The id of a relationship to `target`, a new one where there is none."""
        for id_, had_kind, had_target in self.relationships:
            if (had_kind, had_target) == (kind, target):
                return id_
        id_ = f"rId{len(self.relationships) + 1}"
        self.relationships.append((id_, kind, target))
        return id_

    @property
    def language(self) -> str:
        return self.deck.language

    def shape_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1


def emu(points: float) -> int:
    """Points as English Metric Units, 12700 a point."""
    return round(points * 12700)


def language_of(text: str, default: str) -> str:
    """The language tag for a run: by its script, else the deck's; a Chinese deck's punctuation stays Chinese."""
    wide = max(text, default="") >= "\u3000"
    if wide and _KANA.search(text):
        return "ja-JP"
    if wide and _HAN.search(text):
        return default if default.startswith(("zh", "ja", "ko")) else "zh-CN"
    if _HANGUL.search(text):
        return "ko-KR"
    if _RIGHT_TO_LEFT.search(text):
        return "he-IL" if _HEBREW.search(text) else "ar-SA"
    if default.startswith(("zh", "ja", "ko")) and _LETTER.search(text) and text.isascii():
        return "en-US"
    return default


def fill_xml(color: str) -> str:
    return f"<a:solidFill>{color_xml(color)}</a:solidFill>" if color else "<a:noFill/>"


def frame_xml(box: Box, tag: str = "a:xfrm", flipped: bool = False) -> str:
    flip = ' flipV="1"' if flipped else ""
    return (
        f'<{tag}{flip}><a:off x="{emu(box.left)}" y="{emu(box.top)}"/>'
        f'<a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/></{tag}>'
    )


def run_xml(run: Run, attributes: str, inner: str, parts: SlideParts) -> str:
    """One run, or several with breaks between them, of a:r elements."""
    language = language_of(run.text, parts.language)
    other = "en-US" if language != "en-US" else "zh-CN"
    marks = (' b="1"' if run.bold and ' b="' not in attributes else "") + (' i="1"' if run.italic else "")
    marks += ' strike="sngStrike"' if run.strike else ""
    marks += {"super": ' baseline="30000"', "sub": ' baseline="-25000"', "": ""}[run.raised]
    faces = ""
    if run.code:
        faces = f'<a:latin typeface="{MONO}"/><a:cs typeface="{MONO}"/>'
    elif language[:2] in ("zh", "ja", "ko") or inner.endswith("!"):
        faces = parts_faces(inner.rstrip("!"))
    link = _link_xml(run.link, parts) if run.link else ""
    color = inner.split("|")[0]
    start = f'<a:rPr lang="{language}" altLang="{other}"{attributes}{marks} dirty="0"'
    properties = f"{start}>{color}{faces}{link}</a:rPr>" if color or faces or link else f"{start}/>"
    pieces = [f"<a:r>{properties}<a:t>{text_xml(piece)}</a:t></a:r>" if piece else "" for piece in run.text.split("\n")]
    return f"<a:br>{properties}</a:br>".join(pieces)


def parts_faces(inner: str) -> str:
    """The theme's faces, written out for East Asian text and for boxes that inherit from no placeholder."""
    family = "mj" if inner.endswith("|mj") else "mn"
    return f'<a:latin typeface="+{family}-lt"/><a:ea typeface="+{family}-ea"/>'


def can_link(link: str) -> bool:
    """True for what a click may lead to: a slide of the deck, the web, a mail or a telephone."""
    return link.startswith("#") or bool(_SAFE_LINK.fullmatch(link) and is_external(link))


def _link_xml(link: str, parts: SlideParts) -> str:
    """A link to a slide of the deck or to the web; anything else is not made a link."""
    if link.startswith("#"):
        number = parts.targets.get(link[1:])
        if not number:
            return ""
        id_ = parts.relate("slide", f"slide{number}.xml")
        return f'<a:hlinkClick r:id="{id_}" action="ppaction://hlinksldjump">{KEEP_LINK_COLOR}</a:hlinkClick>'
    if not can_link(link):
        return ""
    keep = "" if parts.theme.links_readable else KEEP_LINK_COLOR
    id_ = parts.relate("hyperlink", link)
    return f'<a:hlinkClick r:id="{id_}">{keep}</a:hlinkClick>' if keep else f'<a:hlinkClick r:id="{id_}"/>'


def paragraph_xml(
    setting: SetParagraph, level: Level | None, heading: bool, parts: SlideParts, hangs: bool = True
) -> str:
    """A paragraph; `level` is what its slot gives it, None in a box of its own.

    With `hangs` false its punctuation may not hang over the right edge.
    """
    paragraph = setting.paragraph
    size = "" if level and abs(level.size - setting.size) < 0.01 else f' sz="{round(setting.size * 100)}"'
    bold = "" if setting.bold is None else f' b="{int(setting.bold)}"'
    color = fill_xml(setting.color) if setting.color else ""
    inner = f"{color}|{'mj' if heading else 'mn'}{'' if level else '!'}"
    runs = "".join(run_xml(run, size + bold, inner, parts) for run in paragraph.runs)
    properties = _paragraph_properties(setting, level, hangs)
    if runs:
        return f"<a:p>{properties}{runs}</a:p>"
    return f'<a:p>{properties}<a:endParaRPr lang="{parts.language}"{size}/></a:p>'


def _paragraph_properties(setting: SetParagraph, level: Level | None, hangs: bool) -> str:
    paragraph = setting.paragraph
    attributes = f' lvl="{paragraph.level}"' if paragraph.level else ""
    inherits = level is not None and level.bullet and paragraph.marker == "bullet"
    bullet = ""
    if not inherits:
        attributes += f' marL="{emu(setting.left)}" indent="{-emu(setting.hang)}"'
        bullet = _bullet_xml(setting, level)
    if setting.align:
        attributes += f' algn="{setting.align}"'
    if _is_right_to_left(paragraph.runs):
        attributes += ' algn="r" rtl="1"' if not setting.align else ' rtl="1"'
    if level is None or not hangs:
        attributes += f' eaLnBrk="1" latinLnBrk="0" hangingPunct="{int(hangs)}"'
    before = ""
    if level is None or abs(level.before - setting.before) > 0.05:
        before = f'<a:spcBef><a:spcPts val="{round(setting.before * 100)}"/></a:spcBef>'
    return f"<a:pPr{attributes}>{before}{bullet}</a:pPr>" if attributes or before or bullet else ""


def _bullet_xml(setting: SetParagraph, level: Level | None) -> str:
    marker = setting.paragraph.marker
    color = '<a:buClr><a:schemeClr val="accent1"/></a:buClr>'
    if marker == "number":
        start = setting.paragraph.number
        begin = f' startAt="{start}"' if 1 < start < 32768 else ""
        return f'{color}<a:buSzPct val="100000"/><a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"{begin}/>'
    if marker == "bullet":
        return f'{color}<a:buFont typeface="Arial"/><a:buChar char="{"–" if setting.paragraph.level % 2 else "•"}"/>'
    return "<a:buNone/>" if level is None or level.bullet else ""


def _is_right_to_left(runs: Runs) -> bool:
    text = "".join(run.text for run in runs)
    if not _RIGHT_TO_LEFT.search(text):
        return False
    return len(_RIGHT_TO_LEFT.findall(text)) * 2 > len(_LETTER.findall(text)) > 0


def text_shape_xml(shape: TextShape, parts: SlideParts) -> str:
    """A placeholder with inherited position, or a text box."""
    id_, name = parts.shape_id(), attribute_xml(shape.name)
    blank = _leftward_blank(shape.paragraphs)
    if shape.slot:
        body = _paragraphs_xml(shape.paragraphs, shape.slot, parts)
        kind = "" if shape.slot.type == "obj" else f' type="{shape.slot.type}"'
        index = "" if shape.slot.idx == "0" else f' idx="{shape.slot.idx}"'
        frame = shape.box
        flow = ' wrap="square" numCol="1"' if shape.slot.odd else ""
        if blank:
            frame = _widened_left(frame or shape.slot.box, blank)
            flow += f' lIns="{emu(shape.slot.inset[0] + blank)}"'
        place = f"<p:spPr>{frame_xml(frame)}</p:spPr>" if frame else "<p:spPr/>"
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{id_}" name={name}/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f"<p:nvPr><p:ph{kind}{index}/></p:nvPr></p:nvSpPr>{place}"
            f"<p:txBody><a:bodyPr{flow}><a:noAutofit/></a:bodyPr><a:lstStyle/>{body}</p:txBody></p:sp>"
        )
    look, box = shape.look or BoxLook(), shape.box
    assert box is not None
    body = "".join(paragraph_xml(p, None, look.heading, parts) for p in shape.paragraphs)
    if shape.mono:
        body = body.replace('"+mn-lt"', f'"{MONO}"').replace("/></a:rPr>", "/></a:rPr>")
    box, hang = _with_hang(box, look, shape.paragraphs)
    if look.fill or look.vertical:
        blank = 0.0
    box = _widened_left(box, blank)
    left, top, right, bottom = (
        emu(look.inset[0] + blank),
        emu(look.inset[1]),
        emu(look.inset[2] + hang),
        emu(look.inset[3]),
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{id_}" name={name}/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{frame_xml(box)}{_geometry_xml(look.geometry)}{fill_xml(look.fill)}{_line_xml(look.outline)}</p:spPr>"
        f'<p:txBody><a:bodyPr{" vert=" + chr(34) + "vert270" + chr(34) if look.vertical else ""} wrap="square" '
        f'lIns="{left}" tIns="{top}" rIns="{right}" bIns="{bottom}" '
        f'rtlCol="0" anchor="{look.anchor}"><a:noAutofit/></a:bodyPr>{_list_style_xml(look.face)}{body}'
        "</p:txBody></p:sp>"
    )


def _with_hang(box: Box, look: BoxLook, paragraphs: tuple[SetParagraph, ...]) -> tuple[Box, float]:
    """A bare box widened by an em that Chinese punctuation may hang into, and that em in points."""
    if look.fill or look.vertical or not any(_HAN.search(p.paragraph.text) for p in paragraphs):
        return box, 0.0
    hang = max(p.size for p in paragraphs)
    return replace(box, width=box.width + hang), hang


def _leftward_blank(paragraphs: tuple[SetParagraph, ...]) -> float:
    """Points that the blank after a line's last word reaches to the left of the text, where that runs leftwards."""
    return max((p.size * _BLANK for p in paragraphs if _is_right_to_left(p.paragraph.runs)), default=0.0)


def _widened_left(box: Box, by: float) -> Box:
    return replace(box, left=box.left - by, width=box.width + by) if by else box


def _paragraphs_xml(paragraphs: Iterable[SetParagraph], slot: Slot, parts: SlideParts) -> str:
    heading = slot.level(0).heading
    return "".join(
        paragraph_xml(p, slot.level(p.paragraph.level), heading, parts, slot.inset[2] >= p.size * 0.85)
        for p in paragraphs
    )


def _list_style_xml(face: str) -> str:
    """A text box's own style: empty, or the brand's typeface on every level."""
    if not face:
        return "<a:lstStyle/>"
    run = f"<a:defRPr><a:latin typeface={attribute_xml(face)}/></a:defRPr>"
    return f"<a:lstStyle>{''.join(f'<a:lvl{n}pPr>{run}</a:lvl{n}pPr>' for n in range(1, 10))}</a:lstStyle>"


def _geometry_xml(geometry: str) -> str:
    """A preset shape; a number after a colon is its first adjustment."""
    preset, _, adjust = geometry.partition(":")
    guide = f'<a:gd name="adj" fmla="val {adjust}"/>' if adjust else ""
    return f'<a:prstGeom prst="{preset}"><a:avLst>{guide}</a:avLst></a:prstGeom>'


def _line_xml(color: str, weight: float = 0.75) -> str:
    if not color:
        return "<a:ln><a:noFill/></a:ln>"
    return f'<a:ln w="{emu(weight)}">{fill_xml(color)}</a:ln>'


def ornament_xml(shape: Ornament, parts: SlideParts) -> str:
    """A decoration, marked so for screen readers; lines are connectors."""
    head = f'<p:cNvPr id="{parts.shape_id()}" name={attribute_xml(shape.name)}>{DECORATIVE}</p:cNvPr>'
    geometry = _geometry_xml(shape.geometry)
    frame, line = frame_xml(shape.box, flipped=shape.flipped), _line_xml(shape.line, shape.weight)
    if shape.geometry in ("line", "bentConnector3"):
        return (
            f"<p:cxnSp><p:nvCxnSpPr>{head}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr>"
            f"<p:spPr>{frame}{geometry}{line}</p:spPr></p:cxnSp>"
        )
    return (
        f"<p:sp><p:nvSpPr>{head}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{frame}{geometry}{fill_xml(shape.fill)}{line}</p:spPr>"
        f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="{parts.language}"/></a:p></p:txBody></p:sp>'
    )


def picture_xml(shape: PictureShape, parts: SlideParts) -> str:
    relationship = parts.relate("image", parts.add_picture(shape))
    alt = f" descr={attribute_xml(shape.alt)}" if shape.alt else ""
    mark = "" if shape.alt else DECORATIVE
    locks, holder = ' noGrp="1"' if shape.slot else "", ""
    if shape.slot:
        holder = f'<p:ph type="{shape.slot.type}" idx="{shape.slot.idx}"/>'
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{parts.shape_id()}" name={attribute_xml(shape.name)}{alt}>{mark}</p:cNvPr>'
        f'<p:cNvPicPr><a:picLocks{locks} noChangeAspect="1"/></p:cNvPicPr><p:nvPr>{holder}</p:nvPr></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f'<p:spPr>{frame_xml(shape.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def chart_xml(shape: ChartShape, parts: SlideParts) -> str:
    from briefgen.deck.chart import describe_chart

    relationship = parts.relate("chart", parts.add_chart(shape))
    uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    return (
        f"{_frame_head(shape.name, describe_chart(shape.chart), parts)}{frame_xml(shape.box, 'p:xfrm')}<a:graphic>"
        f'<a:graphicData uri="{uri}"><c:chart xmlns:c="{uri}" r:id="{relationship}"/></a:graphicData></a:graphic>'
        "</p:graphicFrame>"
    )


def _frame_head(name: str, alt: str, parts: SlideParts) -> str:
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{parts.shape_id()}" name={attribute_xml(name)} '
        f'descr={attribute_xml(alt)}/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
        "<p:nvPr/></p:nvGraphicFramePr>"
    )


def table_xml(shape: TableShape, parts: SlideParts) -> str:
    """A native table whose first row is its header; rules and colours are the theme's."""
    grid = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in shape.widths)
    rows = "".join(
        f'<a:tr h="{emu(height)}">{"".join(_cell_xml(cell, parts) for cell in row)}</a:tr>'
        for row, height in zip(shape.rows, shape.heights, strict=True)
    )
    return (
        f"{_frame_head(shape.name, shape.alt, parts)}{frame_xml(shape.box, 'p:xfrm')}<a:graphic>"
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/>'
        f"<a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _cell_xml(cell: Cell, parts: SlideParts) -> str:
    from briefgen.deck.model import Paragraph

    setting = SetParagraph(Paragraph(cell.runs), cell.size, bold=cell.bold or None, color=cell.color, align=cell.align)
    none = "<a:noFill/>"
    rules = f'<a:lnL w="0">{none}</a:lnL><a:lnR w="0">{none}</a:lnR><a:lnT w="0">{none}</a:lnT>'
    clear = '<a:alpha val="40000"/>'
    faint = f"<a:solidFill>{color_xml(cell.below, clear)}</a:solidFill>"
    strong = fill_xml(cell.below)
    rules += f'<a:lnB w="{emu(cell.weight)}">{strong if cell.weight > 1 else faint}</a:lnB>'
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraph_xml(setting, None, False, parts, hangs=False)}</a:txBody>"
        f'<a:tcPr marL="91440" marR="91440" marT="45720" marB="45720" anchor="ctr">{rules}{fill_xml(cell.fill)}'
        "</a:tcPr></a:tc>"
    )
