"""Part of reading designs: what a slide of the brand's file needs beside its XML, taken along where it is harmless.

Pictures, charts with their workbooks and diagrams stay as the designer drew them; an embedded object or a film stands
as its picture, since what is in it could run.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from copy import deepcopy
from typing import TYPE_CHECKING

from msgspec import Struct, field

from briefgen.deck.package import RELATIONSHIPS, rels_name, resolve
from briefgen.deck.placed import DrawnPart
from briefgen.deck.template import drop_references, parse_part, picture_type
from briefgen.deck.theme import A, P
from briefgen.patterns import lazy_pattern

if TYPE_CHECKING:
    from lxml.etree import _Element

R = f"{{{RELATIONSHIPS}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ML = "application/vnd.openxmlformats-officedocument"
_MS = "http://schemas.microsoft.com/office"
WORKBOOK_TYPE = f"{_ML}.spreadsheetml.sheet"
_TYPES = {
    "chart": f"{_ML}.drawingml.chart+xml",
    "diagramData": f"{_ML}.drawingml.diagramData+xml",
    "diagramLayout": f"{_ML}.drawingml.diagramLayout+xml",
    "diagramQuickStyle": f"{_ML}.drawingml.diagramStyle+xml",
    "diagramColors": f"{_ML}.drawingml.diagramColors+xml",
    f"{_MS}/2007/relationships/diagramDrawing": "application/vnd.ms-office.drawingml.diagramDrawing+xml",
    f"{_MS}/2011/relationships/chartStyle": "application/vnd.ms-office.chartstyle+xml",
    f"{_MS}/2011/relationships/chartColorStyle": "application/vnd.ms-office.chartcolorstyle+xml",
    "themeOverride": f"{_ML}.themeOverride+xml",
    "package": WORKBOOK_TYPE,
}
"""The relationships of slides, charts and diagrams that are followed, and the content type of what they lead to."""
_WEB = lazy_pattern(r"(?:https?|mailto):[^\s\x00-\x1f]{1,2000}")
_ACTS = ("ppaction://macro", "ppaction://program", "ppaction://ole", "ppaction://hlinkfile", "ppaction://media")
"""What a click on a shape may not do."""
_CLICKS = (f"{A}hlinkClick", f"{A}hlinkHover", f"{A}hlinkMouseOver")


class Taken(Struct):
    """What the walk over a slide's relationships has found."""

    raw: dict[str, bytes]
    path: str
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    parts: dict[str, DrawnPart] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    """What was left out, in words."""


def take_parts(root: _Element, name: str, raw: dict[str, bytes], path: str) -> Taken:
    """The parts that the slide `name` needs; `root` loses what leads to others. Raises BriefgenError as parts do."""
    taken = Taken(raw, path)
    taken.relations = _relations(name, taken)
    _mend(root, {id_ for id_, _, _ in taken.relations}, taken.lost)
    used = {str(value) for e in root.iter() for key, value in e.attrib.items() if str(key).startswith(R)}
    drawings = {id_ for id_, kind, _ in taken.relations if kind.endswith("diagramDrawing")}
    taken.relations = [row for row in taken.relations if row[0] in used | drawings]
    wanted = {target for _, kind, target in taken.relations if kind != "hyperlink"}
    taken.parts = {part: taken.parts[part] for part in _reached(wanted, taken.parts)}
    return taken


def _reached(names: set[str], parts: dict[str, DrawnPart]) -> list[str]:
    waiting, found = sorted(names), []
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found.append(name)
            waiting += [target for _, _, target in parts[name].relations]
    return found


def _relations(name: str, taken: Taken) -> list[tuple[str, str, str]]:
    """The relationships of a part that are kept, in the order of the file; their parts are taken."""
    data = taken.raw.get(rels_name(name))
    rows = []
    for rel in parse_part(data, rels_name(name), taken.path) if data else ():
        full, address = rel.get("Type", ""), rel.get("Target", "")
        kind = full.removeprefix(f"{RELATIONSHIPS}/")
        if rel.get("TargetMode") == "External":
            if kind == "hyperlink" and _WEB.fullmatch(address):
                rows.append((rel.get("Id", ""), kind, address))
        elif _take(resolve(name, address), kind, taken):
            rows.append((rel.get("Id", ""), kind, resolve(name, address)))
    return rows


def _take(name: str, kind: str, taken: Taken) -> bool:
    """Takes a part and what it leads to; False for what is not there or not harmless."""
    data = taken.raw.get(name)
    content_type = _TYPES.get(kind, "")
    if data is None or not (content_type or kind == "image"):
        return False
    if name in taken.parts:
        return True
    if kind == "image":
        content_type = picture_type(name, data)
        if content_type:
            taken.parts[name] = DrawnPart(name, content_type, data)
        return bool(content_type)
    if kind == "package":
        if _is_harmless_workbook(data):
            taken.parts[name] = DrawnPart(name, content_type, data)
        return name in taken.parts
    taken.parts[name] = DrawnPart(name, content_type, data)  # known before what leads back to it
    root = parse_part(data, name, taken.path)
    rows = _relations(name, taken)
    _mend(root, {id_ for id_, _, _ in rows}, taken.lost)
    for axis in root.iter("{*}axId", "{*}crossAx"):  # other writers give negative ones, which no schema allows
        axis.set("val", str(int(axis.get("val", "1")) & 0x7FFFFFFF or 1))
    taken.parts[name] = DrawnPart(name, content_type, _written(root), tuple(rows))
    return True


def _written(root: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _is_harmless_workbook(data: bytes) -> bool:
    """True for an .xlsx that neither runs code nor reads other files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            names = [name.lower() for name in book.namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    bad = ("vbaproject", "externallink", "activex", "oleobject", "macrosheets")
    return "xl/workbook.xml" in names and not any(word in name for name in names for word in bad)


def _mend(root: _Element, known: set[str], lost: Counter[str]) -> None:
    """Takes out what leads nowhere, runs or plays; what only stands for it (a picture, a fallback) stays."""
    for click in list(root.iter(*_CLICKS)):
        parent, action = click.getparent(), click.get("action", "")
        unknown = click.get(f"{R}id", "") not in known and not action.startswith("ppaction://hlinkshowjump")
        if parent is not None and (unknown or action.startswith(_ACTS)):
            parent.remove(click)
    for choice in list(root.iter(f"{MC}AlternateContent")):
        _choose(choice, known)
    for holder in list(root.iter(f"{P}oleObj")):
        lost["an embedded object, whose picture stays"] += _as_picture(holder)
    for media in [*root.iter(f"{A}videoFile", f"{A}audioFile", f"{A}wavAudioFile", f"{A}quickTimeFile")]:
        lost["a film or sound, whose picture stays"] += 1
        _remove_media(media)
    dropped: Counter[str] = Counter()
    drop_references(root, known | {""}, dropped)
    if dropped["shape"]:
        lost["a picture or object without a file"] += dropped["shape"]
    for element in [*root.iter(f"{P}timing")]:
        if not _animates_what_is_there(element, root):
            root.remove(element)
    for element in [*root.iter("{http://schemas.microsoft.com/office/powerpoint/2010/main}creationId")]:
        _remove_extension(element)


def _choose(choice: _Element, known: set[str]) -> None:
    """Alternate content whose first choice needs what is not taken becomes its fallback."""
    first, fallback = choice.find(f"{MC}Choice"), choice.find(f"{MC}Fallback")
    parent = choice.getparent()
    if first is None or fallback is None or parent is None or not len(fallback):
        return
    needed = {str(v) for e in first.iter() for k, v in e.attrib.items() if str(k).startswith(R)}
    if needed - known - {""} or first.find(f".//{P}oleObj") is not None:
        at = parent.index(choice)
        parent[at : at + 1] = [deepcopy(child) for child in fallback]


def _as_picture(holder: _Element) -> bool:
    """Puts the picture of an embedded object in the object's place; without one it is dropped later."""
    frame = next(holder.iterancestors(f"{P}graphicFrame"), None)
    picture = holder.find(f"{P}pic")
    parent = frame.getparent() if frame is not None else None
    if frame is None or picture is None or parent is None:
        return False
    about, own = frame.find(f".//{P}cNvPr"), picture.find(f".//{P}cNvPr")
    if about is not None and own is not None:
        own.attrib.update({str(key): str(value) for key, value in about.attrib.items()})
    parent.replace(frame, picture)
    return True


def _remove_media(media: _Element) -> None:
    holder = media.getparent()
    if holder is None:
        return
    holder.remove(media)
    for extension in [*holder.iter("{http://schemas.microsoft.com/office/powerpoint/2010/main}media")]:
        _remove_extension(extension)


def _remove_extension(element: _Element) -> None:
    extension = element.getparent()
    listed = extension.getparent() if extension is not None else None
    if extension is None or listed is None:
        return
    listed.remove(extension)
    above = listed.getparent()
    if not len(listed) and above is not None:
        above.remove(listed)


def _animates_what_is_there(timing: _Element, root: _Element) -> bool:
    """False where an animation names a shape that is gone, or paragraphs, whose number filling changes."""
    ids = {shape.get("id") for shape in root.iter(f"{P}cNvPr")}
    named = {e.get("spid") for e in timing.iter() if e.get("spid")}
    return named <= ids and next(timing.iter(f"{P}txEl", f"{P}video", f"{P}audio"), None) is None
