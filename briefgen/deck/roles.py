"""Which placeholder and which layout serve what: found by type, by name in several languages, then by shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefgen.deck.theme import Layout

_TYPES = {
    "title": "title",
    "ctrTitle": "title",
    "subTitle": "subtitle",
    "dt": "date",
    "ftr": "footer",
    "sldNum": "number",
    "pic": "picture",
}
_NAMES = {
    "tracker": "tracker|section name|章节",
    "source": "source|quelle|出处|来源",
    "so-what": "so[- ]what|takeaway|要点|启示",
    "quote": "quote|zitat|引文|引语",
    "credit": "credit|attribution|署名",
    "statement": "statement|bottom line|结论",
    "support": "support",
    "byline": "byline|author|作者",
    "lead": "lead",
}
_NAMED = {
    role: re.compile(rf"\W*(?:{words})\b.*|\W*(?:{words})\W*\d*", re.IGNORECASE) for role, words in _NAMES.items()
}
CHROME = frozenset({"date", "footer", "number", "tracker", "source"})
"""Slots that any slide fills when its layout has them; they do not tell what a layout is for."""


def slot_roles(placeholders: Sequence[tuple[str, str, str, float, float]]) -> list[str]:
    """The role of each placeholder of a layout, given as (type, idx, name, left, width).

    The unnamed text placeholders become `body` (the first in reading order) and `second`.
    """
    roles: list[str] = []
    for kind, _, name, _, _ in placeholders:
        role = _TYPES.get(kind, "")
        if not role and kind in ("body", "obj"):
            role = next((role for role, names in _NAMED.items() if names.fullmatch(name)), "")
        roles.append(role)
    bodies = [n for n, (kind, *_) in enumerate(placeholders) if not roles[n] and kind in ("obj", "body")]
    objects = [n for n in bodies if placeholders[n][0] == "obj"] or bodies
    for number, index in enumerate(sorted(objects, key=lambda n: placeholders[n][3])[:2]):
        roles[index] = ("body", "second")[number]
    return roles


def find_layout(layouts: Sequence[Layout], needs: frozenset[str], name: str = "", kind: str = "") -> Layout | None:
    """The layout that has the slots `needs`, and as few others as can be; `name` and `kind` decide between equals."""
    fits = [layout for layout in layouts if needs <= layout.roles]
    if kind and any(layout.type == kind for layout in fits):
        return next(layout for layout in fits if layout.type == kind)
    return min(
        fits,
        key=lambda layout: (len(layout.roles - needs - CHROME), layout.name.casefold() != name.casefold()),
        default=None,
    )
