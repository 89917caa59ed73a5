"""Whether text leaves its shape in a rendered deck: every shape's text gets a colour of its own, and is found by it.

LibreOffice draws the deck to PDF; there the glyphs of a colour must lie inside the shape that had it.
"""

import posixpath
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from deckcheck import A, P, read_package
from lxml import etree

EMU = 12700
SLACK = 3.0
"""Points that a glyph's box may reach beyond its shape's: side bearings and rounding."""
FIRST_COLOUR = 0x100001

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points."""


@dataclass(frozen=True)
class Coloured:
    deck: bytes
    shapes: dict[int, tuple[str, Box]]
    """Name and box of the shape by its colour."""


def overflows(decks: list[bytes]) -> list[list[str]]:
    """For each deck what leaves its shape or the slide, or runs over other text; all are rendered in one go."""
    coloured = [colour_shapes(deck) for deck in decks]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{number}.pptx") for number in range(len(decks))]
        for file, deck in zip(files, coloured, strict=True):
            file.write_bytes(deck.deck)
        render_pdfs(files, Path(folder))
        return [list(page_faults(file.with_suffix(".pdf"), deck)) for file, deck in zip(files, coloured, strict=True)]


def render_pdfs(files: list[Path], folder: Path) -> None:
    """One PDF beside each deck; raises CalledProcessError or FileNotFoundError where LibreOffice fails."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=60 + 20 * len(files))
    for file in files:
        if not file.with_suffix(".pdf").exists():
            raise FileNotFoundError(f"LibreOffice could not draw {file.name}")


def colour_shapes(deck: bytes) -> Coloured:
    """The deck without autofit and links, each shape's text in its own colour."""
    package = read_package(deck)
    shapes: dict[int, tuple[str, Box]] = {}
    changed: dict[str, bytes] = {}
    for name, tree in package.in_folder("slides"):
        if name.endswith(".rels"):
            continue
        layout = package.trees[package.related(name, "slideLayout")[0]]
        master = package.trees[package.related(package.related(name, "slideLayout")[0], "slideMaster")[0]]
        for shape in tree.iter(f"{P}sp", f"{P}graphicFrame"):
            box = shape_box(shape, layout, master)
            if box and shape.find(f".//{A}t") is not None:
                colour = FIRST_COLOUR + len(shapes)
                title = next(shape.iter(f"{P}cNvPr")).get("name")
                shapes[colour] = (f"{posixpath.basename(name)} {title!r}", box)
                paint(shape, f"{colour:06X}")
        changed[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    out = BytesIO()
    with ZipFile(BytesIO(deck)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, changed.get(name) or source.read(name))
    return Coloured(out.getvalue(), shapes)


def paint(shape: etree._Element, colour: str) -> None:
    """Every run in the colour, without link; no autofit, which would hide what does not fit."""
    for body in shape.iter(f"{A}bodyPr"):
        for autofit in body.findall(f"{A}normAutofit") + body.findall(f"{A}spAutoFit") + body.findall(f"{A}noAutofit"):
            body.remove(autofit)
        etree.SubElement(body, f"{A}noAutofit")
    for run in shape.iter(f"{A}r", f"{A}fld"):
        if run.find(f"{A}rPr") is None:
            run.insert(0, etree.Element(f"{A}rPr"))
    for properties in shape.iter(f"{A}rPr", f"{A}endParaRPr"):
        for old in properties.findall(f"{A}solidFill") + properties.findall(f"{A}hlinkClick"):
            properties.remove(old)
        fill = etree.Element(f"{A}solidFill")
        etree.SubElement(fill, f"{A}srgbClr", val=colour)
        properties.insert(0 if properties.find(f"{A}ln") is None else 1, fill)
    for bullet in shape.iter(f"{A}buClr"):
        bullet[:] = [etree.Element(f"{A}srgbClr", val=colour)]


def shape_box(shape: etree._Element, layout: etree._Element, master: etree._Element) -> Box | None:
    """The shape's box, its own or its placeholder's on the layout or master; None where it is turned or in a group."""
    own = shape.find(f"{P}spPr/{A}xfrm") if shape.tag == f"{P}sp" else shape.find(f"{P}xfrm")
    holder = shape.find(f".//{P}ph")
    if own is None and holder is not None:
        own = inherited_place(holder, layout, ("idx", "type"))
        own = inherited_place(holder, master, ("type",)) if own is None else own
    if own is None or own.get("rot") or next(shape.iterancestors(f"{P}grpSp"), None) is not None:
        return None
    x, y = (int(str(own.find(f"{A}off").get(key))) / EMU for key in ("x", "y"))
    width, height = (int(str(own.find(f"{A}ext").get(key))) / EMU for key in ("cx", "cy"))
    return x, y, x + width, y + height


def inherited_place(holder: etree._Element, tree: etree._Element, keys: tuple[str, ...]) -> etree._Element | None:
    for key in keys:
        default = "0" if key == "idx" else "obj"
        for other in tree.iter(f"{P}ph"):
            if other.get(key, default) == holder.get(key, default):
                shape = next(other.iterancestors(f"{P}sp"))
                place = shape.find(f"{P}spPr/{A}xfrm")
                if place is not None:
                    return place
    return None


def page_faults(pdf: Path, deck: Coloured) -> Iterator[str]:
    import pymupdf

    with pymupdf.open(pdf) as document:
        for number, page in enumerate(document, 1):
            lines = found_lines(page, deck)
            width, height = page.rect.width, page.rect.height
            for colour, boxes in lines.items():
                name, (left, top, right, bottom) = deck.shapes[colour]
                whole = union(boxes)
                beyond = (left - whole[0], top - whole[1], whole[2] - right, whole[3] - bottom)
                if max(beyond) > SLACK:
                    yield f"page {number}: {name}: leaves its shape by {max(beyond):.1f} pt"
                if whole[0] < -1 or whole[1] < -1 or whole[2] > width + 1 or whole[3] > height + 1:
                    yield f"page {number}: {name}: leaves the slide"
            yield from (f"page {number}: {fault}" for fault in crossings(lines, deck))


def found_lines(page: object, deck: Coloured) -> dict[int, list[Box]]:
    """The boxes of the lines of text by colour; a line reaches from 0.75 em above its baseline to 0.2 em below."""
    lines: dict[int, list[Box]] = defaultdict(list)
    for block in page.get_text("dict")["blocks"]:  # type: ignore[attr-defined]
        for line in block.get("lines", ()):
            for span in line["spans"]:
                if span["color"] in deck.shapes and span["text"].strip():
                    left, _, right, _ = span["bbox"]
                    trailing = len(span["text"]) - len(span["text"].rstrip())
                    right -= trailing * span["size"] * 0.25
                    base, size = span["origin"][1], span["size"]
                    lines[span["color"]].append((left, base - 0.75 * size, right, base + 0.2 * size))
    return lines


def union(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def crossings(lines: dict[int, list[Box]], deck: Coloured) -> Iterator[str]:
    """Pairs of shapes whose lines of text run over each other."""
    colours = sorted(lines)
    for number, one in enumerate(colours):
        for other in colours[number + 1 :]:
            if any(crosses(a, b) for a in lines[one] for b in lines[other]):
                yield f"{deck.shapes[one][0]} runs over {deck.shapes[other][0]}"


def crosses(a: Box, b: Box) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 2 and min(a[3], b[3]) - max(a[1], b[1]) > 2
