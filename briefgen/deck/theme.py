"""The look: a theme file (.pptx) read once into layouts, slots, fonts and colours that fitting can reckon with."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.errors import Problem

if TYPE_CHECKING:
    from briefgen.deck.carried import Carried
    from briefgen.deck.designed import Design
    from briefgen.deck.ground import Ground
    from briefgen.deck.thememap import RoleMap

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
POINT = 12700


class Box(Struct, frozen=True, cache_hash=True, gc=False):
    """A rectangle on the slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


class Level(Struct, frozen=True, cache_hash=True):
    """How a list level looks; all lengths in points."""

    size: float = 18
    bold: bool = False
    left: float = 0
    hang: float = 0
    before: float = 0
    after: float = 0
    leading: float = 1.0
    """Line spacing as a multiple of the font's own line height."""
    fixed: bool = False
    """True where the file has it in points, which do not follow the text to another size."""
    right: float = 0
    """Margin on the right."""
    tracking: float = 0
    """What is added after every character; letters set closer than usual count as usual."""
    bullet: bool = False
    heading: bool = False
    """True where the major (heading) font is used."""
    face: str = ""
    """A typeface of its own, where it is not one of the theme's two."""
    caps: bool = False
    ink: str = "000000"
    """The text's colour in hex."""
    align: str = "l"


class Slot(Struct, frozen=True, cache_hash=True):
    """A placeholder of a layout with everything it inherits."""

    role: str
    """What stands in it: title, body, second, source, so-what, quote, …; empty where unknown."""
    type: str
    idx: str
    name: str
    box: Box
    levels: tuple[Level, ...]
    inset: tuple[float, float, float, float] = (7.2, 3.6, 7.2, 3.6)
    """Left, top, right, bottom."""
    anchor: str = "t"
    odd: bool = False
    """True where it does not wrap lines, or sets them in columns, unless told to."""
    moved: bool = False
    """True where `box` is not the layout's own: slides write it down."""
    composed: bool = False
    """True where the layout has no such placeholder: slides get a text box."""
    fill: str = ""
    """Colour of a composed slot's box."""

    @property
    def size(self) -> float:
        return self.levels[0].size

    def level(self, number: int) -> Level:
        return self.levels[min(number, len(self.levels) - 1)]


def slot_for(role: str, slots: tuple[Slot, ...]) -> Slot | None:
    """The first of the slots for what `role` says, None where there is none."""
    for slot in slots:
        if slot.role == role:
            return slot
    return None


class Layout(Struct, frozen=True):
    part: str
    name: str
    type: str
    slots: tuple[Slot, ...]
    area: Box
    """Where content can stand: the body, or what is free under the title."""
    colors: dict[str, str] = field(default_factory=dict)
    """Hex colours by scheme name, as they are mapped on this layout."""
    ground: Ground | None = None
    """What master and layout draw beneath the text."""
    mapping: str = ""
    """The layout's own colour map as XML, empty where it takes the master's."""
    master: str = ""
    """The master's part."""
    hues: tuple[str, ...] = ()
    """What the brand draws in colour, where its theme has only an Office default's accents; hex."""

    def slot(self, role: str) -> Slot | None:
        return slot_for(role, self.slots)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(slot.role for slot in self.slots if slot.role)


class Theme(Struct, frozen=True, eq=False):
    """Told apart by identity, so that it can be part of the key under which something is kept."""

    path: str
    width: float
    height: float
    layouts: tuple[Layout, ...]
    parts: dict[str, bytes]
    """The package's parts, mended and without slides, by name."""
    heading_face: str
    text_face: str
    colors: dict[str, str]
    """Hex colours by scheme name, with bg1, tx1, bg2, tx2 as the master maps them."""
    body: Slot
    """The text slot that composed boxes take their sizes from."""
    carried: Carried
    links_readable: bool = True
    """False where the theme's colour for links cannot be read on its pages: links keep the text's colour."""
    designs: tuple[Design, ...] = ()
    """Slides of the file that hold tags, or that the map keeps."""
    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()
    """Numbers of the designs that every deck begins and ends with."""
    warnings: tuple[Problem, ...] = ()
    """What was left out of the file, and what it lacks."""


def layout_named(theme: Theme, part: str, name: str) -> Layout:
    """The theme's layout; several may be made from one part, and then have names of their own."""
    return next(layout for layout in theme.layouts if layout.part == part and layout.name == name)


@lru_cache(maxsize=1024)
def colors_beneath(theme: Theme, part: str, box: Box) -> tuple[str, ...]:
    """The hex colours beneath a box of the layout in `part`, empty where nothing is known; kept beyond one deck."""
    ground = next((layout.ground for layout in theme.layouts if layout.part == part), None)
    return ground.beneath(box, theme.parts) if ground else ()


def read_theme(data: bytes, path: str = "<theme>", roles: RoleMap | None = None) -> Theme:
    """The theme in the bytes of a .pptx or .potx; `roles` says which layout serves what, where a person decided it.

    What the brand's layouts lack is composed from the nearest ones, with a warning in the theme's `warnings`.
    Raises BriefgenError when the file is no template, is protected or is hostile.

    >>> file = briefgen.read_audience("executive").theme
    >>> theme = briefgen.read_theme(file.read_bytes(), str(file))
    >>> theme.width, theme.height  # points
    (960.0, 540.0)
    """
    from briefgen.deck.adapt import adapt_layouts
    from briefgen.deck.carried import carried_parts
    from briefgen.deck.designs import read_designs
    from briefgen.deck.ink import links_readable
    from briefgen.deck.layouts import read_layouts
    from briefgen.deck.soundness import refusing_the_broken
    from briefgen.deck.template import open_template, read_parts

    with refusing_the_broken(path):
        parts, lost = open_template(data, path)
        source = read_layouts(parts, path)
        adapted = adapt_layouts(source, roles)
        layouts, body = _shared(adapted.layouts, adapted.body)
        carried = carried_parts({**parts, **adapted.parts}, adapted.master.colors, adapted.master.text_face)
        designs, spoilt = read_designs(read_parts(data, path), parts, path, roles)
        return Theme(
            path=path,
            width=source.width,
            height=source.height,
            layouts=layouts,
            parts={**parts, **adapted.parts},
            heading_face=adapted.master.heading_face,
            text_face=adapted.master.text_face,
            colors=adapted.master.colors,
            body=body,
            carried=carried,
            links_readable=links_readable(layouts, parts),
            designs=designs,
            first=roles.first if roles else (),
            last=roles.last if roles else (),
            warnings=(*lost, *adapted.warnings, *spoilt),
        )


def _shared(layouts: tuple[Layout, ...], body: Slot) -> tuple[tuple[Layout, ...], Slot]:
    """Layouts and body with slots and levels that are equal made one.

    Whatever is kept by a slot is asked for so often that comparing two of them, field by field, is felt.
    """
    slots: dict[Slot, Slot] = {}
    levels: dict[Level, Level] = {}

    def once(slot: Slot) -> Slot:
        if slot not in slots:
            own = tuple([levels.setdefault(level, level) for level in slot.levels])
            slots[slot] = replace(slot, levels=own)
        return slots[slot]

    return tuple(replace(layout, slots=tuple(map(once, layout.slots))) for layout in layouts), once(body)
