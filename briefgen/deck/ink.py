"""Colours that can be read: which of a brand's colours may stand on what lies beneath a place of a layout.

A colour is written as a scheme name, with `*75` for 75 % of its luminance or `+40` for 40 % of the way to white, or as
six hex digits after a `#`.
"""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from briefgen.deck.ground import Colors, luminance
from briefgen.deck.theme import Layout

OFFICE_ACCENTS = {"4F81BD", "5B9BD5", "4472C4", "156082", "BBE0E3", "729FCF", "18A303"}
"""First accents of the themes that PowerPoint and LibreOffice begin with."""
_SERIES = tuple(f"accent{number}" for number in range(1, 7))
"""In the order in which charts take them."""
_ACCENTS = tuple(f"accent{n}{change}" for change in ("", "*75", "+40", "*50", "+60") for n in (1, 2, 3))
_SHADES = ("", "*75", "*50", "*90", "+40", "+60", "+20")
_SEEN = 1.3
"""Areas that have less contrast than this with what lies beneath them cannot be told from it."""
_PANELS = ("bg2", "bg1*95", "bg1*85", "bg1+10", "bg1+20", "tx2", "tx1+10", "tx1+20", "bg1")


@lru_cache(maxsize=4096)
def contrast(one: str, other: str) -> float:
    """Contrast ratio of two hex colours, 1 to 21 (WCAG 2.1)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=4096)
def least_contrast(color: str, grounds: tuple[str, ...]) -> float:
    """The lowest contrast ratio of a hex colour on several others."""
    return min(contrast(color, ground) for ground in grounds)


def needed(size: float, *, bold: bool) -> float:
    """The contrast that text of a size in points needs (WCAG 2.1, 1.4.3)."""
    return 3.0 if size >= 18 or (bold and size >= 14) else 4.5


def hex_of(color: str, colors: Colors) -> str:
    """The hex value of a colour as it is written here."""
    if color.startswith("#"):
        return color[1:]
    name, sign, share = color.partition("*") if "*" in color else color.partition("+")
    plain = colors.get(name, "000000")
    return _changed(plain, sign, int(share)) if sign else plain


@lru_cache(maxsize=1024)
def _changed(plain: str, sign: str, percent: int) -> str:
    red, green, blue = (int(plain[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    part = percent / 100
    light = light * part if sign == "*" else light * (1 - part) + part
    return "".join(f"{round(value * 255):02X}" for value in colorsys.hls_to_rgb(hue, min(light, 1.0), full))


def color_xml(color: str, change: str = "") -> str:
    """A colour as it is written here, in DrawingML, with a further change such as `<a:alpha val="40000"/>`."""
    if color.startswith("#"):
        return f'<a:srgbClr val="{color[1:]}">{change}</a:srgbClr>' if change else f'<a:srgbClr val="{color[1:]}"/>'
    name, sign, share = color.partition("*") if "*" in color else color.partition("+")
    if sign == "*":
        change = f'<a:lumMod val="{int(share) * 1000}"/>{change}'
    elif sign:
        change = f'<a:lumMod val="{(100 - int(share)) * 1000}"/><a:lumOff val="{int(share) * 1000}"/>{change}'
    return f'<a:schemeClr val="{name}">{change}</a:schemeClr>' if change else f'<a:schemeClr val="{name}"/>'


def readable(candidates: Sequence[str], grounds: tuple[str, ...], colors: Colors, need: float = 4.5) -> str:
    """The first candidate that has the contrast needed on all grounds, else the one with the most."""
    if not grounds:
        return candidates[0]
    best, most = candidates[0], 0.0
    for candidate in candidates:
        least = least_contrast(hex_of(candidate, colors), grounds)
        if least >= need:
            return candidate
        if least > most:
            best, most = candidate, least
    return best


def brand_hues(layouts: Sequence[Layout]) -> tuple[str, ...]:
    """What a brand draws in colour, the largest first, where its theme has only the accents of an Office default.

    LibreOffice's designs and many that are drawn by hand leave the theme's colours as they were.
    """
    areas: dict[str, float] = {}
    for layout in layouts:
        if layout.colors.get("accent1", "") not in OFFICE_ACCENTS or layout.ground is None:
            return ()
        drawn = [(d.fills[0], d.box.width * d.box.height) for d in layout.ground.layers if d.fills]
        inks = [(slot.levels[0].ink, 1.0) for slot in layout.slots if slot.role in ("title", "body")]
        for color, area in drawn + inks:
            areas[color] = areas.get(color, 0.0) + area
    vivid = [color for color in areas if _is_vivid(color)]
    return tuple(sorted(vivid, key=lambda color: (-areas[color], color))[:6])


def _is_vivid(color: str) -> bool:
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (0, 2, 4))
    _, light, full = colorsys.rgb_to_hls(red, green, blue)
    return full > 0.3 and 0.08 < light < 0.88


def links_readable(layouts: Sequence[Layout], pictures: dict[str, bytes]) -> bool:
    """True where the theme's link colour has the contrast needed on the pages for text."""
    pages = [layout for layout in layouts if layout.type in ("obj", "titleOnly") and layout.ground]
    return all(
        contrast(layout.colors.get("hlink", "000000"), ground) >= 4.5
        for layout in pages
        for ground in (layout.ground.beneath(layout.area, pictures) if layout.ground else ())
    )


class Palette(Struct, frozen=True):
    """What the names that fitting uses mean on a layout."""

    text: dict[str, str]
    """Colours for text on the layout's ground, by the name that was asked for."""
    panel: str
    on_panel: dict[str, str]
    fill: str
    """The accent as a filled shape that text stands on."""
    on_fill: str
    accents: tuple[str, ...] = ()
    """For charts, where the theme's accents are not the brand's or not all of them can be seen."""
    on_accents: tuple[str, ...] = ()
    """What can be read on each of these, or on each of the theme's."""


def unlike_ground(color: str) -> str:
    """A scheme colour marked as chosen for a ground other than bg1, by a change of 100 %.

    Checkers that hold every colour against bg1 leave such ones to the eye.
    """
    return color if color.startswith("#") or "*" in color or "+" in color else f"{color}*100"


def palette_for(layout: Layout, grounds: tuple[str, ...], ink: str) -> Palette:
    """The colours on what lies beneath a place of a layout; `ink` is the hex colour of the brand's own text there."""
    grounds = grounds or (layout.colors.get("bg1", "FFFFFF"),)
    return _palette(tuple(layout.colors.items()), layout.hues, grounds, ink)


@lru_cache(maxsize=128)
def _palette(pairs: tuple[tuple[str, str], ...], brand: tuple[str, ...], grounds: tuple[str, ...], ink: str) -> Palette:
    """Kept beyond one deck: a theme has few pairs of colours and grounds, and each takes a thousand comparisons."""
    colors = dict(pairs)
    hues = tuple(f"#{hue}" for hue in brand)
    accents = (*hues, *_ACCENTS)
    own = next((name for name in ("tx1", "bg1", "tx2", "bg2") if colors.get(name) == ink), f"#{ink}")
    inks = tuple(dict.fromkeys((own, "tx1", "bg1", "tx2", "bg2", "#000000", "#FFFFFF")))
    text = readable(inks, grounds, colors)
    panel = _panel(grounds, colors)
    under = (hex_of(panel, colors),)
    dark = readable(inks, under, colors, 7.0)
    on_panel = {
        "tx1": dark,
        "tx2": readable(("tx2", dark), under, colors),
        "accent1": readable((*accents, dark), under, colors),
        "bg1": dark,
    }
    fill, on_fill = _fill(accents, grounds, colors)
    inks_by_name = {
        "tx1": text,
        "tx2": readable(("tx2", text), grounds, colors) if own == "tx1" else text,
        "accent1": readable((*accents, text), grounds, colors),
        "bg1": text,
    }
    if set(grounds) != {colors.get("bg1")}:
        inks_by_name = {name: unlike_ground(ink) for name, ink in inks_by_name.items()}
    series = tuple(h for h in hues if least_contrast(h[1:], grounds) >= _SEEN) or _series(grounds, colors)
    return Palette(
        text=inks_by_name,
        panel=panel,
        on_panel={name: ink if panel in colors else unlike_ground(ink) for name, ink in on_panel.items()},
        fill=fill,
        on_fill=on_fill if fill in colors else unlike_ground(on_fill),
        accents=series,
        on_accents=tuple(readable(("bg1", "tx1"), (hex_of(a, colors),), colors) for a in series or _SERIES),
    )


def _series(grounds: tuple[str, ...], colors: Colors) -> tuple[str, ...]:
    """The theme's accents, those that cannot be seen there darker or lighter; empty where all can be seen."""
    if all(least_contrast(hex_of(name, colors), grounds) >= _SEEN for name in _SERIES):
        return ()
    found: dict[str, str] = {}
    for name in _SERIES:
        shades = [f"{name}{change}" for change in _SHADES]
        seen = [s for s in shades if least_contrast(hex_of(s, colors), grounds) >= _SEEN] or shades
        shade = next((s for s in seen if hex_of(s, colors) not in found), seen[0])
        found.setdefault(hex_of(shade, colors), shade)
    return tuple(found.values())


def _panel(grounds: Sequence[str], colors: Colors) -> str:
    """A colour for boxes that differs a little from the ground and carries text well."""
    middle = grounds[len(grounds) // 2]

    def fits(color: str) -> bool:
        value = hex_of(color, colors)
        best = max(contrast(value, colors.get(name, "000000")) for name in ("tx1", "bg1"))
        return 1.04 <= contrast(value, middle) <= 2.2 and best >= 7

    return next((color for color in _PANELS if fits(color)), "bg1")


def _fill(accents: Sequence[str], grounds: tuple[str, ...], colors: Colors) -> tuple[str, str]:
    """A filled accent that can be told from the ground, and the text on it."""
    for fill in (*accents, "tx2", "tx1"):
        value = hex_of(fill, colors)
        on_fill = readable(("bg1", "tx1"), (value,), colors)
        if contrast(hex_of(on_fill, colors), value) >= 4.5 and least_contrast(value, grounds) >= 1.5:
            return fill, on_fill
    return "tx1", "bg1"
