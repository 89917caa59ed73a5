"""Part of reading a theme: the brand's own layouts put to use, and what they lack composed from the nearest one.

A composed slot is no placeholder of the layout but a text box in its free room, in the brand's fonts and colours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from briefgen.deck.ground import overlap
from briefgen.deck.ink import OFFICE_ACCENTS, brand_hues
from briefgen.deck.layouts import MasterPage, Source
from briefgen.deck.roles import NEEDED, PICTURED, TYPE_OF, Choice, choose_layouts
from briefgen.deck.room import GAP, area_under_title, content_area, free_rectangle, obstacles_of
from briefgen.deck.theme import Box, Layout, Level, Slot
from briefgen.deck.thememap import RoleMap
from briefgen.errors import BriefgenError, Problem, did_you_mean

_OWN = (
    ("title", "quote", "credit"),
    ("title", "body", "quote", "credit", "so-what"),
    ("title", "statement", "support"),
    ("title", "body", "so-what"),
    ("title", "so-what"),
)
"""Layouts with these slots are what a theme of briefgen's own has."""
_MAPPED = {
    "two": frozenset({"body", "second"}),
    "picture": frozenset({"picture"}),
    "illustrated": frozenset({"body", "picture"}),
}
"""The slots that a layout must have which a person gives a role to."""
_SLOT_WORDS = {"body": "text placeholder", "second": "second text", "picture": "picture placeholder"}
_SIZES = (20.0, 18.0, 16.0, 14.0, 14.0, 14.0, 14.0, 14.0, 14.0)
SOURCE_HEIGHT = 24.0


class Adapted(Struct, frozen=True):
    """What a theme takes from a template."""

    master: MasterPage
    layouts: tuple[Layout, ...]
    body: Slot
    choices: dict[str, Choice] = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)
    """Parts that had to be changed: layouts that were given a title."""
    warnings: tuple[Problem, ...] = ()
    own: bool = False
    """True for a theme of briefgen's own, in which nothing has to be chosen or composed."""


def adapt_layouts(source: Source, given: RoleMap | None) -> Adapted:
    """The layouts that decks are built on. Raises BriefgenError when the map names what the file does not have."""
    master = _choose_master(source, given)
    if all(any(set(needs) <= layout.roles for layout in master.layouts) for needs in _OWN):
        size = source.width, source.height
        layouts = tuple(replace(layout, area=area_under_title(layout.slots, size)) for layout in master.layouts)
        bodies = [slot for layout in layouts for slot in layout.slots if slot.role == "body"]
        usual = Counter(slot.size for slot in bodies).most_common(1)[0][0]  # sources are smaller, and taller
        body = max((b for b in bodies if b.size == usual), key=lambda slot: slot.box.width * slot.box.height)
        return Adapted(master, layouts, body, own=True)
    _check_map(master, given)
    choices = _choose(master, source, given.given if given else {})
    hues = brand_hues(master.layouts)
    master = replace(master, layouts=tuple(replace(layout, hues=hues) for layout in master.layouts))
    choices = {role: replace(found, layout=replace(found.layout, hues=hues)) for role, found in choices.items()}
    warnings: list[str] = []
    parts: dict[str, bytes] = {}
    canvas = _find_canvas(master, choices, parts, source, warnings)
    layouts, body = _compose_all(choices, canvas, warnings)
    problems = tuple(Problem(source.path, 0, 0, text, "", "warning") for text in warnings)
    return Adapted(master, layouts, body, choices, parts, problems)


def _choose_master(source: Source, given: RoleMap | None) -> MasterPage:
    """The master that a person names, else the one with the most usable layouts that is not an Office default."""
    masters = [master for master in source.masters if master.layouts]
    if given and given.master:
        for master in masters:
            if given.master in (master.name, master.part):
                return master
        hint = did_you_mean(given.master, [master.name for master in masters])
        raise BriefgenError(given.marks.problem("master", f"{source.path} has no master '{given.master}'", hint))
    wanted = set((given.given if given else {}).values())
    return max(masters, key=lambda master: (len(wanted & {layout.name for layout in master.layouts}), _worth(master)))


def _choose(master: MasterPage, source: Source, given: dict[str, str]) -> dict[str, Choice]:
    """The layouts of a master by role; cover and divider may come from a master of the same colours and fonts."""
    choices = choose_layouts(master.layouts, given)

    def look(other: MasterPage) -> tuple[str, ...]:
        return (*(other.colors.get(f"accent{n}", "") for n in range(1, 7)), other.heading_face, other.text_face)

    alike = [layout for other in source.masters if look(other) == look(master) for layout in other.layouts]
    for role, choice in choose_layouts(alike, given, ("cover", "section")).items():
        own = choices.get(role)
        if own is None or choice.score > own.score + 0.75:
            choices[role] = choice
    return choices


def _worth(master: MasterPage) -> float:
    """How well decks can be built on a master: by its pages for text, and by whether it is more than a default."""
    roles = choose_layouts(master.layouts, {}, NEEDED)
    worth = len(roles) + sum(roles[role].score for role in ("content", "canvas") if role in roles)
    worth -= min(_in_the_way(roles["content"].layout), 4) if "content" in roles else 0
    branded = master.colors.get("accent1", "") not in OFFICE_ACCENTS
    drawn = max((len(layout.ground.layers) for layout in master.layouts if layout.ground), default=1) > 1
    return worth + 4.0 * branded + 2.0 * drawn


def _in_the_way(layout: Layout) -> int:
    """How many drawings stand in the text's place."""
    body = layout.slot("body")
    if not body or not layout.ground:
        return 0
    narrow = (replace(d.box, width=max(d.box.width, 2), height=max(d.box.height, 2)) for d in layout.ground.obstacles())
    return sum(overlap(box, body.box) > 0 for box in narrow)


def _check_map(master: MasterPage, given: RoleMap | None) -> None:
    names = [layout.name for layout in master.layouts]
    problems = [
        given.marks.problem(role, f"there is no layout '{name}'", did_you_mean(name, names))
        for role, name in (given.given if given else {}).items()
        if given and name not in names
    ]
    for layout in master.layouts:
        for role, needs in _MAPPED.items():
            if given and given.given.get(role) == layout.name and (lacks := needs - layout.roles):
                words = " and no ".join(_SLOT_WORDS[lack] for lack in sorted(lacks))
                problems.append(given.marks.problem(role, f"layout '{layout.name}' has no {words}", ""))
    if problems:
        raise BriefgenError(problems)


def _find_canvas(
    master: MasterPage, choices: dict[str, Choice], parts: dict[str, bytes], source: Source, warnings: list[str]
) -> Layout:
    """The layout with a title above free room: one made so, else one whose text is left away, else any with room."""
    content = choices["content"].layout if "content" in choices else None
    for role in ("canvas", "content", "two"):
        if role in choices:
            found = choices[role].layout
            return replace(found, area=content_area(found, content))
    titled = [layout for layout in master.layouts if layout.slot("title")]
    if titled:
        best = max(titled, key=_room)
        warnings.append(f"no layout has a title above text: slides are built on '{best.name}'")
        return replace(best, area=free_rectangle(best, obstacles_of(best)))
    best = max(master.layouts, key=_room)
    warnings.append(f"no layout has a title: '{best.name}' is given one, and slides are built on it")
    hint_size = 28.0
    return _with_title(best, hint_size, parts, source)


def _room(layout: Layout) -> float:
    area = free_rectangle(layout, obstacles_of(layout))
    return area.width * area.height


_LEVEL = (
    'rot="0" vert="horz" wrap="square" lIns="0" tIns="45720" rIns="0" bIns="45720" numCol="1" anchorCtr="0" upright="0"'
)
"""Text across a box, whatever the master's own title does."""


def _with_title(layout: Layout, size: float, parts: dict[str, bytes], source: Source) -> Layout:
    """The layout with a title placeholder added to its part, at the top of its free room."""
    from lxml import etree

    area = free_rectangle(layout, obstacles_of(layout))
    box = Box(area.left, area.top, area.width, min(72.0, area.height * 0.2))
    root = etree.fromstring(source.parts[layout.part])
    p, a = (
        "{http://schemas.openxmlformats.org/presentationml/2006/main}",
        "http://schemas.openxmlformats.org/drawingml/2006/main",
    )
    tree = root.find(f"{p}cSld/{p}spTree")
    assert tree is not None
    number = 1 + max((int(e.get("id", "1")) for e in root.iter(f"{p}cNvPr") if e.get("id", "").isdigit()), default=1)
    left, top, width, height = (round(side * 12700) for side in (box.left, box.top, box.width, box.height))
    shape = (
        f'<p:sp xmlns:p="{p[1:-1]}" xmlns:a="{a}"><p:nvSpPr><p:cNvPr id="{number}" name="Title"/><p:cNvSpPr><a:spLocks '
        f'noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" '
        f'y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm></p:spPr><p:txBody><a:bodyPr {_LEVEL} '
        f'anchor="ctr"><a:normAutofit/></a:bodyPr><a:lstStyle><a:lvl1pPr algn="l"><a:defRPr '
        f'sz="{round(size * 100)}"/></a:lvl1pPr></a:lstStyle><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody></p:sp>'
    )
    tree.insert(2, etree.fromstring(shape))
    parts[layout.part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    ink = layout.colors.get("tx1", "000000")
    level = Level(size, bold=False, heading=True, ink=ink)
    title = Slot("title", "title", "0", "Title", box, (level,), (0, 3.6, 0, 3.6), "ctr")
    rest = Box(area.left, box.bottom + GAP, area.width, area.bottom - box.bottom - GAP)
    return replace(layout, slots=(title, *layout.slots), area=rest)


def _compose_all(choices: dict[str, Choice], canvas: Layout, warnings: list[str]) -> tuple[tuple[Layout, ...], Slot]:
    """All layouts that fitting asks for, the brand's own where it has them."""
    content = choices["content"].layout if "content" in choices else None
    if content and content.slot("body"):  # a map may name a layout without one
        area = content_area(content, None)
        body = _text_slot(content, area)
        content = _pared(content, area, ("title",), (body,))
    else:
        warnings.append(f"no layout has a title and text: text is set on '{canvas.name}'")
        body = composed("body", canvas.area, _bullets(canvas), canvas)
        content = _pared(canvas, canvas.area, ("title",), (body,))
    page = _pared(canvas, canvas.area, ("title",), ())
    found = [*_fixed(choices, canvas, content, warnings)]
    found.append(_sourced(replace(content, type=TYPE_OF["content"])))
    if "two" in choices:
        found.append(_two_columns(choices["two"].layout, content))
    found.append(_sourced(replace(page, type=TYPE_OF["canvas"])))
    found += _with_callouts(content, body, page)
    found += [_pictured(choices[role].layout) for role in PICTURED if role in choices]
    found.append(replace(_sourced(content), name="Sources", type=""))
    return tuple(found), body


def composed(role: str, box: Box, levels: tuple[Level, ...], layout: Layout, **more: object) -> Slot:
    """A slot that becomes a text box; without insets, so that it stands flush with the brand's own text."""
    ink = layout.colors.get("tx1", "000000")
    inked = tuple(level if level.ink != "000000" else replace(level, ink=ink) for level in levels)
    slot = Slot(role, "", "", role.replace("-", " ").capitalize(), box, inked, (0, 3.6, 0, 3.6), composed=True)
    return replace(slot, **more)


def _bullets(layout: Layout) -> tuple[Level, ...]:
    ink = layout.colors.get("tx1", "000000")
    return tuple(
        Level(size, left=18.0 * (n + 1), hang=16.0, before=8.0 if n == 0 else 4.0, bullet=True, ink=ink)
        for n, size in enumerate(_SIZES)
    )


def _one(size: float, **more: object) -> tuple[Level, ...]:
    return (replace(Level(size), **more),)


def _text_slot(layout: Layout, area: Box) -> Slot:
    slot = layout.slot("body")
    assert slot is not None
    levels = tuple(_hanging(level, number) for number, level in enumerate(slot.levels))
    return replace(slot, box=area, levels=levels, moved=slot.moved or area != slot.box)


def _hanging(level: Level, number: int) -> Level:
    """A level with room for the marks of lists, where the brand's text has none."""
    if level.bullet or level.hang > 4:
        return level
    return replace(level, left=max(level.left, 18.0 * (number + 1)), hang=16.0, before=max(level.before, 4.0))


def _pared(layout: Layout, area: Box, roles: Iterable[str], more: tuple[Slot, ...]) -> Layout:
    """The layout with only some of its slots, footers kept, and others added."""
    keep = {*roles, "date", "footer", "number"}
    feet = [slot.box for slot in layout.slots if slot.role in ("footer", "number")]
    slots = tuple(
        slot
        for slot in layout.slots
        if slot.role in keep and not (slot.role == "date" and any(overlap(slot.box, box) > 20 for box in feet))
    )
    return replace(layout, slots=(*slots, *more), area=area, type="")


def _sourced(layout: Layout) -> Layout:
    """The layout with a line for sources: beneath the area where there is room, else the area's last line."""
    if layout.slot("source"):
        return layout
    area = layout.area
    assert layout.ground is not None
    below = Box(area.left, area.bottom + 2, area.width, SOURCE_HEIGHT)
    drawn = [d.box for d in layout.ground.obstacles()] + [
        s.box for s in layout.slots if s.role in ("date", "footer", "number")
    ]
    free = below.bottom <= layout.ground.height - 6 and not any(_touch(below, box) for box in drawn)
    box = below if free else Box(area.left, area.bottom - SOURCE_HEIGHT, area.width, SOURCE_HEIGHT)
    slot = composed("source", box, _one(12.0), layout, anchor="b")
    if free:
        return replace(layout, slots=(*layout.slots, slot))
    return _shortened(replace(layout, slots=(*layout.slots, slot)), SOURCE_HEIGHT + 4)


def _touch(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _shortened(layout: Layout, less: float) -> Layout:
    """The layout with less height for content; what stands in its area follows."""
    area = replace(layout.area, height=layout.area.height - less)
    slots = tuple(
        replace(slot, box=replace(slot.box, height=area.bottom - slot.box.top), moved=True)
        if slot.role in ("body", "second", "quote", "picture") and slot.box.bottom > area.bottom
        else slot
        for slot in layout.slots
    )
    return replace(layout, slots=slots, area=area)


def _fixed(choices: dict[str, Choice], canvas: Layout, content: Layout, warnings: list[str]) -> Iterable[Layout]:
    """Cover and section divider."""
    cover = choices["cover"].layout if "cover" in choices else canvas
    if "cover" not in choices:
        warnings.append(f"no layout is a cover: '{canvas.name}' is used")
    opening = _cover(cover, canvas)
    yield opening
    if "section" in choices:
        section = choices["section"].layout
        yield replace(_pared(section, section.area, ("title",), ()), type=TYPE_OF["section"])
        return
    warnings.append(f"no layout divides sections: '{opening.name}' is used")
    yield replace(opening, type=TYPE_OF["section"], slots=tuple(s for s in opening.slots if s.role != "subtitle"))


def _cover(layout: Layout, canvas: Layout) -> Layout:
    title = layout.slot("title")
    assert title is not None
    texts = [
        s
        for s in layout.slots
        if s.role in ("subtitle", "body", "second", "lead", "") and s.type in ("subTitle", "body", "obj")
    ]
    near = [s for s in texts if s.box.top >= title.box.top and s.box.height >= 16]
    best = min(near, key=lambda s: (s.role != "subtitle", abs(s.box.top - title.box.bottom)), default=None)
    if best:
        return replace(_pared(layout, layout.area, ("title",), (replace(best, role="subtitle"),)), type="title")
    if layout.part == canvas.part:
        return _opening(layout, title, canvas.area)
    room = free_rectangle(layout, obstacles_of(layout))
    top = max(title.box.bottom + GAP, room.top)
    box = Box(title.box.left, top, title.box.width, min(max(room.bottom - top, 40.0), 110.0))
    slot = composed("subtitle", box, _one(18.0, align=title.levels[0].align), layout)
    return replace(_pared(layout, layout.area, ("title",), (slot,)), type="title")


def _opening(layout: Layout, title: Slot, area: Box) -> Layout:
    """A cover on a page that is none: the title moved down into the free room, the subtitle under it."""
    first = Box(area.left, area.top + area.height * 0.12, area.width, area.height * 0.3)
    under = Box(area.left, first.bottom + GAP, area.width, min(area.height * 0.4, 110.0))
    slot = composed("subtitle", under, _one(18.0, align=title.levels[0].align), layout)
    page = _pared(layout, area, (), (replace(title, box=first, moved=True), slot))
    return replace(page, type="title")


def _two_columns(layout: Layout, content: Layout) -> Layout:
    body, second = layout.slot("body"), layout.slot("second")
    assert body is not None
    assert second is not None
    area = Box(body.box.left, body.box.top, second.box.right - body.box.left, min(body.box.height, second.box.height))
    page = _pared(layout, area, ("title",), (body, second))
    return replace(_sourced(page), type=TYPE_OF["two"])


def _pictured(layout: Layout) -> Layout:
    """The brand's page for a picture, or for one with text."""
    picture, text = layout.slot("picture"), layout.slot("body")
    assert picture is not None
    boxes = [slot.box for slot in (picture, text) if slot]
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    area = Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)
    body = (_text_slot(layout, text.box),) if text else ()
    return _sourced(_pared(layout, area, ("title",), (*body, picture)))


def _with_callouts(content: Layout, body: Slot, page: Layout) -> Iterable[Layout]:
    """Quotes, statements and what-follows boxes, in the room that the brand leaves for text."""
    content, page = _sourced(content), _sourced(page)
    text, free = content.area, page.area
    tall = min(max(text.height * 0.18, 46.0), 64.0)
    above = replace(text, height=text.height - tall - 10)
    yield _called(content, above, tall, (replace(body, box=above, moved=True),))
    over = replace(free, height=free.height - tall - 10)
    yield _called(page, over, tall, ())
    if text.width >= 480:
        for room, foot in ((above, tall), (text, 0.0)):
            words = replace(body, box=replace(room, width=room.width * 0.58), moved=True)
            aside = _aside(content, Box(room.left + room.width * 0.63, room.top, room.width * 0.37, room.height))
            yield _called(content, room, foot, (words, *aside)) if foot else _filled(content, room, (words, *aside))
    wide = Box(free.left + free.width * 0.06, free.top, free.width * 0.88, free.height)
    yield replace(_filled(page, free, _aside(page, wide, 28.0)), name="Quote")
    top = replace(free, height=free.height * 0.55)
    under = Box(free.left, top.bottom + 6, free.width, free.bottom - top.bottom - 6)
    statement = composed("statement", top, _one(min(32.0, free.width / 24), bold=True, heading=True), page)
    yield _filled(page, free, (statement, composed("support", under, _one(18.0, before=6.0), page)))


def _filled(layout: Layout, area: Box, slots: tuple[Slot, ...]) -> Layout:
    kept = tuple(slot for slot in layout.slots if slot.role not in {s.role for s in slots})
    return replace(layout, slots=(*kept, *slots), area=area)


def _called(layout: Layout, area: Box, tall: float, slots: tuple[Slot, ...]) -> Layout:
    """The layout with a what-follows box under its area."""
    box = Box(area.left, area.bottom + 10, area.width, tall)
    callout = composed("so-what", box, _one(18.0, bold=True), layout, fill="bg2", anchor="ctr", inset=(14, 4, 14, 4))
    return _filled(layout, area, (*slots, callout))


def _aside(layout: Layout, box: Box, size: float = 18.0) -> tuple[Slot, Slot]:
    """Exact words, and the credit under them."""
    foot = min(max(box.height * 0.2, 40.0), 62.0)
    words = composed("quote", replace(box, height=box.height - foot - 4), _one(size, heading=True), layout)
    credit = Box(box.left, box.bottom - foot, box.width, foot)
    return words, composed("credit", credit, _one(13.0 if size < 20 else 14.0), layout)
