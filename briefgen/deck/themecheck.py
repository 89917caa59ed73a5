"""`briefgen theme check` and `theme map`: which layouts of a brand's file serve what and why, and what to mend."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from briefgen.deck.adapt import Adapted, adapt_layouts
from briefgen.deck.designed import Design
from briefgen.deck.designs import read_designs
from briefgen.deck.layouts import Source, read_layouts
from briefgen.deck.roles import LAYOUT_ROLES, PICTURED, TYPE_OF
from briefgen.deck.soundness import refusing_the_broken
from briefgen.deck.template import open_template, read_parts
from briefgen.deck.theme import Layout
from briefgen.deck.themefile import MAX_BYTES
from briefgen.deck.thememap import RoleMap, read_map, render_map
from briefgen.errors import Problem
from briefgen.yamlfile import read_file

_LACKS = {
    "cover": "a layout for the first slide: a large title, and a subtitle under it",
    "section": "a layout that divides sections: a large title in the middle of the slide",
    "content": "a layout with a title and one text",
    "two": "a layout with two texts side by side",
    "canvas": "a layout with only a title, and free room under it",
    "picture": "a layout with a title and a picture placeholder",
    "illustrated": "a layout with a title, a text and a picture placeholder",
}


class RoleFinding(Struct, frozen=True):
    """What serves a role, and why; without a layout, what to add in PowerPoint."""

    role: str
    layout: str
    why: str


class DesignFinding(Struct, frozen=True):
    """A slide with tags, or one that the map keeps."""

    number: int
    """In the file, from 1."""
    stands_for: str
    uses: tuple[str, ...]
    """What it has places for: a slide that says more is set on the usual layout."""


class ThemeFinding(Struct, frozen=True):
    """What a brand's file is like for decks."""

    path: str
    master: str
    size: tuple[float, float]
    """Of a slide, in points."""
    faces: tuple[str, str]
    """For headings and text."""
    text_room: float
    """The part of the slide that its text layout leaves for content, 0 to 1."""
    roles: tuple[RoleFinding, ...]
    unused: tuple[str, ...]
    warnings: tuple[Problem, ...]
    designs: tuple[DesignFinding, ...] = ()


def check_theme(path: Path) -> ThemeFinding:
    """How a brand's file serves decks. Raises BriefgenError when it is no template, or its map is wrong."""
    given = read_map(path)
    source, adapted, lost = _adapt(path, given)
    designs, spoilt = _designs(path, source, given)
    page = next(layout for layout in adapted.layouts if layout.type in ("titleOnly", "obj"))
    roles = tuple(_finding(role, adapted) for role in LAYOUT_ROLES)
    used = {finding.layout for finding in roles}
    return ThemeFinding(
        path=str(path),
        master=adapted.master.name,
        size=(source.width, source.height),
        faces=(adapted.master.heading_face, adapted.master.text_face),
        text_room=page.area.width * page.area.height / (source.width * source.height),
        roles=roles,
        unused=tuple(layout.name for layout in adapted.master.layouts if layout.name not in used),
        warnings=(*lost, *adapted.warnings, *spoilt, *_advice(source, page)),
        designs=designs,
    )


def _designs(
    path: Path, source: Source, given: RoleMap | None
) -> tuple[tuple[DesignFinding, ...], tuple[Problem, ...]]:
    raw = read_parts(read_file(path, MAX_BYTES), str(path))
    designs, spoilt = read_designs(raw, source.parts, str(path), given)
    return tuple(DesignFinding(d.number, _stands_for(d), tuple(sorted(d.uses))) for d in designs), spoilt


def _stands_for(design: Design) -> str:
    """In a deck, as the person who drew it would say it."""
    each = design.loop[1].rpartition(".")[2].removesuffix("s")
    if design.kept:
        return f"every deck's, for each {each}" if each else "every deck's"
    if each:
        return f"each {each}"
    return "the cover" if all(use.startswith("deck.") for use in design.uses) else "each argument"


def map_theme(path: Path) -> str:
    """The map of a brand's file as YAML, to be edited and kept beside it. Raises BriefgenError."""
    source, adapted, _ = _adapt(path, None)
    findings = (_finding(role, adapted) for role in LAYOUT_ROLES)
    roles = {finding.role: finding.layout for finding in findings if finding.layout}
    if len(source.masters) > 1:
        roles = {"master": adapted.master.name, **roles}
    names = tuple(dict.fromkeys(layout.name for layout in adapted.master.layouts))
    return render_map(path.name, roles, names, tuple(master.name for master in source.masters))


def _adapt(path: Path, roles: RoleMap | None) -> tuple[Source, Adapted, tuple[Problem, ...]]:
    with refusing_the_broken(str(path)):
        parts, lost = open_template(read_file(path, MAX_BYTES), str(path))
        source = read_layouts(parts, str(path))
        return source, adapt_layouts(source, roles), lost


def _finding(role: str, adapted: Adapted) -> RoleFinding:
    choice = adapted.choices.get(role)
    if choice:
        return RoleFinding(role, choice.layout.name, choice.why)
    own = _own_layout(role, adapted)
    if own:
        return RoleFinding(role, own.name, "its type and its slots")
    return RoleFinding(role, "", f"add {_LACKS[role]}")


def _own_layout(role: str, adapted: Adapted) -> Layout | None:
    """In a theme of briefgen's own, whose layouts need no choosing."""
    if not adapted.own:
        return None
    if role in PICTURED:
        has_text = role == "illustrated"
        pictured = (layout for layout in adapted.layouts if layout.slot("picture"))
        return next((layout for layout in pictured if bool(layout.slot("body")) == has_text), None)
    return next((layout for layout in adapted.layouts if layout.type == TYPE_OF[role]), None)


def _advice(source: Source, page: Layout) -> tuple[Problem, ...]:
    """What makes decks on this file worse than they need be."""
    found = []
    share = page.area.width * page.area.height / (source.width * source.height)
    if share < 0.3:
        found.append((f"'{page.name}' leaves only {share:.0%} of the slide for content", "make its text larger"))
    body = page.slot("body")
    if body and body.size > 32:
        found.append((f"the text of '{page.name}' is {body.size:g} pt", "slides are set in 24 pt at most"))
    return tuple(Problem(source.path, 0, 0, message, hint, "warning") for message, hint in found)
