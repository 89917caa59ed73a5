"""Part of reading a theme: what master and layout draw, where, and which colours lie beneath a place on the slide."""

from __future__ import annotations

import colorsys
import io
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.deck.package import RELATIONSHIPS
from briefgen.deck.theme import POINT, A, Box, P
from briefgen.patterns import lazy_pattern

if TYPE_CHECKING:
    from lxml.etree import _Element

Colors = dict[str, str]
"""Hex colours by scheme name, as a master or layout maps them."""
R = f"{{{RELATIONSHIPS}}}"
_HEX = lazy_pattern("[0-9A-Fa-f]{6}")
_PRESET = {"black": "000000", "white": "FFFFFF", "red": "FF0000", "blue": "0000FF", "green": "008000", "gray": "808080"}
MAX_PIXELS = 40_000_000
FULL = 0.6
"""A shape that covers this share of the slide is ground and in nobody's way."""


class Drawn(Struct, frozen=True):
    """Something that a master or layout shows: a shape, a picture or a line."""

    box: Box
    fills: tuple[str, ...] = ()
    """Hex colours of its area, several for a gradient; empty when it has none or they are not known."""
    picture: str = ""
    """The picture's part."""
    marks: bool = False
    """Text or a line, which other text must not run over."""
    clear: bool = False
    """True where a gradient fades out: nobody can tell which of its colours and those beneath stands where."""

    @property
    def visible(self) -> bool:
        return bool(self.fills or self.picture or self.marks)


class Ground(Struct, frozen=True):
    """Everything beneath a layout's text, from the bottom up, on a slide of `width` by `height` points."""

    width: float
    height: float
    layers: tuple[Drawn, ...]

    def obstacles(self) -> tuple[Drawn, ...]:
        """What text must not run over: all but backgrounds."""
        share = FULL * self.width * self.height
        return tuple(d for d in self.layers if d.box.width * d.box.height < share and d.visible)

    def fades(self, box: Box) -> bool:
        """True where it cannot be told what lies beneath a box."""
        least = 0.02 * box.width * box.height
        return any(layer.clear and overlap(layer.box, box) > least for layer in self.layers)

    def beneath(self, box: Box, pictures: dict[str, bytes]) -> tuple[str, ...]:
        """The hex colours that can be seen in a box before anything is written there; empty when nothing is known."""
        found: list[str] = []
        fades = False
        for layer in self.layers:
            shared = overlap(layer.box, box) / max(box.width * box.height, 1.0)
            colors = list(layer.fills)
            if layer.picture and shared > 0.02:
                colors = picture_colors(pictures.get(layer.picture, b""), *_crop(layer.box, box))
            if colors and shared > 0.92:
                found, fades = colors, layer.clear
            elif colors and shared > 0.02:
                found += colors
                fades = fades or layer.clear
        return () if fades else tuple(dict.fromkeys(found))


def overlap(one: Box, other: Box) -> float:
    """The area that two boxes share, in square points."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    tall = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(wide, 0.0) * max(tall, 0.0)


def _crop(frame: Box, box: Box) -> tuple[float, float, float, float]:
    """The part of a picture in `frame` that lies beneath `box`, as shares of the picture."""
    left, right = ((edge - frame.left) / max(frame.width, 1.0) for edge in (box.left, box.right))
    top, bottom = ((edge - frame.top) / max(frame.height, 1.0) for edge in (box.top, box.bottom))
    return max(left, 0.0), max(top, 0.0), min(right, 1.0), min(bottom, 1.0)


@cache
def picture_colors(data: bytes, left: float, top: float, right: float, bottom: float) -> list[str]:
    """A dark, a middle and a light colour of a part of a picture; none for drawings, broken and see-through ones."""
    import warnings

    from PIL import Image

    if not data or right <= left or bottom <= top:
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                if image.width * image.height > MAX_PIXELS:
                    return []
                image.draft("RGB", (400, 400))
                sides = [image.width * left, image.height * top, image.width * right, image.height * bottom]
                small = image.convert("RGBA").crop(tuple(map(round, sides))).resize((16, 12))  # type: ignore[arg-type]
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        return []
    raw = small.tobytes()
    pixels = [raw[at : at + 3].hex().upper() for at in range(0, len(raw), 4) if raw[at + 3] > 127]
    if len(pixels) < 20:
        return []
    pixels.sort(key=luminance)
    return [pixels[len(pixels) * share // 100] for share in (6, 50, 94)]


@lru_cache(maxsize=4096)
def luminance(color: str) -> float:
    """Relative luminance of a hex colour, 0 to 1 (WCAG 2.1)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def scheme_colors(theme: _Element) -> Colors:
    """The colours of a theme part by their own names: dk1, lt1, accent1 …"""
    colors: Colors = {}
    scheme = theme.find(f".//{A}clrScheme")
    for entry in scheme if scheme is not None else ():
        value = (entry[0].get("lastClr") or entry[0].get("val") or "") if len(entry) else ""
        colors[str(entry.tag).split("}")[1]] = value.upper() if _HEX.fullmatch(value) else "000000"
    return colors


def mapped_colors(scheme: Colors, mapping: _Element | None) -> Colors:
    """The same with bg1, tx1, bg2, tx2 and accents as a colour map has them."""
    names = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
    names |= {str(key): str(value) for key, value in (mapping.attrib if mapping is not None else {}).items()}
    return {**scheme, **{key: scheme.get(value, "000000") for key, value in names.items()}}


def color_of(fill: _Element | None, colors: Colors) -> str:
    """The hex colour that an a:solidFill, or any element with a colour in it, means; empty when there is none."""
    color = fill[0] if fill is not None and len(fill) and isinstance(fill[0].tag, str) else None
    if color is None:
        return ""
    kind, value = str(color.tag).split("}")[1], color.get("val", "")
    known = {
        "srgbClr": value,
        "schemeClr": colors.get(value, ""),
        "sysClr": color.get("lastClr", ""),
        "prstClr": _PRESET.get(value, ""),
    }
    found = known.get(kind, "").upper()
    return _adjusted(found, color) if _HEX.fullmatch(found) else ""


def _adjusted(color: str, element: _Element) -> str:
    """A colour with its lumMod, lumOff, shade and tint (ISO/IEC 29500-1, 20.1.2.3); empty when it is hardly there."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    for change in element:
        if not isinstance(change.tag, str):
            continue
        kind, text = change.tag.split("}")[1], change.get("val", "100000")
        value = float(text.rstrip("%")) / (100 if text.endswith("%") else 100000)
        if kind == "alpha" and value < 0.5:
            return ""
        if kind in ("lumMod", "lumOff"):
            hue, light, full = colorsys.rgb_to_hls(red, green, blue)
            light = light * value if kind == "lumMod" else light + value
            red, green, blue = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), full)
        elif kind == "shade":
            red, green, blue = red * value, green * value, blue * value
        elif kind == "tint":
            red, green, blue = (1 - (1 - part) * value for part in (red, green, blue))
    return "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02X}" for part in (red, green, blue))


def fill_colors(holder: _Element | None, colors: Colors) -> tuple[str, ...]:
    """The colours of the fill that stands in a shape's or a background's properties."""
    if holder is None:
        return ()
    solid, gradient = holder.find(f"{A}solidFill"), holder.find(f"{A}gradFill")
    pattern = holder.find(f"{A}pattFill/{A}bgClr")
    if gradient is not None:
        stops = (color_of(stop, colors) for stop in gradient.iter(f"{A}gs"))
        return tuple(dict.fromkeys(filter(None, stops)))
    return tuple(filter(None, [color_of(solid if solid is not None else pattern, colors)]))


def read_background(
    root: _Element, theme: _Element, colors: Colors, pictures: dict[str, str], box: Box
) -> Drawn | None:
    """The background of a master or layout; None where it has none of its own. `pictures` are parts by relationship."""
    background = root.find(f"{P}cSld/{P}bg")
    if background is None:
        return None
    properties, reference = background.find(f"{P}bgPr"), background.find(f"{P}bgRef")
    if properties is not None:
        blip = properties.find(f"{A}blipFill/{A}blip")
        part = pictures.get(blip.get(f"{R}embed", ""), "") if blip is not None else ""
        return Drawn(box, fill_colors(properties, colors), part)
    if reference is None:
        return None
    fills = theme.find(f".//{A}bgFillStyleLst")
    number = int(reference.get("idx", "1001")) - 1001
    color = color_of(reference, colors)
    if fills is None or not 0 <= number < len(fills):
        return Drawn(box, (color,) if color else ())
    holder = fills.makeelement("x", {})
    holder.append(_copy(fills[number]))
    return Drawn(box, fill_colors(holder, {**colors, "phClr": color or "FFFFFF"}))


def _copy(element: _Element) -> _Element:
    from copy import deepcopy

    return deepcopy(element)


def read_drawn(root: _Element, colors: Colors, pictures: dict[str, str]) -> Iterator[Drawn]:
    """All shapes of a master, layout or slide that are no placeholders, from the bottom up."""
    tree = root.find(f"{P}cSld/{P}spTree")
    if tree is not None:
        yield from _read_group(tree, colors, pictures, (1.0, 0.0, 1.0, 0.0), ())


Scale = tuple[float, float, float, float]
"""Factor and offset in x, factor and offset in y, EMU."""


def _read_group(
    group: _Element, colors: Colors, pictures: dict[str, str], scale: Scale, fill: tuple[str, ...]
) -> Iterator[Drawn]:
    for shape in group:
        kind = str(shape.tag).rsplit("}", 1)[-1]
        if kind == "AlternateContent" and len(shape):
            yield from _read_group(shape[0], colors, pictures, scale, fill)
        elif kind == "grpSp":
            own = shape.find(f"{P}grpSpPr")
            inner = fill_colors(own, colors) or fill
            yield from _read_group(shape, colors, pictures, _inner_scale(own, scale), inner)
        elif kind in ("sp", "pic", "cxnSp", "graphicFrame") and shape.find(f".//{P}ph") is None and not _hidden(shape):
            drawn = _read_shape(shape, kind, colors, pictures, scale, fill)
            if drawn:
                yield drawn


def _hidden(shape: _Element) -> bool:
    properties = shape.find(f".//{P}cNvPr")
    return properties is not None and properties.get("hidden") in ("1", "true")


def _inner_scale(own: _Element | None, scale: Scale) -> Scale:
    frame = own.find(f"{A}xfrm") if own is not None else None
    if frame is None:
        return scale
    numbers = {}
    for name, keys in (("off", "xy"), ("chOff", "xy"), ("ext", ("cx", "cy")), ("chExt", ("cx", "cy"))):
        element = frame.find(f"{A}{name}")
        numbers[name] = [int(element.get(key, "0")) if element is not None else 0 for key in keys]
    wide, tall = ((numbers["ext"][n] / numbers["chExt"][n]) if numbers["chExt"][n] else 1.0 for n in (0, 1))
    left, top = numbers["off"][0] - numbers["chOff"][0] * wide, numbers["off"][1] - numbers["chOff"][1] * tall
    return scale[0] * wide, scale[0] * left + scale[1], scale[2] * tall, scale[2] * top + scale[3]


def _read_shape(
    shape: _Element, kind: str, colors: Colors, pictures: dict[str, str], scale: Scale, group_fill: tuple[str, ...]
) -> Drawn | None:
    frame = shape.find(f"{P}spPr/{A}xfrm")
    frame = shape.find(f"{P}xfrm") if frame is None else frame
    offset, extent = (frame.find(f"{A}{name}") if frame is not None else None for name in ("off", "ext"))
    if offset is None or extent is None:
        return None
    left, top = (int(offset.get("x", "0")) * scale[0] + scale[1], int(offset.get("y", "0")) * scale[2] + scale[3])
    wide, tall = int(extent.get("cx", "0")) * scale[0], int(extent.get("cy", "0")) * scale[2]
    box = Box(left / POINT, top / POINT, wide / POINT, tall / POINT)
    blip = shape.find(f"{P}blipFill/{A}blip")
    blip = shape.find(f"{P}spPr/{A}blipFill/{A}blip") if blip is None else blip
    if blip is not None:
        return Drawn(box, (), pictures.get(blip.get(f"{R}embed", ""), "?"))
    properties = shape.find(f"{P}spPr")
    fills = fill_colors(properties, colors)
    plain = properties is None or not any(
        properties.find(f"{A}{n}") is not None for n in ("noFill", "solidFill", "gradFill", "pattFill")
    )
    if properties is not None and properties.find(f"{A}grpFill") is not None:
        fills = group_fill
    elif plain and kind == "sp":
        reference = shape.find(f"{P}style/{A}fillRef")
        if reference is not None and reference.get("idx", "0") != "0":
            fills = tuple(filter(None, [color_of(reference, colors)]))
    marks = kind in ("graphicFrame", "cxnSp") or any((t.text or "").strip() for t in shape.iter(f"{A}t"))
    return Drawn(box, fills if kind == "sp" else (), "", marks, _fades(properties))


def _fades(properties: _Element | None) -> bool:
    """True for a gradient with a stop that is hardly there."""
    stops = properties.iterfind(f"{A}gradFill/{A}gsLst/{A}gs//{A}alpha") if properties is not None else ()
    return any(float(alpha.get("val", "100000").rstrip("%")) < 50_000 for alpha in stops)
