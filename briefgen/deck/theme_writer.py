"""A theme from a small YAML of colours and fonts: the .pptx that holds our master, layouts and notes master."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from briefgen.deck.ink import contrast
from briefgen.deck.package import (
    HEAD,
    content_types_xml,
    relationships_xml,
    rels_name,
    write_zip,
)
from briefgen.deck.themexml import NAMESPACES, layout_xml, master_xml, notes_master_parts, presentation_xml, theme_xml
from briefgen.errors import BriefgenError, Problem, did_you_mean
from briefgen.patterns import lazy_pattern
from briefgen.yamlfile import ListNode, MapNode, Node, read_yaml

LAYOUTS = Path(__file__).with_name("layouts.yaml")
_TYPE = "application/vnd.openxmlformats-officedocument"
_DECIMAL = lazy_pattern(r"-?\d{1,15}\.\d{1,15}")
_INTEGER = lazy_pattern(r"-?\d{1,15}")
_HEX = lazy_pattern(r"[0-9A-Fa-f]{6}")
_SCHEME = ("bg1", "tx1", "bg2", "tx2", *(f"accent{number}" for number in range(1, 7)))
_COLORS = ("background", "text", "muted", "panel", "accent", "accents")


def write_theme(brand: dict[str, Any], path: str = "<theme>") -> bytes:
    """The bytes of a theme; `brand` as in templates/default/theme.yaml.

    Raises BriefgenError for unknown or missing keys, and for colours that leave text under a contrast of 4.5:1
    (WCAG 2.1, 1.4.3).
    """
    _check_brand(brand, path, {})
    look = _look()
    layouts = look["layouts"]
    names = [f"ppt/slideLayouts/slideLayout{number}.xml" for number in range(1, len(layouts) + 1)]
    parts: dict[str, bytes] = {
        "ppt/presentation.xml": presentation_xml(look).encode(),
        "ppt/slideMasters/slideMaster1.xml": master_xml(look, brand).encode(),
        **{name: layout_xml(layout, look, brand).encode() for name, layout in zip(names, layouts, strict=True)},
        "ppt/theme/theme1.xml": theme_xml(brand).encode(),
        **notes_master_parts(brand, 2),
        "ppt/presProps.xml": f"{HEAD}<p:presentationPr {NAMESPACES}/>".encode(),
        "ppt/viewProps.xml": f"{HEAD}<p:viewPr {NAMESPACES}/>".encode(),
        "ppt/tableStyles.xml": (
            f'{HEAD}<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'def="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"/>'
        ).encode(),
    }
    overrides = {f"/{name}": _content_type(name) for name in parts}
    to_layouts = [(f"rId{n}", "slideLayout", f"../slideLayouts/{Path(name).name}") for n, name in enumerate(names, 1)]
    relationships = {
        "": [("rId1", "officeDocument", "ppt/presentation.xml")],
        "ppt/presentation.xml": [
            ("rId1", "slideMaster", "slideMasters/slideMaster1.xml"),
            ("rId2", "notesMaster", "notesMasters/notesMaster1.xml"),
            ("rId3", "presProps", "presProps.xml"),
            ("rId4", "viewProps", "viewProps.xml"),
            ("rId5", "theme", "theme/theme1.xml"),
            ("rId6", "tableStyles", "tableStyles.xml"),
        ],
        "ppt/slideMasters/slideMaster1.xml": [*to_layouts, (f"rId{len(names) + 1}", "theme", "../theme/theme1.xml")],
        "ppt/notesMasters/notesMaster1.xml": [("rId1", "theme", "../theme/theme2.xml")],
        **{name: [("rId1", "slideMaster", "../slideMasters/slideMaster1.xml")] for name in names},
    }
    xml = "application/xml"
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": xml}
    listed = [("[Content_Types].xml", content_types_xml(defaults, overrides))]
    for part, targets in relationships.items():
        listed.append((rels_name(part), relationships_xml(targets)))
    return write_zip([*listed, *parts.items()])


def _content_type(part: str) -> str:
    kinds = {"presentation": "presentation.main", "presProps": "presProps", "viewProps": "viewProps"}
    stem = re.sub(r"\d+$", "", Path(part).stem)
    if stem == "theme":
        return f"{_TYPE}.theme+xml"
    return f"{_TYPE}.presentationml.{kinds.get(stem, stem)}+xml"


@cache
def _look() -> dict[str, Any]:
    look: dict[str, Any] = plain_value(read_yaml(LAYOUTS.read_bytes(), str(LAYOUTS)))
    return look


def read_brand(data: bytes, path: str) -> dict[str, Any]:
    """A brand's YAML as `write_theme` takes it. Raises BriefgenError with all that is wrong in it."""
    tree = read_yaml(data, path)
    brand = plain_value(tree)
    if not isinstance(brand, dict):
        hint = "begin with 'colors:'; docs/your-brand.md shows one"
        raise BriefgenError(Problem(path, 1, 1, "a brand is written as `name: value` lines", hint))
    _check_brand(brand, path, dict(_places(tree, "")))
    return brand


def _places(node: Node, above: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Line and column of every key, by its dotted name."""
    if isinstance(node, MapNode):
        for key, value in node.pairs:
            yield f"{above}{key.text}", (key.line, key.column)
            yield from _places(value, f"{above}{key.text}.")


def plain_value(node: Node) -> Any:
    """A YAML tree as dicts, lists, numbers, booleans and text; a colour like 336699 stays text."""
    if isinstance(node, MapNode):
        return {key.text: plain_value(value) for key, value in node.pairs}
    if isinstance(node, ListNode):
        return [plain_value(item) for item in node.items]
    if node.quoted or _HEX.fullmatch(node.text):
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    if _DECIMAL.fullmatch(node.text):
        return float(node.text)
    return int(node.text) if _INTEGER.fullmatch(node.text) else node.text


def _check_brand(brand: dict[str, Any], path: str, places: dict[str, tuple[int, int]]) -> None:
    """Raises BriefgenError with all mistakes, each at its key as far as `places` knows that."""
    problems: list[Problem] = []

    def wrong(key: str, message: str, hint: str = "") -> None:
        above = key.rpartition(".")[0]
        problems.append(Problem(path, *places.get(key, places.get(above, (0, 0))), message, hint))

    for key in brand:
        if key not in ("name", "colors", "cover", "fonts"):
            wrong(key, f"unknown key '{key}'", did_you_mean(key, ("name", "colors", "cover", "fonts")))
    colors = brand.get("colors")
    fonts = brand.get("fonts")
    if not isinstance(colors, dict):
        wrong("", "the key 'colors' is missing", f"give it {', '.join(_COLORS[:5])} and accents")
        raise BriefgenError(problems)
    for key in colors:
        if key not in _COLORS:
            wrong(f"colors.{key}", f"unknown colour '{key}'", did_you_mean(key, _COLORS))
    for key in _COLORS[:5]:
        if not _HEX.fullmatch(str(colors.get(key, ""))):
            wrong(f"colors.{key}", f"colors.{key} must be six hex digits", 'quote it when it is all digits: "336699"')
    accents = colors.get("accents", [])
    if not isinstance(accents, list) or len(accents) != 5 or not all(_HEX.fullmatch(str(a)) for a in accents):
        example = "for instance [1F3A5F, 2E7D6B, B8572A, 6B4C8A, 8A6D1F]"
        wrong("colors.accents", "colors.accents must be five colours of six hex digits", example)
    for use in ("headings", "text"):
        face = fonts.get(use) if isinstance(fonts, dict) else None
        if not isinstance(face, dict) or not face.get("latin"):
            wrong(f"fonts.{use}", f"fonts.{use}.latin is missing", "name a typeface, for instance Calibri")
        elif isinstance(face["latin"], dict | list) or isinstance(face.get("chinese"), dict | list):
            wrong(f"fonts.{use}.latin", f"fonts.{use} needs one typeface per script", "write its name alone")
    cover = brand.get("cover")
    if cover is not None:
        for use in ("background", "text"):
            if not isinstance(cover, dict) or str(cover.get(use)) not in _SCHEME:
                wrong(f"cover.{use}", f"cover.{use} must be a colour of the theme", f"known: {', '.join(_SCHEME)}")
    if isinstance(brand.get("name"), dict | list):
        wrong("name", "the name must be a single line", "write the name alone")
    if not problems:
        for ink, paper in (
            ("text", "background"),
            ("muted", "background"),
            ("accent", "background"),
            ("text", "panel"),
        ):
            reached = contrast(str(colors[ink]), str(colors[paper]))
            if reached < 4.5:
                message = f"colors.{ink} on colors.{paper} has a contrast of {reached:.1f}:1"
                wrong(f"colors.{ink}", message, "at least 4.5:1 is needed")
    if problems:
        raise BriefgenError(problems)
